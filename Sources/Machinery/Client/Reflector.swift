package import API
import Simulation

/// Follows all objects of a kind: lists them, then watches from the list's version on.
///
/// ```
///   list ──▶ replace(all) ──▶ watch ──▶ event … event ──▶ stream ends ──▶ watch again
///    ▲                                                        │ 410 Gone
///    └────────────────────────────────────────────────────────┘
/// ```
/// Upstream: kubernetes client-go/tools/cache/reflector.go ListAndWatch.
package struct Reflector<Kind: APIObject>: Sendable {
    package let client: KubeClient
    package var namespace = ""
    package var labelSelector = ""
    package var fieldSelector = ""

    package init(client: KubeClient) { self.client = client }

    /// What the reflector has learnt.
    package enum Delta: Sendable {
        /// All there is, after a list.
        case replace([Kind])
        case event(WatchEvent.Kind, Kind)
    }

    /// Follows until the task is cancelled; failures are retried with back-off.
    package func run(_ apply: @Sendable (Delta) async -> Void) async {
        var backoff = Backoff.reflector
        while !Task.isCancelled {
            do {
                let list = try await client.list(
                    Kind.self, namespace: namespace, labelSelector: labelSelector,
                    fieldSelector: fieldSelector)
                await apply(.replace(list.items))
                backoff.reset()
                try await watch(from: list.resourceVersion, apply)
            } catch {
                if Task.isCancelled { return }
                do { try await client.simulation.sleep(for: backoff.next()) } catch { return }
            }
        }
    }

    /// Watches, again and again, until the server says that it must be listed anew.
    private func watch(
        from start: String, _ apply: @Sendable (Delta) async -> Void
    ) async throws {
        var version = start
        while true {
            let stream = try await client.watch(
                Kind.self, namespace: namespace, labelSelector: labelSelector,
                fieldSelector: fieldSelector, resourceVersion: version)
            defer { stream.stop() }
            while let event = try await stream.next() {
                if event.type == .error {
                    throw Status(event.object)
                        ?? Status(code: 410, reason: .expired, message: "watch failed")
                }
                let object = Kind(event.object)
                version = object.metadata.resourceVersion
                if event.type != .bookmark { await apply(.event(event.type, object)) }
            }
            // The server may end a watch at any time; a short rest keeps a failing one from racing.
            try await client.simulation.sleep(for: .milliseconds(100))
        }
    }
}

/// Waiting times that double up to a limit.
package struct Backoff: Sendable {
    package let first: Duration
    package let limit: Duration
    private var current: Duration

    package init(first: Duration, limit: Duration) {
        (self.first, self.limit, current) = (first, limit, first)
    }

    /// Upstream: client-go reflector, 800 ms to 30 s.
    package static let reflector = Backoff(first: .milliseconds(800), limit: .seconds(30))

    package mutating func next() -> Duration {
        defer { current = min(current * 2, limit) }
        return current
    }

    package mutating func reset() { current = first }
}
