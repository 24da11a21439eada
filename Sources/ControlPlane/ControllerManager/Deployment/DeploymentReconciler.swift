import API
import Client
import Simulation

/// Replaces the pods of a Deployment by those of its newest template, through ReplicaSets.
///
/// ```
///   paused? ──▶ only scale, only report
///   size changed? ──▶ scale all ReplicaSets, report
///   RollingUpdate: grow new ─▶ shrink old ─▶ report          (one step at a time; each step is
///   Recreate: empty old ─▶ wait for their pods ─▶ make new    seen again by the watch)
/// ```
/// Upstream: kubernetes pkg/controller/deployment/deployment_controller.go syncDeployment.
struct DeploymentReconciler: Reconciler {
    let informers: Informers
    let client: KubeClient
    let events: EventRecorder

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let events = EventRecorder(client: client, component: "deployment-controller")
        let controller = Controller(
            "deployment-controller", simulation: client.simulation,
            reconciler: Self(informers: informers, client: client, events: events))
        let queue = controller.queue
        informers.deployments.onChange { queue.add($0.object.namespacedName) }
        informers.replicaSets.onChange { change in
            queue.addController(of: change.object, Deployment.self)
        }
        informers.pods.onChange { change in
            // Recreate waits for the last old pod.
            guard case .deleted(let pod) = change,
                let owner = pod.metadata.controller, owner.kind == ReplicaSet.kind,
                let set = informers.replicaSets.get(
                    namespace: pod.metadata.namespace, name: owner.name)
            else { return }
            queue.addController(of: set, Deployment.self)
        }
        events.start(in: &group)
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let deployment = informers.deployments.get(name) else { return .done }
        if deployment.spec.selector.isEmpty { return .done }
        let sets = try await Ownership(
            client: client, owner: deployment, selector: deployment.spec.selector
        ).claimAll(informers.replicaSets.list(namespace: name.namespace))
        let history = ReplicaSetHistory(deployment, sets)
        if deployment.metadata.isBeingDeleted {
            return try await report(history, newSet: history.newSet, isRollout: false)
        }
        if let changed = pausedCondition(of: deployment) {
            try await client.updateStatus(changed)
            return .done
        }
        let plan = RolloutPlan(
            deployment: deployment, newSet: history.newSet, oldSets: history.oldSets)
        if deployment.spec.paused || plan.isScaling {
            return try await scaleOnly(history, plan)
        }
        return deployment.isRolling
            ? try await roll(history) : try await recreate(history)
    }

    // MARK: - The ways to go

    private func scaleOnly(
        _ history: ReplicaSetHistory, _ plan: RolloutPlan
    ) async throws(Status) -> ReconcileResult {
        if let newSet = history.newSet { _ = try await refresh(newSet, history) }
        try await apply(plan.scalingSteps(), history)
        if history.deployment.spec.paused { try await forgetOld(history) }
        return try await report(history, newSet: history.newSet, isRollout: false)
    }

    private func roll(_ history: ReplicaSetHistory) async throws(Status) -> ReconcileResult {
        guard let newSet = try await newSet(history) else { return .done }
        let plan = RolloutPlan(
            deployment: history.deployment, newSet: newSet, oldSets: history.oldSets)
        if let step = plan.newStep() {
            try await apply([step], history)
        } else {
            let steps = plan.oldSteps()
            try await apply(steps, history)
        }
        return try await report(history, newSet: newSet, isRollout: true)
    }

    private func recreate(_ history: ReplicaSetHistory) async throws(Status) -> ReconcileResult {
        let plan = RolloutPlan(
            deployment: history.deployment, newSet: history.newSet, oldSets: history.oldSets)
        let steps = plan.recreateSteps()
        if !steps.isEmpty {
            try await apply(steps, history)
            return try await report(history, newSet: history.newSet, isRollout: true)
        }
        let oldNames = Set(history.oldSets.map(\.metadata.uid))
        let isWaiting = informers.pods.list(namespace: history.deployment.metadata.namespace)
            .contains { !$0.isOver && oldNames.contains($0.metadata.controller?.uid ?? "") }
        if isWaiting {
            return try await report(history, newSet: history.newSet, isRollout: true)
        }
        guard let newSet = try await newSet(history) else { return .done }
        let wanted = history.deployment.spec.replicas
        if newSet.spec.replicas != wanted {
            try await apply([RolloutPlan.Step(set: newSet, size: wanted)], history)
        }
        return try await report(history, newSet: newSet, isRollout: true)
    }

    // MARK: - The new ReplicaSet

    /// The set of the present template; nil if this pass ends with its making.
    private func newSet(_ history: ReplicaSetHistory) async throws(Status) -> ReplicaSet? {
        if let set = history.newSet { return try await refresh(set, history) }
        let wanted = history.makeSet()
        let created: ReplicaSet
        do { created = try await client.create(wanted) } catch {
            switch error.reason {
            case .alreadyExists: return try await meet(wanted, history)
            default:
                if PodControl.isNamespaceTerminating(error) { return nil }
                try await reportFailure(error, wanted, history)
                throw error
            }
        }
        if created.spec.replicas > 0 {
            tellScaling(
                history.deployment, created.metadata.name, from: 0, to: created.spec.replicas)
        }
        var deployment = history.deployment
        let plan = statusPlan(history, nil)
        plan.put(
            "Progressing", "True", "NewReplicaSetCreated",
            "Created new replica set \"\(created.metadata.name)\"", in: &deployment.status)
        if !deployment.hasProgressDeadline { deployment.status = history.deployment.status }
        deployment.metadata.annotations[DeploymentNames.revision] = "\(created.revision)"
        try await client.updateStatus(deployment)
        return nil
    }

    /// A set of that name is there: ours, not seen yet; or another template with the same hash.
    private func meet(
        _ wanted: ReplicaSet, _ history: ReplicaSetHistory
    ) async throws(Status) -> ReplicaSet? {
        let other: ReplicaSet = try await client.get(
            namespace: wanted.metadata.namespace, name: wanted.metadata.name)
        let isOurs = other.metadata.controller?.uid == history.deployment.metadata.uid
        let isSame =
            ReplicaSetHistory.comparable(other.spec.template)
            == ReplicaSetHistory.comparable(wanted.spec.template)
        if isOurs, isSame { return other }
        var deployment = history.deployment
        deployment.status.collisionCount = (deployment.status.collisionCount ?? 0) + 1
        try await client.updateStatus(deployment)
        return nil
    }

    /// Gives the set its revision, and the Deployment too.
    private func refresh(
        _ set: ReplicaSet, _ history: ReplicaSetHistory
    ) async throws(Status) -> ReplicaSet {
        var changed = set
        let revision = history.nextRevision
        changed.metadata.annotations = history.annotations(of: set, revision: revision)
        let seconds = history.deployment.spec.minReadySeconds
        if set.spec.minReadySeconds != seconds { changed.spec.minReadySeconds = seconds }
        let current = changed == set ? set : try await client.update(changed)
        var deployment = history.deployment
        deployment.metadata.annotations[DeploymentNames.revision] = "\(current.revision)"
        if deployment.hasProgressDeadline,
            !deployment.status.conditions.contains(where: { $0.type == "Progressing" })
        {
            statusPlan(history, set).put(
                "Progressing", "True", "FoundNewReplicaSet",
                "Found new replica set \"\(set.metadata.name)\"", in: &deployment.status)
        }
        if deployment != history.deployment { try await client.updateStatus(deployment) }
        return current
    }

    // MARK: - Writing

    private func apply(
        _ steps: [RolloutPlan.Step], _ history: ReplicaSetHistory
    ) async throws(Status) {
        for step in steps {
            var set = step.set
            history.sizes(into: &set.metadata.annotations)
            let before = set.spec.replicas
            if before == step.size, set == step.set { continue }
            set.spec.replicas = step.size
            try await client.update(set)
            if before != step.size {
                tellScaling(history.deployment, set.metadata.name, from: before, to: step.size)
            }
        }
    }

    private func tellScaling(_ deployment: Deployment, _ set: String, from old: Int, to new: Int) {
        let way = new > old ? "up" : "down"
        events.record(
            deployment, .normal, reason: "ScalingReplicaSet",
            message: "Scaled \(way) replica set \(set) from \(old) to \(new)")
    }

    private func statusPlan(
        _ history: ReplicaSetHistory, _ newSet: ReplicaSet?
    ) -> DeploymentStatusPlan {
        DeploymentStatusPlan(
            deployment: history.deployment, newSet: newSet, allSets: history.sets,
            now: client.simulation.now)
    }

    private func report(
        _ history: ReplicaSetHistory, newSet: ReplicaSet?, isRollout: Bool
    ) async throws(Status) -> ReconcileResult {
        let plan = statusPlan(history, newSet)
        let status = isRollout ? plan.rollout() : plan.counted()
        if isRollout, plan.isComplete(status) { try await forgetOld(history) }
        if status == history.deployment.status {
            return plan.deadline(after: status).map { .requeue(after: $0) } ?? .done
        }
        // Its metadata may have been written a moment ago; the status goes onto the newest.
        var deployment: Deployment
        do {
            deployment = try await client.get(
                namespace: history.deployment.metadata.namespace,
                name: history.deployment.metadata.name)
        } catch {
            if error.reason == .notFound { return .done }
            throw error
        }
        if deployment.status != history.deployment.status {
            return .requeue(after: .milliseconds(5))
        }
        deployment.status = status
        try await client.updateStatus(deployment)
        return plan.deadline(after: status).map { .requeue(after: $0) } ?? .done
    }

    private func reportFailure(
        _ error: Status, _ set: ReplicaSet, _ history: ReplicaSetHistory
    ) async throws(Status) {
        guard history.deployment.hasProgressDeadline else { return }
        var deployment = history.deployment
        statusPlan(history, nil).put(
            "Progressing", "False", "ReplicaSetCreateError",
            "Failed to create new replica set \"\(set.metadata.name)\": \(error.message)",
            in: &deployment.status)
        if deployment != history.deployment { try await client.updateStatus(deployment) }
    }

    /// The Deployment with the condition that says that it is paused or goes on; nil if it has it.
    private func pausedCondition(of deployment: Deployment) -> Deployment? {
        guard deployment.hasProgressDeadline else { return nil }
        let progress = deployment.status.conditions.first { $0.type == "Progressing" }
        if progress?.reason == "ProgressDeadlineExceeded" { return nil }
        let isMarked = progress?.reason == "DeploymentPaused"
        if deployment.spec.paused == isMarked { return nil }
        var changed = deployment
        let plan = DeploymentStatusPlan(
            deployment: deployment, newSet: nil, allSets: [], now: client.simulation.now)
        if deployment.spec.paused {
            plan.put(
                "Progressing", "Unknown", "DeploymentPaused", "Deployment is paused",
                in: &changed.status)
        } else {
            plan.put(
                "Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed",
                in: &changed.status)
        }
        return changed
    }

    private func forgetOld(_ history: ReplicaSetHistory) async throws(Status) {
        for set in history.forgettable {
            do {
                try await client.delete(
                    ReplicaSet.self, namespace: set.metadata.namespace, name: set.metadata.name)
            } catch {
                if error.reason != .notFound { throw error }
            }
        }
    }
}
