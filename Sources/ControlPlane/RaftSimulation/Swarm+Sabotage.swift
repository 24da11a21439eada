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

    /// Applies what a majority has on its disks, as if counting were enough.
    mutating func commitByCounting(_ id: NodeID) {
        guard let member = members[id], let node = member.node, node.role == .leader,
            member.ready == nil
        else { return }
        let majority = node.membership.voters.count / 2 + 1
        var index = member.appliedIndex.next
        while let entry = node.log[index] {
            let holders = node.membership.voters.filter { voter in
                members[voter]?.disk.contents.entries.contains {
                    $0.position == entry.position
                } ?? false
            }
            guard holders.count >= majority else { return }
            apply(entry, at: id)
            index = index.next
        }
    }
}
