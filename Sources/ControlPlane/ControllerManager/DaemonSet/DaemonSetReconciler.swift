import API
import Client
import Simulation

/// Keeps one pod of a DaemonSet on every node that suits it.
///
/// Differs: failed pods are replaced without back-off.
struct DaemonSetReconciler: Reconciler {
    let informers: Informers
    let client: KubeClient
    let pods: PodControl
    let events: EventRecorder
    let expectations: Expectations

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let events = EventRecorder(client: client, component: "daemonset-controller")
        let expectations = Expectations(client.simulation)
        let controller = Controller(
            "daemonset-controller", simulation: client.simulation,
            reconciler: Self(
                informers: informers, client: client,
                pods: PodControl(client: client, events: events), events: events,
                expectations: expectations))
        let queue = controller.queue
        informers.daemonSets.onChange { change in
            if case .deleted(let set) = change { expectations.forget(set.namespacedName) }
            queue.add(change.object.namespacedName)
        }
        informers.pods.onChange { podChanged($0, expectations, queue) }
        informers.nodes.onChange { change in
            if case .updated(let old, let new) = change, !Self.mayMatter(old, new) { return }
            for set in informers.daemonSets.list() { queue.add(set.namespacedName) }
        }
        events.start(in: &group)
        controller.start(in: &group)
    }

    private static func mayMatter(_ old: Node, _ new: Node) -> Bool {
        old.spec != new.spec || old.metadata.labels != new.metadata.labels
    }

    private static func podChanged(
        _ change: Informer<Pod>.Change, _ expectations: Expectations,
        _ queue: WorkQueue<NamespacedName>
    ) {
        let pod = change.object
        guard let owner = pod.metadata.controller, owner.kind == DaemonSet.kind else { return }
        let name = NamespacedName(namespace: pod.metadata.namespace, name: owner.name)
        if case .added = change { expectations.creationSeen(name) }
        if case .deleted = change { expectations.deletionSeen(name, pod) }
        if pod.metadata.isBeingDeleted { expectations.deletionSeen(name, pod) }
        queue.add(name)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let set = informers.daemonSets.get(name), !set.metadata.isBeingDeleted else {
            return .done
        }
        let hash = try await hash(of: set)
        let own = try await Ownership(client: client, owner: set, selector: set.selector)
            .claimAll(informers.pods.list(namespace: name.namespace))
        let nodes = informers.nodes.list()
        if expectations.areFulfilled(name) {
            try await act(set, nodes: nodes, pods: own, hash: hash)
        }
        let now = client.simulation.now
        let status = DaemonPlan.status(set, nodes: nodes, pods: own, hash: hash, now: now)
        try await write(status, of: set)
        if set.minReadySeconds > 0, status["numberReady"] != status["numberAvailable"] {
            return .requeue(after: .seconds(set.minReadySeconds))
        }
        return .done
    }

    /// The hash of the present template, by which pods tell which one they have.
    private func hash(of set: DaemonSet) async throws(Status) -> String {
        let label = DaemonPlan.hashLabel
        let live = Set(
            informers.pods.list(namespace: set.metadata.namespace)
                .filter { $0.metadata.controller?.uid == set.metadata.uid }
                .compactMap { $0.metadata.labels[label] })
        let revisions = Revisions<DaemonSet>(
            informers: informers, client: client, hashLabel: label)
        let current = try await revisions.current(of: set) {
            live.contains($0.metadata.labels[label] ?? "")
        }
        return current.metadata.labels[label] ?? ""
    }

    private func act(
        _ set: DaemonSet, nodes: [Node], pods own: [Pod], hash: String
    ) async throws(Status) {
        let now = client.simulation.now
        var work = DaemonPlan.work(set, nodes: nodes, pods: own, hash: hash, now: now)
        for pod in work.failed {
            events.record(
                set, .warning, reason: "FailedDaemonPod",
                message: "Found failed daemon pod \(pod.namespacedName) on node "
                    + "\(pod.spec.nodeName ?? ""), will try to kill it")
        }
        var doomed = work.podsToDelete + work.failed
        if work.nodesToCreate.isEmpty, doomed.isEmpty {
            let step = DaemonRollout(set, hash: hash, nodes: nodes, now: now)
                .step(DaemonPlan.byNode(own))
            (work.nodesToCreate, doomed) = (step.nodesToCreate, step.podsToDelete)
        }
        let name = set.namespacedName
        let targets = work.nodesToCreate.prefix(Defaults.daemonBurst)
        if targets.isEmpty, doomed.isEmpty { return }
        expectations.expect(name, creations: targets.count, deletions: doomed)
        var failure: Status?
        for node in targets {
            do {
                try await pods.create(DaemonPlan.pod(of: set, on: node, hash: hash), for: set)
            } catch {
                expectations.creationSeen(name)
                failure = failure ?? error
            }
        }
        for pod in doomed {
            do { try await pods.delete(pod, for: set) } catch {
                expectations.deletionSeen(name, pod)
                if error.reason != .notFound { failure = failure ?? error }
            }
        }
        if let failure, !PodControl.isNamespaceTerminating(failure) { throw failure }
    }

    private func write(_ status: Value, of set: DaemonSet) async throws(Status) {
        if status == set.value["status"] { return }
        var changed = set
        changed.value["status"] = status
        do { try await client.updateStatus(changed) } catch {
            if error.reason != .notFound { throw error }
        }
    }
}
