import API
import Simulation

/// Keeps the ServiceCIDR `kubernetes`, and says of every ServiceCIDR that it is ready.
///
/// Upstream: kubernetes pkg/controlplane/controller/defaultservicecidr and
/// pkg/controller/servicecidrs.
///
/// Differs: addresses are given from the first range only, so a further one may go at once.
final class ServiceRanges: Sendable {
    private let registry: Registry
    private let cidr: String
    private let follower: Follower

    private static let resource = GroupVersionResource(
        group: "networking.k8s.io", version: "v1", resource: "servicecidrs")
    private static let finalizer: Value = "networking.k8s.io/service-cidr-finalizer"
    private static let name = "kubernetes"

    init(_ registry: Registry, cidr: String) {
        (self.registry, self.cidr) = (registry, cidr)
        follower = Follower(registry.simulation)
    }

    func follow() {
        registry.store(Self.resource)?.cache.onChange { [follower] _ in follower.poke() }
    }

    func run() async {
        await follower.run { () async throws(Status) in try await self.reconcile() }
    }

    private func reconcile() async throws(Status) {
        if registry.cached(Self.resource, name: Self.name) == nil {
            try await registry.ensure([
                "kind": "ServiceCIDR", "apiVersion": "networking.k8s.io/v1",
                "metadata": ["name": .string(Self.name), "finalizers": [Self.finalizer]],
                "spec": ["cidrs": [.string(cidr)]],
            ])
        }
        for range in registry.cachedList(Self.resource) {
            guard let change = change(of: range) else { continue }
            do throws(Status) {
                _ = try await registry.store(Self.resource)?.modify(
                    namespace: "", name: range["metadata"]["name"].string ?? "",
                    options: WriteOptions(user: .apiServer), change)
            } catch { if error.reason != .notFound { throw error } }
        }
    }

    /// What is to be done to a range; nil if nothing is.
    private func change(
        of range: Value
    ) -> (@Sendable (Value) throws(Status) -> Value)? {
        let held = range["metadata"]["finalizers"].array ?? []
        if range["metadata"]["deletionTimestamp"] != nil {
            guard held.contains(Self.finalizer) else { return nil }
            return { (old: Value) throws(Status) -> Value in
                var range = old
                let rest = (old["metadata"]["finalizers"].array ?? []).filter {
                    $0 != Self.finalizer
                }
                range["metadata"]["finalizers"] = rest.isEmpty ? nil : .array(rest)
                return range
            }
        }
        let isReady = (range["status"]["conditions"].array ?? []).contains {
            $0["type"].string == "Ready"
        }
        guard !isReady || !held.contains(Self.finalizer) else { return nil }
        let now = CivilTime(registry.simulation.now).rfc3339
        return { (old: Value) throws(Status) -> Value in Self.ready(old, now: now) }
    }

    private static func ready(_ old: Value, now: String) -> Value {
        var range = old
        let held = old["metadata"]["finalizers"].array ?? []
        if !held.contains(finalizer) {
            range["metadata"]["finalizers"] = .array(held + [finalizer])
        }
        let others = (old["status"]["conditions"].array ?? []).filter {
            $0["type"].string != "Ready"
        }
        let ready: Value = [
            "type": "Ready", "status": "True", "lastTransitionTime": .string(now), "reason": "",
            "message": "Kubernetes Service CIDR is ready",
        ]
        range["status"]["conditions"] = .array(others + [ready])
        return range
    }
}
