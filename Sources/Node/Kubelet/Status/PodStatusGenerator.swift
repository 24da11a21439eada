import API
import ContainerRuntime
import PodNetwork
import Simulation

/// What a pod's status is, from its spec, the runtime's view and the probes' results.
///
/// Upstream: kubernetes pkg/kubelet/kubelet_pods.go generateAPIPodStatus, getPhase,
/// convertToAPIContainerStatuses.
struct PodStatusGenerator {
    let pod: Pod
    let state: PodRuntimeState
    /// The status that was last written or read.
    let old: PodStatus
    /// Why containers wait, by name.
    let failures: [String: KubeletFailure]
    /// Ids of containers whose startup probe (if they have one) has succeeded.
    let started: Set<String>
    /// Ids of containers whose readiness probe (if they have one) succeeds.
    let ready: Set<String>
    let hostIP: String
    let now: SimulatedInstant
    /// All containers have been stopped for good.
    var isTerminated = false

    func generate() -> PodStatus {
        let isInitialized = isInitialized
        let initStatuses = pod.spec.initContainers.map {
            status(of: $0, isInit: true, defaultReason: "PodInitializing")
        }
        let waiting =
            pod.spec.initContainers.isEmpty || isInitialized
            ? "ContainerCreating" : "PodInitializing"
        let statuses = pod.spec.containers.map {
            status(of: $0, isInit: false, defaultReason: waiting)
        }
        let phase = phase(initStatuses, statuses)
        var members = Object()
        if let generation = pod.metadata.generation {
            members["observedGeneration"] = .int(Int64(generation))
        }
        members["phase"] = .string(phase)
        let conditions = PodConditions(
            pod: pod, old: old, now: now, hasSandbox: state.readySandbox != nil,
            isInitialized: isInitialized, phase: phase)
        members["conditions"] = .array(
            conditions.make(initStatuses: initStatuses, statuses: statuses).map(\.value))
        for name in ["message", "reason", "nominatedNodeName"] { members[name] = old.value[name] }
        members["hostIP"] = .string(hostIP)
        members["hostIPs"] = [["ip": .string(hostIP)]]
        let addresses = podIPs
        if let first = addresses.first {
            members["podIP"] = .string(first)
            members["podIPs"] = .array(addresses.map { ["ip": .string($0)] })
        }
        members["startTime"] = .string(old.startTime ?? CivilTime(now).rfc3339)
        if !initStatuses.isEmpty {
            members["initContainerStatuses"] = .array(initStatuses.map(\.value))
        }
        members["containerStatuses"] = .array(
            statuses.sorted { $0.name < $1.name }.map(\.value))
        let ephemeral = pod.spec.ephemeralContainers.map(ephemeralStatus)
        if !ephemeral.isEmpty {
            members["ephemeralContainerStatuses"] = .array(ephemeral.map(\.value))
        }
        members["qosClass"] = .string(old.qosClass ?? QualityOfService.of(pod))
        return PodStatus(.object(members))
    }

    /// The sandbox's addresses; a pod whose sandbox is gone keeps those it had.
    private var podIPs: [String] {
        if let sandbox = state.readySandbox { return sandbox.addresses.map(\.description) }
        return old.podIPs.map(\.ip)
    }

    /// Whether all init containers have done their part.
    private var isInitialized: Bool {
        if pod.spec.containers.contains(where: { state.latest($0.name) != nil }) { return true }
        return pod.spec.initContainers.allSatisfy { container in
            guard let latest = state.latest(container.name) else { return false }
            return container.restartPolicy == "Always"
                ? latest.state == .running && started.contains(latest.id)
                : latest.state == .exited && latest.exitCode == 0
        }
    }

    // MARK: - Containers

    private func status(
        of container: Container, isInit: Bool, defaultReason: String
    ) -> ContainerStatus {
        let latest = state.latest(container.name)
        var current: Value
        var last: Value = .object(Object())
        if let previous = state.previous(container.name), previous.state == .exited {
            last = ["terminated": terminated(previous)]
        }
        switch latest?.state {
        case .running: current = ["running": ["startedAt": time(latest?.startedAt)]]
        case .exited: current = latest.map { ["terminated": terminated($0)] } ?? .object(Object())
        case .created, nil: current = ["waiting": ["reason": .string(defaultReason)]]
        }
        if let failure = failures[container.name], latest?.state != .running, !isTerminated {
            let isSuccess = isInit && latest?.state == .exited && latest?.exitCode == 0
            if !isSuccess || container.restartPolicy == "Always" {
                if latest?.state == .exited { last = current }
                current = [
                    "waiting": [
                        "reason": .string(failure.reason), "message": .string(failure.message),
                    ]
                ]
                if failure.message.isEmpty {
                    current = ["waiting": ["reason": .string(failure.reason)]]
                }
            }
        }
        let isStarted = latest.map { $0.state == .running && started.contains($0.id) } ?? false
        let isReady = latest.map {
            isInit && container.restartPolicy != "Always"
                ? $0.state == .exited && $0.exitCode == 0 : isStarted && ready.contains($0.id)
        }
        var members = Object()
        members["name"] = .string(container.name)
        members["state"] = current
        members["lastState"] = last
        members["ready"] = .bool(isReady ?? false)
        members["restartCount"] = .int(Int64(latest?.attempt ?? 0))
        members["image"] = .string(latest?.image ?? container.image)
        members["imageID"] = .string(latest?.imageID ?? "")
        if let latest { members["containerID"] = .string("containerd://\(latest.id)") }
        members["started"] = .bool(isStarted)
        addDetails(of: container, isRunning: latest?.state == .running, to: &members)
        return ContainerStatus(.object(members))
    }

