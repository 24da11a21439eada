import API
import Simulation

/// Charges each new object to the quotas of its namespace, and refuses what they do not cover.
///
/// ```
/// used 2, hard 3     create A ──▶ read used 2 ──▶ write used 3 if unchanged ──▶ stored
///                    create B ──▶ read used 2 ──▶ write fails, read used 3 ──▶ 403
/// ```
/// The charge is an optimistic update of the quota's status, so two creations at once cannot both
/// take the last place. What was charged and then not stored, or is deleted, the quota controller
/// gives back when it counts again. It is last in the chain: what it charges nobody refuses later.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/resourcequota/controller.go.
///
/// Differs: no batching of several requests into one update, no `limitedResources` configuration.
struct ResourceQuotaAdmission: AdmissionPlugin {
    let registry: Registry
    let name = "ResourceQuota"

    private static let quotas = GroupVersionResource(
        group: "", version: "v1", resource: "resourcequotas")

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.isNamespaced, !request.namespace.isEmpty, let object = request.object,
            Self.isCharged(request)
        else { return }
        let present = registry.cachedList(Self.quotas, namespace: request.namespace)
        guard !present.isEmpty, let store = registry.store(Self.quotas) else { return }
        let usage = QuotaUsage(request.resource.groupResource)
        var delta = usage.amounts(of: object, now: request.now)
        if let old = request.oldObject {
            delta = delta - usage.amounts(of: old, now: request.now)
        }
        let bill = Bill(request: request, object: object, usage: usage, delta: delta)
        // All are asked before any is charged.
        for quota in present { _ = try bill.charged(quota) }
        for quota in present where !request.isDryRun {
            guard try bill.charged(quota) != quota else { continue }
            do throws(Status) {
                _ = try await store.modify(
                    namespace: request.namespace, name: quota["metadata"]["name"].string ?? "",
                    options: WriteOptions(user: .apiServer)
                ) { (quota: Value) throws(Status) -> Value in try bill.charged(quota) }
            } catch {
                // A quota that is gone limits nothing.
                guard error.reason == .notFound else { throw error }
            }
        }
    }

    /// Creations count; of updates only those that can make an object larger.
    private static func isCharged(_ request: AdmissionRequest) -> Bool {
        guard request.resource.group.isEmpty else {
            return request.operation == .create && request.subresource.isEmpty
        }
        switch (request.operation, request.resource.resource, request.subresource) {
        case (.create, _, ""): return true
        case (.update, "services", ""), (.update, "persistentvolumeclaims", ""): return true
        case (.update, "pods", "resize"): return true
        default: return false
        }
    }
}

/// What one request would take from any quota.
private struct Bill: Sendable {
    let request: AdmissionRequest
    let object: Value
    let usage: QuotaUsage
    let delta: ResourceAmounts

    /// The quota with this request on its account; unchanged if it is about other things.
    ///
    /// **Throws** 403 when it does not cover the request.
    func charged(_ quota: Value) throws(Status) -> Value {
        let name = quota["metadata"]["name"].string ?? ""
        let hard = ResourceAmounts(quota["status"]["hard"])
        let measured = hard.names.filter { usage.isMeasured(by: $0) }
        guard !measured.isEmpty,
            QuotaScope.matches(quota["spec"], object, of: request.resource.groupResource)
        else { return quota }
        if let missing = usage.missing(in: object, limited: measured) {
            throw refused("failed quota: \(name): \(missing)")
        }
        let used = ResourceAmounts(quota["status"]["used"])
        let unknown = measured.filter { used[$0] == nil }
        if !unknown.isEmpty {
            throw refused(
                "status unknown for quota: \(name), resources: \(unknown.joined(separator: ","))")
        }
        let wanted = delta.filter { name, amount in
            measured.contains(name) && amount > .zero
        }
        guard !wanted.isEmpty else { return quota }
        let exceeded = wanted.filter { name, amount in
            (used[name] ?? .zero) + amount > hard[name] ?? .zero
        }
        if !exceeded.isEmpty {
            func only(_ amounts: ResourceAmounts) -> String {
                amounts.filter { name, _ in exceeded[name] != nil }.text
            }
            throw refused(
                "exceeded quota: \(name), requested: \(exceeded.text), used: \(only(used)), "
                    + "limited: \(only(hard))")
        }
        var quota = quota
        quota["status"]["used"] = (used + wanted).value
        return quota
    }

    /// Names the object as it will be called, also when the server chose its name.
    private func refused(_ why: String) -> Status {
        var request = request
        request.name = object["metadata"]["name"].string ?? request.name
        return request.forbidden(why)
    }
}
