package import PodNetwork
import Simulation

/// Joining somebody far away to a port inside a sandbox.
extension NodeRuntime {
    /// The texts are containerd's.
    ///
    /// Upstream: containerd internal/cri/server/sandbox_portforward_linux.go.
    package func portForward(
        _ sandboxID: String, port: Int
    ) async throws(CRI.Failure) -> Connection {
        guard let network = network(of: sandboxID) else {
            throw CRI.Failure(
                .unknown, "failed to find sandbox \"\(sandboxID)\" in store: not found")
        }
        do { return try await network.connect(to: Endpoint(.loopback, port)) } catch {
            let path = "/var/run/netns/cni-\(sandboxID.prefix(8))"
            let why = error.text.lowercased()
            throw CRI.Failure(
                .unknown,
                "failed to execute portforward in network namespace \"\(path)\": failed to connect "
                    + "to localhost:\(port) inside namespace \"\(sandboxID)\", IPv4: dial tcp4 "
                    + "127.0.0.1:\(port): connect: \(why)")
        }
    }
}
