import API
import Simulation

/// Requests for a part of an object other than its status: each kind of part has a file.
struct SubresourceHandler: Sendable {
    let registry: Registry
    let writer: ResponseWriter
    let simulation: Simulation
    let kubelets: any KubeletConnection
    let issuer: TokenIssuer
    let authorizer: any Authorizer

    /// `name` is the subresource; that it exists is known already.
    func handle(
        _ context: inout RequestContext, target: ResourceHandler.Target, name: String
    ) async throws(Status) -> APIResponse {
        if ["exec", "attach", "portforward", "proxy"].contains(name) {
            try await SubresourceAdmission.checkConnect(context, target, name)
        }
        switch (target.resource.resource.resource, name) {
        case (_, "scale"):
            return try await ScaleHandler(writer: writer).handle(&context, target)
        case ("pods", "binding"):
            return try await bind(&context, target, pod: target.name)
        case ("pods", "eviction"):
            return try await EvictionHandler(registry: registry, writer: writer)
                .handle(&context, target)
        case ("pods", "log"), ("pods", "exec"), ("pods", "attach"), ("pods", "portforward"):
            return try await ContainerStreamHandler(
                writer: writer, kubelets: kubelets, authorizer: authorizer
            ).handle(&context, target, name)
        case (_, "proxy"):
            return try await ProxyHandler(registry: registry, kubelets: kubelets)
                .handle(&context, target)
        case ("serviceaccounts", "token"):
            return try await TokenRequestHandler(
                registry: registry, writer: writer, simulation: simulation, issuer: issuer
            ).handle(&context, target)
        case ("namespaces", "finalize"):
            return try await finalize(&context, target)
        default:
            throw Status(
                code: 501, reason: nil,
                message:
                    "the subresource \(target.resource.resource.resource)/\(name) is not supported by this API server"
            )
        }
    }

    /// Resources that are not stored: `bindings`, `componentstatuses`.
    func handleUnstored(
        _ context: inout RequestContext, resource: ServedResource
    ) async throws(Status) -> APIResponse {
        let pods = GroupVersionResource(group: "", version: "v1", resource: "pods")
        if resource.resource.resource == "bindings", context.info.verb == "create",
            let store = registry.store(pods)
        {
            let negotiation = try Negotiation(context.request)
            let target = ResourceHandler.Target(
                resource: store.resource, store: store, namespace: context.info.namespace,
                name: "", negotiation: negotiation,
                representer: Representer(
                    resource: store.resource, representation: .object, includeObject: "Metadata",
                    simulation: simulation))
            return try await bind(&context, target, pod: nil)
        }
        if resource.resource.resource == "componentstatuses" {
            return try ComponentStatuses.respond(&context, resource: resource, writer: writer)
        }
        throw Status(
            code: 501, reason: nil,
            message: "\(resource.groupResource) is not supported by this API server")
    }

    private func bind(
        _ context: inout RequestContext, _ target: ResourceHandler.Target, pod: String?
    ) async throws(Status) -> APIResponse {
        try await BindingHandler(writer: writer).handle(&context, target, pod: pod)
    }

    /// Replaces a namespace's `spec.finalizers`; without any it ends if it is being deleted.
    private func finalize(
        _ context: inout RequestContext, _ target: ResourceHandler.Target
    ) async throws(Status) -> APIResponse {
        let options = try RequestOptions(context.request, kind: "UpdateOptions")
        let decoded = try BodyDecoder(
            kind: target.resource.groupVersionKind, validation: options.validation
        ).decode(context.request)
        let finalizers = decoded.value["spec"]["finalizers"]
        let version = decoded.value["metadata"]["resourceVersion"]
        let result = try await target.store.modify(
            namespace: "", name: target.name, options: writeOptions(context, options)
        ) { (old: Value) throws(Status) -> Value in
            var object = old
            object["spec"]["finalizers"] = finalizers
            object["metadata"]["resourceVersion"] = version ?? old["metadata"]["resourceVersion"]
            return object
        }
        return writer.object(result, negotiation: target.negotiation, warnings: context.warnings)
    }
}

/// `{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":201}`
func createdStatus() -> Value {
    [
        "kind": "Status", "apiVersion": "v1", "metadata": .object(Object()), "status": "Success",
        "code": 201,
    ]
}
