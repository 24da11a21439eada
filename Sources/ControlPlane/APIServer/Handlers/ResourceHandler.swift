import API
import Simulation

/// Carries out requests for resources: finds out what the path means, then calls the verb.
///
/// Upstream: kubernetes apiserver/pkg/endpoints/installer.go registerResourceHandlers.
struct ResourceHandler: Sendable {
    let registry: Registry
    let writer: ResponseWriter
    let simulation: Simulation
    let subresources: SubresourceHandler
    let reviews: ReviewHandler

    /// One request for objects of a stored resource, with what the verbs need.
    struct Target: Sendable {
        var resource: ServedResource
        var store: ResourceStore
        var namespace: String
        /// Empty for the whole collection.
        var name: String
        var negotiation: Negotiation
        var representer: Representer
    }

    func handle(_ context: inout RequestContext) async throws(Status) -> APIResponse {
        let info = context.info
        let resource = try find(info)
        let isCollection = info.parts.count == 1
        let subresource = info.parts.count > 2 ? info.parts[2] : ""
        try checkMethod(context.request.method, info, resource, isCollection, subresource)
        if info.group.isEmpty, info.resource == "endpoints" {
            context.warnings.append(
                "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice")
        }
        if let custom = resource.custom { try admit(&context, to: custom) }
        if let response = try await reviews.handle(&context, resource: resource) { return response }
        guard let store = registry.store(info.groupVersionResource) else {
            return try await subresources.handleUnstored(&context, resource: resource)
        }
        // What a stream carries is not for the API server to choose.
        let negotiation =
            Self.streams.contains(subresource) ? .json : try Negotiation(context.request)
        try checkEncoding(negotiation, resource)
        let target = Target(
            resource: resource, store: store, namespace: info.namespaceOfObject(resource),
            name: isCollection ? "" : info.name, negotiation: negotiation,
            representer: Representer(
                resource: resource, representation: negotiation.representation,
                includeObject: context.request.parameter("includeObject") ?? "Metadata",
                simulation: simulation))
        if !subresource.isEmpty, !Self.wholeObjects.contains(subresource) {
            return try await subresources.handle(&context, target: target, name: subresource)
        }
        return try await carryOut(&context, target, subresource: subresource)
    }

    /// Custom resources have no protobuf form, and a Table has none either.
    ///
    /// Differs: metadata alone is sent as JSON to a client that asks for it in protobuf.
    private func checkEncoding(
        _ negotiation: Negotiation, _ resource: ServedResource
    ) throws(Status) {
        guard case .protobuf = negotiation.encoding else { return }
        let hasForm =
            switch negotiation.representation {
            case .object: Schema.shared.type(of: resource.groupVersionKind) != nil
            case .metadata, .metadataList: true
            case .table: false
            }
        guard hasForm else { throw .notAcceptable([MediaType.json, MediaType.yaml]) }
    }

    private func carryOut(
        _ context: inout RequestContext, _ target: Target, subresource: String
    ) async throws(Status) -> APIResponse {
        switch context.info.verb {
        case "list": return try await list(&context, target)
        case "watch": return try await watch(&context, target)
        case "get": return try await get(context, target)
        case "create": return try await create(&context, target)
        case "update": return try await update(&context, target, subresource: subresource)
        case "patch":
            return try await PatchHandler(
                simulation: simulation, writer: writer, authorizer: reviews.authorizer
            ).handle(&context, target, subresource: subresource)
        case "delete": return try await delete(&context, target)
        case "deletecollection": return try await deleteCollection(&context, target)
        default: throw .methodNotAllowed
        }
    }

    // MARK: - What the path means

    private func find(_ info: RequestInfo) throws(Status) -> ServedResource {
        guard let resource = registry.resource(info.groupVersionResource) else {
            throw .noSuchResource
        }
        let hasNamespace = !info.namespace.isEmpty && info.resource != "namespaces"
        if resource.isNamespaced {
            // Only collections may be asked for across namespaces.
            guard hasNamespace || info.parts.count == 1 else { throw .noSuchResource }
        } else if hasNamespace {
            throw .noSuchResource
        }
        if info.parts.count > 2, resource.subresources[info.parts[2]] == nil {
            // Upstream has a handler of its own for custom resources, which says it so.
            if resource.custom != nil { throw .notFound(resource.groupResource, info.name) }
            throw .noSuchResource
        }
        return resource
    }

