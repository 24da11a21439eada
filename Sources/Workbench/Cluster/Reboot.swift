import API
import APIServer
import ContainerRuntime
import Etcd
package import Simulation

/// All machines of a kept cluster come up again, as after a power cut.
///
/// ```
///   etcd's data ──▶ what ran where ──▶ each node's runtime: sandboxes gone, containers dead (255)
///                                                  │
///           kubelets: new sandboxes, containers once more, RESTARTS + 1, same pods
/// ```
/// On real machines the container runtime finds its containers on its own disk. Only etcd's disk is
/// kept here, so the runtimes are told what the pods' last statuses say.
///
/// Differs: of the machines' disks only etcd's is kept: files of hosts, of containers and of
/// `emptyDir` volumes, and logs, are new.
struct Reboot {
    let cluster: Cluster

    /// Tells the runtimes of all nodes; returns whether there was anything to tell.
    ///
    /// **Order** Before any kubelet runs.
    func recallPods(_ payloads: [any StoredPayload]) -> Bool {
        let objects = payloads.compactMap { APIServerProcess.object(storedAs: $0) }
        for pod in objects.map({ Pod($0) }) {
            guard let runtime = cluster.node(pod.spec.nodeName ?? "")?.runtime else { continue }
            recall(pod, in: runtime)
        }
        return !objects.isEmpty
    }

    /// What the store knows of pods before anything runs.
    func keptPods() throws(ClusterError) -> [any StoredPayload] {
        let prefix = "/registry/pods/"
        let isGroup = cluster.simulation.life > 0 && cluster.etcdGroup != nil
        guard cluster.isOnExternalStore || isGroup else {
            return cluster.store.restingValues(below: prefix)
        }
        let etcd = cluster.etcd
        do {
            return try cluster.simulation.run {
                try await etcd.range(RangeRequest(.prefix(Key(prefix)))).keyValues.map(\.value)
            }
        } catch { throw ClusterError("cannot read the pods from etcd: \(error)") }
    }

    private func recall(_ pod: Pod, in runtime: NodeRuntime) {
        let status = pod.status
        let containers = pod.spec.initContainers + pod.spec.containers
        let recalled = (status.initContainerStatuses + status.containerStatuses).flatMap { entry in
            containers.filter { $0.name == entry.name }.flatMap { Self.lives(of: entry, $0) }
        }
        guard !recalled.isEmpty else { return }
        // A static pod's own uid is its hash; the mirror's is the API server's.
        let uid = pod.metadata.annotations["kubernetes.io/config.mirror"] ?? pod.metadata.uid
        var config = CRI.PodSandboxConfig(
            name: pod.metadata.name, namespace: pod.metadata.namespace, uid: uid,
            hostname: pod.spec.hostNetwork ? pod.spec.nodeName ?? "" : pod.metadata.name)
        config.usesHostNetwork = pod.spec.hostNetwork
        runtime.recall(config, containers: recalled)
    }

    /// The runs of one container that its status still knows: the last, and the one before.
    private static func lives(
        of entry: ContainerStatus, _ container: Container
    ) -> [RecalledContainer] {
        var lives: [RecalledContainer] = []
        // A container that waits for its next start has its last run in `lastState`.
        let waits = entry.state.running == nil && entry.state.terminated == nil
        if let last = entry.lastState.terminated {
            lives.append(
                ended(last, container, attempt: entry.restartCount - (waits ? 0 : 1)))
        }
        if let now = entry.state.terminated {
            lives.append(ended(now, container, attempt: entry.restartCount))
        } else if let running = entry.state.running {
            lives.append(
                RecalledContainer(
                    id: identifier(entry.value["containerID"].string), name: container.name,
                    attempt: entry.restartCount, image: container.image,
                    startedAt: instant(running.startedAt), end: nil))
        }
        return lives
    }

