import API
import Simulation

/// Turns the name of a pod's priority class into a number.
///
/// Upstream: kubernetes plugin/pkg/admission/priority.
struct Priority: AdmissionPlugin {
    let registry: Registry
    let name = "Priority"

    private static let classes = GroupVersionResource(
        group: "scheduling.k8s.io", version: "v1", resource: "priorityclasses")

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, request.isFor("pods"), var pod = request.object else {
            return
        }
        let named = pod["spec"]["priorityClassName"].string ?? ""
        var chosen: Value?
        if named.isEmpty {
            chosen = defaultClass()
            if let name = chosen["metadata"]["name"].string {
                pod["spec"]["priorityClassName"] = .string(name)
            }
        } else {
            chosen = registry.cached(Self.classes, name: named)
            if chosen == nil { chosen = try await registry.newest(Self.classes, name: named) }
            guard chosen != nil else {
                throw request.forbidden("no PriorityClass with name \(named) was found")
            }
        }
        let priority = chosen["value"].int ?? 0
        if let given = pod["spec"]["priority"].int, given != priority {
            throw request.forbidden(
                "the integer value of priority (\(given)) must not be provided in pod spec; "
                    + "priority admission controller computed \(priority) from the given "
                    + "PriorityClass name")
        }
        pod["spec"]["priority"] = .int(Int64(priority))
        if pod["spec"]["preemptionPolicy"] == nil {
            pod["spec"]["preemptionPolicy"] =
                chosen["preemptionPolicy"] ?? "PreemptLowerPriority"
        }
        request.object = pod
    }

    /// Of several default classes the one with the lowest value counts.
    private func defaultClass() -> Value? {
        registry.cachedList(Self.classes)
            .filter { $0["globalDefault"].bool == true }
            .min { ($0["value"].int ?? 0) < ($1["value"].int ?? 0) }
    }
}
