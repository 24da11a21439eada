import API
import Simulation

/// `log`, `exec`, `attach` and `portforward`: finds the container and its node, and lets the
/// kubelet answer.
///
/// Upstream: kubernetes pkg/registry/core/pod/strategy.go LogLocation, streamLocation.
struct ContainerStreamHandler: Sendable {
    let writer: ResponseWriter
    let kubelets: any KubeletConnection
    let authorizer: any Authorizer

    func handle(
        _ context: inout RequestContext, _ target: ResourceHandler.Target, _ name: String
    ) async throws(Status) -> APIResponse {
        if name != "log" { try await checkUpgrade(context) }
        let pod = try await target.store.get(namespace: target.namespace, name: target.name)
        if name == "portforward" { return try await forward(context, to: pod) }
        let container = try Self.container(context.request.parameter("container") ?? "", of: pod)
        let node = pod["spec"]["nodeName"].string ?? ""
        if name == "log" {
            // A pod that is nowhere yet has written nothing.
            guard !node.isEmpty else { return writer.text("") }
            return try await log(context, target, container: container, node: node)
        }
        guard !node.isEmpty else {
            throw .badRequest("pod \(target.name) does not have a host assigned")
        }
        return try await stream(context, target, name, container: container, node: node)
    }

    /// A WebSocket is opened by GET, but what it does is no mere reading: it takes `create` too.
    ///
    /// Upstream: kubernetes pkg/registry/core/pod/rest/subresources.go, the feature
    /// AuthorizePodWebsocketUpgradeCreatePermission.
    private func checkUpgrade(_ context: RequestContext) async throws(Status) {
        guard context.info.verb == "get",
            context.request.headers["Upgrade"]?.lowercased() == "websocket"
        else { return }
        var info = context.info
        info.verb = "create"
        let decision = authorizer.decide(AccessRequest(user: context.user, info: info))
        guard decision.isAllowed else {
            throw .forbidden(info, user: context.user.username, why: decision.reason)
        }
    }

    private func forward(
        _ context: RequestContext, to pod: Value
    ) async throws(Status) -> APIResponse {
        let name = pod["metadata"]["name"].string ?? ""
        let node = pod["spec"]["nodeName"].string ?? ""
        guard !node.isEmpty else { throw .badRequest("pod \(name) does not have a host assigned") }
        let ports = kubelets.ports(
            node: node, namespace: pod["metadata"]["namespace"].string ?? "", pod: name)
        return APIResponse(status: 101, body: .upgrade(.ports(ports)))
    }

    private func log(
        _ context: RequestContext, _ target: ResourceHandler.Target, container: String,
        node: String
    ) async throws(Status) -> APIResponse {
        var request = ContainerLogRequest(
            namespace: target.namespace, pod: target.name, container: container)
        let query = context.request
        request.follow = try ListOptions.flag(query.parameter("follow")) ?? false
        request.previous = try ListOptions.flag(query.parameter("previous")) ?? false
        request.timestamps = try ListOptions.flag(query.parameter("timestamps")) ?? false
        request.tailLines = try ListOptions.integer(query.parameter("tailLines"))
        request.limitBytes = try ListOptions.integer(query.parameter("limitBytes"))
        request.sinceSeconds = try ListOptions.integer(query.parameter("sinceSeconds"))
        request.sinceTime = query.parameter("sinceTime")
        try Self.check(request)
        let source = try await kubelets.logs(node: node, request)
        var response = writer.text("")
        response.headers["Content-Type"] = "text/plain"
        response.body = .stream(source)
        return response
    }

    private static func check(_ request: ContainerLogRequest) throws(Status) {
        var errors: FieldErrorList = []
        let least = "must be greater than or equal to 0"
        if let lines = request.tailLines, lines < 0 {
            errors.append(.invalid("tailLines", .int(Int64(lines)), least))
        }
        if let bytes = request.limitBytes, bytes < 1 {
            errors.append(
                .invalid("limitBytes", .int(Int64(bytes)), "must be greater than 0"))
        }
        if let seconds = request.sinceSeconds, seconds < 1 {
            errors.append(
                .invalid("sinceSeconds", .int(Int64(seconds)), "must be greater than 0"))
        }
        if !errors.isEmpty {
            throw .invalid(group: "", kind: "PodLogOptions", name: request.pod, errors)
        }
    }

    private func stream(
        _ context: RequestContext, _ target: ResourceHandler.Target, _ name: String,
        container: String, node: String
    ) async throws(Status) -> APIResponse {
        let query = context.request
        var request = ContainerExecRequest(
            namespace: target.namespace, pod: target.name, container: container,
            command: query.parameters("command"))
        request.stdin = try ListOptions.flag(query.parameter("stdin")) ?? false
        request.stdout = try ListOptions.flag(query.parameter("stdout")) ?? false
        request.stderr = try ListOptions.flag(query.parameter("stderr")) ?? false
        request.tty = try ListOptions.flag(query.parameter("tty")) ?? false
        request.terminal = query.terminal
        guard request.stdin || request.stdout || request.stderr else {
            throw .badRequest("you must specify at least 1 of stdin, stdout, stderr")
        }
        // A terminal has one screen.
        if request.tty { request.stderr = false }
        guard name == "attach" || !request.command.isEmpty else {
            throw .badRequest("you must specify at least 1 command for the container")
        }
        let (wanted, kubelets) = (request, kubelets)
        let command = RemoteCommandRequest(
            stdin: wanted.stdin, stdout: wanted.stdout, stderr: wanted.stderr, tty: wanted.tty
        ) { () async throws(Status) -> RemoteSession in
            name == "exec"
                ? try await kubelets.exec(node: node, wanted)
                : try await kubelets.attach(node: node, wanted)
        }
        return APIResponse(status: 101, body: .upgrade(.command(command)))
    }

    /// The container that is meant: the only one, or the one that is named.
    static func container(_ named: String, of pod: Value) throws(Status) -> String {
        let name = pod["metadata"]["name"].string ?? ""
        func names(_ list: String) -> [String] {
            pod["spec"][list].array?.compactMap { $0["name"].string } ?? []
        }
        let containers = names("containers")
        let initial = names("initContainers")
        let ephemeral = names("ephemeralContainers")
        if !named.isEmpty {
            guard (containers + initial + ephemeral).contains(named) else {
                throw .badRequest("container \(named) is not valid for pod \(name)")
            }
            return named
        }
        if containers.count == 1 { return containers[0] }
        var text =
            "a container name must be specified for pod \(name), choose one of: "
            + "[\(containers.joined(separator: " "))]"
        if !initial.isEmpty {
            text += " or one of the init containers: [\(initial.joined(separator: " "))]"
        }
        if !ephemeral.isEmpty {
            text += " or one of the ephemeral containers: [\(ephemeral.joined(separator: " "))]"
        }
        throw .badRequest(text)
    }
}
