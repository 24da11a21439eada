import API
import Client
import Simulation

/// Deletes pods that do not, or no longer, tolerate a `NoExecute` taint of their node.
///
/// Upstream: kubernetes pkg/controller/tainteviction/taint_eviction.go.
struct TaintEvictionReconciler: Reconciler {
    let informers: Informers
    let client: KubeClient
    let events: EventRecorder

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let events = EventRecorder(client: client, component: "taint-eviction-controller")
        let controller = Controller(
            "taint-eviction-controller", simulation: client.simulation,
            reconciler: Self(informers: informers, client: client, events: events))
        let queue = controller.queue
        informers.pods.onChange { change in
            guard change.object.spec.nodeName != nil else { return }
            if case .updated(let old, let new) = change, old.spec == new.spec { return }
            queue.add(change.object.namespacedName)
        }
        informers.nodes.onChange { change in
            if case .updated(let old, let new) = change, old.spec.taints == new.spec.taints {
                return
            }
            let name = change.object.metadata.name
            for pod in informers.pods.list() where pod.spec.nodeName == name {
                queue.add(pod.namespacedName)
            }
        }
        events.start(in: &group)
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let pod = informers.pods.get(name), !pod.metadata.isBeingDeleted,
            let node = pod.spec.nodeName.flatMap({ informers.nodes.get(name: $0) })
        else { return .done }
        let now = client.simulation.now
        guard let end = Self.end(of: pod, under: node.spec.taints, now: now) else { return .done }
        let left = now.duration(to: end)
        if left > .zero { return .requeue(after: left) }
        try await evict(pod)
        return .done
    }

    /// Pure: when the pod must go; nil if it may stay for ever.
    static func end(of pod: Pod, under taints: [Taint], now: SimulatedInstant) -> SimulatedInstant?
    {
        var end: SimulatedInstant?
        for taint in taints where taint.effect == "NoExecute" {
            let tolerations = pod.spec.tolerations.filter { $0.tolerates(taint) }
            if tolerations.isEmpty { return now }
            let since = taint.timeAdded.flatMap(instant) ?? now
            // Of several tolerations the shortest counts; one without a time is for ever.
            let seconds = tolerations.compactMap(\.tolerationSeconds).min()
            guard let seconds else { continue }
            let limit = since.advanced(by: .seconds(max(0, seconds)))
            end = min(end ?? limit, limit)
        }
        return end
    }

    private func evict(_ pod: Pod) async throws(Status) {
        events.record(
            pod, .normal, reason: "TaintManagerEviction",
            message: "Marking for deletion Pod \(pod.namespacedName)")
        var condition: Value = [
            "type": "DisruptionTarget", "status": "True", "lastProbeTime": .null,
            "lastTransitionTime": .string(CivilTime(client.simulation.now).rfc3339),
            "reason": "DeletionByTaintManager",
            "message": "Taint manager: deleting due to NoExecute taint",
        ]
        if let generation = pod.metadata.generation {
            condition["observedGeneration"] = .int(Int64(generation))
        }
        let name = pod.namespacedName
        do {
            try await client.patch(
                Pod.self, namespace: name.namespace, name: name.name, subresource: "status",
                ["status": ["conditions": [condition]]])
            try await client.delete(Pod.self, namespace: name.namespace, name: name.name)
        } catch {
            if error.reason != .notFound { throw error }
        }
    }
}
