/// One etcd of the cluster, as `etcdctl member list` shows it.
package struct StoreMember: Sendable, Hashable {
    package var id: UInt64
    /// Empty until it has started.
    package var name: String
    package var peerURLs: [String]
    package var clientURLs: [String]
    /// A learner gets the log, but has no vote.
    package var isLearner: Bool

    package init(
        id: UInt64, name: String, peerURLs: [String], clientURLs: [String],
        isLearner: Bool = false
    ) {
        (self.id, self.name, self.isLearner) = (id, name, isLearner)
        (self.peerURLs, self.clientURLs) = (peerURLs, clientURLs)
    }
}

/// One change of who belongs to the cluster.
package enum MembershipChange: Sendable, Hashable {
    case add(peerURLs: [String], isLearner: Bool)
    case promote(UInt64)
    case remove(UInt64)
    case update(UInt64, peerURLs: [String])
}

package struct MemberList: Sendable, Hashable {
    package var header: ResponseHeader
    /// In the order of their ids.
    package var members: [StoreMember]
    /// The member that was added, promoted or updated.
    package var changed: StoreMember?

    package init(
        header: ResponseHeader, members: [StoreMember], changed: StoreMember? = nil
    ) {
        (self.header, self.members, self.changed) = (header, members, changed)
    }
}
