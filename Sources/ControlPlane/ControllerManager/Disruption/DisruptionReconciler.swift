import API
import Client
import Simulation

/// Counts the pods of each PodDisruptionBudget, so that evictions know whether one may go.
///
/// Upstream: kubernetes pkg/controller/disruption/disruption.go.
///
/// Differs: the condition `DisruptionTarget` of pods that never went is not taken back, and no
/// Events are written.
struct DisruptionReconciler: Reconciler {
    let informers: Informers
    let client: KubeClient

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let controller = Controller(
            "disruption-controller", simulation: client.simulation,
            reconciler: Self(informers: informers, client: client))
        let queue = controller.queue
        informers.budgets.onChange { change in
            if case .deleted = change { return }
            queue.add(change.object.namespacedName)
        }
        let touched = { @Sendable (pod: Pod) in
            for budget in informers.budgets.list(namespace: pod.metadata.namespace)
            where budget.spec.selector.matches(pod.metadata.labels) {
                queue.add(budget.namespacedName)
            }
        }
        informers.pods.onChange { change in
            if case .updated(let old, let new) = change {
                // Most updates of a pod change nothing that is counted.
                let isCounted =
                    old.isReady != new.isReady || old.metadata.labels != new.metadata.labels
                    || old.metadata.isBeingDeleted != new.metadata.isBeingDeleted
                guard isCounted else { return }
                touched(old)
            }
            touched(change.object)
        }
        // How many pods a controller wants counts where a budget is a share of them.
        informers.deployments.onChange { change in
            for budget in informers.budgets.list(namespace: change.object.metadata.namespace)
            where DisruptionPlan.needsScale(budget) { queue.add(budget.namespacedName) }
        }
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard var budget = informers.budgets.get(name) else { return .done }
        let pods = informers.pods.list(namespace: name.namespace).filter {
            budget.value["spec"]["selector"] != nil
                && budget.spec.selector.matches($0.metadata.labels)
        }
        let scale = DisruptionPlan.needsScale(budget) ? try await wanted(by: pods) : 0
        let now = client.simulation.now
        let plan = DisruptionPlan(budget, pods: pods, scale: scale, now: now)
        let status = plan.status(of: budget, now: CivilTime(now).rfc3339)
        if status != budget.value["status"] {
            budget.value["status"] = status
            do { try await client.updateStatus(budget) } catch {
                if error.reason == .notFound { return .done }
                throw error
            }
        }
        return plan.disrupted.isEmpty ? .done : .requeue(after: Defaults.disruptionTimeout)
    }

    /// How many pods the controllers of `pods` want together; a pod without one counts for none.
    private func wanted(by pods: [Pod]) async throws(Status) -> Int {
        var scales: [String: Int] = [:]
        for pod in pods {
            guard let reference = pod.metadata.controller, scales[reference.uid] == nil else {
                continue
            }
            let namespace = pod.metadata.namespace
            if reference.kind == ReplicaSet.kind,
                let set = informers.replicaSets.get(
                    NamespacedName(namespace: namespace, name: reference.name))
            {
                // Of a Deployment's sets, all together have the Deployment's size.
                let name = set.metadata.controller?.name ?? ""
                let deployment = informers.deployments.get(
                    NamespacedName(namespace: namespace, name: name))
                scales[set.metadata.controller?.uid ?? reference.uid] =
                    deployment?.spec.replicas ?? set.spec.replicas
            } else {
                scales[reference.uid] = try await scale(of: reference, in: namespace)
            }
        }
        return scales.values.reduce(0, +)
    }

    private func scale(
        of reference: OwnerReference, in namespace: String
    ) async throws(Status) -> Int {
        let kind = GroupVersionKind(apiVersion: reference.apiVersion, kind: reference.kind)
        guard let resource = ResourceCatalog.shared.resource(of: kind),
            resource.subresources.contains(where: { $0.name == "scale" })
        else { return 0 }
        let path = NamespaceContent.path(of: resource, in: namespace) + "/\(reference.name)/scale"
        do {
            return try await client.value("GET", path)["spec"]["replicas"].int ?? 0
        } catch {
            if error.reason == .notFound { return 0 }
            throw error
        }
    }
}
