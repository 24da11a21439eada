package import PodNetwork
package import Simulation

/// A server that answers each request of each connection, for the programs of images.
package struct HTTPServer: Sendable {
    /// Answers one request.
    package typealias Handler =
        @Sendable (_ request: HTTPRequest, _ connection: Connection) async -> HTTPResponse

    private let simulation: Simulation
    private let handler: Handler

    package init(_ simulation: Simulation, _ handler: @escaping Handler) {
        (self.simulation, self.handler) = (simulation, handler)
    }

    /// Serves until the calling task is cancelled or the listener closed.
    package func serve(_ listener: Listener) async {
        await withTaskGroup(of: Void.self) { group in
            while let connection = try? await listener.accept() {
                group.addTask { await converse(connection) }
            }
            listener.close()
            group.cancelAll()
        }
    }

    /// Answers the requests of one connection, one after another.
    package func converse(_ connection: Connection) async {
        defer { connection.close() }
        let reader = HTTP1.Reader(simulation, connection)
        while !Task.isCancelled {
            do throws(HTTPError) {
                guard let request = try await HTTP1.readRequest(from: reader) else { return }
                var response = await handler(request, connection)
                let closes = !request.keepsAlive
                if closes { response.headers["Connection"] = "close" }
                do throws(WriteError) {
                    try await HTTP1.writeResponse(
                        response, to: connection, isHead: request.method == "HEAD")
                } catch {
                    return
                }
                if closes { return }
            } catch {
                if case .malformed = error {
                    let refusal = HTTPResponse(
                        status: 400, headers: HTTPHeaders([("Connection", "close")]),
                        body: "400 Bad Request".bytes)
                    try? await HTTP1.writeResponse(refusal, to: connection)
                }
                return
            }
        }
    }
}
