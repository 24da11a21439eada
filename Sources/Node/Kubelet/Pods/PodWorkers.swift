import API
import Simulation

/// The workers of all pods of the node, by the pods' uids.
final class PodWorkers: Sendable {
    private struct Running {
        var worker: PodWorker
        var task: Task<Void, Never>
    }
    private let simulation: Simulation
    private let syncer: PodSyncer
    private let running: Confined<[String: Running]>

    init(_ simulation: Simulation, syncer: PodSyncer) {
        (self.simulation, self.syncer) = (simulation, syncer)
        running = Confined(simulation, [:])
    }

    subscript(uid: String) -> PodWorker? { running.value[uid]?.worker }

    /// All pods with a worker, by uid.
    var pods: [Pod] {
        running.value.sorted { $0.key < $1.key }.map(\.value.worker.pod)
    }

    /// The pod of this name that is not on its way out, or else any of that name.
    func pod(namespace: String, name: String) -> Pod? {
        let named = pods.filter { $0.metadata.name == name && $0.metadata.namespace == namespace }
        return named.first { !$0.metadata.isBeingDeleted } ?? named.first
    }

    /// Whether no other pod of the same name runs here.
    ///
    /// Upstream: kubernetes pkg/kubelet/pod_workers.go allowStaticPodStart.
    func isFree(for pod: Pod) -> Bool {
        !pods.contains {
            $0.namespacedName == pod.namespacedName && $0.metadata.uid != pod.metadata.uid
        }
    }

    /// Hands a new or changed pod to its worker.
    func update(_ pod: Pod) {
        let uid = pod.metadata.uid
        if let known = running.value[uid] { return known.worker.update(pod) }
        let worker = PodWorker(pod, syncer: syncer)
        let task = simulation.spawn("pod \(pod.metadata.name)") { [running] in
            await worker.run()
            running.value[uid] = nil
        }
        running.value[uid] = Running(worker: worker, task: task)
    }

    /// The pod has gone from the API, or its manifest has.
    func remove(uid: String) { running.value[uid]?.worker.markGone() }

    func wake(uid: String) { running.value[uid]?.worker.wake() }

    /// The kubelet stops; containers run on.
    func stop() {
        for uid in running.value.keys.sorted() { running.value[uid]?.task.cancel() }
    }
}
