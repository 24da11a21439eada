import API
import Simulation

/// Deletes a pod if its disruption budgets allow it.
///
/// Upstream: kubernetes pkg/registry/core/pod/storage/eviction.go.
struct EvictionHandler: Sendable {
    let registry: Registry
    let writer: ResponseWriter

    private static let budgets = GroupVersionResource(
        group: "policy", version: "v1", resource: "poddisruptionbudgets")

    func handle(
        _ context: inout RequestContext, _ target: ResourceHandler.Target
    ) async throws(Status) -> APIResponse {
        let requested = try RequestOptions(context.request, kind: "CreateOptions")
        let kind = GroupVersionKind(apiVersion: "policy/v1", kind: "Eviction")
        let eviction = try BodyDecoder(kind: kind, validation: requested.validation)
            .decode(context.request).value
        let named = eviction["metadata"]["name"].string ?? ""
        guard named.isEmpty || named == target.name else {
            throw .badRequest("name in URL does not match name in Eviction object")
        }
        var options = DeleteOptions()
        options.gracePeriodSeconds = eviction["deleteOptions"]["gracePeriodSeconds"].int
        options.isDryRun =
            requested.isDryRun || !(eviction["deleteOptions"]["dryRun"].array ?? []).isEmpty
        options.preconditionUID = eviction["deleteOptions"]["preconditions"]["uid"].string
        options.preconditionResourceVersion =
            eviction["deleteOptions"]["preconditions"]["resourceVersion"].string
        try await SubresourceAdmission.check(
            context, target, "eviction", kind: kind, body: eviction, isDryRun: options.isDryRun)
        let pod = try await target.store.get(namespace: target.namespace, name: target.name)
        if Self.countsForBudgets(pod) {
            try await take(from: pod, context: context, isDryRun: options.isDryRun)
        }
        _ = try await target.store.delete(
            namespace: target.namespace, name: target.name, options: options, user: context.user)
        return writer.object(
            createdStatus(), status: 201, negotiation: target.negotiation,
            warnings: context.warnings)
    }

    /// A pod that has ended, not begun or is going already disturbs nobody.
    private static func countsForBudgets(_ pod: Value) -> Bool {
        let phase = pod["status"]["phase"].string ?? ""
        return !["Succeeded", "Failed", "Pending"].contains(phase)
            && pod["metadata"]["deletionTimestamp"] == nil
    }

    /// Takes one disruption from the pod's budget.
    private func take(
        from pod: Value, context: RequestContext, isDryRun: Bool
    ) async throws(Status) {
        let namespace = pod["metadata"]["namespace"].string ?? ""
        let labels = pod["metadata"]["labels"].stringMap ?? [:]
        let matching = registry.cachedList(Self.budgets, namespace: namespace).filter {
            guard let selector = $0["spec"]["selector"] else { return false }
            return LabelSelector(selector).matches(labels)
        }
        guard let budget = matching.first, let store = registry.store(Self.budgets) else { return }
        guard matching.count == 1 else {
            throw .internalError(
                "This pod has more than one PodDisruptionBudget, which the eviction subresource"
                    + " does not support.")
        }
        let podName = pod["metadata"]["name"].string ?? ""
        let now = store.timestamp
        _ = try await store.modify(
            namespace: namespace, name: budget["metadata"]["name"].string ?? "",
            options: WriteOptions(user: context.user, isDryRun: isDryRun)
        ) { (old: Value) throws(Status) -> Value in
            if old["status"]["observedGeneration"].int ?? 0 < old["metadata"]["generation"].int ?? 0
            {
                throw Self.unobserved(old)
            }
            let allowed = old["status"]["disruptionsAllowed"].int ?? 0
            guard allowed > 0 else { throw Self.refusal(old) }
            var budget = old
            budget["status"]["disruptionsAllowed"] = .int(Int64(allowed - 1))
            budget["status"]["disruptedPods"][podName] = .string(now)
            return budget
        }
    }

    /// The controller has not counted yet: ask again.
    private static func unobserved(_ budget: Value) -> Status {
        let name = budget["metadata"]["name"].string ?? ""
        return .tooManyRequests(
            "Cannot evict pod as it would violate the pod's disruption budget.",
            causes: [
                Status.Cause(
                    reason: "DisruptionBudget",
                    message: "The disruption budget \(name) is still being processed by the server."
                )
            ], retryAfterSeconds: 10)
    }

    private static func refusal(_ budget: Value) -> Status {
        let name = budget["metadata"]["name"].string ?? ""
        let needed = budget["status"]["desiredHealthy"].int ?? 0
        let present = budget["status"]["currentHealthy"].int ?? 0
        return .tooManyRequests(
            "Cannot evict pod as it would violate the pod's disruption budget.",
            causes: [
                Status.Cause(
                    reason: "DisruptionBudget",
                    message: "The disruption budget \(name) needs \(needed) healthy pods and has "
                        + "\(present) currently")
            ])
    }
}
