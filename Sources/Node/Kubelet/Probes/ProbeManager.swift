import API
import Client
import ContainerRuntime
import PodNetwork
import Simulation

/// Asks the containers of all pods what their probes want to know, and remembers the answers.
///
/// A probe is asked as long as its container runs; a container without a probe counts as started
/// and ready as soon as it runs.
///
/// Upstream: kubernetes pkg/kubelet/prober/{prober_manager,worker}.go.
final class ProbeManager: Sendable {
    /// One probe of one run of a container.
    private struct Key: Hashable {
        var containerID: String
        var kind: Kind
    }
    enum Kind: String, Sendable {
        case startup = "Startup"
        case liveness = "Liveness"
        case readiness = "Readiness"
    }
    private struct State {
        var tasks: [Key: Task<Void, Never>] = [:]
        /// The settled answers: after as many equal ones as the thresholds want.
        var isWell: [Key: Bool] = [:]
        var podOf: [String: String] = [:]
        var onChange: @Sendable (String) -> Void = { _ in }
    }
    private let simulation: Simulation
    private let prober: Prober
    private let recorder: EventRecorder
    private let state: Confined<State>

    init(
        _ simulation: Simulation, runtime: any RuntimeService, recorder: EventRecorder,
        network: NetworkNamespace
    ) {
        self.simulation = simulation
        self.recorder = recorder
        prober = Prober(simulation: simulation, runtime: runtime, network: network)
        state = Confined(simulation, State())
    }

    /// Called with a pod's uid when an answer has changed.
    func onChange(_ handler: @escaping @Sendable (String) -> Void) {
        state.value.onChange = handler
    }

    // MARK: - Answers

    /// Which of these running containers have started, which are ready, and which are given up.
    func verdicts(
        for pod: Pod, _ containers: [CRI.ContainerStatus]
    ) -> (started: Set<String>, ready: Set<String>, actions: PodActions.ProbeVerdicts) {
        var (started, ready, actions) = (Set<String>(), Set<String>(), PodActions.ProbeVerdicts())
        for status in containers where status.state == .running {
            guard let spec = Self.spec(status.name, in: pod) else { continue }
            let hasStarted = isWell(status.id, .startup)
            if spec.startupProbe == nil || hasStarted == true {
                started.insert(status.id)
            } else {
                actions.notStarted.insert(status.id)
                if hasStarted == false { actions.failed[status.id] = "startup" }
            }
            if spec.readinessProbe == nil || isWell(status.id, .readiness) == true {
                ready.insert(status.id)
            }
            if isWell(status.id, .liveness) == false { actions.failed[status.id] = "liveness" }
        }
        return (started, ready, actions)
    }

    private func isWell(_ id: String, _ kind: Kind) -> Bool? {
        state.value.isWell[Key(containerID: id, kind: kind)]
    }

    static func spec(_ name: String, in pod: Pod) -> Container? {
        pod.spec.containers.first { $0.name == name }
            ?? pod.spec.initContainers.first { $0.name == name }
    }

    // MARK: - Asking

    /// Starts asking the containers that run, and stops asking those that do not.
    func watch(_ pod: Pod, _ containers: [CRI.ContainerStatus], podIP: String?) {
        for status in containers {
            guard status.state == .running, let spec = Self.spec(status.name, in: pod) else {
                forget(status.id)
                continue
            }
            let probes: [(Kind, Probe?)] = [
                (.startup, spec.startupProbe), (.liveness, spec.livenessProbe),
                (.readiness, spec.readinessProbe),
            ]
            for (kind, probe) in probes {
                guard let probe else { continue }
                let key = Key(containerID: status.id, kind: kind)
                guard state.value.tasks[key] == nil else { continue }
                state.value.podOf[status.id] = pod.metadata.uid
                let waitsForStart = kind != .startup && spec.startupProbe != nil
                state.value.tasks[key] = simulation.spawn("probe \(spec.name)") { [self] in
                    await ask(probe, key, spec, pod, podIP, waitsForStart: waitsForStart)
                }
            }
        }
    }

    private func ask(
        _ probe: Probe, _ key: Key, _ container: Container, _ pod: Pod, _ podIP: String?,
        waitsForStart: Bool
    ) async {
        let period = Duration.seconds(min(max(probe.periodSeconds, 1), 86_400))
        var (successes, failures) = (0, 0)
        let delay = Duration.seconds(min(max(probe.initialDelaySeconds, 0), 86_400))
        guard (try? await simulation.sleep(for: delay)) != nil else { return }
        while !Task.isCancelled {
            let mayAsk = !waitsForStart || isWell(key.containerID, .startup) == true
            if mayAsk {
                let outcome = await prober.run(probe, container, key.containerID, podIP: podIP)
                if Task.isCancelled { return }
                if let problem = outcome.problem {
                    (successes, failures) = (0, failures + 1)
                    tell(pod, container, "\(key.kind.rawValue) probe failed: \(problem)")
                    if failures >= probe.failureThreshold {
                        settle(key, false)
                        // The container is given up: nothing more is asked until there is another.
                        if key.kind != .readiness { return }
                    }
                } else {
                    (successes, failures) = (successes + 1, 0)
                    if successes >= probe.successThreshold { settle(key, true) }
                }
                // A container that has started is not asked for that again.
                if key.kind == .startup, isWell(key.containerID, .startup) == true { return }
            }
            guard (try? await simulation.sleep(for: period)) != nil else { return }
        }
    }

    private func tell(_ pod: Pod, _ container: Container, _ message: String) {
        recorder.record(
            pod, .warning, reason: "Unhealthy", message: message,
            fieldPath: "spec.containers{\(container.name)}")
    }

    private func settle(_ key: Key, _ isWell: Bool) {
        guard state.value.isWell[key] != isWell else { return }
        state.value.isWell[key] = isWell
        guard let uid = state.value.podOf[key.containerID] else { return }
        let handler = state.value.onChange
        handler(uid)
    }

    private func forget(_ id: String) {
        for kind in [Kind.startup, .liveness, .readiness] {
            let key = Key(containerID: id, kind: kind)
            state.value.tasks.removeValue(forKey: key)?.cancel()
            state.value.isWell[key] = nil
        }
        state.value.podOf[id] = nil
    }

    /// Stops asking the containers of a pod.
    func forget(podUID: String) {
        let ids = state.value.podOf.filter { $0.value == podUID }.map(\.key)
        for id in ids.sorted() { forget(id) }
    }

    /// Stops asking at all: the kubelet has stopped.
    func stop() {
        for id in state.value.podOf.keys.sorted() { forget(id) }
    }
}
