/// What a replicated state machine is told to do.
package protocol RaftCommand: Sendable {
    /// **Unit**: bytes on the wire, roughly; messages are filled up to a limit by it.
    var byteCount: Int { get }
}

/// One entry of the log.
package struct Entry<Command: RaftCommand>: Sendable {
    package var term: Term
    package var index: LogIndex
    package var payload: Payload

    /// What an entry asks for.
    package enum Payload: Sendable {
        /// Nothing: a leader's first entry, by which it commits what earlier terms left behind.
        ///
        /// Source: Raft §8.
        case noOperation
        /// Something for the state machine.
        case command(Command)
        /// A change of the group, and what the state machine has to know of it.
        case configuration(ConfigurationChange, Command?)
    }

    package init(term: Term, index: LogIndex, payload: Payload) {
        self.term = term
        self.index = index
        self.payload = payload
    }

    package var position: Position { Position(term: term, index: index) }

    var isConfigurationChange: Bool {
        if case .configuration = payload { true } else { false }
    }

    var byteCount: Int {
        switch payload {
        case .noOperation: 16
        case .command(let command): 16 + command.byteCount
        case .configuration(_, let command): 32 + (command?.byteCount ?? 0)
        }
    }
}

/// What a member must never forget: it is on the disk before any message that follows from it.
///
/// Source: Raft figure 2, "Persistent state on all servers". The commit index need not be kept, it
/// only saves the wait for the next leader to say it again.
package struct HardState: Hashable, Sendable {
    package var term: Term
    /// Whom this member voted for in `term`.
    package var vote: NodeID?
    package var commitIndex: LogIndex

    package init(term: Term = 0, vote: NodeID? = nil, commitIndex: LogIndex = 0) {
        self.term = term
        self.vote = vote
        self.commitIndex = commitIndex
    }
}

/// What a snapshot stands for: every entry up to a position, and the group as of there.
///
/// The state itself is the driver's: it travels beside the message that carries this.
package struct SnapshotMetadata: Hashable, Sendable {
    package var position: Position
    package var membership: Membership

    package init(position: Position, membership: Membership) {
        self.position = position
        self.membership = membership
    }
}
