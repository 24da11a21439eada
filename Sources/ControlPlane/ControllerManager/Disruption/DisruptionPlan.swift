import API
import Simulation

/// How many pods a budget lets go, from how many there are and should be.
///
/// ```
///   expected 5, minAvailable 3        desired 3   healthy 5   allowed 2
///   expected 5, maxUnavailable 20%    desired 4   healthy 5   allowed 1
/// ```
/// Upstream: kubernetes pkg/controller/disruption/disruption.go.
struct DisruptionPlan {
    var expected: Int
    var desired: Int
    var healthy: Int
    /// Pods that were evicted, though nobody has seen them go yet: their names and since when.
    var disrupted: [(name: String, since: Value)]

    /// `scale` is how many pods the controllers of these pods want together.
    init(_ budget: PodDisruptionBudget, pods: [Pod], scale: Int, now: SimulatedInstant) {
        let spec = budget.spec
        switch (spec.maxUnavailable, spec.minAvailable) {
        case (.some(let most), _):
            expected = scale
            desired = max(0, scale - (most.scaled(to: scale, roundsUp: true) ?? 0))
        case (nil, .some(.int(let least))):
            expected = pods.count
            desired = least
        case (nil, .some(let least)):
            expected = scale
            desired = least.scaled(to: scale, roundsUp: true) ?? 0
        case (nil, nil):
            (expected, desired) = (pods.count, 0)
        }
        var known: [String: Pod] = [:]
        for pod in pods { known[pod.metadata.name] = pod }
        disrupted = (budget.value["status"]["disruptedPods"].object ?? Object()).sorted.compactMap {
            entry in
            guard let pod = known[entry.name], !pod.metadata.isBeingDeleted,
                let since = entry.value.string.flatMap(instant),
                since.advanced(by: Defaults.disruptionTimeout) > now
            else { return nil }
            return (entry.name, entry.value)
        }
        let going = Set(disrupted.map(\.name))
        healthy = pods.count {
            $0.isReady && !$0.metadata.isBeingDeleted && !going.contains($0.metadata.name)
        }
    }

    /// Whether it matters how many pods the controllers want.
    static func needsScale(_ budget: PodDisruptionBudget) -> Bool {
        if budget.spec.maxUnavailable != nil { return true }
        if case .string = budget.spec.minAvailable { return true }
        return false
    }

    var allowed: Int { expected <= 0 ? 0 : max(0, healthy - desired) }

    /// The status that says so.
    func status(of budget: PodDisruptionBudget, now: String) -> Value {
        var status: Value = ["observedGeneration": .int(Int64(budget.metadata.generation ?? 0))]
        if !disrupted.isEmpty {
            status["disruptedPods"] = .object(
                Object(uniqueMembers: disrupted.map { (name: $0.name, value: $0.since) }))
        }
        status["disruptionsAllowed"] = .int(Int64(allowed))
        status["currentHealthy"] = .int(Int64(healthy))
        status["desiredHealthy"] = .int(Int64(desired))
        status["expectedPods"] = .int(Int64(expected))
        let conditions = budget.value["status"]["conditions"].array ?? []
        let before = conditions.first { $0["type"].string == "DisruptionAllowed" }
        let word = allowed > 0 ? "True" : "False"
        let since = before["status"].string == word ? before["lastTransitionTime"].string : nil
        let condition: Value = [
            "type": "DisruptionAllowed", "status": .string(word),
            "observedGeneration": .int(Int64(budget.metadata.generation ?? 0)),
            "lastTransitionTime": .string(since ?? now),
            "reason": .string(allowed > 0 ? "SufficientPods" : "InsufficientPods"), "message": "",
        ]
        let others = conditions.filter { $0["type"].string != "DisruptionAllowed" }
        status["conditions"] = .array(others + [condition])
        return status
    }
}
