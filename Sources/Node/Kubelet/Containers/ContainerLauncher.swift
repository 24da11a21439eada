import API
import Client
import ContainerRuntime
import PodNetwork
import Simulation

/// Starts one container of a pod: image, configuration, runtime, hook.
///
/// Upstream: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer.
final class ContainerLauncher: Sendable {
    private struct Key: Hashable {
        var podUID: String
        var container: String
    }
    let context: KubeletContext
    let images: ImageManager
    private let backoff: Confined<BackoffTable<Key>>

    init(_ context: KubeletContext) {
        self.context = context
        images = ImageManager(context.simulation, runtime: context.runtime)
        backoff = Confined(
            context.simulation,
            BackoffTable(first: Defaults.containerBackoff, limit: Defaults.backoffMax))
    }

    /// Where a container is started, and with what.
    struct Place: Sendable {
        var pod: Pod
        var sandbox: CRI.PodSandboxStatus
        var volumes: PodVolumes

        var podIPs: [String] { sandbox.addresses.map(\.description) }
    }

    /// **Throws** why the container has to wait; the events are told by then.
    func start(_ container: Container, in place: Place) async throws(KubeletFailure) {
        let pod = place.pod
        try rest(container, of: pod)
        let context = context
        do throws(KubeletFailure) {
            try await images.ensure(container, of: pod) { isWarning, reason, message in
                context.record(pod, container, isWarning ? .warning : .normal, reason, message)
            }
            let configuration = try await configure(container, in: place)
            let id = try create(configuration, in: place)
            context.record(pod, container, .normal, "Created", "Container created")
            do { try await context.runtime.startContainer(id) } catch {
                throw KubeletFailure(reason: "RunContainerError", message: error.description)
            }
            context.record(pod, container, .normal, "Started", "Container started")
            removeOldContainers(container.name, of: pod)
            try await postStart(container, id, of: place)
        } catch {
            let isImage = error.reason.contains("Image")
            if error.reason != "PostStartHookError" {
                context.record(
                    pod, container, .warning, "Failed",
                    "Error: \(isImage ? error.reason : error.message)")
            }
            throw error
        }
    }

    /// Lets a container that ended rest before it is started again.
    private func rest(_ container: Container, of pod: Pod) throws(KubeletFailure) {
        let key = Key(podUID: pod.metadata.uid, container: container.name)
        guard let latest = context.state(of: pod).latest(container.name),
            latest.state == .exited, let end = latest.finishedAt
        else { return }
        let now = context.simulation.now
        if backoff.value.remaining(key, since: end, now: now) != nil {
            context.record(
                pod, container, .warning, "BackOff",
                "Back-off restarting failed container \(container.name) in pod \(formatted(pod))")
            let delay = GoDuration.text(backoff.value.delay(key))
            throw KubeletFailure(
                reason: "CrashLoopBackOff",
                message: "back-off \(delay) restarting failed container=\(container.name) "
                    + "pod=\(formatted(pod))")
        }
        backoff.value.next(key, now: end)
    }

    /// How long the container still rests; nil if it does not.
    func retryDelay(_ name: String, of pod: Pod) -> Duration? {
        let key = Key(podUID: pod.metadata.uid, container: name)
        guard let end = context.state(of: pod).latest(name)?.finishedAt else { return nil }
        return backoff.value.remaining(key, since: end, now: context.simulation.now)
    }

    func forget(podUID: String) {
        images.forget(podUID: podUID)
        backoff.value.forget { $0.podUID == podUID }
    }

    // MARK: - Configuration

