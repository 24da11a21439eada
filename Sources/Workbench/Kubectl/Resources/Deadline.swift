import API
import Simulation

/// `--request-timeout`: how long an answer may be waited for.
struct Deadline: Sendable {
    /// Nil waits for ever.
    private let limit: Duration?

    init(_ limit: Duration?) { self.limit = limit }

    /// Sends a request and waits for the head of its answer.
    ///
    /// **Throws** `.unreachable` with the words of Go's client when the time is over.
    func send(
        _ request: APIRequest, _ client: RESTClient
    ) async throws(TransportError) -> APIResponse {
        guard let limit else { return try await client.transport.send(request) }
        let simulation = client.invocation.simulation
        let outcome = await withTaskGroup(of: Result<APIResponse, TransportError>.self) { group in
            group.addTask {
                do throws(TransportError) {
                    return .success(try await client.transport.send(request))
                } catch { return .failure(error) }
            }
            group.addTask {
                do { try await simulation.sleep(for: limit) } catch { return .failure(.cancelled) }
                return .failure(.unreachable(Self.complaint))
            }
            let first = await group.next() ?? .failure(.cancelled)
            group.cancelAll()
            return first
        }
        return try outcome.get()
    }

    private static let complaint =
        "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"

    /// The duration that `text` means: seconds, or a number with its unit; nil for no limit.
    ///
    /// Upstream: client-go tools/clientcmd/helpers.go ParseTimeout.
    static func parse(_ text: String) throws(KubectlError) -> Duration? {
        if text.isEmpty { return nil }
        let seconds = Int32(text).map { Duration.seconds(Int64($0)) }
        guard let duration = seconds ?? GoDuration.parse(text) else {
            throw .message(
                "Invalid timeout value. Timeout must be a single integer in seconds, or an integer"
                    + " followed by a corresponding time unit (e.g. 1s | 2m | 3h)")
        }
        return duration > .zero ? duration : nil
    }
}
