/// Who belongs to the group: those who vote, and those who only listen.
///
/// It changes by one member at a time: any majority of the old group and any of the new one then
/// share a member, so that the two can never decide differently (dissertation §4.1).
///
/// Differs: a change takes effect when it is applied, as in etcd, and not already when it is
/// appended, as in the dissertation. This is safe because a leader proposes none before it has
/// applied the one before, and nobody campaigns with a committed one unapplied. Its price: where
/// one of two voters is removed and falls silent before the other knows that this is committed, the
/// other waits for it forever; so a group of two should first become three, as etcd advises.
package struct Membership: Hashable, Sendable {
    package private(set) var voters: [NodeID]
    /// They get the log, and count for nothing (dissertation §4.2.1).
    package private(set) var learners: [NodeID]

    package init(voters: [NodeID] = [], learners: [NodeID] = []) {
        self.voters = voters.sorted()
        self.learners = learners.sorted()
    }

    package var quorum: Quorum { Quorum(voters: voters) }
    package var everyone: [NodeID] { (voters + learners).sorted() }

    package func isVoter(_ node: NodeID) -> Bool { voters.contains(node) }
    package func contains(_ node: NodeID) -> Bool {
        voters.contains(node) || learners.contains(node)
    }

    /// The group after `change`; a change that asks for what is so already changes nothing.
    package func applying(_ change: ConfigurationChange) -> Membership {
        switch change {
        case .addVoter(let node):
            return Membership(
                voters: voters.filter { $0 != node } + [node],
                learners: learners.filter { $0 != node })
        case .addLearner(let node):
            // Nobody loses a vote by this: that would be a removal.
            if voters.contains(node) { return self }
            return Membership(
                voters: voters, learners: learners.filter { $0 != node } + [node])
        case .remove(let node):
            return Membership(
                voters: voters.filter { $0 != node }, learners: learners.filter { $0 != node })
        }
    }
}

/// One step from a group to the next.
package enum ConfigurationChange: Hashable, Sendable {
    /// A new voter, or a learner that is promoted.
    case addVoter(NodeID)
    case addLearner(NodeID)
    case remove(NodeID)
}
