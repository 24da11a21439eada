import API
import Simulation

/// The pods of each node, kept up to date by the watch cache.
///
/// A kubelet asks for tokens, secrets and config maps with every pod that it starts; walking all
/// pods for each question would make the cost of a thousand pods grow with their square.
final class PodsByNode: Sendable {
    private let cache: WatchCache?
    /// **Shape**: node to the keys of its pods to the pods.
    private let nodes: Confined<[String: [String: Value]]>

    private static let pods = GroupVersionResource(group: "", version: "v1", resource: "pods")

    /// An index of `registry`'s pods; call it once the resources are registered.
    init(_ registry: Registry) {
        cache = registry.store(Self.pods)?.cache
        nodes = Confined(registry.simulation, [:])
        rebuild()
        cache?.onChange { [weak self] change in
            guard let self else { return }
            if let change { apply(change) } else { rebuild() }
        }
    }

    /// Whether a pod of `node` is as `condition` says.
    func contains(on node: String, where condition: (Value) -> Bool) -> Bool {
        nodes.value[node]?.values.contains(where: condition) ?? false
    }

    private func rebuild() {
        nodes.value = [:]
        for entry in cache?.entries(prefix: "") ?? [] { put(entry.key, entry.object) }
    }

    private func apply(_ change: CacheEvent) {
        if let node = change.previous.flatMap(Self.node) { nodes.value[node]?[change.key] = nil }
        if !change.isDeletion { put(change.key, change.object) }
    }

    private func put(_ key: String, _ pod: Value) {
        if let node = Self.node(pod) { nodes.value[node, default: [:]][key] = pod }
    }

    /// The node that a pod is bound to.
    private static func node(_ pod: Value) -> String? { pod["spec"]["nodeName"].string }
}
