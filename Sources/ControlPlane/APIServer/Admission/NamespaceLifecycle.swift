import API
import Simulation

/// Objects live only in namespaces that exist and are not going; some namespaces stay for ever.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/namespace/lifecycle.
struct NamespaceLifecycle: AdmissionPlugin {
    let registry: Registry
    let name = "NamespaceLifecycle"

    private static let namespaces = GroupVersionResource(
        group: "", version: "v1", resource: "namespaces")
    private static let immortal = ["default", "kube-system", "kube-public"]

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, request.isNamespaced, !request.namespace.isEmpty else {
            return
        }
        // Asking who may do what works for namespaces that do not exist.
        if request.resource.resource == "localsubjectaccessreviews" { return }
        var namespace = registry.cached(Self.namespaces, name: request.namespace)
        if namespace == nil {
            namespace = try await registry.newest(Self.namespaces, name: request.namespace)
        }
        guard let namespace else {
            throw .notFound(Self.namespaces.groupResource, request.namespace)
        }
        guard namespace["metadata"]["deletionTimestamp"] != nil else { return }
        throw .forbidden(
            request.resource.groupResource, request.name,
            "unable to create new content in namespace \(request.namespace) because it is being"
                + " terminated",
            causes: [
                Status.Cause(
                    reason: "NamespaceTerminating",
                    message: "namespace \(request.namespace) is being terminated",
                    field: "metadata.namespace")
            ])
    }

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .delete, request.isFor("namespaces"),
            Self.immortal.contains(request.name)
        else { return }
        throw request.forbidden("this namespace may not be deleted")
    }
}
