import API
import Simulation

/// Keeps an APIService object for every group and version that this server itself serves.
///
/// Those of built-in groups are made when it starts; those of custom resources come and go with
/// the definitions. They say `Local`: nobody else is asked for these groups.
///
/// Upstream: kubernetes pkg/controlplane/apiserver/aggregator.go and
/// kube-aggregator/pkg/controllers/autoregister.
final class LocalAPIServices: Sendable {
    private let registry: Registry
    private let follower: Follower

    private static let resource = GroupVersionResource(
        group: "apiregistration.k8s.io", version: "v1", resource: "apiservices")
    /// Who made an object, and for how long it is looked after: `onstart` or `true`.
    private static let label = "kube-aggregator.kubernetes.io/automanaged"

    init(_ registry: Registry) {
        self.registry = registry
        follower = Follower(registry.simulation)
    }

    /// Follows the definitions; call it once the built-in resources are registered.
    func follow() {
        for resource in [CustomDefinition.resource, Self.resource] {
            registry.store(resource)?.cache.onChange { [follower] _ in follower.poke() }
        }
    }

    func run() async {
        await follower.run { () async throws(Status) in try await self.reconcile() }
    }

    /// The objects of the built-in groups.
    static let builtIn: [Value] = ResourceCatalog.shared.groups
        .filter { $0.name != resource.group }
        .flatMap { group in
            group.versions.map { version in
                let priority = priorities[group.name] ?? 15_000
                return object(
                    group: group.name, version: version,
                    priority: (priority, versionPriorities["\(group.name)/\(version)"] ?? 15),
                    managed: "onstart")
            }
        }

    private func reconcile() async throws(Status) {
        for object in Self.builtIn { try await ensure(object) }
        var wanted: Set<String> = []
        for group in registry.catalog.groups
        where ResourceCatalog.shared.group(named: group.name) == nil {
            for version in group.versions {
                let object = Self.object(
                    group: group.name, version: version, priority: (1000, 100), managed: "true")
                wanted.insert(object["metadata"]["name"].string ?? "")
                try await ensure(object)
            }
        }
        for object in registry.cachedList(Self.resource)
        where object["metadata"]["labels"][Self.label].string == "true" {
            let name = object["metadata"]["name"].string ?? ""
            guard !wanted.contains(name) else { continue }
            do throws(Status) {
                _ = try await registry.store(Self.resource)?.delete(
                    namespace: "", name: name, options: DeleteOptions(), user: .apiServer)
            } catch { if error.reason != .notFound { throw error } }
        }
    }

    private func ensure(_ object: Value) async throws(Status) {
        let name = object["metadata"]["name"].string ?? ""
        guard registry.cached(Self.resource, name: name) == nil else { return }
        try await registry.ensure(object)
    }

    private static func object(
        group: String, version: String, priority: (group: Int, version: Int), managed: String
    ) -> Value {
        var spec: Value = [:]
        if !group.isEmpty { spec["group"] = .string(group) }
        spec["version"] = .string(version)
        spec["groupPriorityMinimum"] = .int(Int64(priority.group))
        spec["versionPriority"] = .int(Int64(priority.version))
        return [
            "kind": "APIService", "apiVersion": "apiregistration.k8s.io/v1",
            "metadata": [
                "name": .string("\(version).\(group)"), "labels": [label: .string(managed)],
            ], "spec": spec,
        ]
    }

    /// Which group a client asks first. Source: upstream's `apiVersionPriorities`.
    private static let priorities: [String: Int] = [
        "": 18_000, "apps": 17_800, "events.k8s.io": 17_750, "authentication.k8s.io": 17_700,
        "authorization.k8s.io": 17_600, "autoscaling": 17_500, "batch": 17_400,
        "certificates.k8s.io": 17_300, "networking.k8s.io": 17_200, "policy": 17_100,
        "rbac.authorization.k8s.io": 17_000, "storage.k8s.io": 16_800,
        "apiextensions.k8s.io": 16_700, "admissionregistration.k8s.io": 16_700,
        "scheduling.k8s.io": 16_600, "coordination.k8s.io": 16_500, "node.k8s.io": 16_300,
        "discovery.k8s.io": 16_200, "flowcontrol.apiserver.k8s.io": 16_100,
        "resource.k8s.io": 15_900,
    ]
    private static let versionPriorities: [String: Int] = [
        "/v1": 1, "autoscaling/v2": 30, "flowcontrol.apiserver.k8s.io/v1": 21,
    ]
}
