import API

/// A claim may grow only where its storage class says that volumes can.
///
/// Upstream: kubernetes plugin/pkg/admission/storage/persistentvolume/resize.
struct PersistentVolumeClaimResize: AdmissionPlugin {
    let registry: Registry
    let name = "PersistentVolumeClaimResize"

    private static let classes = GroupVersionResource(
        group: "storage.k8s.io", version: "v1", resource: "storageclasses")

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .update, request.isFor("persistentvolumeclaims"),
            let old = request.oldObject, let new = request.object,
            Self.size(new) > Self.size(old)
        else { return }
        guard old["status"]["phase"].string == "Bound" else {
            throw request.forbidden("Only bound persistent volume claims can be expanded")
        }
        let className = old["spec"]["storageClassName"].string ?? ""
        let found = className.isEmpty ? nil : registry.cached(Self.classes, name: className)
        guard found["allowVolumeExpansion"].bool == true else {
            throw request.forbidden(
                "only dynamically provisioned pvc can be resized and the storageclass that "
                    + "provisions the pvc must support resize")
        }
    }

    private static func size(_ claim: Value) -> Quantity {
        claim["spec"]["resources"]["requests"]["storage"].flatMap { Quantity($0) } ?? .zero
    }
}
