import API
import Simulation

/// `kubectl run`: one pod from flags.
enum KubectlRun {
    static let spec = CommandSpec(
        "run", summary: "Run a particular image on the cluster",
        flags: Invocation.changeFlags + [
            Invocation.saveConfigFlag, Invocation.recordFlag,
            .string("image"), .string("image-pull-policy"), .array("env"), .string("port"),
            .string("labels", "l"), .array("annotations"), .string("restart"), .bool("command"),
            .bool("stdin", "i"), .bool("tty", "t"), .bool("rm"), .bool("attach"),
            .bool("quiet", "q"),
            .bool("expose"), .bool("privileged"), .string("overrides"), .string("override-type"),
            .bool("leave-stdin-open"), .duration("pod-running-timeout"), .int("grace-period"),
            .bool("force"), .bool("wait"), .optional("cascade", "background"), .duration("timeout"),
        ], required: ["image"], body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        let flags = invocation.flags
        guard let name = invocation.arguments.first, invocation.argumentsBeforeDash != 0 else {
            throw invocation.usage("NAME is required for run")
        }
        let image = flags.string("image") ?? ""
        guard !image.isEmpty, !image.contains(where: \.isWhitespace), !image.hasPrefix("-") else {
            throw .message("Invalid image name \"\(image)\": invalid reference format")
        }
        let attaches = flags.bool("attach", default: flags.bool("stdin") || flags.bool("tty"))
        if flags.bool("rm"), !attaches {
            throw .message("--rm should only be used for attached containers")
        }
        let dryRun = try invocation.dryRun()
        if attaches, dryRun != .none {
            throw .message(
                "--dry-run=\(dryRun == .client ? "client" : "server") can't be used with attached containers options (--attach, --stdin, or --tty)"
            )
        }
        let pods = try await invocation.mapper().resource(named: "pods")
        var object = try pod(name, image, invocation)
        object = invocation.recorded(try Overrides(invocation).applied(to: object))
        if flags.bool("save-config") { object = LastApplied.added(to: object) }
        let namespace = try invocation.namespace()
        if dryRun != .client {
            object = try await invocation.client().value(
                "POST", pods.path(namespace: namespace),
                query: invocation.changeQuery(manager: "kubectl-run"), body: object)
        }
        if attaches {
            let info = ResourceInfo(mapping: pods, namespace: namespace, name: name, object: object)
            return try await attach(info, invocation)
        }
        var report = try Report(invocation)
        try await report.done(pods, object, "created")
        if flags.bool("expose") { try await expose(name, invocation) }
    }

    // MARK: - The pod

    private static func pod(
        _ name: String, _ image: String, _ invocation: Invocation
    ) throws(KubectlError) -> Value {
        let flags = invocation.flags
        var pod: Value = ["apiVersion": "v1", "kind": "Pod"]
        if let labels = flags.string("labels") {
            pod["metadata"]["labels"] = Value(stringMap: try Pairs.labels(labels))
        } else {
            pod["metadata"]["labels"] = ["run": .string(name)]
        }
        let annotations = try Pairs.parse(flags.list("annotations"), "annotations")
        if !annotations.isEmpty { pod["metadata"]["annotations"] = Value(stringMap: annotations) }
        pod["metadata"]["name"] = .string(name)
        pod["spec"] = [
            "containers": [try container(name, image, invocation)], "dnsPolicy": "ClusterFirst",
            "restartPolicy": .string(try restartPolicy(flags)),
        ]
        pod["status"] = .object(Object())
        return pod
    }

    private static func restartPolicy(_ flags: FlagValues) throws(KubectlError) -> String {
        switch flags.string("restart") ?? "Always" {
        case "Always": return "Always"
        case "OnFailure": return "OnFailure"
        case "Never": return "Never"
        case let other: throw .message("invalid restart policy: \(other)")
        }
    }

