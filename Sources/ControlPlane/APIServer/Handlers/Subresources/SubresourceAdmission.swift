import API
import Simulation

/// Shows webhooks what is done to a part of an object.
enum SubresourceAdmission {
    /// `body` is what was posted, of `kind`.
    ///
    /// **Throws** the refusal of a webhook.
    static func check(
        _ context: RequestContext, _ target: ResourceHandler.Target, _ subresource: String,
        _ operation: AdmissionRequest.Operation = .create, kind: GroupVersionKind, body: Value,
        isDryRun: Bool = false
    ) async throws(Status) {
        var request = AdmissionRequest(
            operation: operation, resource: target.resource, subresource: subresource,
            namespace: target.namespace, name: target.name, user: context.user, object: body,
            isDryRun: isDryRun, now: target.store.simulation.now, trace: context.trace)
        request.bodyKind = kind
        try await target.store.admission.askWebhooks(request)
    }

    /// The options of a stream, as its query names them.
    static func checkConnect(
        _ context: RequestContext, _ target: ResourceHandler.Target, _ subresource: String
    ) async throws(Status) {
        let owner = target.resource.kind
        let names = [
            "exec": "PodExecOptions", "attach": "PodAttachOptions",
            "portforward": "PodPortForwardOptions",
        ]
        let kind = names[subresource] ?? "\(owner)ProxyOptions"
        var body: Value = ["kind": .string(kind), "apiVersion": "v1"]
        if subresource == "exec" || subresource == "attach" {
            for flag in ["stdin", "stdout", "stderr", "tty"] {
                let text = context.request.parameter(flag)
                if try ListOptions.flag(text) == true { body[flag] = true }
            }
            if let container = context.request.parameter("container") {
                body["container"] = .string(container)
            }
            let command = context.request.query.filter { $0.name == "command" }.map(\.value)
            if !command.isEmpty { body["command"] = .array(command.map(Value.string)) }
        }
        try await check(
            context, target, subresource, .connect,
            kind: GroupVersionKind(apiVersion: "v1", kind: kind), body: body)
    }
}
