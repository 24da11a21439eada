package import PodNetwork
package import Simulation

/// The container runtime of one node: containerd and runc in one.
///
/// ```
///   sandbox   ready ─────────────────────▶ not ready ──▶ (removed)
///   container created ──▶ running ──▶ exited ──▶ (removed)
///                   └──── start error ──┘
/// ```
///
/// **Invariants**
/// 1. A container's sandbox is known as long as the container is.
/// 2. What a container writes into its own files is its own; images never change.
/// 3. It outlives its kubelet: a kubelet that starts anew finds the containers as they are.
package final class NodeRuntime: RuntimeService, Sendable {
    /// What the node gives its containers.
    package struct Configuration: Sendable {
        package var registry: ImageRegistry
        package var programs: ProgramCatalog
        package var plugin: any NetworkPlugin
        /// The node's own namespace, for pods on the host network.
        package var host: NetworkNamespace
        package var hardware: Machine.Hardware

        package init(
            registry: ImageRegistry, programs: ProgramCatalog, plugin: any NetworkPlugin,
            host: NetworkNamespace, hardware: Machine.Hardware = Machine.Hardware()
        ) {
            (self.registry, self.programs, self.plugin) = (registry, programs, plugin)
            (self.host, self.hardware) = (host, hardware)
        }
    }

    struct Sandbox {
        var status: CRI.PodSandboxStatus
        var network: NetworkNamespace?
        /// `/hostname` and `/resolv.conf`.
        var files: FileSystem
        /// Shared by all containers if the pod says so.
        var processes: ProcessTable?
    }

    struct Container {
        var status: CRI.ContainerStatus
        var config: CRI.ContainerConfig
        var image: Image
        var console: ContainerConsole
        var machine: Machine?
        var environment = Environment()
        var workingDirectory = "/"
        var main: RunningProcess?
    }

    /// The ids of what belongs to one pod, oldest first.
    private struct PodIndex {
        var sandboxes: [String] = []
        var containers: [String] = []
    }

    private struct State {
        var sandboxes: [String: Sandbox] = [:]
        var containers: [String: Container] = [:]
        var pods: [String: PodIndex] = [:]
        var images: [ImageReference: Image] = [:]
    }

    let simulation: Simulation
    let configuration: Configuration
    let deviceFiles: DeviceFiles
    package let events: Mailbox<CRI.ContainerEvent>
    private let state: Confined<State>
    private let random: RandomStream

    package init(_ simulation: Simulation, _ configuration: Configuration) {
        (self.simulation, self.configuration) = (simulation, configuration)
        deviceFiles = DeviceFiles(simulation, configuration.hardware)
        events = Mailbox(simulation)
        state = Confined(simulation, State())
        random = simulation.random("containerd \(configuration.host.name)")
    }

    package var networkFailure: String? { configuration.plugin.failure }

    func newID() -> String { hexText(random.bytes(32)) }

    // MARK: - Sandboxes

    package func runPodSandbox(
        _ config: CRI.PodSandboxConfig
    ) async throws(CRI.Failure) -> String {
        let id = newID()
        try? await simulation.sleep(for: Defaults.sandboxStartTime)
        let network: NetworkNamespace
        if config.usesHostNetwork {
            network = configuration.host
        } else {
            if let failure = networkFailure {
                throw CRI.Failure(
                    .unknown,
                    "failed to setup network for sandbox \"\(id)\": plugin type=\"calico\" failed "
                        + "(add): \(failure)")
            }
            network = try await configuration.plugin.attach(
                PodAttachment(
                    sandboxID: id, podName: config.name, podNamespace: config.namespace,
                    podUID: config.uid))
        }
        let files = FileSystem(simulation)
        try? files.write("/hostname", Array("\(config.hostname)\n".utf8))
        try? files.write("/resolv.conf", Array(config.resolverConfig.utf8))
        state.value.sandboxes[id] = Sandbox(
            status: CRI.PodSandboxStatus(
                id: id, config: config, isReady: true, createdAt: simulation.now,
                addresses: network.addresses),
            network: network, files: files,
            processes: config.sharesProcesses ? ProcessTable(simulation) : nil)
        state.value.pods[config.uid, default: PodIndex()].sandboxes.append(id)
        return id
    }

    /// Takes a pod as it is into the tables.
    func enter(_ sandbox: Sandbox, _ containers: [Container]) {
        let uid = sandbox.status.config.uid
        state.value.sandboxes[sandbox.status.id] = sandbox
        state.value.pods[uid, default: PodIndex()].sandboxes.append(sandbox.status.id)
        for container in containers {
            state.value.containers[container.status.id] = container
            state.value.pods[uid]?.containers.append(container.status.id)
        }
    }

    package func stopPodSandbox(_ id: String) async {
        guard let sandbox = state.value.sandboxes[id], sandbox.status.isReady else { return }
        state.value.sandboxes[id]?.status.isReady = false
        state.value.sandboxes[id]?.network = nil
        for container in containerIDs(in: sandbox) {
            await stopContainer(container, gracePeriod: .zero)
        }
        if let network = sandbox.network, network.host != nil {
            await configuration.plugin.detach(network)
        }
    }

    /// The network that a sandbox has; nil if it is gone.
    func network(of sandboxID: String) -> NetworkNamespace? {
        state.value.sandboxes[sandboxID]?.network
    }

    package func removePodSandbox(_ id: String) {
        guard let sandbox = state.value.sandboxes[id] else { return }
        for container in containerIDs(in: sandbox) { removeContainer(container) }
        state.value.sandboxes[id] = nil
        let uid = sandbox.status.config.uid
        state.value.pods[uid]?.sandboxes.removeAll { $0 == id }
        if state.value.pods[uid]?.sandboxes.isEmpty == true { state.value.pods[uid] = nil }
    }

    package func podSandboxes(ofPod uid: String?) -> [CRI.PodSandboxStatus] {
        guard let uid else {
            return state.value.sandboxes.values.map(\.status)
                .sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        }
        return (state.value.pods[uid]?.sandboxes ?? []).compactMap {
            state.value.sandboxes[$0]?.status
        }
    }

    private func containerIDs(in sandbox: Sandbox) -> [String] {
        (state.value.pods[sandbox.status.config.uid]?.containers ?? []).filter {
            state.value.containers[$0]?.status.sandboxID == sandbox.status.id
        }
    }

    // MARK: - Containers

    package func createContainer(
        in sandboxID: String, _ config: CRI.ContainerConfig
    ) throws(CRI.Failure) -> String {
        guard let sandbox = state.value.sandboxes[sandboxID] else {
            throw CRI.Failure(.notFound, "failed to find sandbox id \"\(sandboxID)\": not found")
        }
        guard let reference = ImageReference(config.image),
            let image = state.value.images[reference]
        else {
            throw CRI.Failure(.notFound, "failed to get image \"\(config.image)\": not found")
        }
        let id = newID()
        var container = Container(
            status: CRI.ContainerStatus(
                id: id, sandboxID: sandboxID, podUID: sandbox.status.config.uid,
                name: config.name, attempt: config.attempt, state: .created,
                createdAt: simulation.now, requestedImage: config.image,
                image: image.reference.description, imageID: image.repositoryDigest),
            config: config, image: image,
            console: ContainerConsole(
                simulation, hasInput: config.hasInput, hasTerminal: config.hasTerminal))
        try prepare(&container, in: sandbox)
        state.value.containers[id] = container
        state.value.pods[container.status.podUID]?.containers.append(id)
        announce(.created, id)
        return id
    }

    package func startContainer(_ id: String) async throws(CRI.Failure) {
        try? await simulation.sleep(for: Defaults.containerStartTime)
        guard let container = state.value.containers[id], let machine = container.machine else {
            throw CRI.Failure(.notFound, "container \"\(id)\" not found")
        }
        let arguments = container.image.commandLine(for: container.config)
        let program: Executable
        do {
            program = try machine.executable(
                for: arguments, path: container.environment["PATH", default: Machine.defaultPath],
                workingDirectory: container.workingDirectory)
        } catch {
            let failure = CRI.Failure(
                .unknown,
                "failed to create containerd task: failed to create shim task: OCI runtime create "
                    + "failed: runc create failed: unable to start container process: error during "
                    + "container init: \(error.runtimeText): unknown")
            end(id, exitCode: 128, reason: "StartError", message: failure.message)
            throw failure
        }
        let main = machine.processes.start(
            program.program, arguments: program.arguments, environment: container.environment,
            workingDirectory: container.workingDirectory,
            streams: container.console.streams(simulation), on: machine)
        state.value.containers[id]?.main = main
        state.value.containers[id]?.status.state = .running
        state.value.containers[id]?.status.startedAt = simulation.now
        announce(.started, id)
        simulation.spawn("container \(container.config.name)") { [self] in
            guard let code = try? await main.wait() else { return }
            end(id, exitCode: Int(code), reason: code == 0 ? "Completed" : "Error", message: "")
        }
    }

    private func end(_ id: String, exitCode: Int, reason: String, message: String) {
        guard let container = state.value.containers[id] else { return }
        if let machine = container.machine, !sharesProcesses(container) {
            machine.processes.killAll()
        }
        container.console.close()
        state.value.containers[id]?.main = nil
        state.value.containers[id]?.status.state = .exited
        state.value.containers[id]?.status.finishedAt = simulation.now
        state.value.containers[id]?.status.exitCode = exitCode
        state.value.containers[id]?.status.reason = reason
        state.value.containers[id]?.status.message =
            message.isEmpty ? terminationMessage(container) : message
        announce(.stopped, id)
    }

    private func sharesProcesses(_ container: Container) -> Bool {
        state.value.sandboxes[container.status.sandboxID]?.status.config.sharesProcesses ?? false
    }

    /// What the program left in its termination message file: at most 4096 bytes.
    private func terminationMessage(_ container: Container) -> String {
        let path = container.config.terminationMessagePath
        guard !path.isEmpty, let bytes = try? container.machine?.files.read(path) else { return "" }
        return String(decoding: bytes.prefix(4096), as: UTF8.self)
    }

    package func stopContainer(_ id: String, gracePeriod: Duration) async {
        guard let container = state.value.containers[id], let main = container.main else { return }
        if gracePeriod > .zero { main.signal(container.image.config.stopSignal) }
        let alarm = simulation.spawn("grace period") { [simulation] in
            guard (try? await simulation.sleep(for: gracePeriod)) != nil else { return }
            main.signal(.kill)
        }
        _ = try? await main.wait()
        alarm.cancel()
        // The task that watches the process writes the end down; it was woken before this one.
        await simulation.yield()
    }

    package func removeContainer(_ id: String) {
        guard let container = state.value.containers[id] else { return }
        container.main?.signal(.kill)
        announce(.deleted, id)
        state.value.containers[id] = nil
        state.value.pods[container.status.podUID]?.containers.removeAll { $0 == id }
    }

    package func containers(ofPod uid: String?) -> [CRI.ContainerStatus] {
        guard let uid else {
            return state.value.containers.values.map(\.status)
                .sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        }
        return (state.value.pods[uid]?.containers ?? []).compactMap {
            state.value.containers[$0]?.status
        }
    }

    package func containerStatus(_ id: String) -> CRI.ContainerStatus? {
        state.value.containers[id]?.status
    }

    func container(_ id: String) -> Container? { state.value.containers[id] }

    private func announce(_ kind: CRI.ContainerEvent.Kind, _ id: String) {
        guard let status = state.value.containers[id]?.status else { return }
        events.send(CRI.ContainerEvent(kind: kind, containerID: id, podUID: status.podUID))
    }

    // MARK: - Images

    package func pullImage(_ name: String) async throws(CRI.Failure) -> CRI.ImageStatus {
        guard let reference = ImageReference(name) else {
            throw CRI.Failure(
                .invalidArgument,
                "failed to parse image reference \"\(name)\": invalid reference format")
        }
        let image = try await configuration.registry.pull(
            reference, known: state.value.images[reference])
        state.value.images[reference] = image
        return status(of: image)
    }

    /// Puts an image on the node without a pull, as an installer does.
    package func preload(_ name: String) {
        guard let reference = ImageReference(name) else { return }
        state.value.images[reference] = configuration.registry.image(reference)
    }

    package func imageStatus(_ name: String) -> CRI.ImageStatus? {
        ImageReference(name).flatMap { state.value.images[$0] }.map(status)
    }

    package func images() -> [CRI.ImageStatus] {
        state.value.images.values.map(status).sorted { $0.image < $1.image }
    }

    private func status(of image: Image) -> CRI.ImageStatus {
        CRI.ImageStatus(
            image: image.reference.description, imageID: image.repositoryDigest,
            sizeBytes: image.sizeBytes)
    }
}
