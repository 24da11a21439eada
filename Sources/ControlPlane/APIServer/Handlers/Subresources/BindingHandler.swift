import API
import Simulation

/// Puts a pod on a node: what a scheduler posts.
///
/// Upstream: kubernetes pkg/registry/core/pod/storage/storage.go assignPod.
struct BindingHandler: Sendable {
    let writer: ResponseWriter

    /// `pod` is the name in the path; nil for `/bindings`, where the body names it.
    func handle(
        _ context: inout RequestContext, _ target: ResourceHandler.Target, pod: String?
    ) async throws(Status) -> APIResponse {
        let options = try RequestOptions(context.request, kind: "CreateOptions")
        let kind = GroupVersionKind(apiVersion: "v1", kind: "Binding")
        let decoded = try BodyDecoder(kind: kind, validation: options.validation)
            .decode(context.request)
        let binding = decoded.value
        let name = pod ?? binding["metadata"]["name"].string ?? ""
        let node = binding["target"]["name"].string ?? ""
        let targetKind = binding["target"]["kind"].string ?? ""
        guard targetKind.isEmpty || targetKind == "Node", !node.isEmpty else {
            throw .invalid(
                kind, name,
                node.isEmpty
                    ? [.required("target.name")]
                    : [
                        .notSupported(
                            "target.kind", .string(targetKind), supported: ["Node", "<empty>"])
                    ])
        }
        var bound = target
        bound.name = name
        try await SubresourceAdmission.check(
            context, bound, "binding", kind: kind, body: binding, isDryRun: options.isDryRun)
        let uid = binding["metadata"]["uid"].string ?? ""
        let now = target.store.timestamp
        _ = try await target.store.modify(
            namespace: target.namespace, name: name, options: writeOptions(context, options)
        ) { (old: Value) throws(Status) -> Value in
            try Self.bound(old, to: node, uid: uid, now: now, annotations: binding["metadata"])
        }
        return writer.object(
            createdStatus(), status: 201, negotiation: target.negotiation,
            warnings: context.warnings)
    }

    private static func bound(
        _ pod: Value, to node: String, uid: String, now: String, annotations metadata: Value?
    ) throws(Status) -> Value {
        let name = pod["metadata"]["name"].string ?? ""
        let resource = GroupResource(group: "", resource: "pods/binding")
        if pod["metadata"]["deletionTimestamp"] != nil {
            throw .conflict(
                resource, name, "pod \(name) is being deleted, cannot be assigned to a host")
        }
        if let present = pod["spec"]["nodeName"].string, !present.isEmpty {
            throw .conflict(
                resource, name, "pod \(name) is already assigned to node \(GoText.quoted(present))")
        }
        let stored = pod["metadata"]["uid"].string ?? ""
        if !uid.isEmpty, uid != stored {
            throw .conflict(
                resource, name,
                "Precondition failed: UID in precondition: \(uid), UID in object meta: \(stored)")
        }
        var pod = pod
        let gates = pod["spec"]["schedulingGates"].array ?? []
        guard gates.isEmpty else {
            throw .badRequest("pod \(name) has non-empty .spec.schedulingGates")
        }
        pod["spec"]["nodeName"] = .string(node)
        for (key, value) in metadata["annotations"].object ?? Object() {
            pod["metadata"]["annotations"][key] = value
        }
        var conditions = pod["status"]["conditions"].array ?? []
        conditions.removeAll { $0["type"].string == "PodScheduled" }
        conditions.append([
            "type": "PodScheduled", "status": "True", "lastProbeTime": .null,
            "lastTransitionTime": .string(now),
        ])
        pod["status"]["conditions"] = .array(conditions)
        return pod
    }
}
