import API
import APIServer
import ContainerRuntime
import PodNetwork
import Simulation

/// Passes a request of the API server's on to a server in the cluster's network.
///
/// Upstream: kubernetes apimachinery/pkg/util/proxy/upgradeaware.go.
struct BackendProxy: Sendable {
    let simulation: Simulation
    /// Where the API server stands.
    let network: NetworkNamespace
    /// What the API server shows to kubelets, and to nobody else.
    let kubeletClient: [[UInt8]]

    func send(
        _ request: APIRequest, to backend: ProxyBackend
    ) async throws(Status) -> APIResponse {
        guard let address = IPv4Address(backend.address) else {
            throw .badRequest("address not allowed")
        }
        let endpoint = PodNetwork.Endpoint(address, backend.port)
        let connection: Connection
        do { connection = try await network.connect(to: endpoint) } catch {
            let why = error == .timedOut ? "i/o timeout" : "connect: \(error.text.lowercased())"
            throw .serviceUnavailable("error trying to reach service: dial tcp \(endpoint): \(why)")
        }
        do { return try await exchange(request, backend, connection) } catch {
            connection.close()
            throw .serviceUnavailable("error trying to reach service: EOF")
        }
    }

    private func exchange(
        _ request: APIRequest, _ backend: ProxyBackend, _ connection: Connection
    ) async throws -> APIResponse {
        if backend.isSecure {
            _ = try await connection.startTLS(
                TLSClientOptions(
                    serverName: backend.address,
                    certificateChain: backend.isKubelet ? kubeletClient : []))
        }
        try await HTTP1.writeRequest(Self.message(request, backend), to: connection)
        let reader = HTTP1.Reader(simulation, connection)
        let head = try await HTTP1.readResponseHead(from: reader)
        let body = try HTTP1.body(of: head, method: request.method, from: reader)
        return APIResponse(
            status: head.status, headers: Self.headers(of: head),
            body: .stream(ResponseBody(simulation, connection, body)))
    }

    private static func message(_ request: APIRequest, _ backend: ProxyBackend) -> HTTPRequest {
        let query = URLQuery.format(request.query)
        var message = HTTPRequest(
            method: request.method, target: request.path + (query.isEmpty ? "" : "?" + query))
        message.headers["Host"] = "\(backend.address):\(backend.port)"
        for (name, value) in request.headers.fields { message.headers.append(name, value) }
        message.headers["Connection"] = "close"
        if case .bytes(let bytes) = request.body { message.body = bytes }
        return message
    }

    private static func headers(of response: HTTPResponse) -> API.HTTPHeaders {
        let ofConnection: Set<String> = [
            "connection", "keep-alive", "transfer-encoding", "content-length", "upgrade",
        ]
        var headers = API.HTTPHeaders()
        for (name, value) in response.headers.entries
        where !ofConnection.contains(name.lowercased()) {
            headers.append(name, value)
        }
        return headers
    }
}

/// The body of an answer, read as it comes.
private final class ResponseBody: ByteSource, Sendable {
    private let connection: Connection
    private let body: Confined<HTTP1.BodyReader>

    init(_ simulation: Simulation, _ connection: Connection, _ body: HTTP1.BodyReader) {
        self.connection = connection
        self.body = Confined(simulation, body)
    }

    /// Pieces are as the server sent them; `limit` is no more than a wish.
    func read(upTo limit: Int) async throws(CancellationError) -> [UInt8]? {
        var reader = body.value
        let piece = try? await reader.next()
        body.value = reader
        if Task.isCancelled { throw CancellationError() }
        guard let piece else {
            connection.close()
            return nil
        }
        return piece
    }

    func closeReading() { connection.close() }
}
