import API
import ContainerRuntime
import PodNetwork
import Simulation

/// What a kubelet says of its node.
///
/// Upstream: kubernetes pkg/kubelet/nodestatus/setters.go, pkg/kubelet/kubelet_node_status.go.
struct NodeStatusBuilder: Sendable {
    let configuration: KubeletConfiguration
    let runtime: any RuntimeService
    /// Of the machine, which stays what it is while the kubelet runs.
    private let nodeInfo: Value

    init(configuration: KubeletConfiguration, runtime: any RuntimeService) {
        (self.configuration, self.runtime) = (configuration, runtime)
        nodeInfo = Self.nodeInfo(configuration)
    }

    /// The node as it registers.
    func newNode(now: SimulatedInstant) -> Node {
        var node = Node(name: configuration.nodeName)
        var labels = configuration.labels
        for prefix in ["kubernetes.io/", "beta.kubernetes.io/"] {
            labels[prefix + "arch"] = "amd64"
            labels[prefix + "os"] = "linux"
        }
        labels["kubernetes.io/hostname"] = configuration.nodeName
        node.metadata.labels = labels
        node.metadata.annotations = [
            "volumes.kubernetes.io/controller-managed-attach-detach": "true"
        ]
        node.spec.taints = configuration.taints
        node.status = status(old: NodeStatus(.object(Object())), now: now)
        return node
    }

    /// The status at `now`; what did not change keeps its times of transition.
    func status(old: NodeStatus, now: SimulatedInstant) -> NodeStatus {
        var members = old.value.object ?? Object()
        let amounts = amounts
        members["capacity"] = amounts
        members["allocatable"] = amounts
        members["conditions"] = .array(conditions(old: old, now: now))
        members["addresses"] = [
            ["type": "InternalIP", "address": .string(configuration.address.description)],
            ["type": "Hostname", "address": .string(configuration.nodeName)],
        ]
        members["daemonEndpoints"] = ["kubeletEndpoint": ["Port": 10250]]
        members["nodeInfo"] = nodeInfo
        let images = runtime.images().map { image -> Value in
            [
                "names": .array([.string(image.imageID), .string(image.image)]),
                "sizeBytes": .int(Int64(image.sizeBytes)),
            ]
        }
        members["images"] = images.isEmpty ? nil : .array(images)
        return NodeStatus(.object(members))
    }

    private var amounts: Value {
        [
            "cpu": .string(String(configuration.cpus)),
            "ephemeral-storage": .string(configuration.ephemeralStorage),
            "memory": .string(configuration.memory),
            "pods": .string(String(configuration.podsMax)),
        ]
    }

    private static func nodeInfo(_ configuration: KubeletConfiguration) -> Value {
        var generator = SeededGenerator(seed: 0, stream: configuration.nodeName)
        func hex(_ count: Int) -> String {
            generator.bytes(count).map { byte in
                let text = String(byte, radix: 16)
                return text.count == 1 ? "0" + text : text
            }.joined()
        }
        func uuid() -> String { "\(hex(4))-\(hex(2))-\(hex(2))-\(hex(2))-\(hex(6))" }
        let (machine, system) = (hex(16), uuid())
        // Each start of the machine has an id of its own.
        for _ in 0..<min(configuration.bootCount, 1000) { _ = uuid() }
        return [
            "machineID": .string(machine), "systemUUID": .string(system),
            "bootID": .string(uuid()), "kernelVersion": .string(configuration.kernelVersion),
            "osImage": .string(configuration.osImage),
            "containerRuntimeVersion": .string(configuration.containerRuntimeVersion),
            "kubeletVersion": .string(configuration.kubeletVersion), "kubeProxyVersion": "",
            "operatingSystem": "linux", "architecture": "amd64",
        ]
    }

    private func conditions(old: NodeStatus, now: SimulatedInstant) -> [Value] {
        let fixed = [
            (
                "MemoryPressure", "KubeletHasSufficientMemory",
                "kubelet has sufficient memory available"
            ),
            ("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            ("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ]
        var conditions = fixed.map {
            condition($0.0, isTrue: false, $0.1, $0.2, old: old, now: now)
        }
        if let failure = runtime.networkFailure {
            conditions.append(
                condition(
                    "Ready", isTrue: false, "KubeletNotReady",
                    "container runtime network not ready: NetworkReady=false "
                        + "reason:NetworkPluginNotReady message:Network plugin returns error: \(failure)",
                    old: old, now: now))
        } else {
            conditions.append(
                condition(
                    "Ready", isTrue: true, "KubeletReady", "kubelet is posting ready status",
                    old: old, now: now))
        }
        let names = Set(conditions.compactMap { $0["type"].string })
        return old.conditions.filter { !names.contains($0.type) }.map(\.value) + conditions
    }

    private func condition(
        _ type: String, isTrue: Bool, _ reason: String, _ message: String, old: NodeStatus,
        now: SimulatedInstant
    ) -> Value {
        let status = isTrue ? "True" : "False"
        let time = CivilTime(now).rfc3339
        let before = old[condition: type]
        let since = before?.status == status ? before?.lastTransitionTime : nil
        return [
            "type": .string(type), "status": .string(status), "lastHeartbeatTime": .string(time),
            "lastTransitionTime": .string(since ?? time), "reason": .string(reason),
            "message": .string(message),
        ]
    }
}
