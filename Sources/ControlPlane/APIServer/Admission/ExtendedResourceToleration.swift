import API

/// Who asks for a device tolerates the taint that keeps others off the nodes that have it. Off by
/// default.
///
/// Upstream: kubernetes plugin/pkg/admission/extendedresourcetoleration.
struct ExtendedResourceToleration: AdmissionPlugin {
    let name = "ExtendedResourceToleration"

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, request.isFor("pods"), var pod = request.object else {
            return
        }
        var tolerations = pod["spec"]["tolerations"].array ?? []
        let containers =
            (pod["spec"]["containers"].array ?? []) + (pod["spec"]["initContainers"].array ?? [])
        let asked = containers.flatMap { $0["resources"]["requests"].object?.names ?? [] }
        for resource in Set(asked.filter(Self.isExtended)).sorted() {
            let toleration: Value = [
                "key": .string(resource), "operator": "Exists", "effect": "NoSchedule",
            ]
            if !tolerations.contains(toleration) { tolerations.append(toleration) }
        }
        guard !tolerations.isEmpty else { return }
        pod["spec"]["tolerations"] = .array(tolerations)
        request.object = pod
    }

    /// `example.com/gpu`, but nothing of Kubernetes' own.
    private static func isExtended(_ name: String) -> Bool {
        name.contains("/") && !name.contains("kubernetes.io/") && !name.hasPrefix("requests.")
    }
}
