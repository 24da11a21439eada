import API
package import Client
package import ContainerRuntime
import Simulation

/// The kubelet of one node: makes the containers that the API server's pods ask for.
///
/// ```
///   pods of this node (watch) ─┐                      ┌─▶ runtime: sandboxes, containers
///   manifests of this node ────┼─▶ a worker per pod ──┤
///   runtime events, probes ────┘                      └─▶ status manager ─▶ API server
/// ```
/// Reading order: `PodWorker` (a pod's life), `PodSyncer` (what is done in each phase),
/// `PodActions` (the plan), `ContainerLauncher` (one container), `PodStatusGenerator` (what is told).
///
/// **Invariants**
/// 1. It writes only the status of pods, its node and lease, mirrors, tokens and events.
/// 2. Stopping it (a crash) leaves the containers running; a new one finds them by their pods' uids.
///
/// Differs: no eviction, no admission of pods on the node, no device or CPU managers.
/// Upstream: kubernetes pkg/kubelet/kubelet.go.
package final class KubeletProcess: Sendable {
    package let name: String
    let context: KubeletContext
    let workers: PodWorkers
    private let syncer: PodSyncer
    private let staticPods: StaticPods
    private let informer: Informer<Pod>
    /// When each pod was first seen, as its annotation shows it.
    private let firstSeen: Confined<[String: String]>

    /// `client` carries the identity `system:node:<name>`.
    package init(
        configuration: KubeletConfiguration, client: KubeClient, runtime: any RuntimeService
    ) {
        name = "kubelet \(configuration.nodeName)"
        context = KubeletContext(configuration: configuration, client: client, runtime: runtime)
        syncer = PodSyncer(context)
        workers = PodWorkers(client.simulation, syncer: syncer)
        staticPods = StaticPods(context)
        informer = Informer(
            client: client, fieldSelector: "spec.nodeName=\(configuration.nodeName)")
        firstSeen = Confined(client.simulation, [:])
    }

    /// Runs until the task is cancelled.
    package func run() async {
        let (workers, reporter) = (workers, NodeReporter(context))
        context.probes.onChange { workers.wake(uid: $0) }
        informer.onChange { [self] change in handle(change) }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.context.recorder.run() }
            tasks.addTask { await self.context.statuses.run() }
            tasks.addTask { await self.followRuntime() }
            tasks.addTask { await self.relist() }
            tasks.addTask { await self.followManifests() }
            tasks.addTask {
                guard (try? await reporter.register()) != nil else { return }
                await withTaskGroup(of: Void.self) { registered in
                    registered.addTask { await reporter.renewLease() }
                    registered.addTask { await reporter.reportStatus() }
                    registered.addTask { await self.context.services.run() }
                    registered.addTask { await self.followPods() }
                }
            }
        }
        workers.stop()
        context.probes.stop()
    }

    /// Pods wait for the services, since their containers' environments name them.
    private func followPods() async {
        guard (try? await context.services.waitUntilSynced()) != nil else { return }
        await informer.run()
    }

    // MARK: - Pods from the API

    private func handle(_ change: Informer<Pod>.Change) {
        let pod = change.object
        if StaticPods.isMirror(pod) { return handleMirror(change) }
        switch change {
        case .added, .updated:
            workers.update(annotated(pod, source: "api"))
            context.statuses.reconcile(pod)
        case .deleted:
            firstSeen.value[pod.metadata.uid] = nil
            workers.remove(uid: pod.metadata.uid)
        }
    }

    /// The pod with the two annotations that only the kubelet sees.
    private func annotated(_ pod: Pod, source: String) -> Pod {
        var pod = pod
        var annotations = pod.metadata.annotations
        annotations[StaticPods.seenAnnotation] = seen(pod.metadata.uid)
        annotations[StaticPods.sourceAnnotation] = source
        pod.metadata.annotations = annotations
        return pod
    }

    private func seen(_ uid: String) -> String {
        if let known = firstSeen.value[uid] { return known }
        let text = timestamp()
        firstSeen.value[uid] = text
        return text
    }

    /// The host's local time with nine digits of a second, as Go's RFC3339Nano.
    ///
    /// A real clock is never at a whole microsecond; the random rest also keeps Go from cutting
    /// zeros off the end.
    private func timestamp() -> String {
        let rest = context.simulation.random(name).int(in: 0..<999_999) / 10 * 10 + 7
        let instant = context.simulation.now.advanced(by: .nanoseconds(rest))
        return CivilTime(instant, secondsFromUTC: context.configuration.secondsFromUTC)
            .rfc3339(fractionDigits: 9)
    }

    // MARK: - Static pods

    private func followManifests() async {
        // A changed manifest is another pod of the same name, which must not meet the last one.
        var waiting: [Pod] = []
        while !Task.isCancelled {
            let changes = staticPods.read(seen: timestamp())
            for pod in changes.removed {
                waiting.removeAll { $0.metadata.uid == pod.metadata.uid }
                workers.remove(uid: pod.metadata.uid)
            }
            let wanted = waiting + changes.added
            waiting = wanted.filter { !workers.isFree(for: $0) }
            for pod in wanted where workers.isFree(for: pod) {
                if let mirror = informer.get(pod.namespacedName) {
                    context.statuses.showOn(mirror, for: pod.metadata.uid)
                }
                workers.update(pod)
            }
            if informer.hasSynced { await reconcileMirrors() }
            // Short until the API server is there, so that mirrors appear soon after it.
            let isCalm = informer.hasSynced && waiting.isEmpty
            let rest: Duration = isCalm ? Defaults.fileCheckFrequency : .seconds(1)
            guard (try? await context.simulation.sleep(for: rest)) != nil else { return }
        }
    }

    private func reconcileMirrors() async {
        guard staticPods.needMirrors(informer) else { return }
        let node = try? await context.client.get(Node.self, name: context.configuration.nodeName)
        await staticPods.reconcileMirrors(informer, node: node)
    }

    /// A mirror has come, changed or gone: the static pod's status is written to it.
    private func handleMirror(_ change: Informer<Pod>.Change) {
        let mirror = change.object
        guard let original = staticPods.original(of: mirror) else { return }
        let uid = original.metadata.uid
        switch change {
        case .added, .updated:
            if mirror.metadata.isBeingDeleted {
                context.statuses.finish(mirror)
            } else {
                context.statuses.showOn(mirror, for: uid)
            }
        case .deleted: context.statuses.showOn(nil, for: uid)
        }
    }

    // MARK: - The runtime's events (PLEG)

    private func followRuntime() async {
        while let event = try? await context.runtime.events.next() {
            workers.wake(uid: event.podUID)
        }
    }

    /// Removes sandboxes of pods that nobody knows any more, as after a crash of the kubelet.
    private func relist() async {
        while (try? await context.simulation.sleep(for: Defaults.relistPeriod)) != nil {
            guard informer.hasSynced else { continue }
            for sandbox in context.runtime.podSandboxes(ofPod: nil)
            where workers[sandbox.config.uid] == nil {
                await context.runtime.stopPodSandbox(sandbox.id)
                context.runtime.removePodSandbox(sandbox.id)
            }
        }
    }
}
