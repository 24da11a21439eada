import API
import Client
import Simulation

/// Removes pods whose node is gone, and terminating pods that never got a node.
///
/// Upstream: kubernetes pkg/controller/podgc/gc_controller.go.
/// Differs: no limit on the number of ended pods (upstream's is 12500).
struct PodCollector: Sendable {
    let informers: Informers
    let client: KubeClient

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let collector = Self(informers: informers, client: client)
        group.addTask { await collector.run() }
    }

    private func run() async {
        // A node must be missing for two rounds, so that one seen late is not taken for gone.
        var suspects: Set<String> = []
        while (try? await client.simulation.sleep(for: Defaults.podCollectionPeriod)) != nil {
            var missing: Set<String> = []
            for pod in informers.pods.list() {
                guard let node = pod.spec.nodeName else {
                    if pod.metadata.isBeingDeleted { await remove(pod) }
                    continue
                }
                guard informers.nodes.get(name: node) == nil else { continue }
                missing.insert(node)
                if suspects.contains(node) { await remove(pod) }
            }
            suspects = missing
        }
    }

    private func remove(_ pod: Pod) async {
        let name = pod.namespacedName
        do {
            try await client.delete(
                Pod.self, namespace: name.namespace, name: name.name,
                options: [
                    "kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": 0,
                    "preconditions": ["uid": .string(pod.metadata.uid)],
                ])
        } catch { client.simulation.note("podgc", "\(name): \(error.message)") }
    }
}
