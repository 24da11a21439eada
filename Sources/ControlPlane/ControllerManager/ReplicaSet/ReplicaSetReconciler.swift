import API
import Client
import Simulation

/// Keeps as many pods of its template as a ReplicaSet (or a ReplicationController) asks for.
///
/// Upstream: kubernetes pkg/controller/replicaset/replica_set.go, and pkg/controller/replication,
/// which makes the one of the other.
struct ReplicaSetReconciler<Owner: Replicating>: Reconciler {
    let informers: Informers
    let client: KubeClient
    let pods: PodControl
    let expectations: Expectations

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let events = EventRecorder(client: client, component: Owner.controllerName)
        let expectations = Expectations(client.simulation)
        let controller = Controller(
            Owner.controllerName, simulation: client.simulation,
            reconciler: Self(
                informers: informers, client: client,
                pods: PodControl(client: client, events: events), expectations: expectations))
        let queue = controller.queue
        Owner.informer(in: informers).onChange { change in
            if case .deleted(let set) = change { expectations.forget(set.namespacedName) }
            queue.add(change.object.namespacedName)
        }
        informers.pods.onChange { change in
            podChanged(change, informers, expectations, queue)
        }
        events.start(in: &group)
        controller.start(in: &group)
    }

    private static func podChanged(
        _ change: Informer<Pod>.Change, _ informers: Informers, _ expectations: Expectations,
        _ queue: WorkQueue<NamespacedName>
    ) {
        let pod = change.object
        if let owner = pod.metadata.controller {
            guard owner.kind == Owner.kind else { return }
            let name = NamespacedName(namespace: pod.metadata.namespace, name: owner.name)
            if case .added = change { expectations.creationSeen(name) }
            if case .deleted = change { expectations.deletionSeen(name, pod) }
            if pod.metadata.isBeingDeleted { expectations.deletionSeen(name, pod) }
            queue.add(name)
        } else if !pod.metadata.isBeingDeleted {
            // An orphan: whoever selects it may take it.
            for set in Owner.informer(in: informers).list(namespace: pod.metadata.namespace)
            where set.spec.selector.matches(pod.metadata.labels) { queue.add(set.namespacedName) }
        }
        if case .updated(let old, _) = change { queue.addController(of: old, Owner.self) }
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let set = Owner.informer(in: informers).get(name) else { return .done }
        let isSettled = expectations.areFulfilled(name)
        let candidates = informers.pods.list(namespace: name.namespace).filter { !$0.isOver }
        let own = try await Ownership(client: client, owner: set, selector: set.spec.selector)
            .claimAll(candidates)
        let active = own.filter(\.isActive)
        var failure: Status?
        if isSettled, !set.metadata.isBeingDeleted {
            do { try await scale(set, active) } catch { failure = error }
        }
        let status = ReplicaSetPlan.status(
            of: set, pods: own, failure: failure, wanted: set.spec.replicas - active.count,
            now: client.simulation.now)
        try await write(status, of: set)
        if let failure { throw failure }
        if set.spec.minReadySeconds > 0, status.readyReplicas == set.spec.replicas,
            status.availableReplicas != set.spec.replicas
        {
            return .requeue(after: .seconds(set.spec.minReadySeconds))
        }
        return .done
    }

    private func scale(_ set: Owner, _ active: [Pod]) async throws(Status) {
        let missing = set.spec.replicas - active.count
        if missing > 0 {
            try await create(min(missing, Defaults.burstReplicas), for: set)
        } else if missing < 0 {
            let count = min(-missing, Defaults.burstReplicas)
            let neighbours = informers.pods.list(namespace: set.metadata.namespace)
                .filter { $0.isActive && $0.metadata.controller?.kind == Owner.kind }
            let victims = ReplicaSetPlan.victims(
                count, among: active, neighbours: related(set, neighbours))
            try await delete(victims, for: set)
        }
    }

    /// The pods of this set's siblings, which have the same owner.
    private func related(_ set: Owner, _ pods: [Pod]) -> [Pod] {
        guard let owner = set.metadata.controller else {
            return pods.filter { $0.metadata.controller?.uid == set.metadata.uid }
        }
        let siblings = Owner.informer(in: informers).list(namespace: set.metadata.namespace)
            .filter { $0.metadata.controller?.uid == owner.uid }.map(\.metadata.uid)
        return pods.filter { siblings.contains($0.metadata.controller?.uid ?? "") }
    }

    /// In batches that double while all goes well, so that a quota is not asked a hundred times.
    private func create(_ count: Int, for set: Owner) async throws(Status) {
        let name = set.namespacedName
        expectations.expect(name, creations: count)
        let pod = PodControl.pod(from: set.spec.template, of: set)
        var batch = Defaults.slowStartInitialBatch
        var left = count
        while left > 0 {
            var failure: Status?
            let size = min(batch, left)
            for _ in 0..<size {
                do { try await pods.create(pod, for: set) } catch {
                    expectations.creationSeen(name)
                    failure = failure ?? error
                }
            }
            left -= size
            batch *= 2
            guard let failure else { continue }
            for _ in 0..<left { expectations.creationSeen(name) }
            if PodControl.isNamespaceTerminating(failure) { return }
            throw failure
        }
    }

    private func delete(_ victims: [Pod], for set: Owner) async throws(Status) {
        let name = set.namespacedName
        expectations.expect(name, deletions: victims)
        var failure: Status?
        for pod in victims {
            do { try await pods.delete(pod, for: set) } catch {
                expectations.deletionSeen(name, pod)
                if error.reason != .notFound { failure = failure ?? error }
            }
        }
        if let failure { throw failure }
    }

    private func write(_ status: ReplicaSetStatus, of set: Owner) async throws(Status) {
        if status == set.status { return }
        var changed = set
        changed.status = status
        do { try await client.updateStatus(changed) } catch {
            if error.reason != .notFound { throw error }
        }
    }
}
