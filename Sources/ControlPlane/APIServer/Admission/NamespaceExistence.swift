import API
import Simulation

/// Makes the namespace of whatever is created in it. Off by default.
///
/// Upstream: kubernetes plugin/pkg/admission/namespace/autoprovision.
struct NamespaceAutoProvision: AdmissionPlugin {
    let registry: Registry
    let name = "NamespaceAutoProvision"

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, request.isNamespaced, !request.namespace.isEmpty,
            !request.isDryRun
        else { return }
        try await registry.ensure([
            "kind": "Namespace", "apiVersion": "v1",
            "metadata": ["name": .string(request.namespace)],
        ])
    }
}

/// Refuses whatever is created in a namespace that does not exist. Off by default, since
/// `NamespaceLifecycle` does more.
///
/// Upstream: kubernetes plugin/pkg/admission/namespace/exists.
struct NamespaceExists: AdmissionPlugin {
    let registry: Registry
    let name = "NamespaceExists"

    private static let namespaces = GroupVersionResource(
        group: "", version: "v1", resource: "namespaces")

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.isNamespaced, !request.namespace.isEmpty,
            registry.cached(Self.namespaces, name: request.namespace) == nil,
            try await registry.newest(Self.namespaces, name: request.namespace) == nil
        else { return }
        throw .notFound(Self.namespaces.groupResource, request.namespace)
    }
}
