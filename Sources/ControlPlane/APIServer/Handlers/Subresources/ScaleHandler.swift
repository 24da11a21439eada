import API
import Simulation

/// `scale`: how many copies there are and should be, the same for every kind that has replicas.
///
/// Upstream: kubernetes pkg/registry/apps/deployment/storage ScaleREST.
struct ScaleHandler: Sendable {
    let writer: ResponseWriter

    private static let kind = GroupVersionKind(apiVersion: "autoscaling/v1", kind: "Scale")

    func handle(
        _ context: inout RequestContext, _ target: ResourceHandler.Target
    ) async throws(Status) -> APIResponse {
        if context.info.verb == "get" {
            let object = try await target.store.get(
                namespace: target.namespace, name: target.name)
            return respond(try Self.scale(of: object, target.resource), context, target)
        }
        let resource = target.resource
        let kindOfOptions = context.info.verb == "patch" ? "PatchOptions" : "UpdateOptions"
        let options = try RequestOptions(context.request, kind: kindOfOptions)
        if context.request.isApply { return try await apply(&context, target, options) }
        let decoder = BodyDecoder(kind: Self.kind, validation: options.validation)
        let change: @Sendable (Value) throws(Status) -> Value
        if context.info.verb == "patch" {
            let patch = try PatchHandler.patch(context.request)
            change = { (scale: Value) throws(Status) -> Value in
                let patched = try patch.apply(
                    to: scale, type: Schema.shared.type(of: Self.kind), in: Schema.shared)
                return try decoder.canonicalPatched(patched, of: scale).value
            }
        } else {
            let scale = try decoder.decode(context.request).value
            change = { (_: Value) throws(Status) -> Value in scale }
        }
        let name = target.name
        let result = try await target.store.update(
            namespace: target.namespace, name: name, subresource: "scale",
            options: writeOptions(context, options)
        ) { (old: Value?) throws(Status) -> Value in
            guard let old else { throw target.store.notFound(name) }
            let scale = try change(try Self.scale(of: old, resource))
            return try Self.apply(scale, to: old, name: name, resource)
        }
        context.warnings += result.warnings
        return respond(try Self.scale(of: result.object, resource), context, target)
    }

    /// Applying a Scale is applying the replicas of the object that it is the scale of.
    private func apply(
        _ context: inout RequestContext, _ target: ResourceHandler.Target,
        _ options: RequestOptions
    ) async throws(Status) -> APIResponse {
        let patch = try ApplyPatch(
            context, options, kind: Self.kind, resource: target.resource, subresource: "scale",
            now: target.store.timestamp)
        context.warnings += patch.warnings
        var write = writeOptions(context, options)
        write.isApply = true
        let (name, resource) = (target.name, target.resource)
        let result = try await target.store.update(
            namespace: target.namespace, name: name, subresource: "scale", options: write
        ) { (old: Value?) throws(Status) -> Value in
            guard let old else { throw target.store.notFound(name) }
            _ = try Self.apply(patch.config, to: old, name: name, resource)
            var config: Value = .object(
                Object([("apiVersion", old["apiVersion"] ?? ""), ("kind", old["kind"] ?? "")]))
            if let replicas = patch.config["spec"]["replicas"] {
                let paths = resource.custom?.scale ?? .builtIn
                config = ScalePaths.set(replicas, at: paths.specReplicas[...], in: config)
            }
            return try patch.with(config).apply(to: old)
        }
        context.warnings += result.warnings
        return respond(try Self.scale(of: result.object, resource), context, target)
    }

    private func respond(
        _ scale: Value, _ context: RequestContext, _ target: ResourceHandler.Target
    ) -> APIResponse {
        writer.object(scale, negotiation: target.negotiation, warnings: context.warnings)
    }

    private static func apply(
        _ scale: Value, to object: Value, name: String, _ resource: ServedResource
    ) throws(Status) -> Value {
        let given = scale["metadata"]["name"].string ?? ""
        guard given.isEmpty || given == name else {
            throw .badRequest(
                "the name of the object (\(given)) does not match the name on the URL (\(name))")
        }
        let replicas = scale["spec"]["replicas"].int ?? 0
        guard replicas >= 0 else {
            throw .invalid(
                kind, name,
                [
                    .invalid(
                        "spec.replicas", .int(Int64(replicas)),
                        "must be greater than or equal to 0")
                ])
        }
        let paths = resource.custom?.scale ?? .builtIn
        var object = ScalePaths.set(
            .int(Int64(replicas)), at: paths.specReplicas[...], in: object)
        if let version = scale["metadata"]["resourceVersion"].string, !version.isEmpty {
            object["metadata"]["resourceVersion"] = .string(version)
        }
        return object
    }

    /// The scale that an object's own fields say.
    ///
    /// **Throws** 500 for a custom resource that does not say how many replicas it wants.
    static func scale(of object: Value, _ resource: ServedResource) throws(Status) -> Value {
        let paths = resource.custom?.scale ?? .builtIn
        let wanted = ScalePaths.find(paths.specReplicas, in: object)?.int
        if resource.custom != nil, wanted == nil {
            let path = "." + paths.specReplicas.joined(separator: ".")
            throw .internalError("the spec replicas field \(GoText.quoted(path)) does not exist")
        }
        let metadata = object["metadata"]
        var shown = Object()
        for name in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
            shown[name] = metadata[name]
        }
        var status: Value = [
            "replicas": ScalePaths.find(paths.statusReplicas, in: object) ?? 0
        ]
        let custom = paths.selector.flatMap { ScalePaths.find($0, in: object)?.string }
        if let selector = resource.custom == nil ? selector(object) : custom {
            status["selector"] = .string(selector)
        }
        var spec = Object()
        if let wanted, wanted != 0 { spec["replicas"] = .int(Int64(wanted)) }
        return [
            "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": .object(shown),
            "spec": .object(spec), "status": status,
        ]
    }

    private static func selector(_ object: Value) -> String? {
        let selector = object["spec"]["selector"]
        // A ReplicationController has a plain map.
        if object["kind"].string == "ReplicationController" {
            return Selector(matching: selector.stringMap ?? [:]).description
        }
        guard let selector else { return nil }
        return (try? LabelSelector(selector).selector())?.description
    }
}
