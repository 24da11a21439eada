import API
import Client
import ContainerRuntime
import PodNetwork
import Simulation

/// Makes one pod's containers as they should be: what a pod's worker does in each of its phases.
///
/// Upstream: kubernetes pkg/kubelet/kubelet.go SyncPod, SyncTerminatingPod, SyncTerminatedPod;
/// kuberuntime_manager.go SyncPod.
final class PodSyncer: Sendable {
    let context: KubeletContext
    let launcher: ContainerLauncher
    private let volumes: Confined<[String: PodVolumes]>
    /// How long pods whose volumes could not be made rest, by uid.
    private let mountRests: Confined<BackoffTable<String>>

    init(_ context: KubeletContext) {
        self.context = context
        launcher = ContainerLauncher(context)
        volumes = Confined(context.simulation, [:])
        mountRests = Confined(
            context.simulation,
            BackoffTable(first: Defaults.volumeBackoff, limit: Defaults.volumeBackoffMax))
    }

    /// How a look at a pod ended.
    enum Result: Sendable {
        /// Look again after this time if nothing else happens; nil is the usual period.
        case again(after: Duration?)
        /// Something failed: look again after this time, and not before unless the pod must end.
        case rest(Duration)
        /// All containers have ended for good.
        case ended
    }

    private func volumes(of pod: Pod) -> PodVolumes {
        if let known = volumes.value[pod.metadata.uid] { return known }
        let made = PodVolumes(context.simulation, host: context.configuration.hostFiles)
        volumes.value[pod.metadata.uid] = made
        return made
    }

    // MARK: - Running

    func sync(_ pod: Pod) async -> Result {
        let status = publish(pod)
        if ["Succeeded", "Failed"].contains(status.phase) { return .ended }
        if let failure = context.runtime.networkFailure, !pod.spec.hostNetwork {
            context.recorder.record(
                pod, .warning, reason: "NetworkNotReady",
                message: "network is not ready: container runtime network not ready: "
                    + "NetworkReady=false reason:NetworkPluginNotReady message:Network plugin "
                    + "returns error: \(failure)")
            return .again(after: .seconds(2))
        }
        let podIPs = context.state(of: pod).readySandbox?.addresses.map(\.description) ?? []
        let payloads = VolumePayload(
            source: context.downwardSource(pod, podIPs: podIPs), objects: context.objects,
            tokens: context.tokens)
        do {
            try await volumes(of: pod).setUp(pod, payloads, ClaimedVolumes(client: context.client))
        } catch {
            context.recorder.record(
                pod, .warning, reason: "FailedMount", message: error.text)
            let (key, now) = (pod.metadata.uid, context.simulation.now)
            mountRests.value.next(key, now: now)
            return .rest(mountRests.value.delay(key))
        }
        mountRests.value.forget { $0 == pod.metadata.uid }
        return await act(pod)
    }

    private func act(_ pod: Pod) async -> Result {
        let state = context.state(of: pod)
        let actions = PodActions.compute(
            pod, state, context.probes.verdicts(for: pod, state.containers).actions)
        for kill in actions.kills {
            await stop(kill.containerID, kill.name, of: pod, message: kill.message)
        }
        var sandbox = state.readySandbox
        if actions.killsPod {
            await stopAll(pod, gracePeriod: nil)
            for old in state.sandboxes where old.isReady {
                await context.runtime.stopPodSandbox(old.id)
            }
            sandbox = nil
        }
        if actions.createsSandbox {
            if !state.sandboxes.isEmpty {
                context.recorder.record(
                    pod, .normal, reason: "SandboxChanged",
                    message: "Pod sandbox changed, it will be killed and re-created.")
            }
            do { sandbox = try await makeSandbox(pod, attempt: actions.sandboxAttempt) } catch {
                context.recorder.record(
                    pod, .warning, reason: "FailedCreatePodSandBox",
                    message: "Failed to create pod sandbox: rpc error: code = "
                        + "\(error.code.rawValue) desc = \(error.message)")
                return .again(after: .seconds(2))
            }
        }
        guard let sandbox else {
            publish(pod)
            return .again(after: nil)
        }
        let place = ContainerLauncher.Place(pod: pod, sandbox: sandbox, volumes: volumes(of: pod))
        for container in pod.spec.ephemeralContainers
        where actions.ephemeralStarts.contains(container.name) {
            await start(container, in: place)
        }
        for container in pod.spec.initContainers where actions.initStarts.contains(container.name) {
            await start(container, in: place)
        }
        for container in pod.spec.containers where actions.starts.contains(container.name) {
            await start(container, in: place)
        }
        publish(pod)
        // A pull that failed is told as back-off soon after, as upstream's next look does.
        let failures = context.failures[pod.metadata.uid].values
        if failures.contains(where: { $0.reason == "ErrImagePull" }) { return .rest(.seconds(2)) }
        return .again(after: nextTry(pod, actions))
    }

    private func start(_ container: Container, in place: ContainerLauncher.Place) async {
        let uid = place.pod.metadata.uid
        do {
            try await launcher.start(container, in: place)
            context.failures[uid][container.name] = nil
        } catch {
            context.failures[uid][container.name] = error
            publish(place.pod)
        }
    }

