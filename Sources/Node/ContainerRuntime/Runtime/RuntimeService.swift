package import PodNetwork
package import Simulation

/// What a kubelet asks of its container runtime.
///
/// Upstream: kubernetes staging/src/k8s.io/cri-api pkg/apis/services.go RuntimeService and
/// ImageManagerService. Implementation: `NodeRuntime`.
package protocol RuntimeService: Sendable {
    /// Whether pods can get a network, and if not the runtime's reason.
    var networkFailure: String? { get }
    /// What happens to containers, for the one kubelet of the node.
    var events: Mailbox<CRI.ContainerEvent> { get }

    // MARK: Sandboxes

    /// Makes and starts a pod's sandbox and gives its id.
    func runPodSandbox(_ config: CRI.PodSandboxConfig) async throws(CRI.Failure) -> String
    /// Kills what still runs in it and takes its network away.
    func stopPodSandbox(_ id: String) async
    /// Forgets it with its containers.
    func removePodSandbox(_ id: String)
    /// Oldest first.
    func podSandboxes(ofPod uid: String?) -> [CRI.PodSandboxStatus]

    // MARK: Containers

    func createContainer(
        in sandboxID: String, _ config: CRI.ContainerConfig
    ) throws(CRI.Failure) -> String
    func startContainer(_ id: String) async throws(CRI.Failure)
    /// Sends the image's stop signal, then after `gracePeriod` SIGKILL; returns when it has ended.
    func stopContainer(_ id: String, gracePeriod: Duration) async
    func removeContainer(_ id: String)
    /// Oldest first.
    func containers(ofPod uid: String?) -> [CRI.ContainerStatus]
    func containerStatus(_ id: String) -> CRI.ContainerStatus?
    func usage(_ id: String) -> CRI.Usage?

    // MARK: Inside a container

    /// Runs a command with these streams; the caller waits for its end.
    func exec(
        _ id: String, _ command: [String], streams: Process.Streams
    ) throws(CRI.Failure) -> RunningProcess
    /// Runs a command to its end, or kills it after `timeout`.
    func execSync(
        _ id: String, _ command: [String], timeout: Duration
    ) async throws(CRI.Failure) -> CRI.ExecResult
    /// What the container's main process reads and writes.
    func console(_ id: String) throws(CRI.Failure) -> ContainerConsole
    /// What the container has written.
    func log(_ id: String) -> ContainerLog?

    /// Opens a connection to a port of a sandbox's own loopback address.
    func portForward(_ sandboxID: String, port: Int) async throws(CRI.Failure) -> Connection

    // MARK: Images

    /// Pulls an image and gives its id.
    func pullImage(_ name: String) async throws(CRI.Failure) -> CRI.ImageStatus
    func imageStatus(_ name: String) -> CRI.ImageStatus?
    /// By name.
    func images() -> [CRI.ImageStatus]
}
