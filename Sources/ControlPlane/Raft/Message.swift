/// What one member says to another.
///
/// Messages may be lost, doubled, delayed and overtaken; nothing but speed depends on them.
package struct Message<Command: RaftCommand>: Sendable {
    package var from: NodeID
    package var to: NodeID
    /// The sender's term; in the matter of a pre-vote, the term that the candidate would begin.
    package var term: Term
    package var body: Body

    /// The kinds of messages, questions before their answers.
    package enum Body: Sendable {
        /// RequestVote (Raft §5.2). `isPreVote`: would you vote for me, if I asked? (dissertation §9.6)
        /// `isTransfer`: the leader itself asked for this election (dissertation §3.10).
        case requestVote(last: Position, isPreVote: Bool, isTransfer: Bool)
        case voteResponse(isGranted: Bool, isPreVote: Bool)
        /// AppendEntries (Raft §5.3): what follows `previous`, and how far all is committed.
        case append(previous: Position, entries: [Entry<Command>], commitIndex: LogIndex)
        /// The follower's log is the leader's up to `matched`.
        case appendAccepted(matched: LogIndex)
        /// The follower does not have the entry before `rejected`'s successor; `hint` is the last place where its log may
        /// be the leader's.
        case appendRejected(rejected: LogIndex, hint: Position)
        /// I still lead; `round` numbers the reads that want to know whether I do (dissertation §6.4).
        case heartbeat(commitIndex: LogIndex, round: UInt64)
        case heartbeatResponse(round: UInt64)
        /// InstallSnapshot (Raft §7). The driver adds the state, and names in the metadata the place it is of.
        case installSnapshot(SnapshotMetadata)
        /// Begin an election now: you are to take over (dissertation §3.10).
        case timeoutNow
        /// A follower passes on what its clients want.
        case propose([Entry<Command>.Payload])
        case readIndex(ReadID)
        case readIndexResponse(ReadID, LogIndex)
        case transferLeadership(to: NodeID)
    }

    package init(from: NodeID, to: NodeID, term: Term, body: Body) {
        self.from = from
        self.to = to
        self.term = term
        self.body = body
    }

    /// Only a leader says such a thing, so the sender leads its term.
    var isFromLeader: Bool {
        switch body {
        case .append, .heartbeat, .installSnapshot: true
        default: false
        }
    }

    /// Speaks of a term that has not begun, and must not begin it.
    var isAboutFutureTerm: Bool {
        switch body {
        case .requestVote(_, let isPreVote, _): isPreVote
        // A refusal comes with the voter's real term.
        case .voteResponse(let isGranted, let isPreVote): isPreVote && isGranted
        default: false
        }
    }
}

/// A read that waits for its index, numbered by the driver of the member where it was asked for.
package struct ReadID: Hashable, Sendable {
    package var rawValue: UInt64

    package init(_ rawValue: UInt64) { self.rawValue = rawValue }
}