    /// Warns of an old version; nothing new comes into a resource that is on its way out.
    private func admit(_ context: inout RequestContext, to custom: CustomKind) throws(Status) {
        if let warning = custom.deprecationWarning { context.warnings.append(warning) }
        guard custom.isTerminating, context.info.verb == "create" else { return }
        throw Status(
            code: 405, reason: .methodNotAllowed,
            message: "create not allowed while custom resource definition is terminating",
            details: Status.Details(
                group: custom.resource.group, kind: custom.resource.resource))
    }

    /// Subresources that are read and written as the object itself; its strategy knows what of it.
    private static let wholeObjects = ["status", "approval", "ephemeralcontainers", "resize"]
    private static let streams = ["exec", "attach", "portforward", "proxy", "log"]

    private func checkMethod(
        _ method: String, _ info: RequestInfo, _ resource: ServedResource, _ isCollection: Bool,
        _ subresource: String
    ) throws(Status) {
        if let sub = resource.subresources[subresource], !subresource.isEmpty {
            // Streams are opened by GET or POST; discovery lists the verbs of the rest.
            guard Self.streams.contains(subresource) || sub.verbs.contains(info.verb) else {
                throw .methodNotAllowed
            }
            return
        }
        let isAllowed =
            switch method {
            case "GET", "DELETE": true
            case "POST": isCollection
            case "PUT", "PATCH": !isCollection
            default: false
            }
        guard isAllowed, resource.verbs.contains(info.verb) else { throw .methodNotAllowed }
        if info.verb == "create", resource.isNamespaced, info.namespace.isEmpty,
            resource.verbs.contains("list")
        {
            throw .methodNotAllowed
        }
    }

    // MARK: - Verbs

    private func get(
        _ context: RequestContext, _ target: Target
    ) async throws(Status) -> APIResponse {
        let object = try await target.store.get(
            namespace: target.namespace, name: target.name,
            resourceVersion: context.request.parameter("resourceVersion") ?? "")
        return writer.object(
            target.representer.object(object), negotiation: target.negotiation,
            warnings: context.warnings)
    }

    private func list(
        _ context: inout RequestContext, _ target: Target
    ) async throws(Status) -> APIResponse {
        let options = try ListOptions(
            context.request, resource: target.resource, isWatch: false)
        let result = try await target.store.list(namespace: target.namespace, options: options)
        return respond(result, context, target)
    }

    private func respond(
        _ result: ListResult, _ context: RequestContext, _ target: Target
    ) -> APIResponse {
        var metadata: Value = ["resourceVersion": .string(String(result.revision))]
        if let token = result.continueToken { metadata["continue"] = .string(token.encoded) }
        if let remaining = result.remaining {
            metadata["remainingItemCount"] = .int(Int64(remaining))
        }
        return writer.object(
            target.representer.list(result.items, metadata: metadata),
            negotiation: target.negotiation, warnings: context.warnings)
    }

    private func watch(
        _ context: inout RequestContext, _ target: Target
    ) async throws(Status) -> APIResponse {
        if case .yaml = target.negotiation.encoding {
            throw .notAcceptable([MediaType.json, MediaType.protobuf])
        }
        var options = try ListOptions(
            context.request, resource: target.resource, isWatch: true)
        options.client = "\(context.user.username) (\(context.agentName))"
        let stream: WatchStream
        do throws(Status) {
            stream = try await target.store.watch(
                namespace: target.namespace, options: options,
                transform: target.representer.eventTransform())
        } catch {
            // The answer has begun already: the error comes as the only event.
            guard error.reason == .expired else { throw error }
            stream = WatchStream(simulation)
            stream.send(WatchEvent(type: .error, object: error.value))
            stream.end()
        }
        if let seconds = options.timeoutSeconds, seconds > 0 {
            WatchDeadline.end(
                stream, after: seconds, simulation: simulation,
                bookmark: options.allowWatchBookmarks
                    ? target.store.feed.bookmark(for: target.resource) : nil,
                feed: target.store.feed, resource: target.resource)
        }
        return writer.watch(
            stream, negotiation: target.negotiation, warnings: context.warnings)
    }

