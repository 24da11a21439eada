import API
import Client
import Simulation

/// Follows all objects of one resource, whatever its kind, as bare value trees.
struct ResourceMonitor: Sendable {
    let client: KubeClient
    let resource: APIResource

    enum Change: Sendable {
        case replace([Value])
        case put(Value)
        case remove(Value)
    }

    private var path: String {
        let root = resource.group.isEmpty ? "/api" : "/apis/\(resource.group)"
        return "\(root)/\(resource.version)/\(resource.name)"
    }

    /// Follows until the task is cancelled; a resource that is not served is asked for again.
    func run(_ apply: @Sendable (Change) -> Void) async {
        var backoff = Backoff.reflector
        while !Task.isCancelled {
            do {
                let list = try await client.value("GET", path)
                apply(.replace(list["items"].array ?? []))
                backoff.reset()
                try await watch(from: list["metadata"]["resourceVersion"].string ?? "", apply)
            } catch {
                do { try await client.simulation.sleep(for: backoff.next()) } catch { return }
            }
        }
    }

    private func watch(from start: String, _ apply: @Sendable (Change) -> Void) async throws {
        var version = start
        while true {
            let response = try await client.send(
                client.request(
                    "GET", path,
                    query: [
                        ("watch", "true"), ("allowWatchBookmarks", "true"),
                        ("resourceVersion", version),
                    ]))
            guard case .watch(let stream) = response.body else { return }
            defer { stream.stop() }
            while let event = try await stream.next() {
                if event.type == .error { throw Status(event.object) ?? .expired("watch failed") }
                version = event.object["metadata"]["resourceVersion"].string ?? version
                switch event.type {
                case .deleted: apply(.remove(event.object))
                case .added, .modified: apply(.put(event.object))
                default: continue
                }
            }
            try await client.simulation.sleep(for: .milliseconds(100))
        }
    }
}
