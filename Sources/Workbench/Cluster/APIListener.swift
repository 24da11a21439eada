import API
import ContainerRuntime
import PKI
import PodNetwork
import Simulation

/// The port of the API server or of a kubelet on the simulated network: HTTPS for whoever sits in a
/// pod or on a host.
///
/// It carries bytes between connections and the server's pipeline, as the gateway does for real
/// sockets. Components of the cluster come by `ComponentTransport` or `KubeletDirectory` instead.
struct APIListener: Sendable {
    let identity: Identity
    let port: Int

    /// Serves until the task is cancelled.
    func run(
        on namespace: NetworkNamespace, _ handle: @escaping ComponentTransport.APIHandler
    ) async {
        guard let listener = try? namespace.listen(port) else { return }
        await withTaskGroup(of: Void.self) { group in
            while let connection = try? await listener.accept() {
                group.addTask { await serve(connection, namespace.network.simulation, handle) }
            }
            listener.close()
            group.cancelAll()
        }
    }

    private func serve(
        _ connection: Connection, _ simulation: Simulation,
        _ handle: ComponentTransport.APIHandler
    ) async {
        defer { connection.close() }
        let session: TLSSession
        do {
            session = try await connection.acceptTLS(
                TLSServerOptions(
                    certificateChain: identity.chain, requestsClientCertificate: true))
        } catch {
            guard error == .notTLS else { return }
            // Go's net/http answers plain HTTP on a TLS port with exactly this.
            try? await connection.write(
                "HTTP/1.0 400 Bad Request\r\n\r\n"
                    + "Client sent an HTTP request to an HTTPS server.\n")
            return
        }
        let peer = APIRequest.Peer(
            certificateChain: session.peerCertificateChain,
            address: connection.remote.address.description)
        await HTTPConversation(simulation: simulation).run(connection, from: peer, handle)
    }
}
