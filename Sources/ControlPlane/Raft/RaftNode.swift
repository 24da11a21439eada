/// One member of a Raft group, as a value: what happens goes in, what must be done comes out.
///
/// ```
///             ┌──────────────────── driver ─────────────────────┐
///   clock ────┤ tick()                                          │
///   peers ────┤ step(message)        takeReady() ──▶ 1. write hard state, entries, snapshot
///   clients ──┤ propose(commands)                    2. send messages
///             │ readIndex(id)                        3. apply committed entries, answer reads
///             │                      advance(ready) ◀── all of it is done
///             └─────────────────────────────────────────────────┘
///
///              no leader for a while        a majority would vote
///   follower ──────────────────▶ preCandidate ──────────▶ candidate ──────▶ leader
///      ▲                              │                      │   a majority    │
///      └──────────────────────────────┴──────────────────────┴── has voted ────┘
///                a leader, or a later term, was heard of
/// ```
/// It has no clock, no disk, no network and no chance but a seed; the same inputs in the same order
/// give the same outputs. Read it beside D. Ongaro and J. Ousterhout, "In Search of an
/// Understandable Consensus Algorithm" (cited as *Raft*), and Ongaro's dissertation.
///
/// **Invariants** (Raft figure 3), which `RaftSimulation` checks at every step
/// 1. Election Safety: at most one leader in a term.
/// 2. Leader Append-Only: a leader never overwrites or deletes its entries.
/// 3. Log Matching: logs that share a position share everything before it.
/// 4. Leader Completeness: a leader has every entry that was committed in earlier terms.
/// 5. State Machine Safety: no two members apply different entries at the same index.
///
/// **Rules for the driver**
/// - One `Ready` at a time: between `takeReady()` and `advance(_:)` anything else may be called.
/// - No message of a `Ready` leaves before its hard state and entries are safe on the disk.
/// - A committed `configuration` entry is answered by `apply(_:)` when its turn comes.
///
/// Upstream: etcd raft raft.go, whose division of labour (Step, Tick, Ready, Advance) this is.
package struct RaftNode<Command: RaftCommand>: Sendable {
    package let id: NodeID
    let settings: RaftSettings

    // What survives a crash.
    package internal(set) var term: Term
    package internal(set) var vote: NodeID?
    package internal(set) var log: RaftLog<Command>
    package internal(set) var membership: Membership

    // What does not.
    package internal(set) var role = Role.follower
    /// Who leads the term, as far as this member knows.
    package internal(set) var leader: NodeID?
    /// The answers to this member's candidacy.
    package internal(set) var votes: [NodeID: Bool] = [:]
    /// What only a leader has to know.
    package internal(set) var leadership = Leadership()

    /// **Unit**: ticks since a leader was heard, or since the leader counted its followers.
    var electionElapsed = 0
    var heartbeatElapsed = 0
    /// **Unit**: ticks; drawn anew for each term.
    var patience: Int
    private var lot: ElectionLot

    // What the next Ready will carry.
    var messages: [Message<Command>] = []
    var readStates: [ReadState] = []
    var restored: SnapshotMetadata?
    var events: [RaftEvent] = []
    /// The hard state that the driver has.
    var knownHardState: HardState
    /// Whether a Ready is with the driver.
    var isReadyTaken = false

    /// The part that a member plays in its term.
    package enum Role: String, Sendable {
        case follower, preCandidate, candidate, leader
    }

    /// What a leader knows and waits for; it begins empty with each term.
    package struct Leadership: Sendable {
        /// What it knows of each member, itself included.
        package internal(set) var progress: [NodeID: Progress] = [:]
        /// To whom it hands over.
        package internal(set) var transferee: NodeID?
        /// No other change of the group is proposed before this is applied.
        var pendingChange: LogIndex = 0
        var reads = PendingReads()
    }

    /// A member as its disk remembers it; new ones have an empty log or `RaftLog.bootstrap`.
    ///
    /// `membership` is the group as of `log.appliedIndex`.
    package init(
        id: NodeID, log: RaftLog<Command>, hardState: HardState = HardState(),
        membership: Membership, seed: UInt64, settings: RaftSettings = RaftSettings()
    ) {
        self.id = id
        self.log = log
        self.membership = membership
        self.settings = settings
        // The log of a new group begins in term 1, before anybody has voted.
        term = max(hardState.term, log.last.term)
        vote = hardState.term == term ? hardState.vote : nil
        knownHardState = hardState
        lot = ElectionLot(seed: seed)
        patience = lot.draw(settings.electionTicks)
        events.append(.becameFollower(term))
    }

    package var hardState: HardState {
        HardState(term: term, vote: vote, commitIndex: log.commitIndex)
    }

    /// Whether this member alone decides; nobody has to be reminded of it, so it needs no ticks.
    package var isAlone: Bool { membership.voters == [id] && membership.learners.isEmpty }

    // MARK: - Time

    /// Notes that one tick of time has passed.
    package mutating func tick() {
        electionElapsed += 1
        if role == .leader {
            tickAsLeader()
        } else if electionElapsed >= patience, canCampaign {
            electionElapsed = 0
            campaign(isPreVote: true)
        }
    }

    private mutating func tickAsLeader() {
        if electionElapsed >= settings.electionTicks {
            electionElapsed = 0
            checkQuorum()
            if role != .leader { return }
            abortTransfer()
        }
        heartbeatElapsed += 1
        guard heartbeatElapsed >= settings.heartbeatTicks else { return }
        heartbeatElapsed = 0
        retrySnapshots()
        broadcastHeartbeat()
    }

    // MARK: - Messages

    /// Takes in what another member says; what makes no sense (any more) is ignored.
    package mutating func step(_ message: Message<Command>) {
        if message.term > term {
            guard heedLaterTerm(message) else { return }
        } else if message.term < term {
            answerFromLaterTerm(message)
            return
        }
        switch message.body {
        case .requestVote(let last, let isPreVote, _):
            answerVoteRequest(message, last: last, isPreVote: isPreVote)
        case .voteResponse(let isGranted, let isPreVote):
            count(isGranted, from: message.from, isPreVote: isPreVote)
        case .timeoutNow: takeOver()
        case .append, .heartbeat, .installSnapshot: follow(message)
        case .appendAccepted, .appendRejected, .heartbeatResponse: lead(message)
        case .propose, .readIndex, .readIndexResponse, .transferLeadership: serve(message)
        }
    }

    /// Rules for Servers (Raft figure 2): a later term makes a follower of anybody.
    ///
    /// Returns false for a message that must not do so.
    private mutating func heedLaterTerm(_ message: Message<Command>) -> Bool {
        if case .requestVote(_, _, isTransfer: false) = message.body, isLeaderAlive {
            // A member that was cut off, or removed, cannot unseat a leader that a quorum
            // hears (Raft §6, dissertation §4.2.3).
            events.append(.ignoredVoteRequest(from: message.from, message.term))
            return false
        }
        if !message.isAboutFutureTerm {
            becomeFollower(
                term: message.term, leader: message.isFromLeader ? message.from : nil)
        }
        return true
    }

    /// Tells one who lives in the past of the present, if that can help.
    private mutating func answerFromLaterTerm(_ message: Message<Command>) {
        switch message.body {
        case .append, .heartbeat, .installSnapshot:
            // With pre-vote this member's later term would never spread by itself: it asks for
            // votes in vain while the others hear their leader. The answer makes that leader
            // step down, and the next election has this member in it (dissertation §9.6).
            send(.heartbeatResponse(round: 0), to: message.from)
        case .requestVote(_, isPreVote: true, _):
            send(.voteResponse(isGranted: false, isPreVote: true), to: message.from)
        default: break
        }
    }

    mutating func send(_ body: Message<Command>.Body, to peer: NodeID, term: Term? = nil) {
        messages.append(Message(from: id, to: peer, term: term ?? self.term, body: body))
    }

    // MARK: - Roles

    mutating func becomeFollower(term: Term, leader: NodeID?) {
        enter(term, .follower)
        setLeader(leader)
    }

    /// Starts over in `role`; a new term forgets the vote of the old one.
    mutating func enter(_ term: Term, _ role: Role) {
        let isNews = term != self.term || role != self.role
        if term != self.term {
            self.term = term
            vote = nil
        }
        self.role = role
        votes = [:]
        leadership = Leadership()
        electionElapsed = 0
        heartbeatElapsed = 0
        patience = lot.draw(settings.electionTicks)
        guard isNews else { return }
        switch role {
        case .follower: events.append(.becameFollower(term))
        case .preCandidate: events.append(.becamePreCandidate(term))
        case .candidate: events.append(.becameCandidate(term))
        case .leader: events.append(.becameLeader(term))
        }
    }

    mutating func setLeader(_ new: NodeID?) {
        guard new != leader else { return }
        if let leader, new == nil { events.append(.lostLeader(leader, term)) }
        if let new { events.append(.electedLeader(new, term)) }
        leader = new
    }
}
