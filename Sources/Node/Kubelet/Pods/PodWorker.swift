import API
import Client
import Simulation

/// One pod's life on this node: one task that looks at it whenever something happened, in turn.
///
/// ```
///   syncing ──(deleted, or all containers ended)──▶ terminating ──▶ terminated ──▶ (removed)
/// ```
///
/// **Invariants**
/// 1. Only this worker's task changes the pod's containers.
/// 2. A pod that has begun to end never runs again.
///
/// Upstream: kubernetes pkg/kubelet/pod_workers.go.
final class PodWorker: Sendable {
    enum Phase: Sendable { case syncing, terminating, terminated }

    private struct State {
        var pod: Pod
        var phase = Phase.syncing
        var isDirty = true
        /// The pod is no longer in the API (or its manifest is gone).
        var isGone = false
        var gracePeriod: Duration?
        var nextLook: SimulatedInstant
        /// Before this nothing is tried again.
        var restUntil: SimulatedInstant
    }
    private let syncer: PodSyncer
    private let simulation: Simulation
    private let state: Confined<State>
    private let changes: WaitQueue

    init(_ pod: Pod, syncer: PodSyncer) {
        self.syncer = syncer
        simulation = syncer.context.simulation
        state = Confined(
            simulation, State(pod: pod, nextLook: simulation.now, restUntil: simulation.now))
        changes = WaitQueue(simulation)
    }

    var pod: Pod { state.value.pod }
    var phase: Phase { state.value.phase }

    /// The pod has changed; a new status alone is no reason to look at it.
    func update(_ pod: Pod) {
        let old = state.value.pod
        state.value.pod = pod
        if !Self.asksTheSame(old, pod) { wake() }
    }

    private static func asksTheSame(_ left: Pod, _ right: Pod) -> Bool {
        let (before, now) = (left.metadata, right.metadata)
        return before.deletionTimestamp == now.deletionTimestamp
            && before.deletionGracePeriodSeconds == now.deletionGracePeriodSeconds
            && before.labels == now.labels && before.annotations == now.annotations
            && left.spec == right.spec && gates(of: left) == gates(of: right)
    }

    /// What others say of the pod that its readiness depends on.
    private static func gates(of pod: Pod) -> [String?] {
        pod.spec.readinessGates.map { pod.status[condition: $0.conditionType]?.status }
    }

    /// The pod has gone from where it came from.
    func markGone() {
        state.value.isGone = true
        wake()
    }

    /// Something has happened that the worker should look at.
    func wake() {
        state.value.isDirty = true
        changes.wakeAll()
    }

    /// Works until the pod is gone and nothing is left of it, or the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            guard await waitForWork() else { return }
            state.value.isDirty = false
            beginEndingIfDue()
            switch state.value.phase {
            case .syncing:
                let result = await syncer.sync(state.value.pod)
                if case .ended = result { state.value.phase = .terminating }
                schedule(result)
            case .terminating:
                await syncer.terminate(state.value.pod, gracePeriod: state.value.gracePeriod)
                state.value.phase = .terminated
                state.value.isDirty = true
                // The pod may have been deleted while it was stopped.
                syncer.finish(state.value.pod)
            case .terminated:
                if state.value.isGone {
                    syncer.remove(state.value.pod)
                    return
                }
                syncer.finish(state.value.pod)
                state.value.nextLook = SimulatedInstant(nanosecondsSinceEpoch: .max)
            }
        }
    }

    private func beginEndingIfDue() {
        guard state.value.phase == .syncing else { return }
        if state.value.isGone {
            state.value.phase = .terminating
            state.value.gracePeriod = .seconds(Defaults.minimumGracePeriodSeconds)
        } else if state.value.pod.metadata.isBeingDeleted {
            state.value.phase = .terminating
            state.value.gracePeriod = .seconds(
                state.value.pod.metadata.deletionGracePeriodSeconds
                    ?? Defaults.terminationGracePeriodSeconds)
        }
    }

    private func schedule(_ result: PodSyncer.Result) {
        switch result {
        case .ended: state.value.isDirty = true
        case .rest(let delay):
            state.value.restUntil = simulation.now.advanced(by: delay)
            state.value.nextLook = state.value.restUntil
        case .again(let delay?): state.value.nextLook = simulation.now.advanced(by: delay)
        case .again(nil):
            let jitter = simulation.random("pod workers").double(in: 0..<0.5)
            state.value.nextLook = simulation.now.advanced(
                by: Defaults.syncFrequency * (1 + jitter))
        }
    }

    /// Returns false if the task was cancelled.
    private func waitForWork() async -> Bool {
        while true {
            let (now, isDirty) = (simulation.now, state.value.isDirty)
            let mustEnd = state.value.isGone || state.value.pod.metadata.isBeingDeleted
            if isDirty, mustEnd || now >= state.value.restUntil { return true }
            let next = isDirty ? state.value.restUntil : state.value.nextLook
            do {
                if next.nanosecondsSinceEpoch == .max {
                    try await changes.wait()
                } else {
                    let rest = now.duration(to: next)
                    guard rest > .zero, try await changes.wait(for: rest) else { return true }
                }
            } catch {
                return false
            }
        }
    }
}
