import API
import Simulation

/// What a Deployment's status should say.
///
/// Upstream: kubernetes pkg/controller/deployment/progress.go, sync.go calculateStatus.
struct DeploymentStatusPlan: Sendable {
    let deployment: Deployment
    let newSet: ReplicaSet?
    let allSets: [ReplicaSet]
    let now: SimulatedInstant

    /// The counts and the condition `Available`.
    func counted() -> DeploymentStatus {
        var status = deployment.status
        let sum = { (count: (ReplicaSet) -> Int) in allSets.reduce(0) { $0 + count($1) } }
        let available = sum { $0.status.availableReplicas }
        if let generation = deployment.metadata.generation {
            status.observedGeneration = generation
        }
        status.setCount("replicas", sum { $0.status.replicas })
        status.setCount("updatedReplicas", newSet?.status.replicas ?? 0)
        status.setCount("readyReplicas", sum { $0.status.readyReplicas })
        status.setCount("availableReplicas", available)
        status.setCount("unavailableReplicas", max(0, sum { $0.spec.replicas } - available))
        status.terminatingReplicas = sum { $0.status.terminatingReplicas ?? 0 }
        if available >= deployment.spec.replicas - deployment.maxUnavailable {
            put(
                "Available", "True", "MinimumReplicasAvailable",
                "Deployment has minimum availability.", in: &status)
        } else {
            put(
                "Available", "False", "MinimumReplicasUnavailable",
                "Deployment does not have minimum availability.", in: &status)
        }
        return status
    }

    /// The counts, and how the rollout comes along.
    func rollout() -> DeploymentStatus {
        var status = counted()
        let current = condition("Progressing", of: status)
        if !deployment.hasProgressDeadline {
            status.conditions.removeAll { $0.type == "Progressing" }
        }
        let isDone =
            status.replicas == status.updatedReplicas
            && current?.reason == "NewReplicaSetAvailable"
        if deployment.hasProgressDeadline, !isDone {
            if isComplete(status) {
                put(
                    "Progressing", "True", "NewReplicaSetAvailable",
                    "\(subject) has successfully progressed.", in: &status)
            } else if isProgressing(status) {
                replaceProgress("\(subject) is progressing.", current, in: &status)
            } else if hasTimedOut(status) {
                put(
                    "Progressing", "False", "ProgressDeadlineExceeded",
                    "\(subject) has timed out progressing.", in: &status)
            }
        }
        let failure = failure()
        if let failure {
            put(
                "ReplicaFailure", failure.status, failure.reason ?? "", failure.message ?? "",
                in: &status)
        } else {
            status.conditions.removeAll { $0.type == "ReplicaFailure" }
        }
        return status
    }

    private var subject: String {
        newSet.map { "ReplicaSet \"\($0.metadata.name)\"" }
            ?? "Deployment \"\(deployment.metadata.name)\""
    }

    /// Every replica is of the newest template, available, and the old ones are gone.
    func isComplete(_ status: DeploymentStatus) -> Bool {
        let wanted = deployment.spec.replicas
        return status.updatedReplicas == wanted && status.replicas == wanted
            && status.availableReplicas == wanted
            && status.observedGeneration >= deployment.metadata.generation ?? 0
    }

    private func isProgressing(_ status: DeploymentStatus) -> Bool {
        let old = deployment.status
        return status.updatedReplicas > old.updatedReplicas
            || status.replicas - status.updatedReplicas < old.replicas - old.updatedReplicas
            || status.readyReplicas > old.readyReplicas
            || status.availableReplicas > old.availableReplicas
    }

    private func hasTimedOut(_ status: DeploymentStatus) -> Bool {
        guard let progress = condition("Progressing", of: status) else { return false }
        if progress.reason == "NewReplicaSetAvailable" { return false }
        if progress.reason == "ProgressDeadlineExceeded" { return true }
        guard let since = progress.lastUpdateTime.flatMap(instant) else { return false }
        return since.duration(to: now) > .seconds(deployment.spec.progressDeadlineSeconds)
    }

    /// How long until the deadline must be checked, if nothing happens before.
    func deadline(after status: DeploymentStatus) -> Duration? {
        guard deployment.hasProgressDeadline, let progress = condition("Progressing", of: status),
            !isComplete(status), progress.reason != "ProgressDeadlineExceeded",
            progress.reason != "NewReplicaSetAvailable", progress.status != "Unknown",
            let since = progress.lastUpdateTime.flatMap(instant)
        else { return nil }
        let left =
            .seconds(deployment.spec.progressDeadlineSeconds) - since.duration(to: now)
        return max(left, .zero) + .seconds(1)
    }

    private func failure() -> Condition? {
        let ordered = (newSet.map { [$0] } ?? []) + allSets
        for set in ordered {
            if let failure = set.status.conditions.first(where: { $0.type == "ReplicaFailure" }) {
                return failure
            }
        }
        return nil
    }

    // MARK: - Conditions

    func condition(_ type: String, of status: DeploymentStatus) -> Condition? {
        status.conditions.first { $0.type == type }
    }

    /// Sets a condition; one with the same status and reason stays as it is.
    func put(
        _ type: String, _ value: String, _ reason: String, _ message: String,
        in status: inout DeploymentStatus
    ) {
        let current = condition(type, of: status)
        if current?.status == value, current?.reason == reason { return }
        let time = CivilTime(now).rfc3339
        let since = current?.status == value ? current?.lastTransitionTime ?? time : time
        append(type, value, reason, message, since: since, to: &status)
    }

    /// Progress is told anew each time, so that its update time is that of the last step.
    private func replaceProgress(
        _ message: String, _ current: Condition?, in status: inout DeploymentStatus
    ) {
        let time = CivilTime(now).rfc3339
        let since = current?.isTrue == true ? current?.lastTransitionTime ?? time : time
        append("Progressing", "True", "ReplicaSetUpdated", message, since: since, to: &status)
    }

    private func append(
        _ type: String, _ value: String, _ reason: String, _ message: String, since: String,
        to status: inout DeploymentStatus
    ) {
        status.conditions.removeAll { $0.type == type }
        status.conditions.append(
            Condition([
                "type": .string(type), "status": .string(value),
                "lastUpdateTime": .string(CivilTime(now).rfc3339),
                "lastTransitionTime": .string(since), "reason": .string(reason),
                "message": .string(message),
            ]))
    }
}
