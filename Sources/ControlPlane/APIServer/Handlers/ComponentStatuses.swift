import API
import Simulation

/// `componentstatuses`: the old question how the control plane is; nothing of it is stored.
///
/// Upstream: kubernetes pkg/registry/core/componentstatus/rest.go.
///
/// Differs: nobody is asked; what answers has its etcd, and the others are taken to be well.
enum ComponentStatuses {
    static let warning = "v1 ComponentStatus is deprecated in v1.19+"
    private static let names = ["etcd-0", "scheduler", "controller-manager"]

    static func respond(
        _ context: inout RequestContext, resource: ServedResource, writer: ResponseWriter
    ) throws(Status) -> APIResponse {
        context.warnings.append(warning)
        let negotiation = try Negotiation(context.request)
        let representer = Representer(
            resource: resource, representation: negotiation.representation,
            includeObject: context.request.parameter("includeObject") ?? "Metadata",
            simulation: writer.simulation)
        let answer: Value
        if context.info.name.isEmpty {
            let options = try ListOptions(context.request, resource: resource, isWatch: false)
            let selection = ListSelection(
                keyPrefix: "", labels: options.labels, fields: options.fields)
            let items = names.map(status).filter { selection.matches($0) }
            answer = representer.list(items, metadata: .object(Object()))
        } else {
            guard names.contains(context.info.name) else {
                throw .notFound(resource.groupResource, context.info.name)
            }
            answer = representer.object(status(context.info.name))
        }
        return writer.object(answer, negotiation: negotiation, warnings: context.warnings)
    }

    private static func status(_ name: String) -> Value {
        [
            "kind": "ComponentStatus", "apiVersion": "v1", "metadata": ["name": .string(name)],
            "conditions": [["type": "Healthy", "status": "True", "message": "ok"]],
        ]
    }
}
