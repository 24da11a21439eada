import API
import ContainerRuntime

/// What must be done so that a pod's containers are as its spec wants: the kubelet's central plan.
///
/// ```
///   no ready sandbox ──▶ kill what is left, make one, then the first init container
///   init containers  ──▶ one after the other; a sidecar must have started, others have succeeded
///   containers       ──▶ all at once; ended ones again as the restart policy says
/// ```
/// Upstream: kubernetes pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions.
struct PodActions: Equatable, Sendable {
    /// A container that has to go before anything is started.
    struct Kill: Equatable, Sendable {
        var containerID: String
        var name: String
        /// For the event `Killing`.
        var message: String
    }

    var killsPod = false
    var createsSandbox = false
    /// How often a sandbox was made before.
    var sandboxAttempt = 0
    var kills: [Kill] = []
    /// Names of init containers to start now: at most one that is no sidecar.
    var initStarts: [String] = []
    /// Names of containers to start now.
    var starts: [String] = []
    /// Names of ephemeral containers to start now: those that have never run.
    var ephemeralStarts: [String] = []

    /// What the probes say about running containers, by container id.
    struct ProbeVerdicts: Sendable {
        /// Containers that a liveness or startup probe has given up, and which probe it was.
        var failed: [String: String] = [:]
        /// Containers with a startup probe that has not succeeded yet.
        var notStarted: Set<String> = []
    }

    static func compute(
        _ pod: Pod, _ state: PodRuntimeState, _ probes: ProbeVerdicts
    ) -> PodActions {
        guard let sandbox = state.readySandbox else { return forNewSandbox(pod, state) }
        var actions = PodActions()
        // They help with whatever keeps the pod from coming up, so they wait for nothing.
        actions.ephemeralStarts = pod.spec.ephemeralContainers.map(\.name).filter {
            state.latest($0) == nil
        }
        let plan = InitPlan(pod, state, sandbox.id, probes)
        actions.initStarts = plan.starts
        actions.killsPod = plan.hasFailed
        actions.kills = plan.kills
        guard plan.isDone else { return actions }
        var keeps = false
        for container in pod.spec.containers {
            let latest = state.latest(container.name)
            guard let latest, latest.state == .running, latest.sandboxID == sandbox.id else {
                if shouldStart(latest, pod.spec.restartPolicy) {
                    actions.starts.append(container.name)
                }
                continue
            }
            guard let message = reasonToKill(latest, container, probes) else {
                keeps = true
                continue
            }
            actions.kills.append(
                Kill(containerID: latest.id, name: container.name, message: message))
            if pod.spec.restartPolicy != "Never" || latest.requestedImage != container.image {
                actions.starts.append(container.name)
            }
        }
        if !keeps, actions.starts.isEmpty { actions.killsPod = true }
        return actions
    }

    private static func forNewSandbox(_ pod: Pod, _ state: PodRuntimeState) -> PodActions {
        var actions = PodActions()
        actions.killsPod = true
        actions.sandboxAttempt = (state.sandboxes.map(\.config.attempt).max() ?? -1) + 1
        let starts = pod.spec.containers.map(\.name).filter {
            shouldStart(state.latest($0), pod.spec.restartPolicy)
        }
        if starts.isEmpty { return actions }
        // A pod that never restarts and has run before stays as it is.
        if pod.spec.restartPolicy == "Never", actions.sandboxAttempt > 0, !state.containers.isEmpty
        {
            return actions
        }
        actions.createsSandbox = true
        if let first = pod.spec.initContainers.first {
            actions.initStarts = [first.name]
        } else {
            actions.starts = starts
        }
        return actions
    }

    /// Whether a container that does not run has to.
    static func shouldStart(_ latest: CRI.ContainerStatus?, _ restartPolicy: String) -> Bool {
        guard let latest, latest.state == .exited else { return true }
        switch restartPolicy {
        case "Never": return false
        case "OnFailure": return latest.exitCode != 0
        default: return true
        }
    }

    static func reasonToKill(
        _ status: CRI.ContainerStatus, _ container: Container, _ probes: ProbeVerdicts
    ) -> String? {
        if status.requestedImage != container.image {
            return "Container \(container.name) definition changed, will be restarted"
        }
        if let probe = probes.failed[status.id] {
            return "Container \(container.name) failed \(probe) probe, will be restarted"
        }
        return nil
    }
}

/// How far the init containers of a pod are.
private struct InitPlan {
    var starts: [String] = []
    var kills: [PodActions.Kill] = []
    var isDone = false
    var hasFailed = false

    init(
        _ pod: Pod, _ state: PodRuntimeState, _ sandboxID: String,
        _ probes: PodActions.ProbeVerdicts
    ) {
        let hasInitialized = pod.spec.containers.contains {
            state.latest($0.name)?.sandboxID == sandboxID
        }
        for container in pod.spec.initContainers {
            let isSidecar = container.restartPolicy == "Always"
            if hasInitialized, !isSidecar { continue }
            let latest = state.latest(container.name).flatMap {
                $0.sandboxID == sandboxID ? $0 : nil
            }
            guard let latest, latest.state != .created else {
                starts.append(container.name)
                if hasInitialized { continue }
                return
            }
            if latest.state == .running {
                if let message = PodActions.reasonToKill(latest, container, probes) {
                    kills.append(
                        .init(containerID: latest.id, name: container.name, message: message))
                    starts.append(container.name)
                } else if isSidecar, !probes.notStarted.contains(latest.id) {
                    continue
                }
                if hasInitialized { continue }
                return
            }
            if isSidecar {
                starts.append(container.name)
            } else if latest.exitCode != 0 {
                if pod.spec.restartPolicy == "Never" {
                    hasFailed = true
                } else {
                    starts.append(container.name)
                }
                return
            }
        }
        isDone = true
    }
}
