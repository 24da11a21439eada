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

    /// Lets a member die before it has said anything of what it has just written.
    ///
    /// Returns whether it did. Leaders whose first entry is on their own disk only are how figure 8
    /// begins.
    mutating func diesUnheard(_ id: NodeID, with ready: Ready<RegisterCommand>) -> Bool {
        guard !isCalm, plan.sabotage == .oldTermCommit, !ready.entries.isEmpty,
            members[id]?.node?.role == .leader, chance(percent: 50)
        else { return false }
        crash(id)
        events.plan(.restart(id), at: now + random(100...2000))
        return true
    }

    /// Lets a member die at the worst moment for what is done wrong, so that few seeds suffice.
    mutating func aggravate(_ id: NodeID, after ready: Ready<RegisterCommand>) {
        guard !isCalm else { return }
        switch plan.sabotage {
        case .forgottenVote where ready.messages.contains(where: \.isVote):
            // Another candidate may ask in the same term.
            crash(id)
            events.plan(.restart(id), at: now + random(1...20))
        case .oldTermCommit where !ready.committed.isEmpty && members[id]?.node?.role == .leader:
            // Its own entry is behind the one that it has just committed.
            guard chance(percent: 50) else { return }
            crash(id)
            events.plan(.restart(id), at: now + random(2000...4000))
        default: break
        }
    }
}

extension Message {
    fileprivate var isVote: Bool {
        if case .voteResponse(isGranted: true, isPreVote: false) = body { true } else { false }
    }
}
