import API
import Client
import ContainerRuntime
import PodNetwork
import Simulation

/// What the parts of one kubelet share.
struct KubeletContext: Sendable {
    let configuration: KubeletConfiguration
    let client: KubeClient
    let runtime: any RuntimeService
    let recorder: EventRecorder
    let services: Informer<Service>
    let statuses: StatusManager
    let tokens: TokenManager
    let failures: FailureTable
    let probes: ProbeManager

    var simulation: Simulation { client.simulation }
    var objects: ObjectCache { ObjectCache(client: client) }

    init(
        configuration: KubeletConfiguration, client: KubeClient, runtime: any RuntimeService
    ) {
        self.configuration = configuration
        self.client = client
        self.runtime = runtime
        recorder = EventRecorder(
            client: client, component: "kubelet", host: configuration.nodeName)
        services = Informer(client: client)
        statuses = StatusManager(client: client)
        tokens = TokenManager(client: client)
        failures = FailureTable(client.simulation)
        probes = ProbeManager(
            client.simulation, runtime: runtime, recorder: recorder,
            network: configuration.hostNetwork)
    }

    /// What the runtime has of a pod.
    func state(of pod: Pod) -> PodRuntimeState {
        let uid = pod.metadata.uid
        return PodRuntimeState(
            sandboxes: runtime.podSandboxes(ofPod: uid), containers: runtime.containers(ofPod: uid))
    }

    func downwardSource(_ pod: Pod, podIPs: [String]) -> DownwardSource {
        DownwardSource(
            pod: pod, podIPs: podIPs, hostIP: configuration.address.description,
            allocatable: configuration.allocatable)
    }

    /// Records an event about one container of a pod.
    func record(
        _ pod: Pod, _ container: Container, _ severity: EventRecorder.Severity, _ reason: String,
        _ message: String
    ) {
        let isInit = pod.spec.initContainers.contains { $0.name == container.name }
        let isEphemeral = pod.spec.ephemeralContainers.contains { $0.name == container.name }
        let list = isInit ? "initContainers" : isEphemeral ? "ephemeralContainers" : "containers"
        recorder.record(
            pod, severity, reason: reason, message: message,
            fieldPath: "spec.\(list){\(container.name)}")
    }
}

/// Why containers wait, as long as they do: what `kubectl get pods` shows in STATUS.
///
/// Upstream: kubernetes pkg/kubelet/reason_cache.go.
final class FailureTable: Sendable {
    private let table: Confined<[String: [String: KubeletFailure]]>

    init(_ simulation: Simulation) { table = Confined(simulation, [:]) }

    subscript(podUID: String) -> [String: KubeletFailure] {
        get { table.value[podUID] ?? [:] }
        set { table.value[podUID] = newValue.isEmpty ? nil : newValue }
    }
}

/// A pod as texts name it: `name_namespace(uid)`.
///
/// Upstream: kubernetes pkg/kubelet/util/format/pod.go Pod.
func formatted(_ pod: Pod) -> String {
    "\(pod.metadata.name)_\(pod.metadata.namespace)(\(pod.metadata.uid))"
}