    private static func ended(
        _ end: ContainerStateTerminated, _ container: Container, attempt: Int
    ) -> RecalledContainer {
        let finished = instant(end.finishedAt) ?? SimulatedInstant(secondsSinceEpoch: 0)
        return RecalledContainer(
            id: identifier(end.value["containerID"].string), name: container.name,
            attempt: max(0, attempt), image: container.image, startedAt: instant(end.startedAt),
            end: .init(
                finishedAt: finished, exitCode: end.exitCode, reason: end.reason ?? "",
                message: end.message ?? ""))
    }

    /// The runtime's part of `containerd://0123...`.
    private static func identifier(_ text: String?) -> String {
        let text = text ?? ""
        let scheme = "containerd://"
        return text.hasPrefix(scheme) ? String(text.dropFirst(scheme.count)) : text
    }

    private static func instant(_ text: String?) -> SimulatedInstant? {
        text.flatMap { CivilTime(rfc3339: $0)?.instant }
    }

    /// Whether what a pod's status says was said after `boot`.
    static func isOfThisLife(_ pod: Pod, since boot: SimulatedInstant) -> Bool {
        if ["Succeeded", "Failed"].contains(pod.status.phase) { return true }
        let start = boot.secondsSinceEpoch
        return pod.status.containerStatuses.allSatisfy { entry in
            guard let running = entry.state.running else { return true }
            return (instant(running.startedAt)?.secondsSinceEpoch ?? 0) >= start
        }
    }
}

extension Cluster {
    /// The world for a cluster: a fresh one, or one that goes on where `storage` ends.
    ///
    /// Its clock never begins before the newest instant that the storage knows, else objects would
    /// be from the future; and what is random in it differs from what was drawn before.
    ///
    /// **Throws** if the storage cannot be used, with a sentence that says why.
    package static func world(
        seed: UInt64, start: SimulatedInstant? = nil, storage: ClusterStorage
    ) throws(ClusterError) -> Simulation {
        let fresh = start.map { Simulation(seed: seed, start: $0) } ?? Simulation(seed: seed)
        let past: (newest: SimulatedInstant, lives: Int)?
        switch storage {
        case .memory: past = nil
        case .directory(let path):
            do {
                past = try EtcdProcess.history(of: path).map { ($0.newest, $0.starts) }
            } catch { throw ClusterError(error.description) }
        case .external(let store):
            // Somebody has to ask; nothing of this world is kept.
            let record = try record(in: store, Simulation(seed: seed)).record
            past = record.map { ($0.newest.advanced(by: Defaults.worldRecordInterval), $0.lives) }
        }
        guard let past else { return fresh }
        let again = past.newest.advanced(by: Defaults.rebootTime)
        return Simulation(seed: seed, start: max(fresh.now, again), life: past.lives)
    }

    private static func record(
        in store: ExternalStore, _ simulation: Simulation
    ) throws(ClusterError) -> (etcd: any EtcdService, record: WorldRecord?) {
        let etcd = try store.connect(simulation)
        do {
            return (etcd, try simulation.run { try await WorldRecord.read(from: etcd, store) })
        } catch { throw error as? ClusterError ?? ClusterError("\(error)") }
    }

    /// Connects with the real etcd, and notes there that another life has begun.
    static func openExternal(
        _ storage: ClusterStorage, _ simulation: Simulation
    ) throws(ClusterError) -> (etcd: any EtcdService, record: WorldRecord)? {
        guard case .external(let store) = storage else { return nil }
        let (etcd, found) = try record(in: store, simulation)
        var record =
            found
            ?? WorldRecord(
                origin: DiskOrigin(seed: simulation.seed, start: simulation.now), lives: 0,
                newest: simulation.now)
        record.lives += 1
        do { try simulation.run { [record] in try await record.write(to: etcd) } } catch {
            throw ClusterError("cannot write to etcd at \(store.description): \(error)")
        }
        return (etcd, record)
    }

    /// The world in which the cluster's keys were made: they are the same in all its lives.
    static func birthplace(_ origin: DiskOrigin, _ simulation: Simulation) -> Simulation {
        simulation.life == 0 ? simulation : Simulation(seed: origin.seed, start: origin.start)
    }
}
