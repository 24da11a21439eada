import API
import Simulation

/// A claim that names no storage class gets the cluster's default one.
///
/// Upstream: kubernetes plugin/pkg/admission/storage/storageclass/setdefault.
struct DefaultStorageClass: AdmissionPlugin {
    let registry: Registry
    let name = "DefaultStorageClass"

    private static let classes = GroupVersionResource(
        group: "storage.k8s.io", version: "v1", resource: "storageclasses")

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, request.isFor("persistentvolumeclaims"),
            var claim = request.object, claim["spec"]["storageClassName"] == nil,
            claim["metadata"]["annotations"]["volume.beta.kubernetes.io/storage-class"] == nil,
            let name = DefaultClass.name(
                among: registry.cachedList(Self.classes),
                annotation: "storageclass.kubernetes.io/is-default-class")
        else { return }
        claim["spec"]["storageClassName"] = .string(name)
        request.object = claim
    }
}

/// An Ingress that names no class gets the cluster's default one.
///
/// Upstream: kubernetes plugin/pkg/admission/network/defaultingressclass.
struct DefaultIngressClass: AdmissionPlugin {
    let registry: Registry
    let name = "DefaultIngressClass"

    private static let classes = GroupVersionResource(
        group: "networking.k8s.io", version: "v1", resource: "ingressclasses")

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create,
            request.isFor("ingresses", group: "networking.k8s.io"), var ingress = request.object,
            ingress["spec"]["ingressClassName"] == nil,
            ingress["metadata"]["annotations"]["kubernetes.io/ingress.class"] == nil,
            let name = DefaultClass.name(
                among: registry.cachedList(Self.classes),
                annotation: "ingressclass.kubernetes.io/is-default-class")
        else { return }
        ingress["spec"]["ingressClassName"] = .string(name)
        request.object = ingress
    }
}

/// Which of several classes is the default.
private enum DefaultClass {
    /// The newest of those that are marked; of equally old ones the first by name.
    static func name(among classes: [Value], annotation: String) -> String? {
        let marked = classes.filter { $0["metadata"]["annotations"][annotation].string == "true" }
        let newest = marked.map { $0["metadata"]["creationTimestamp"].string ?? "" }.max()
        return marked.first { $0["metadata"]["creationTimestamp"].string ?? "" == newest }?[
            "metadata"]["name"].string
    }
}