    /// When what failed may be tried again.
    private func nextTry(_ pod: Pod, _ actions: PodActions) -> Duration? {
        let names = actions.initStarts + actions.starts
        let failed = context.failures[pod.metadata.uid]
        let delays = names.filter { failed[$0] != nil }.map { name -> Duration in
            let container = ProbeManager.spec(name, in: pod)
            let image = container.flatMap { launcher.images.retryDelay($0, of: pod) }
            return launcher.retryDelay(name, of: pod) ?? image ?? .seconds(10)
        }
        return delays.min()
    }

    private func makeSandbox(
        _ pod: Pod, attempt: Int
    ) async throws(CRI.Failure) -> CRI.PodSandboxStatus? {
        let configuration = context.configuration
        let hostname =
            pod.spec.hostNetwork
            ? configuration.nodeName : String((pod.spec.hostname ?? pod.metadata.name).prefix(63))
        var config = CRI.PodSandboxConfig(
            name: pod.metadata.name, namespace: pod.metadata.namespace, uid: pod.metadata.uid,
            hostname: hostname)
        config.attempt = attempt
        config.usesHostNetwork = pod.spec.hostNetwork
        config.sharesProcesses = pod.spec.shareProcessNamespace
        let host = (try? configuration.hostFiles.read("/etc/resolv.conf")) ?? []
        config.resolverConfig = HostsFile.resolverConfig(
            pod, clusterDNS: configuration.clusterDNS, clusterDomain: configuration.clusterDomain,
            host: String(decoding: host, as: UTF8.self))
        let id = try await context.runtime.runPodSandbox(config)
        publish(pod)
        return context.state(of: pod).sandboxes.first { $0.id == id }
    }

    // MARK: - Status

    /// Works out the pod's status, hands it to the status manager, and gives it back.
    @discardableResult
    func publish(_ pod: Pod, isTerminated: Bool = false) -> PodStatus {
        let state = context.state(of: pod)
        let verdicts = context.probes.verdicts(for: pod, state.containers)
        let generator = PodStatusGenerator(
            pod: pod, state: state,
            old: context.statuses.status(pod.metadata.uid) ?? pod.status,
            failures: context.failures[pod.metadata.uid], started: verdicts.started,
            ready: verdicts.ready, hostIP: context.configuration.address.description,
            now: context.simulation.now, isTerminated: isTerminated)
        let status = generator.generate()
        context.statuses.set(pod, status)
        if !isTerminated, !pod.metadata.isBeingDeleted {
            context.probes.watch(
                pod, state.containers, podIP: state.readySandbox?.addresses.first?.description)
        }
        return status
    }

    // MARK: - Ending

    /// Stops all containers within the grace period, then the sandbox.
    func terminate(_ pod: Pod, gracePeriod: Duration?) async {
        publish(pod)
        context.probes.forget(podUID: pod.metadata.uid)
        await stopAll(pod, gracePeriod: gracePeriod)
        for sandbox in context.state(of: pod).sandboxes where sandbox.isReady {
            await context.runtime.stopPodSandbox(sandbox.id)
        }
        context.failures[pod.metadata.uid] = [:]
        publish(pod, isTerminated: true)
    }

    /// Forgets what the node kept for a pod that has ended; its containers stay for their logs.
    func finish(_ pod: Pod) {
        volumes.value[pod.metadata.uid] = nil
        mountRests.value.forget { $0 == pod.metadata.uid }
        context.tokens.forget(podUID: pod.metadata.uid)
        launcher.forget(podUID: pod.metadata.uid)
        context.statuses.finish(pod)
    }

    /// Removes all that is left of a pod that is gone from the API.
    func remove(_ pod: Pod) {
        for sandbox in context.state(of: pod).sandboxes {
            context.runtime.removePodSandbox(sandbox.id)
        }
        context.probes.forget(podUID: pod.metadata.uid)
        context.failures[pod.metadata.uid] = [:]
        context.statuses.forget(pod.metadata.uid)
    }

    private func stopAll(_ pod: Pod, gracePeriod: Duration?) async {
        let running = context.state(of: pod).containers.filter { $0.state == .running }
        let isSidecar = { (name: String) in
            pod.spec.initContainers.contains { $0.name == name && $0.restartPolicy == "Always" }
        }
        // Sidecars outlive the containers that they serve.
        for group in [
            running.filter { !isSidecar($0.name) }, running.filter { isSidecar($0.name) },
        ] {
            await withTaskGroup(of: Void.self) { tasks in
                for status in group {
                    tasks.addTask { [self] in
                        await stop(
                            status.id, status.name, of: pod,
                            message: "Stopping container \(status.name)", gracePeriod: gracePeriod)
                    }
                }
            }
        }
    }

    private func stop(
        _ id: String, _ name: String, of pod: Pod, message: String, gracePeriod: Duration? = nil
    ) async {
        let seconds =
            pod.spec.terminationGracePeriodSeconds ?? Defaults.terminationGracePeriodSeconds
        var grace = gracePeriod ?? .seconds(min(max(seconds, 0), 1 << 31))
        if let container = ProbeManager.spec(name, in: pod) {
            context.record(pod, container, .normal, "Killing", message)
            let runner = HookRunner(context: context)
            let podIP = context.state(of: pod).readySandbox?.addresses.first?.description
            grace -= await runner.preStop(container, id, of: pod, podIP: podIP, limit: grace)
        }
        let least = Duration.seconds(Defaults.minimumGracePeriodSeconds)
        await context.runtime.stopContainer(id, gracePeriod: max(grace, least))
    }
}