    private func configure(
        _ container: Container, in place: Place
    ) async throws(KubeletFailure) -> CRI.ContainerConfig {
        let pod = place.pod
        let services = ServiceEnvironment.variables(
            for: pod.metadata.namespace, services: context.services.list(),
            enableServiceLinks: pod.spec.enableServiceLinks)
        let maker = ContainerEnvironment(
            source: context.downwardSource(pod, podIPs: place.podIPs), services: services,
            objects: context.objects)
        let variables = try await maker.variables(of: container)
        let environment = Environment(variables.map { ($0.name, $0.value) })
        let expand = { (text: String) in VariableExpansion.expand(text) { environment[$0] } }

        var config = CRI.ContainerConfig(name: container.name, image: container.image)
        config.attempt = (context.state(of: pod).latest(container.name)?.attempt ?? -1) + 1
        config.command = container.command.map(expand)
        config.arguments = container.args.map(expand)
        config.workingDirectory = container.workingDir ?? ""
        config.environment = variables
        let security = container.securityContext
        config.userID = security?.runAsUser ?? pod.spec.securityContext.runAsUser
        config.groupID = security?.runAsGroup ?? pod.spec.securityContext.runAsGroup
        config.isRootReadOnly = security?.readOnlyRootFilesystem ?? false
        config.hasTerminal = container.tty
        config.hasInput = container.stdin
        config.inputOnce = container.stdinOnce
        config.terminationMessagePath = container.terminationMessagePath
        config.mounts = try mounts(container, in: place, expand)
        let mustNotBeRoot = security?.runAsNonRoot ?? pod.spec.securityContext.runAsNonRoot ?? false
        if mustNotBeRoot, config.userID == 0 {
            throw .config(
                "container's runAsUser breaks non-root policy (pod: \"\(formatted(pod))\", "
                    + "container: \(container.name))")
        }
        return config
    }

    private func mounts(
        _ container: Container, in place: Place, _ expand: (String) -> String
    ) throws(KubeletFailure) -> [CRI.Mount] {
        var mounts: [CRI.Mount] = []
        for mount in container.volumeMounts {
            guard let found = place.volumes.mount(mount, of: place.pod, expand: expand) else {
                throw .config(
                    "cannot find volume \"\(mount.name)\" to mount into container "
                        + "\"\(container.name)\"")
            }
            mounts.append(found)
        }
        let files = place.volumes.files
        let hasHosts = container.volumeMounts.contains { $0.mountPath == "/etc/hosts" }
        if !hasHosts {
            let spec = place.pod.spec
            let domain = spec.subdomain.map {
                "\($0).\(place.pod.metadata.namespace).svc.\(context.configuration.clusterDomain)"
            }
            let text = HostsFile.text(
                podIPs: place.podIPs, hostname: place.sandbox.config.hostname,
                domain: domain ?? "", aliases: spec.hostAliases)
            try? files.write("/etc-hosts", Array(text.utf8))
            mounts.append(CRI.Mount("/etc/hosts", source: files, sourcePath: "/etc-hosts"))
        }
        let messages = "/termination/\(container.name)"
        try? files.makeDirectory("/termination", withParents: true)
        try? files.write(messages, [], mode: 0o666)
        mounts.append(
            CRI.Mount(container.terminationMessagePath, source: files, sourcePath: messages))
        return mounts
    }

    private func create(
        _ config: CRI.ContainerConfig, in place: Place
    ) throws(KubeletFailure) -> String {
        do {
            return try context.runtime.createContainer(in: place.sandbox.id, config)
        } catch {
            throw KubeletFailure(reason: "CreateContainerError", message: error.description)
        }
    }

    /// Keeps the last run for `logs --previous`, and forgets those before.
    private func removeOldContainers(_ name: String, of pod: Pod) {
        let all = context.state(of: pod).containers.filter { $0.name == name }
        for old in all.dropLast(2) { context.runtime.removeContainer(old.id) }
    }

    private func postStart(
        _ container: Container, _ id: String, of place: Place
    ) async throws(KubeletFailure) {
        guard let hook = container.lifecycle?.postStart else { return }
        let runner = HookRunner(context: context)
        guard let problem = await runner.run(hook, container, id, podIP: place.podIPs.first) else {
            return
        }
        context.record(
            place.pod, container, .warning, "FailedPostStartHook", "PostStartHook failed")
        context.record(
            place.pod, container, .normal, "Killing", "FailedPostStartHook")
        await context.runtime.stopContainer(
            id, gracePeriod: .seconds(Defaults.minimumGracePeriodSeconds))
        throw KubeletFailure(reason: "PostStartHookError", message: problem)
    }
}
