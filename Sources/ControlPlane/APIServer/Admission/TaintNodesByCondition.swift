import API

/// A new node takes no pods until its kubelet has said that it is ready.
///
/// Upstream: kubernetes plugin/pkg/admission/nodetaint.
struct TaintNodesByCondition: AdmissionPlugin {
    let name = "TaintNodesByCondition"

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, request.isFor("nodes"), var node = request.object else {
            return
        }
        var taints = node["spec"]["taints"].array ?? []
        let taint: Value = ["key": "node.kubernetes.io/not-ready", "effect": "NoSchedule"]
        guard !taints.contains(taint) else { return }
        taints.append(taint)
        node["spec"]["taints"] = .array(taints)
        request.object = node
    }
}

/// Claims and volumes are kept by a finalizer while somebody uses them.
///
/// Upstream: kubernetes plugin/pkg/admission/storage/storageobjectinuseprotection.
struct StorageObjectInUseProtection: AdmissionPlugin {
    let name = "StorageObjectInUseProtection"

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, var object = request.object else { return }
        let finalizer: Value
        if request.isFor("persistentvolumeclaims") {
            finalizer = "kubernetes.io/pvc-protection"
        } else if request.isFor("persistentvolumes") {
            finalizer = "kubernetes.io/pv-protection"
        } else {
            return
        }
        let finalizers = object["metadata"]["finalizers"].array ?? []
        guard !finalizers.contains(finalizer) else { return }
        object["metadata"]["finalizers"] = .array(finalizers + [finalizer])
        request.object = object
    }
}
