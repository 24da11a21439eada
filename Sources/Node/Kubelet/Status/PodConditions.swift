import API
import Simulation

/// The conditions that the kubelet writes, in the order in which 1.36 has them.
///
/// Upstream: kubernetes pkg/kubelet/status/generate.go.
struct PodConditions {
    let pod: Pod
    let old: PodStatus
    let now: SimulatedInstant
    let hasSandbox: Bool
    let isInitialized: Bool
    let phase: String

    private struct Outcome {
        var isTrue: Bool
        var reason = ""
        var message = ""
    }

    /// The types that only the kubelet writes.
    static let own = [
        "PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled",
    ]

    func make(initStatuses: [ContainerStatus], statuses: [ContainerStatus]) -> [PodCondition] {
        let containersReady = containersReady(statuses)
        let written = [
            condition("PodReadyToStartContainers", Outcome(isTrue: hasSandbox)),
            condition("Initialized", initialized(initStatuses)),
            condition("Ready", ready(containersReady)),
            condition("ContainersReady", containersReady),
            condition("PodScheduled", Outcome(isTrue: true)),
        ]
        // Others write conditions too; theirs stay, as the API server has them now.
        return pod.status.conditions.filter { !Self.own.contains($0.type) } + written
    }

    private func initialized(_ statuses: [ContainerStatus]) -> Outcome {
        if isInitialized {
            let reason = phase == "Succeeded" ? "PodCompleted" : ""
            return Outcome(isTrue: true, reason: reason)
        }
        let incomplete = statuses.filter { !$0.ready }.map(\.name)
        return Outcome(
            isTrue: false, reason: "ContainersNotInitialized",
            message: "containers with incomplete status: [\(incomplete.joined(separator: " "))]")
    }

    private func containersReady(_ statuses: [ContainerStatus]) -> Outcome {
        if phase == "Succeeded" { return Outcome(isTrue: false, reason: "PodCompleted") }
        if phase == "Failed" { return Outcome(isTrue: false, reason: "PodFailed") }
        let unready = statuses.filter { !$0.ready }.map(\.name)
        if unready.isEmpty { return Outcome(isTrue: true) }
        return Outcome(
            isTrue: false, reason: "ContainersNotReady",
            message: "containers with unready status: [\(unready.joined(separator: " "))]")
    }

    private func ready(_ containersReady: Outcome) -> Outcome {
        guard containersReady.isTrue else { return containersReady }
        let missing = pod.spec.readinessGates.map(\.conditionType).filter {
            pod.status[condition: $0]?.isTrue != true
        }
        if missing.isEmpty { return containersReady }
        let messages = missing.map { type in
            pod.status[condition: type] == nil
                ? "corresponding condition of pod readiness gate \"\(type)\" does not exist."
                : "the status of pod readiness gate \"\(type)\" is not \"True\", but "
                    + (pod.status[condition: type]?.status ?? "")
        }
        return Outcome(
            isTrue: false, reason: "ReadinessGatesNotReady",
            message: messages.joined(separator: ", "))
    }

    private func condition(_ type: String, _ outcome: Outcome) -> PodCondition {
        let status = outcome.isTrue ? "True" : "False"
        let before = old[condition: type]
        let since = before?.status == status ? before?.lastTransitionTime : nil
        var members = Object()
        members["type"] = .string(type)
        if let generation = pod.metadata.generation {
            members["observedGeneration"] = .int(Int64(generation))
        }
        members["status"] = .string(status)
        members["lastProbeTime"] = .null
        members["lastTransitionTime"] = .string(since ?? CivilTime(now).rfc3339)
        if !outcome.reason.isEmpty { members["reason"] = .string(outcome.reason) }
        if !outcome.message.isEmpty { members["message"] = .string(outcome.message) }
        return PodCondition(.object(members))
    }
}
