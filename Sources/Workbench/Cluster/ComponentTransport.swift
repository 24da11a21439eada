package import API
package import PodNetwork
package import Simulation

/// How a component inside the cluster reaches the API server: over the simulated network, but with
/// whole messages instead of bytes.
///
/// The route, its faults and its latency are the network's, and the server's pipeline is the one
/// that a real socket reaches; only the encoding is left out.
package struct ComponentTransport: APITransport {
    private let namespace: NetworkNamespace
    private let server: PodNetwork.Endpoint
    private let certificateChain: [[UInt8]]
    private let simulation: Simulation
    private let handler: @Sendable () -> APIHandler?

    /// Takes one request through the server; nil while no server runs.
    package typealias APIHandler = @Sendable (APIRequest) async -> APIResponse

    /// A caller in `namespace` that shows `certificateChain` to the server at `server`.
    package init(
        from namespace: NetworkNamespace, to server: PodNetwork.Endpoint,
        certificateChain: [[UInt8]],
        simulation: Simulation, handler: @escaping @Sendable () -> APIHandler?
    ) {
        (self.namespace, self.server) = (namespace, server)
        self.certificateChain = certificateChain
        self.simulation = simulation
        self.handler = handler
    }

    package func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        var request = request
        request.peer = APIRequest.Peer(
            certificateChain: certificateChain,
            address: namespace.addresses.first?.description ?? "127.0.0.1")
        let route: SimulatedNetwork.Route
        do { route = try namespace.network.route(from: namespace, to: server) } catch {
            if error == .timedOut { try await pause(Defaults.dialTimeout) }
            throw .unreachable("dial tcp \(server): \(Self.goText(error))")
        }
        try await pause(route.latency)
        guard let handle = handler() else {
            throw .unreachable("dial tcp \(server): connect: connection refused")
        }
        let response = await handle(request)
        try await pause(route.latency)
        return response
    }

    private func pause(_ duration: Duration) async throws(TransportError) {
        do { try await simulation.sleep(for: duration) } catch { throw .cancelled }
    }

    /// Go's wording of a socket's error.
    private static func goText(_ error: SocketError) -> String {
        switch error {
        case .timedOut: "i/o timeout"
        case .refused: "connect: connection refused"
        case .hostUnreachable: "connect: no route to host"
        case .networkUnreachable: "connect: network is unreachable"
        default: "connect: \(error.text.lowercased())"
        }
    }
}
