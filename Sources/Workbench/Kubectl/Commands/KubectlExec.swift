import API
import Simulation

/// `kubectl exec`: runs a command in a container and joins its streams to ours.
enum KubectlExec {
    static let spec = CommandSpec(
        "exec", summary: "Execute a command in a container",
        flags: [
            .string("container", "c"), .bool("stdin", "i"), .bool("tty", "t"), .bool("quiet", "q"),
            .list("filename", "f"), .duration("pod-running-timeout"),
        ], body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        let split = invocation.argumentsBeforeDash
        let words = invocation.arguments
        let isFromFile = !invocation.flags.list("filename").isEmpty
        let targets = words.prefix(split ?? (isFromFile ? 0 : 1))
        let command = Array(words.dropFirst(targets.count))
        guard isFromFile || !targets.isEmpty else {
            throw .message("pod, type/name or --filename must be specified")
        }
        if split == nil, !isFromFile, !command.isEmpty {
            throw invocation.usage(
                "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead"
            )
        }
        guard !command.isEmpty else {
            throw .message("you must specify at least one command for the container")
        }
        let pod = try await pod(targets.first, invocation)
        let phase = pod.object["status"]["phase"].string ?? ""
        if phase == "Succeeded" || phase == "Failed" {
            throw .message(
                "cannot exec into a container in a completed pod; current phase is \(phase)")
        }
        let container = try await PodTarget.container(of: pod, invocation)
        var query = command.map { ("command", $0) }
        query.append(("container", container))
        try await RemoteCommand(invocation, pod, subresource: "exec", query).run()
    }
}

extension KubectlExec {
    /// The pod that the command line names, or the file after `-f`.
    private static func pod(
        _ target: String?, _ invocation: Invocation
    ) async throws(KubectlError) -> ResourceInfo {
        if let target { return try await PodTarget.find(target, invocation) }
        let selection = try await invocation.select(arguments: [])
        if let error = KubectlError.all(selection.errors) { throw error }
        guard selection.infos.count == 1, let only = selection.infos.first else {
            throw .message("exactly one object must be in the file")
        }
        return try await PodTarget.pod(of: only, invocation)
    }
}

/// `kubectl attach`: joins the streams of a container's first process.
enum KubectlAttach {
    static let spec = CommandSpec(
        "attach", summary: "Attach to a running container",
        flags: [
            .string("container", "c"), .bool("stdin", "i"), .bool("tty", "t"), .bool("quiet", "q"),
            .duration("pod-running-timeout"),
        ], body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        guard let target = invocation.arguments.first else {
            throw .message("at least 1 argument is required for attach")
        }
        let pod = try await PodTarget.find(target, invocation)
        try await attach(pod, invocation)
    }

    static func attach(_ pod: ResourceInfo, _ invocation: Invocation) async throws(KubectlError) {
        let container = try await PodTarget.container(of: pod, invocation)
        if !invocation.flags.bool("quiet"), invocation.flags.bool("stdin") {
            try await invocation.printError(
                "If you don't see a command prompt, try pressing enter.\n")
        }
        try await RemoteCommand(
            invocation, pod, subresource: "attach", [("container", container)]
        ).run()
    }
}

/// Which pod, and which of its containers, `exec`, `attach` and `logs` mean.
enum PodTarget {
    /// `web`, `pod/web`, or `deploy/web`: then the first of its pods.
    static func find(_ word: String, _ invocation: Invocation) async throws(KubectlError)
        -> ResourceInfo
    {
        let mapper = try await invocation.mapper()
        let pods = try mapper.resource(named: "pods")
        guard word.contains("/") else { return try await invocation.get(pods, word) }
        let parsed = try ResourceArguments.parse([word], mapper)
        guard let owner = parsed.targets.first, let name = owner.name else {
            return try await invocation.get(pods, word)
        }
        return try await pod(of: try await invocation.get(owner.mapping, name), invocation)
    }

    /// `owner` if it is a pod, else the first of its pods, which may be still to come.
    static func pod(
        of owner: ResourceInfo, _ invocation: Invocation
    ) async throws(KubectlError) -> ResourceInfo {
        if owner.mapping.kind == "Pod" { return owner }
        let pods = try await invocation.mapper().resource(named: "pods")
        let isLogs = invocation.commandPath == "kubectl logs"
        let limit =
            invocation.flags.duration("pod-running-timeout") ?? .seconds(isLogs ? 20 : 60)
        let deadline = invocation.now.advanced(by: limit)
        while true {
            let found = try await podsOf(owner, pods, invocation)
            if let first = found.first {
                if isLogs, found.count > 1 {
                    try await invocation.printError(
                        "Found \(found.count) pods, using pod/\(first.name)\n")
                }
                return first
            }
            guard invocation.now < deadline else {
                throw .message("timed out waiting for the condition")
            }
            do { try await invocation.simulation.sleep(for: .seconds(1)) } catch {
                throw .interrupted
            }
        }
    }

    /// The pods that a workload's selector chooses, by name.
    static func podsOf(
        _ owner: ResourceInfo, _ pods: ResourceMapping, _ invocation: Invocation
    ) async throws(KubectlError) -> [ResourceInfo] {
        guard let labels = Formats.selector(of: owner.object) else {
            throw .message("cannot attach to \(owner.mapping.kind): selector is not available")
        }
        return try await invocation.list(pods, labels: labels)
    }

    /// The container that was asked for, or the first; says so if there are several.
    static func container(
        of pod: ResourceInfo, _ invocation: Invocation
    ) async throws(KubectlError) -> String {
        let spec = pod.object["spec"]
        let lists = ["containers", "initContainers", "ephemeralContainers"].map {
            spec[$0].array?.compactMap { $0["name"].string } ?? []
        }
        let all = lists.flatMap { $0 }
        if let wanted = invocation.flags.string("container") {
            guard all.contains(wanted) else {
                throw .message("container \(wanted) not found in pod \(pod.name)")
            }
            return wanted
        }
        let marked = pod.object["metadata"]["annotations"][
            "kubectl.kubernetes.io/default-container"
        ].string
        if let marked, all.contains(marked) { return marked }
        let first = all.first ?? ""
        if all.count > 1, !invocation.flags.bool("quiet") {
            let named =
                lists[0] + lists[2].map { "\($0) (ephem)" } + lists[1].map { "\($0) (init)" }
            try await invocation.printError(
                "Defaulted container \"\(first)\" out of: \(named.joined(separator: ", "))\n")
        }
        return first
    }
}
