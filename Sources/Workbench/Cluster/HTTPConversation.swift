import API
import ContainerRuntime
import PodNetwork
import Simulation

/// HTTP/1.1 on one connection, spoken by something that answers API requests: the API server behind
/// its TLS, or `kubectl proxy` in front of it.
struct HTTPConversation: Sendable {
    let simulation: Simulation

    /// Answers the requests of `connection`, one after another, until one side has had enough.
    func run(
        _ connection: Connection, from peer: APIRequest.Peer,
        _ handle: ComponentTransport.APIHandler
    ) async {
        let reader = HTTP1.Reader(simulation, connection)
        while let request = try? await HTTP1.readRequest(from: reader) {
            let response = await handle(Self.apiRequest(request, peer))
            let isHead = request.method == "HEAD"
            guard await write(response, to: connection, isHead: isHead) else { return }
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

    private func head(of response: APIResponse) -> HTTPResponse {
        var answer = HTTPResponse(status: response.status, body: [])
        for field in response.headers.fields { answer.headers.append(field.name, field.value) }
        if answer.headers["Date"] == nil {
            answer.headers["Date"] = CivilTime(simulation.now).httpDate
        }
        return answer
    }

    /// Writes an answer; false if the connection is of no more use.
    private func write(
        _ response: APIResponse, to connection: Connection, isHead: Bool
    ) async -> Bool {
        var answer = head(of: response)
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
                    try await HTTP1.writeChunk(
                        event.frame(contentType: response.headers["Content-Type"]), to: connection)
                }
                try await HTTP1.endChunked(connection)
            case .stream(let source):
                defer { source.closeReading() }
                try await HTTP1.beginChunked(answer, to: connection)
                while let bytes = try await source.read(upTo: 32_768) {
                    try await HTTP1.writeChunk(bytes, to: connection)
                }
                try await HTTP1.endChunked(connection)
            case .upgrade: return false
            }
        } catch { return false }
        return true
    }
}
