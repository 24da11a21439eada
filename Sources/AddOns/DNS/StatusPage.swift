import PodNetwork
import Simulation

/// A page that says over HTTP whether the server is well: what probes ask.
struct StatusPage: Sendable {
    let port: Int
    let text: String
    let isWell: @Sendable () -> Bool

    /// Answers every request on the port until the task is cancelled.
    func run(_ network: NetworkNamespace) async {
        guard let listener = try? network.listen(port) else { return }
        defer { listener.close() }
        while let connection = try? await listener.accept() {
            let code = isWell() ? "200 OK" : "503 Service Unavailable"
            let body = isWell() ? text : ""
            let head =
                "HTTP/1.1 \(code)\r\nContent-Length: \(body.utf8.count)\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
            await answer(connection, head + body)
        }
    }

    /// One request, one answer; what is asked does not matter.
    private func answer(_ connection: Connection, _ response: String) async {
        _ = try? await connection.read(upTo: 4096)
        try? await connection.write(Array(response.utf8))
        connection.closeWriting()
    }
}
