import Encoding

/// Who this member is and where it can be reached.
package struct EtcdConfiguration: Sendable, Hashable {
    package var name: String
    package var peerURL: String
    package var clientURL: String
    package var clusterToken: String

    /// The defaults are those of an etcd that is started without flags.
    package init(
        name: String = "default", peerURL: String = "http://localhost:2380",
        clientURL: String = "http://localhost:2379", clusterToken: String = Defaults.clusterToken
    ) {
        (self.name, self.peerURL) = (name, peerURL)
        (self.clientURL, self.clusterToken) = (clientURL, clusterToken)
    }

    /// The member's id follows from where its peers reach it and from the cluster's token.
    ///
    /// Upstream: etcd server/etcdserver/api/membership/member.go `computeMemberId`.
    package var memberID: UInt64 { firstEightBytes(of: Array((peerURL + clusterToken).utf8)) }

    /// The cluster's id follows from those of its first members.
    ///
    /// Upstream: etcd server/etcdserver/api/membership/cluster.go `genID`.
    package var clusterID: UInt64 {
        firstEightBytes(of: (0..<8).map { UInt8(truncatingIfNeeded: memberID >> (56 - 8 * $0)) })
    }

    private func firstEightBytes(of message: [UInt8]) -> UInt64 {
        Digest.sha1.bytes(of: message).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
