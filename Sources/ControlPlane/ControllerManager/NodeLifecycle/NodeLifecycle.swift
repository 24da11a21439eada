import API
import Client
import Simulation

/// Watches over nodes: marks silent ones, taints them, and takes their pods out of service.
///
/// ```
///  lease renewed ──50 s of silence──▶ Ready=Unknown ──▶ taints unreachable ──▶ pods Ready=False
///                                                            └──▶ TaintEvictionReconciler
/// ```
/// Upstream: kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go.
/// Differs: no zones and no eviction rate; labels are left to the kubelet.
final class NodeLifecycle: Sendable {
    private let informers: Informers
    private let client: KubeClient
    private let events: EventRecorder
    private let simulation: Simulation
    private let health: Confined<[String: NodeHealth]>

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let events = EventRecorder(client: client, component: "node-controller")
        let lifecycle = NodeLifecycle(informers, client, events)
        let controller = Controller(
            "node-lifecycle-controller", simulation: client.simulation,
            reconciler: NodeTaintReconciler(informers: informers, client: client))
        let queue = controller.queue
        informers.nodes.onChange { queue.add($0.object.namespacedName) }
        events.start(in: &group)
        controller.start(in: &group)
        group.addTask { await lifecycle.run() }
    }

    private init(_ informers: Informers, _ client: KubeClient, _ events: EventRecorder) {
        (self.informers, self.client, self.events) = (informers, client, events)
        simulation = client.simulation
        health = Confined(client.simulation, [:])
    }

    private func run() async {
        while true {
            for node in informers.nodes.list() {
                do throws(Status) { try await look(at: node) } catch {
                    simulation.note("node-controller", error.message)
                }
            }
            forgetGone()
            do { try await simulation.sleep(for: Defaults.nodeMonitorPeriod) } catch { return }
        }
    }

    private func forgetGone() {
        for name in health.value.keys.sorted() where informers.nodes.get(name: name) == nil {
            health.value[name] = nil
        }
    }

    private func look(at node: Node) async throws(Status) {
        let name = node.metadata.name
        let lease = informers.leases.get(namespace: "kube-node-lease", name: name)
        let now = simulation.now
        guard var known = health.value[name] else {
            health.value[name] = NodeHealth(node, lease, now: now)
            return record(node, "RegisteredNode", "Registered Node \(name) in Controller")
        }
        known.observe(node, lease, now: now)
        health.value[name] = known
        let ready = node.status[condition: "Ready"]
        let grace =
            ready == nil ? Defaults.nodeStartupGracePeriod : Defaults.nodeMonitorGracePeriod
        let silence = known.lastSign.duration(to: now)
        if silence > grace, ready?.status != "Unknown" {
            let wasReady = ready?.isTrue ?? false
            try await client.updateStatus(NodeHealth.markUnknown(node, now: now))
            // A kubelet that itself reports not to be ready looks after its pods' conditions.
            guard wasReady else { return }
            tellNotReady(node)
            try await markPods(of: name)
        }
    }

    private func record(_ node: Node, _ reason: String, _ what: String) {
        events.record(
            node, .normal, reason: reason, message: "Node \(node.metadata.name) event: \(what)")
    }

    private func tellNotReady(_ node: Node) {
        events.record(
            node, .normal, reason: "NodeNotReady",
            message: "Node \(node.metadata.name) status is now: NodeNotReady")
    }

    /// Says of each pod of a node that is not ready that it is not ready either.
    private func markPods(of node: String) async throws(Status) {
        for pod in informers.pods.list() where pod.spec.nodeName == node {
            guard var ready = pod.status[condition: "Ready"], ready.isTrue else { continue }
            var changed = pod
            ready.status = "False"
            ready.lastTransitionTime = CivilTime(simulation.now).rfc3339
            changed.status[condition: "Ready"] = ready
            do {
                try await client.updateStatus(changed)
                events.record(
                    pod, .warning, reason: "NodeNotReady", message: "Node is not ready")
            } catch {
                if error.reason != .notFound, error.reason != .conflict { throw error }
            }
        }
    }
}

extension NodeCondition {
    fileprivate var isTrue: Bool { status == "True" }
}

/// Keeps the taints of a node in step with its conditions.
///
/// Upstream: kubernetes pkg/controller/nodelifecycle doNoScheduleTaintingPass, doNoExecuteTaintingPass.
struct NodeTaintReconciler: Reconciler {
    let informers: Informers
    let client: KubeClient

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let node = informers.nodes.get(name) else { return .done }
        let taints = NodeHealth.taints(of: node, now: client.simulation.now)
        if taints == node.spec.taints { return .done }
        var changed = node
        changed.spec.taints = taints
        do { try await client.update(changed) } catch {
            if error.reason != .notFound { throw error }
        }
        return .done
    }
}
