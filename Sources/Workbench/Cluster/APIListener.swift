import API
import ContainerRuntime
import PKI
import PodNetwork
import Simulation

/// The API server's port on the simulated network: HTTPS for whoever sits in a pod or on a host.
///
/// It carries bytes between connections and the server's pipeline, as the gateway does for real
/// sockets. Components of the cluster come by `ComponentTransport` instead.
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
        let reader = HTTP1.Reader(simulation, connection)
        while let request = try? await HTTP1.readRequest(from: reader) {
            let response = await handle(Self.apiRequest(request, peer))
            let isHead = request.method == "HEAD"
            guard await write(response, to: connection, simulation, isHead: isHead) else { return }
            if !request.keepsAlive { return }
        }
    }

    private static func apiRequest(_ request: HTTPRequest, _ peer: APIRequest.Peer) -> APIRequest {
        let (path, query) = URLQuery.split(request.target)
        var result = APIRequest(
            method: request.method, path: path, query: query, peer: peer)
        for (name, value) in request.headers.entries {
            // Value trees do not leave the process; a client cannot ask for them.
            if name.lowercased() == "accept", value.contains(MediaType.valueTree) { continue }
            result.headers.append(name, value)
        }
        if !request.body.isEmpty { result.body = .bytes(request.body) }
        return result
    }

    /// Writes an answer; false if the connection is of no more use.
    private func write(
        _ response: APIResponse, to connection: Connection, _ simulation: Simulation, isHead: Bool
    ) async -> Bool {
        var answer = HTTPResponse(status: response.status, body: [])
        for field in response.headers.fields { answer.headers.append(field.name, field.value) }
        answer.headers["Date"] = CivilTime(simulation.now).httpDate
        do {
            switch response.body {
            case .bytes(let bytes):
                answer.body = bytes
                try await HTTP1.writeResponse(answer, to: connection, isHead: isHead)
            case .value(let value):
                answer.body = JSONWriter.compact(value)
                try await HTTP1.writeResponse(answer, to: connection, isHead: isHead)
            case .watch(let stream):
                defer { stream.stop() }
                try await HTTP1.beginChunked(answer, to: connection)
                while let event = try await stream.next() {
                    try await HTTP1.writeChunk(event.jsonLine, to: connection)
                }
                try await HTTP1.endChunked(connection)
            case .stream(let source):
                defer { source.closeReading() }
                try await HTTP1.beginChunked(answer, to: connection)
                while let bytes = try await source.read(upTo: 32_768) {
                    try await HTTP1.writeChunk(bytes, to: connection)
                }
                try await HTTP1.endChunked(connection)
            case .upgrade(let session):
                session.abandon()
                return false
            }
        } catch { return false }
        return true
    }
}
