import API

/// A pod of a runtime class pays what the class costs and goes where it runs.
///
/// Upstream: kubernetes plugin/pkg/admission/runtimeclass.
struct RuntimeClassAdmission: AdmissionPlugin {
    let registry: Registry
    let name = "RuntimeClass"

    private static let classes = GroupVersionResource(
        group: "node.k8s.io", version: "v1", resource: "runtimeclasses")

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, request.isFor("pods"), var pod = request.object,
            let name = pod["spec"]["runtimeClassName"].string
        else { return }
        var found = registry.cached(Self.classes, name: name)
        if found == nil { found = try await registry.newest(Self.classes, name: name) }
        guard let found else {
            throw request.forbidden("pod rejected: RuntimeClass \(GoText.quoted(name)) not found")
        }
        if let overhead = found["overhead"]["podFixed"] {
            if let given = pod["spec"]["overhead"], given != overhead {
                throw request.forbidden(
                    "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")
            }
            pod["spec"]["overhead"] = overhead
        }
        try Self.schedule(&pod, found["scheduling"], request)
        request.object = pod
    }

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, request.isFor("pods"), let pod = request.object,
            pod["spec"]["overhead"] != nil, pod["spec"]["runtimeClassName"] == nil
        else { return }
        throw request.forbidden("pod rejected: Pod Overhead set without corresponding RuntimeClass")
    }

    private static func schedule(
        _ pod: inout Value, _ scheduling: Value?, _ request: AdmissionRequest
    ) throws(Status) {
        for entry in scheduling["nodeSelector"].object ?? Object() {
            if let given = pod["spec"]["nodeSelector"][entry.name], given != entry.value {
                throw request.forbidden(
                    "pod rejected: conflict: runtimeClass.scheduling.nodeSelector[\(entry.name)] = "
                        + "\(entry.value.string ?? ""); pod.spec.nodeSelector[\(entry.name)] = "
                        + (given.string ?? ""))
            }
            pod["spec"]["nodeSelector"][entry.name] = entry.value
        }
        let wanted = scheduling["tolerations"].array ?? []
        guard !wanted.isEmpty else { return }
        let given = pod["spec"]["tolerations"].array ?? []
        pod["spec"]["tolerations"] = .array(given + wanted.filter { !given.contains($0) })
    }
}