    private static func container(
        _ name: String, _ image: String, _ invocation: Invocation
    ) throws(KubectlError) -> Value {
        let flags = invocation.flags
        var container: Value = [
            "name": .string(name), "image": .string(image), "resources": .object(Object()),
        ]
        let words = invocation.arguments.dropFirst().map(Value.string)
        if !words.isEmpty {
            container[flags.bool("command") ? "command" : "args"] = .array(Array(words))
        }
        var env: [Value] = []
        for pair in flags.list("env") {
            guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
                throw .message("invalid env: \(pair)")
            }
            env.append([
                "name": .string(String(pair[..<equals])),
                "value": .string(String(pair[pair.index(after: equals)...])),
            ])
        }
        if !env.isEmpty { container["env"] = .array(env) }
        if let text = flags.string("port"), !text.isEmpty {
            guard let port = Int64(text) else {
                throw .message("strconv.ParseInt: parsing \"\(text)\": invalid syntax")
            }
            container["ports"] = [["containerPort": .int(port)]]
        }
        if let policy = flags.string("image-pull-policy") {
            container["imagePullPolicy"] = .string(policy)
        }
        if flags.bool("privileged") { container["securityContext"] = ["privileged": true] }
        if flags.bool("stdin") {
            container["stdin"] = true
            if !flags.bool("leave-stdin-open") { container["stdinOnce"] = true }
        }
        if flags.bool("tty") { container["tty"] = true }
        return container
    }

    private static func expose(_ name: String, _ invocation: Invocation) async throws(KubectlError)
    {
        guard let port = invocation.flags.int("port") else {
            throw .message("--port must be set when exposing a service")
        }
        let service: Value = [
            "apiVersion": "v1", "kind": "Service", "metadata": ["name": .string(name)],
            "spec": [
                "ports": [
                    ["port": .int(Int64(port)), "protocol": "TCP", "targetPort": .int(Int64(port))]
                ],
                "selector": ["run": .string(name)],
            ],
        ]
        let services = try await invocation.mapper().resource(named: "services")
        _ = try await invocation.client().value(
            "POST", services.path(namespace: try invocation.namespace()),
            query: try invocation.changeQuery(manager: "kubectl-run"), body: service)
        var report = try Report(invocation)
        try await report.done(services, service, "created")
    }

    // MARK: - Attaching

    /// Waits until the pod runs or has ended, joins its streams, and with `--rm` deletes it.
    private static func attach(_ pod: ResourceInfo, _ invocation: Invocation)
        async throws(KubectlError)
    {
        var failure: KubectlError?
        do { try await joinStreams(pod, invocation) } catch { failure = error }
        if invocation.flags.bool("rm") {
            if let error = failure, case .interrupted = error { throw error }
            let deletion = try Deletion(invocation)
            _ = try await deletion.delete(pod)
            if invocation.flags.bool("wait") {
                try await ObjectWaiter(invocation).waitUntilGone([pod], deletion.timeout)
            }
        }
        if let failure { throw failure }
    }

    private static func joinStreams(_ pod: ResourceInfo, _ invocation: Invocation)
        async throws(KubectlError)
    {
        let limit = invocation.flags.duration("pod-running-timeout") ?? .minutes(1)
        let deadline = invocation.simulation.now.advanced(by: limit)
        try await ObjectWaiter(invocation).wait(for: pod, until: deadline) { object in
            switch object["status"]["phase"].string {
            case "Running":
                let ready = object["status"]["containerStatuses"].array?.contains {
                    $0["state"]["running"] != nil || $0["state"]["terminated"] != nil
                }
                return ready == true ? .done : .notYet
            case "Succeeded", "Failed": return .done
            default:
                return object == nil ? .failed(.message("pod \(pod.name) was deleted")) : .notYet
            }
        }
        let current = try await invocation.get(pod.mapping, pod.name)
        let phase = current.object["status"]["phase"].string
        if phase == "Running" { return try await KubectlAttach.attach(current, invocation) }
        let log = try await invocation.client().send("GET", current.path("log"), form: .raw)
        if case .bytes(let bytes) = log.body {
            try await invocation.write(bytes, to: invocation.environment.standardOutput)
        } else if case .stream(let stream) = log.body {
            try await KubectlRaw.copy(stream, invocation)
        }
        if phase == "Failed" {
            let code = current.object["status"]["containerStatuses"].array?.first?["state"][
                "terminated"]["exitCode"].int
            try await invocation.printError("pod \(pod.namespace)/\(pod.name) terminated (Error)\n")
            throw .exit(Int32(truncatingIfNeeded: code ?? 1))
        }
    }
}
