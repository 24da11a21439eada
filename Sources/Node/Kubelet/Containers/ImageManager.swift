import API
import ContainerRuntime
import Simulation

/// Sees to it that an image is on the node before its container is made.
///
/// Upstream: kubernetes pkg/kubelet/images/image_manager.go EnsureImageExists.
final class ImageManager: Sendable {
    private struct Key: Hashable {
        var podUID: String
        var image: String
    }
    private struct State {
        var backoff = BackoffTable<Key>(first: Defaults.imageBackoff, limit: Defaults.backoffMax)
        /// When and how the last pull failed.
        var failures: [Key: (at: SimulatedInstant, message: String)] = [:]
    }
    private let simulation: Simulation
    private let runtime: any RuntimeService
    private let state: Confined<State>

    init(_ simulation: Simulation, runtime: any RuntimeService) {
        (self.simulation, self.runtime) = (simulation, runtime)
        state = Confined(simulation, State())
    }

    /// Tells of an event of the container: severity is a warning or not, reason, message.
    typealias Teller = (_ isWarning: Bool, _ reason: String, _ message: String) -> Void

    /// Pulls the container's image if its policy and the node's stock say so.
    func ensure(
        _ container: Container, of pod: Pod, tell: Teller
    ) async throws(KubeletFailure) {
        let name = container.image
        let policy = container.imagePullPolicy
        guard ImageReference(name) != nil else {
            let text =
                "Failed to apply default image tag \"\(name)\": couldn't parse image name "
                + "\"\(name)\": invalid reference format"
            tell(true, "InspectFailed", text)
            throw KubeletFailure(reason: "InvalidImageName", message: text)
        }
        let isPresent = runtime.imageStatus(name) != nil
        if isPresent, policy != "Always" {
            return tell(
                false, "Pulled",
                "Container image \"\(name)\" already present on machine and can be accessed by the pod"
            )
        }
        if policy == "Never" {
            let text = "Container image \"\(name)\" is not present with pull policy of Never"
            tell(true, "ErrImageNeverPull", text)
            throw KubeletFailure(reason: "ErrImageNeverPull", message: text)
        }
        try await pull(name, key: Key(podUID: pod.metadata.uid, image: name), tell)
    }

    private func pull(_ name: String, key: Key, _ tell: Teller) async throws(KubeletFailure) {
        let start = simulation.now
        if let last = state.value.failures[key],
            state.value.backoff.remaining(key, since: last.at, now: start) != nil
        {
            tell(false, "BackOff", "Back-off pulling image \"\(name)\"")
            throw KubeletFailure(
                reason: "ImagePullBackOff",
                message: "Back-off pulling image \"\(name)\": ErrImagePull: \(last.message)")
        }
        tell(false, "Pulling", "Pulling image \"\(name)\"")
        do {
            let image = try await runtime.pullImage(name)
            state.value.failures[key] = nil
            let took = GoDuration.text(start.duration(to: simulation.now))
            tell(
                false, "Pulled",
                "Successfully pulled image \"\(name)\" in \(took) (\(took) including waiting). "
                    + "Image size: \(image.sizeBytes) bytes.")
        } catch {
            let now = simulation.now
            state.value.backoff.next(key, now: now)
            state.value.failures[key] = (now, error.description)
            tell(true, "Failed", "Failed to pull image \"\(name)\": \(error)")
            throw KubeletFailure(reason: "ErrImagePull", message: error.description)
        }
    }

    /// When a pull that rests may be tried again.
    func retryDelay(_ container: Container, of pod: Pod) -> Duration? {
        let key = Key(podUID: pod.metadata.uid, image: container.image)
        guard let last = state.value.failures[key] else { return nil }
        return state.value.backoff.remaining(key, since: last.at, now: simulation.now)
    }

    func forget(podUID: String) {
        state.value.backoff.forget { $0.podUID == podUID }
        state.value.failures = state.value.failures.filter { $0.key.podUID != podUID }
    }
}
