import API
import Client
import Simulation

/// Makes and deletes pods in the name of a controller, and tells of it in Events.
///
/// Upstream: kubernetes pkg/controller/controller_utils.go RealPodControl.
struct PodControl: Sendable {
    let client: KubeClient
    let events: EventRecorder

    /// A pod of `template` that `owner` controls; its name is left to the API server.
    static func pod<Owner: APIObject>(from template: PodTemplateSpec, of owner: Owner) -> Pod {
        var pod = Pod(["apiVersion": "v1", "kind": "Pod"])
        var metadata = ObjectMeta(.object(Object()))
        metadata.generateName = generateName(owner.metadata.name)
        metadata.namespace = owner.metadata.namespace
        metadata.labels = template.metadata.labels
        metadata.annotations = template.metadata.annotations
        metadata.finalizers = template.metadata.finalizers
        metadata.ownerReferences = [controllerReference(to: owner)]
        pod.metadata = metadata
        pod.spec = template.spec
        return pod
    }

    /// The owner's name and a dash.
    private static func generateName(_ owner: String) -> String { "\(owner)-" }

    func create<Owner: APIObject>(_ pod: Pod, for owner: Owner) async throws(Status) {
        do {
            let created = try await client.create(pod)
            events.record(
                owner, .normal, reason: "SuccessfulCreate",
                message: "Created pod: \(created.metadata.name)")
        } catch {
            // In a namespace that is going away nothing can be made, and nothing needs to.
            if !Self.isNamespaceTerminating(error) {
                events.record(
                    owner, .warning, reason: "FailedCreate",
                    message: "Error creating: \(error.message)")
            }
            throw error
        }
    }

    func delete<Owner: APIObject>(_ pod: Pod, for owner: Owner) async throws(Status) {
        let name = pod.namespacedName
        do {
            try await client.delete(Pod.self, namespace: name.namespace, name: name.name)
            events.record(
                owner, .normal, reason: "SuccessfulDelete", message: "Deleted pod: \(name.name)")
        } catch {
            if error.reason == .notFound { throw error }
            events.record(
                owner, .warning, reason: "FailedDelete",
                message: "Error deleting: \(error.message)")
            throw error
        }
    }

    static func isNamespaceTerminating(_ error: Status) -> Bool {
        error.details?.causes.contains { $0.reason == "NamespaceTerminating" } ?? false
    }
}

/// The reference by which `owner` controls what it makes.
func controllerReference<Owner: APIObject>(to owner: Owner) -> OwnerReference {
    OwnerReference([
        "apiVersion": .string(Owner.resource.groupVersion.description),
        "kind": .string(Owner.kind), "name": .string(owner.metadata.name),
        "uid": .string(owner.metadata.uid), "controller": true, "blockOwnerDeletion": true,
    ])
}
