import API
import Simulation

/// The decisions of the ReplicaSet controller: whom to delete, and what to say.
enum ReplicaSetPlan {
    /// The pods to delete first.
    ///
    /// In this order: without a node before those with one; pending before running; unready before
    /// ready; cheap ones (`pod-deletion-cost`); those whose node has more of `neighbours`; those
    /// ready for the shortest time; those restarted most often; the youngest.
    ///
    /// Upstream: kubernetes pkg/controller/controller_utils.go ActivePodsWithRanks.
    static func victims(_ count: Int, among pods: [Pod], neighbours: [Pod]) -> [Pod] {
        if count >= pods.count { return pods }
        var crowd: [String: Int] = [:]
        for pod in neighbours { crowd[pod.spec.nodeName ?? "", default: 0] += 1 }
        return Array(pods.sorted { goesBefore($0, $1, crowd) }.prefix(count))
    }

    private static func goesBefore(_ left: Pod, _ right: Pod, _ crowd: [String: Int]) -> Bool {
        let (leftNode, rightNode) = (left.spec.nodeName, right.spec.nodeName)
        if (leftNode == nil) != (rightNode == nil) { return leftNode == nil }
        let phases = (phaseRank(left), phaseRank(right))
        if phases.0 != phases.1 { return phases.0 < phases.1 }
        if left.isReady != right.isReady { return !left.isReady }
        let costs = (cost(left), cost(right))
        if costs.0 != costs.1 { return costs.0 < costs.1 }
        let crowds = (crowd[leftNode ?? "", default: 0], crowd[rightNode ?? "", default: 0])
        if leftNode != nil, crowds.0 != crowds.1 { return crowds.0 > crowds.1 }
        if let since = left.readySince, let other = right.readySince, since != other {
            return since > other
        }
        if left.restarts != right.restarts { return left.restarts > right.restarts }
        if left.creation != right.creation { return left.creation > right.creation }
        return left.metadata.name < right.metadata.name
    }

    private static func phaseRank(_ pod: Pod) -> Int {
        switch pod.status.phase {
        case "Pending", "": 0
        case "Unknown": 1
        default: 2
        }
    }

    private static func cost(_ pod: Pod) -> Int {
        pod.metadata.annotations["controller.kubernetes.io/pod-deletion-cost"]
            .flatMap { Int($0) } ?? 0
    }

    /// What the status should say. `wanted` is how many pods were missing (or, negative, too many).
    static func status<Owner: Replicating>(
        of set: Owner, pods: [Pod], failure: Status?, wanted: Int, now: SimulatedInstant
    ) -> ReplicaSetStatus {
        let active = pods.filter(\.isActive)
        let labels = set.spec.template.metadata.labels
        let ready = active.filter(\.isReady)
        var status = set.status
        status.value["replicas"] = .int(Int64(active.count))
        status.setCount(
            "fullyLabeledReplicas",
            active.count { pod in
                let own = pod.metadata.labels
                return labels.allSatisfy { own[$0.key] == $0.value }
            })
        status.setCount("readyReplicas", ready.count)
        let seconds = set.spec.minReadySeconds
        status.setCount(
            "availableReplicas",
            ready.count { $0.isAvailable(at: now, minReadySeconds: seconds) })
        if Owner.countsTerminating {
            status.terminatingReplicas = pods.count { $0.metadata.isBeingDeleted && !$0.isOver }
        }
        if let generation = set.metadata.generation { status.observedGeneration = generation }
        let hasFailed = status.conditions.contains { $0.type == "ReplicaFailure" }
        if let failure, !hasFailed {
            status.conditions.append(failureCondition(failure, wanted: wanted, now: now))
        } else if failure == nil, hasFailed {
            status.conditions.removeAll { $0.type == "ReplicaFailure" }
        }
        return status
    }

    private static func failureCondition(
        _ failure: Status, wanted: Int, now: SimulatedInstant
    ) -> Condition {
        Condition([
            "type": "ReplicaFailure", "status": "True",
            "lastTransitionTime": .string(CivilTime(now).rfc3339),
            "reason": wanted > 0 ? "FailedCreate" : "FailedDelete",
            "message": .string(failure.message),
        ])
    }
}

extension ValueView {
    /// Sets a number that is left out when it is zero.
    mutating func setCount(_ name: String, _ count: Int) {
        value[name] = count == 0 ? nil : .int(Int64(count))
    }
}
