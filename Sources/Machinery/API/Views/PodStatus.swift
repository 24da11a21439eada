/// What a pod is, as its kubelet (and, before it has one, the scheduler) last said.
package struct PodStatus: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var observedGeneration: Int? {
        get { self["observedGeneration"] }
        set { self["observedGeneration"] = newValue }
    }
    /// `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`; empty before the first status.
    package var phase: String {
        get { self["phase", default: ""] }
        set { self["phase", default: ""] = newValue }
    }
    package var conditions: [PodCondition] {
        get { self["conditions"] }
        set { self["conditions"] = newValue }
    }
    package var message: String? {
        get { self["message"] }
        set { self["message"] = newValue }
    }
    package var reason: String? {
        get { self["reason"] }
        set { self["reason"] = newValue }
    }
    package var nominatedNodeName: String? {
        get { self["nominatedNodeName"] }
        set { self["nominatedNodeName"] = newValue }
    }
    package var hostIP: String? {
        get { self["hostIP"] }
        set { self["hostIP"] = newValue }
    }
    package var hostIPs: [PodIP] {
        get { self["hostIPs"] }
        set { self["hostIPs"] = newValue }
    }
    package var podIP: String? {
        get { self["podIP"] }
        set { self["podIP"] = newValue }
    }
    package var podIPs: [PodIP] {
        get { self["podIPs"] }
        set { self["podIPs"] = newValue }
    }
    /// RFC 3339.
    package var startTime: String? {
        get { self["startTime"] }
        set { self["startTime"] = newValue }
    }
    package var initContainerStatuses: [ContainerStatus] {
        get { self["initContainerStatuses"] }
        set { self["initContainerStatuses"] = newValue }
    }
    package var containerStatuses: [ContainerStatus] {
        get { self["containerStatuses"] }
        set { self["containerStatuses"] = newValue }
    }
    package var ephemeralContainerStatuses: [ContainerStatus] {
        get { self["ephemeralContainerStatuses"] }
        set { self["ephemeralContainerStatuses"] = newValue }
    }
    /// `Guaranteed`, `Burstable` or `BestEffort`.
    package var qosClass: String? {
        get { self["qosClass"] }
        set { self["qosClass"] = newValue }
    }

    /// The condition called `type`; assigning replaces it in place or appends it.
    package subscript(condition type: String) -> PodCondition? {
        get { conditions.first { $0.type == type } }
        set { conditions.replace(newValue, where: { $0.type == type }) }
    }

    /// The status of the container `name`, whether it is an init container or not.
    package func containerStatus(named name: String) -> ContainerStatus? {
        containerStatuses.first { $0.name == name }
            ?? initContainerStatuses.first { $0.name == name }
            ?? ephemeralContainerStatuses.first { $0.name == name }
    }
}

/// One of a pod's (or its host's) addresses.
package struct PodIP: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var ip: String {
        get { self["ip", default: ""] }
        set { self["ip", default: ""] = newValue }
    }
}

/// One thing that holds of a pod or not: `PodScheduled`, `Initialized`, `Ready`, ...
package struct PodCondition: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var type: String {
        get { self["type", default: ""] }
        set { self["type", default: ""] = newValue }
    }
    /// `True`, `False` or `Unknown`.
    package var status: String {
        get { self["status", default: ""] }
        set { self["status", default: ""] = newValue }
    }
    package var observedGeneration: Int? {
        get { self["observedGeneration"] }
        set { self["observedGeneration"] = newValue }
    }
    package var lastProbeTime: String? {
        get { self["lastProbeTime"] }
        set { self["lastProbeTime"] = newValue }
    }
    /// RFC 3339.
    package var lastTransitionTime: String? {
        get { self["lastTransitionTime"] }
        set { self["lastTransitionTime"] = newValue }
    }
    package var reason: String? {
        get { self["reason"] }
        set { self["reason"] = newValue }
    }
    package var message: String? {
        get { self["message"] }
        set { self["message"] = newValue }
    }

    /// A condition with its type and status.
    package init(type: String, isTrue: Bool) {
        self.init(["type": .string(type), "status": isTrue ? "True" : "False"])
    }

    package var isTrue: Bool { status == "True" }
}

/// How one container is doing.
package struct ContainerStatus: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var state: ContainerState {
        get { self["state"] }
        set { self["state"] = newValue }
    }
    /// The end of the run before; empty for a first run.
    package var lastState: ContainerState {
        get { self["lastState"] }
        set { self["lastState"] = newValue }
    }
    package var ready: Bool {
        get { self["ready"] ?? false }
        set { self["ready"] = newValue }
    }
    package var restartCount: Int {
        get { self["restartCount"] ?? 0 }
        set { self["restartCount"] = newValue }
    }
    package var image: String {
        get { self["image", default: ""] }
        set { self["image", default: ""] = newValue }
    }
    package var imageID: String {
        get { self["imageID", default: ""] }
        set { self["imageID", default: ""] = newValue }
    }
    /// `containerd://` and the runtime's id.
    package var containerID: String? {
        get { self["containerID"] }
        set { self["containerID"] = newValue }
    }
    package var started: Bool? {
        get { self["started"] }
        set { self["started"] = newValue }
    }
}

/// What a container is doing: exactly one of the three is set.
package struct ContainerState: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var waiting: ContainerStateWaiting? {
        get { self["waiting"] }
        set { self["waiting"] = newValue }
    }
    package var running: ContainerStateRunning? {
        get { self["running"] }
        set { self["running"] = newValue }
    }
    package var terminated: ContainerStateTerminated? {
        get { self["terminated"] }
        set { self["terminated"] = newValue }
    }
}

/// Not yet running, or not any more: `ContainerCreating`, `CrashLoopBackOff`, ...
package struct ContainerStateWaiting: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var reason: String? {
        get { self["reason"] }
        set { self["reason"] = newValue }
    }
    package var message: String? {
        get { self["message"] }
        set { self["message"] = newValue }
    }
}

/// Running since a time.
package struct ContainerStateRunning: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// RFC 3339.
    package var startedAt: String? {
        get { self["startedAt"] }
        set { self["startedAt"] = newValue }
    }
}

/// Ended, and how.
package struct ContainerStateTerminated: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var exitCode: Int {
        get { self["exitCode"] ?? 0 }
        set { self["exitCode"] = newValue }
    }
    package var signal: Int? {
        get { self["signal"] }
        set { self["signal"] = newValue }
    }
    /// `Completed`, `Error`, `OOMKilled`, ...
    package var reason: String? {
        get { self["reason"] }
        set { self["reason"] = newValue }
    }
    package var message: String? {
        get { self["message"] }
        set { self["message"] = newValue }
    }
    /// RFC 3339.
    package var startedAt: String? {
        get { self["startedAt"] }
        set { self["startedAt"] = newValue }
    }
    /// RFC 3339.
    package var finishedAt: String? {
        get { self["finishedAt"] }
        set { self["finishedAt"] = newValue }
    }
    package var containerID: String? {
        get { self["containerID"] }
        set { self["containerID"] = newValue }
    }
}
