package import Etcd

/// Where and how etcdctl wants to connect.
package struct EtcdEndpoint: Sendable, Hashable {
    /// As the user wrote it: `127.0.0.1:2379` or `https://192.168.2.204:2379`.
    package var address: String
    /// Paths of files; empty if not given.
    package var cacert: String
    package var cert: String
    package var key: String
    package var skipsVerification: Bool

    /// The address without its scheme.
    package var hostAndPort: String {
        for scheme in ["https://", "http://"] where address.hasPrefix(scheme) {
            return String(address.dropFirst(scheme.count))
        }
        return address
    }
}

/// Why no connection came about.
package enum EtcdConnectionError: Error, Sendable {
    /// A certificate or key cannot be read; the text is the whole error.
    case unusableFile(String)
    /// What the connection failed of, in gRPC's words, for example
    /// `transport: Error while dialing: dial tcp 127.0.0.1:1: connect: connection refused`.
    case unreachable(String)
}

/// Finds the service behind an endpoint.
package typealias EtcdResolver =
    @Sendable (EtcdEndpoint) async throws(EtcdConnectionError) -> any EtcdService
