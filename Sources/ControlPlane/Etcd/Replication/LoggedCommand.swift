import Raft

/// A command as it stands in the log of a group: with the request that waits for its answer.
struct LoggedCommand: RaftCommand {
    /// The member that proposed it.
    var origin: UInt64
    /// The number of the request there.
    var request: UInt64
    var command: EtcdCommand

    var byteCount: Int {
        guard case .transaction(let request) = command.action else { return 64 }
        return (try? request.check()) ?? 64
    }
}

extension EtcdCommand.Action {
    /// What the command changes of the log's own quorum; nil for all others.
    var configurationChange: ConfigurationChange? {
        switch self {
        case .addMember(let member):
            member.isLearner ? .addLearner(NodeID(member.id)) : .addVoter(NodeID(member.id))
        case .promoteMember(let id): .addVoter(NodeID(id))
        case .removeMember(let id): .remove(NodeID(id))
        default: nil
        }
    }
}