    /// An ephemeral container is never ready, and nobody asks whether it has started.
    private func ephemeralStatus(of container: Container) -> ContainerStatus {
        var status = status(of: container, isInit: false, defaultReason: "ContainerCreating")
        status.value["ready"] = false
        status.value["started"] = nil
        return status
    }

    /// What the runtime has granted: resources, mounts and the user.
    private func addDetails(of container: Container, isRunning: Bool, to members: inout Object) {
        if isRunning {
            let resources = container.resources
            members["allocatedResources"] = resources.value["requests"]
            members["resources"] = resources.value
        }
        if !container.volumeMounts.isEmpty {
            members["volumeMounts"] = .array(
                container.volumeMounts.map { mount in
                    var entry: Value = [
                        "name": .string(mount.name), "mountPath": .string(mount.mountPath),
                    ]
                    if mount.readOnly {
                        entry["readOnly"] = true
                        entry["recursiveReadOnly"] = "Disabled"
                    }
                    return entry
                })
        }
    }

    private func terminated(_ status: CRI.ContainerStatus) -> Value {
        var members = Object()
        members["exitCode"] = .int(Int64(status.exitCode))
        members["reason"] = .string(status.reason)
        if !status.message.isEmpty { members["message"] = .string(status.message) }
        // A container that could not be started shows the beginning of time.
        members["startedAt"] = time(status.startedAt ?? SimulatedInstant(secondsSinceEpoch: 0))
        members["finishedAt"] = time(status.finishedAt)
        members["containerID"] = .string("containerd://\(status.id)")
        return .object(members)
    }

    private func time(_ instant: SimulatedInstant?) -> Value {
        .string(CivilTime(instant ?? now).rfc3339)
    }

    // MARK: - Phase

    private func phase(_ initStatuses: [ContainerStatus], _ statuses: [ContainerStatus]) -> String {
        if ["Succeeded", "Failed"].contains(old.phase) { return old.phase }
        let hasInitialized = pod.spec.containers.contains { state.latest($0.name) != nil }
        if !hasInitialized {
            for (container, status) in zip(pod.spec.initContainers, initStatuses)
            where container.restartPolicy != "Always" {
                guard let end = status.state.terminated else { continue }
                if end.exitCode != 0, pod.spec.restartPolicy == "Never" { return "Failed" }
            }
        }
        var (running, waiting, stopped, succeeded) = (0, 0, 0, 0)
        for status in statuses {
            if status.state.running != nil {
                running += 1
            } else if let end = status.state.terminated ?? status.lastState.terminated {
                stopped += 1
                if end.exitCode == 0, status.state.terminated != nil { succeeded += 1 }
            } else {
                waiting += 1
            }
        }
        if isTerminated {
            return waiting == 0 && stopped == succeeded && stopped > 0 ? "Succeeded" : "Failed"
        }
        if waiting > 0 || (!pod.spec.initContainers.isEmpty && !isInitialized) { return "Pending" }
        if running > 0 { return "Running" }
        guard stopped > 0 else { return "Pending" }
        if pod.spec.restartPolicy == "Always" { return "Running" }
        if stopped == succeeded { return "Succeeded" }
        return pod.spec.restartPolicy == "Never" ? "Failed" : "Running"
    }
}

/// The class by which pods are chosen when a node runs out of memory.
///
/// Upstream: kubernetes pkg/apis/core/v1/helper/qos/qos.go.
enum QualityOfService {
    static func of(_ pod: Pod) -> String {
        let containers = pod.spec.containers + pod.spec.initContainers
        var isBestEffort = true
        var isGuaranteed = true
        for container in containers {
            let (requests, limits) = (container.resources.requests, container.resources.limits)
            for name in ["cpu", "memory"] {
                let request = requests[name].flatMap { $0.isZero ? nil : $0 }
                let limit = limits[name].flatMap { $0.isZero ? nil : $0 }
                if request != nil || limit != nil { isBestEffort = false }
                if limit == nil || (request != nil && request != limit) { isGuaranteed = false }
            }
        }
        if isBestEffort { return "BestEffort" }
        return isGuaranteed ? "Guaranteed" : "Burstable"
    }
}