    private func create(
        _ context: inout RequestContext, _ target: Target
    ) async throws(Status) -> APIResponse {
        let options = try RequestOptions(context.request, kind: "CreateOptions")
        let decoded = try BodyDecoder(
            kind: target.resource.groupVersionKind, validation: options.validation,
            custom: target.resource.custom
        ).decode(context.request)
        context.warnings += decoded.warnings
        let result = try await target.store.create(
            decoded.value, namespace: target.namespace,
            options: writeOptions(context, options))
        context.warnings += result.warnings
        return writer.object(
            target.representer.object(result.object), status: 201,
            negotiation: target.negotiation, warnings: context.warnings)
    }

    private func update(
        _ context: inout RequestContext, _ target: Target, subresource: String
    ) async throws(Status) -> APIResponse {
        let options = try RequestOptions(context.request, kind: "UpdateOptions")
        let decoded = try BodyDecoder(
            kind: target.resource.groupVersionKind, validation: options.validation,
            custom: target.resource.custom
        ).decode(context.request)
        context.warnings += decoded.warnings
        let object = decoded.value
        var write = writeOptions(context, options)
        write.mayCreate = mayCreate(context, reviews.authorizer)
        let result = try await target.store.update(
            namespace: target.namespace, name: target.name, subresource: subresource, options: write
        ) { _ in object }
        context.warnings += result.warnings
        return writer.object(
            target.representer.object(result.object), status: result.isCreated ? 201 : 200,
            negotiation: target.negotiation, warnings: context.warnings)
    }

    private func delete(
        _ context: inout RequestContext, _ target: Target
    ) async throws(Status) -> APIResponse {
        var options = try DeleteOptions(request: context.request)
        options.trace = context.trace
        let result = try await target.store.delete(
            namespace: target.namespace, name: target.name, options: options, user: context.user)
        switch result {
        case .object(let object):
            return writer.object(
                target.representer.object(object), negotiation: target.negotiation,
                warnings: context.warnings)
        case .success(let details):
            return writer.object(
                Status.success(details), negotiation: target.negotiation,
                warnings: context.warnings)
        }
    }

    private func deleteCollection(
        _ context: inout RequestContext, _ target: Target
    ) async throws(Status) -> APIResponse {
        let list = try ListOptions(
            context.request, resource: target.resource, isWatch: false)
        var options = try DeleteOptions(request: context.request)
        options.trace = context.trace
        let result = try await target.store.deleteCollection(
            namespace: target.namespace, list: list, options: options, user: context.user)
        return respond(result, context, target)
    }
}

/// Who writes, from the request.
func writeOptions(_ context: RequestContext, _ options: RequestOptions) -> WriteOptions {
    var write = WriteOptions(
        user: context.user, isDryRun: options.isDryRun, fieldManager: context.fieldManager)
    write.trace = context.trace
    return write
}

/// Whether who updates may create too, for an update that finds nothing.
///
/// Upstream: kubernetes apiserver/pkg/endpoints/handlers/create.go withAuthorization.
func mayCreate(
    _ context: RequestContext, _ authorizer: any Authorizer
) -> @Sendable () async throws(Status) -> Void {
    var info = context.info
    info.verb = "create"
    let (question, user) = (info, context.user)
    return { () async throws(Status) in
        let decision = authorizer.decide(AccessRequest(user: user, info: question))
        guard decision.isAllowed else {
            throw .forbidden(question, user: user.username, why: decision.reason)
        }
    }
}

extension RequestInfo {
    /// The namespace that the objects are in; none for a Namespace itself.
    func namespaceOfObject(_ resource: ServedResource) -> String {
        resource.isNamespaced ? namespace : ""
    }
}
