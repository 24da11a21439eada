import Raft

/// A mistake that is made on purpose.
extension Swarm {
    /// Lets a candidate count a vote twice.
    mutating func repeatVote(_ message: Message<RegisterCommand>) {
        guard case .voteResponse(isGranted: true, _) = message.body,
            let voters = members[message.to]?.node?.membership.voters,
            let other = voters.first(where: { $0 != message.to && $0 != message.from })
        else { return }
        var forged = message
        forged.from = other
        members[message.to]?.node?.step(forged)
    }
}
