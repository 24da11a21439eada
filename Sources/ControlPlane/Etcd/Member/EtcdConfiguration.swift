import Encoding

/// Who this member is and where it can be reached.
package struct EtcdConfiguration: Sendable, Hashable {
    package var name: String
    package var peerURL: String
    package var clientURL: String
    package var clusterToken: String
    /// **Unit**: bytes that the database may take; 0 for no limit.
    package var quotaBytes: Int64
    /// **Unit**: entries of a group's log between two snapshots; half of them are kept for members
    /// that lag behind.
    package var snapshotCount = Defaults.snapshotCount

    /// The defaults are those of an etcd that is started without flags.
    package init(
        name: String = "default", peerURL: String = "http://localhost:2380",
        clientURL: String = "http://localhost:2379", clusterToken: String = Defaults.clusterToken,
        quotaBytes: Int64 = Defaults.quotaBytes
    ) {
        (self.name, self.peerURL, self.quotaBytes) = (name, peerURL, quotaBytes)
        (self.clientURL, self.clusterToken) = (clientURL, clusterToken)
    }

    /// Takes the value of `--quota-backend-bytes`: nil and 0 stand for etcd's default, less for none.
    ///
    /// Upstream: etcd server/storage/quota.go `NewBackendQuota`.
    package mutating func setQuota(_ bytes: Int64?) {
        let bytes = bytes ?? 0
        quotaBytes = bytes == 0 ? Defaults.quotaBytes : max(0, bytes)
    }

    /// The id of a member that was there from the beginning.
    package var memberID: UInt64 {
        Self.memberID(peerURLs: [peerURL], clusterToken: clusterToken)
    }

    /// The id of a cluster in which this member is alone.
    ///
    /// Upstream: etcd server/etcdserver/api/membership/cluster.go `genID`.
    package var clusterID: UInt64 { Self.clusterID(of: [memberID]) }

    /// What clients are told of this member.
    package var member: StoreMember {
        StoreMember(id: memberID, name: name, peerURLs: [peerURL], clientURLs: [clientURL])
    }

    /// A member's id follows from where its peers reach it, from the cluster's token and, for one
    /// that came later, from the time.
    ///
    /// **Unit**: `seconds` since 1970.
    ///
    /// Upstream: etcd server/etcdserver/api/membership/member.go `computeMemberID`.
    package static func memberID(
        peerURLs: [String], clusterToken: String, seconds: Int64? = nil
    ) -> UInt64 {
        let text = peerURLs.sorted().joined() + clusterToken + (seconds.map { "\($0)" } ?? "")
        return firstEightBytes(of: Array(text.utf8))
    }

    /// `members` in any order.
    package static func clusterID(of members: [UInt64]) -> UInt64 {
        firstEightBytes(
            of: members.sorted().flatMap { id in
                (0..<8).map { UInt8(truncatingIfNeeded: id >> (56 - 8 * $0)) }
            })
    }

    private static func firstEightBytes(of message: [UInt8]) -> UInt64 {
        Digest.sha1.bytes(of: message).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
