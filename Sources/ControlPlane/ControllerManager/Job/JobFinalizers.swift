import API
import Client
import Simulation

/// Takes the tracking finalizer off pods, and remembers it until the watch has shown it.
///
/// Until then the local copy of a pod still has the finalizer, and it would be counted twice.
final class JobFinalizers: Sendable {
    private let client: KubeClient
    private let released: Confined<Set<String>>

    init(client: KubeClient) {
        self.client = client
        released = Confined(client.simulation, [])
    }

    /// Whether the pod has the finalizer as far as is known here.
    func isTracked(_ pod: Pod) -> Bool {
        pod.isTracked && !released.value.contains(pod.metadata.uid)
    }

    /// The watch has shown a pod.
    func seen(_ pod: Pod, isGone: Bool) {
        if isGone || !pod.isTracked { released.value.remove(pod.metadata.uid) }
    }

    /// Takes the finalizer off all of `pods`; pods that are gone have none.
    func release(_ pods: [Pod]) async throws(Status) {
        for pod in pods where isTracked(pod) {
            do { try await release(pod) } catch {
                if error.reason != .notFound { throw error }
            }
            released.value.insert(pod.metadata.uid)
        }
    }

    private func release(_ pod: Pod) async throws(Status) {
        let left = pod.metadata.finalizers.filter { $0 != JobTracking.finalizer }
        let patch: Value = [
            "metadata": [
                "uid": .string(pod.metadata.uid),
                "finalizers": left.isEmpty ? .null : .array(left.map(Value.string)),
            ]
        ]
        try await client.patch(
            Pod.self, namespace: pod.metadata.namespace, name: pod.metadata.name,
            type: MediaType.mergePatch, patch)
    }
}
