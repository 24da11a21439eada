import API
import Client
import Simulation

/// Keeps the pods of a StatefulSet: numbered, in order, each with its claims.
///
/// Differs: claims are kept when the set shrinks, whatever `whenScaled` says; `maxUnavailable` of
/// an update is 1.
///
/// Upstream: kubernetes pkg/controller/statefulset.
struct StatefulSetReconciler: Reconciler {
    let informers: Informers
    let client: KubeClient
    let events: EventRecorder

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let events = EventRecorder(client: client, component: "statefulset-controller")
        let controller = Controller(
            "statefulset-controller", simulation: client.simulation,
            reconciler: Self(informers: informers, client: client, events: events))
        let queue = controller.queue
        informers.statefulSets.onChange { queue.add($0.object.namespacedName) }
        informers.pods.onChange { change in
            let pod = change.object
            if pod.metadata.controller != nil {
                queue.addController(of: pod, StatefulSet.self)
            } else if !pod.metadata.isBeingDeleted {
                for set in informers.statefulSets.list(namespace: pod.metadata.namespace)
                where set.selector.matches(pod.metadata.labels) { queue.add(set.namespacedName) }
            }
        }
        events.start(in: &group)
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let set = informers.statefulSets.get(name), !set.metadata.isBeingDeleted else {
            return .done
        }
        let candidates = informers.pods.list(namespace: name.namespace).filter {
            $0.metadata.controller != nil || set.ordinal(of: $0) != nil
        }
        let own = try await Ownership(client: client, owner: set, selector: set.selector)
            .claimAll(candidates)
        let (current, update) = try await revisions(of: set, own)
        let plan = StatefulSetPlan(
            set, pods: own, current: current.metadata.name, update: update.metadata.name,
            now: client.simulation.now)
        for step in plan.steps() {
            switch step {
            case .create(let ordinal, let isNew):
                try await create(ordinal, isNew ? update : current, of: set)
            case .delete(let pod): try await delete(pod, of: set)
            case .replace(let pod):
                events.record(
                    set, .warning, reason: "RecreatingFailedPod",
                    message: "StatefulSet \(name) is recreating failed Pod \(pod.metadata.name)")
                try await delete(pod, of: set)
            }
        }
        try await write(plan.status(), of: set)
        return plan.isWaitingForAvailability
            ? .requeue(after: .seconds(set.minReadySeconds)) : .done
    }

    /// The template that pods have had so far, and the one that they are to have.
    private func revisions(
        of set: StatefulSet, _ pods: [Pod]
    ) async throws(Status) -> (current: ControllerRevision, update: ControllerRevision) {
        var inUse = Set(pods.compactMap { $0.metadata.labels[StatefulSetPlan.hashLabel] })
        let status = set.value["status"]
        inUse.formUnion(
            ["currentRevision", "updateRevision"].compactMap { status[$0].string })
        let revisions = Revisions<StatefulSet>(
            informers: informers, client: client, hashLabel: "controller.kubernetes.io/hash")
        let update = try await revisions.current(of: set) { inUse.contains($0.metadata.name) }
        let current = informers.controllerRevisions.get(
            NamespacedName(
                namespace: set.metadata.namespace, name: status["currentRevision"].string ?? ""))
        return (current ?? update, update)
    }

    // MARK: - Acting

    private func create(
        _ ordinal: Int, _ revision: ControllerRevision, of set: StatefulSet
    ) async throws(Status) {
        let pod = set.pod(ordinal, template: revision.template, revision: revision.metadata.name)
        let name = pod.metadata.name
        for claim in set.claims(ordinal) where informers.claims.get(claim.namespacedName) == nil {
            do { try await client.create(claim) } catch {
                if error.reason == .alreadyExists { continue }
                events.record(
                    set, .warning, reason: "FailedCreate",
                    message: "Create Claim \(claim.metadata.name) for Pod \(name) in StatefulSet "
                        + "\(set.metadata.name) failed error: \(error.message)")
                throw error
            }
            events.record(
                set, .normal, reason: "SuccessfulCreate",
                message: "Create Claim \(claim.metadata.name) Pod \(name) in StatefulSet "
                    + "\(set.metadata.name) success")
        }
        do { try await client.create(pod) } catch {
            // Made a moment ago, and not seen yet.
            if error.reason == .alreadyExists { return }
            if PodControl.isNamespaceTerminating(error) { return }
            events.record(
                set, .warning, reason: "FailedCreate",
                message: "create Pod \(name) in StatefulSet \(set.metadata.name) failed error: "
                    + error.message)
            throw error
        }
        events.record(
            set, .normal, reason: "SuccessfulCreate",
            message: "Create Pod \(name) in StatefulSet \(set.metadata.name) successful")
    }

    private func delete(_ pod: Pod, of set: StatefulSet) async throws(Status) {
        do {
            try await client.delete(
                Pod.self, namespace: pod.metadata.namespace, name: pod.metadata.name,
                options: [
                    "kind": "DeleteOptions", "apiVersion": "v1",
                    "preconditions": ["uid": .string(pod.metadata.uid)],
                ])
        } catch {
            // Gone already, and perhaps another in its place.
            if error.reason == .notFound || error.reason == .conflict { return }
            throw error
        }
        events.record(
            set, .normal, reason: "SuccessfulDelete",
            message: "Delete Pod \(pod.metadata.name) in StatefulSet \(set.metadata.name) "
                + "successful")
    }

    private func write(_ status: Value, of set: StatefulSet) async throws(Status) {
        if status == set.value["status"] { return }
        var changed = set
        changed.value["status"] = status
        do { try await client.updateStatus(changed) } catch {
            if error.reason != .notFound { throw error }
        }
    }
}
