import API

/// `kubectl config`: shows and changes the kubeconfig.
enum KubectlConfigCommand {
    static let spec = CommandSpec(
        "config", summary: "Modify kubeconfig files",
        subcommands: [
            CommandSpec(
                "view", summary: "Display merged kubeconfig settings",
                flags: [
                    .bool("raw"), .bool("minify"), .string("output", "o"),
                    .bool("flatten").refused("files stay named by their paths"),
                    .bool("merge").refused("there is one file at a time", unless: "true"),
                ],
                body: view),
            CommandSpec("current-context", summary: "Display the current-context", body: current),
            CommandSpec(
                "get-contexts", summary: "Describe one or many contexts",
                flags: [.string("output", "o"), .bool("no-headers")], body: contexts),
            CommandSpec("get-clusters", summary: "Display clusters defined in the kubeconfig") {
                (invocation) async throws(KubectlError) in
                let file = try Kubeconfig.load(invocation.environment, invocation.flags)
                let names = (file.value["clusters"].array ?? []).compactMap { $0["name"].string }
                    .sorted()
                try await invocation.print("NAME\n" + names.map { $0 + "\n" }.joined())
            },
            CommandSpec(
                "use-context", aliases: ["use"],
                summary: "Set the current-context in a kubeconfig file",
                body: use),
            CommandSpec(
                "set-context", summary: "Set a context entry in kubeconfig",
                flags: [
                    .bool("current"), .string("cluster"), .string("user"),
                    .string("namespace", "n"),
                ],
                body: set),
        ])

    @Sendable private static func view(_ invocation: Invocation) async throws(KubectlError) {
        let file = try Kubeconfig.load(invocation.environment, invocation.flags)
        var value = file.value
        if invocation.flags.bool("minify") {
            let context = file.entry("contexts", "context", named: file.currentContext)
            for (list, name) in [
                ("contexts", file.currentContext), ("clusters", context["cluster"].string ?? ""),
                ("users", context["user"].string ?? ""),
            ] {
                value[list] = .array((value[list].array ?? []).filter { $0["name"].string == name })
            }
        }
        if !invocation.flags.bool("raw") { value = redacted(value) }
        let isJSON = invocation.flags.string("output") == "json"
        try await invocation.print(isJSON ? Formats.json(value) : Formats.yaml(value))
    }

    /// Certificates, keys and tokens are not shown.
    private static func redacted(_ value: Value) -> Value {
        switch value {
        case .array(let items): return .array(items.map(redacted))
        case .object(let object):
            var result = Object()
            for (name, member) in object {
                if name.hasSuffix("-data"), member.string != nil {
                    result[name] = "DATA+OMITTED"
                } else if ["token", "password"].contains(name), member.string != nil {
                    result[name] = "REDACTED"
                } else {
                    result[name] = redacted(member)
                }
            }
            return .object(result)
        default: return value
        }
    }

    @Sendable private static func current(_ invocation: Invocation) async throws(KubectlError) {
        let file = try Kubeconfig.load(invocation.environment, invocation.flags)
        guard !file.currentContext.isEmpty else { throw .message("current-context is not set") }
        try await invocation.print(file.currentContext + "\n")
    }

    @Sendable private static func contexts(_ invocation: Invocation) async throws(KubectlError) {
        let file = try Kubeconfig.load(invocation.environment, invocation.flags)
        let all = (file.value["contexts"].array ?? []).sorted {
            ($0["name"].string ?? "") < ($1["name"].string ?? "")
        }
        if invocation.flags.string("output") == "name" {
            return try await invocation.print(all.map { ($0["name"].string ?? "") + "\n" }.joined())
        }
        var writer = TabWriter.table
        if !invocation.flags.bool("no-headers") {
            writer.write(row: ["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"])
        }
        for one in all {
            let name = one["name"].string ?? ""
            let context = one["context"]
            writer.write(row: [
                name == file.currentContext ? "*" : "", name, context["cluster"].string ?? "",
                context["user"].string ?? "", context["namespace"].string ?? "",
            ])
        }
        try await invocation.print(writer.flush())
    }

    @Sendable private static func use(_ invocation: Invocation) async throws(KubectlError) {
        guard invocation.arguments.count == 1, let name = invocation.arguments.first else {
            throw invocation.usage("unexpected args: \(invocation.arguments)")
        }
        var file = try Kubeconfig.load(invocation.environment, invocation.flags)
        guard file.entry("contexts", "context", named: name) != nil else {
            throw .message("no context exists with the name: \"\(name)\"")
        }
        file.value["current-context"] = .string(name)
        try save(file, invocation)
        try await invocation.print("Switched to context \"\(name)\".\n")
    }

    @Sendable private static func set(_ invocation: Invocation) async throws(KubectlError) {
        var file = try Kubeconfig.load(invocation.environment, invocation.flags)
        let isCurrent = invocation.flags.bool("current")
        guard let name = isCurrent ? file.currentContext : invocation.arguments.first, !name.isEmpty
        else {
            throw .message(
                isCurrent
                    ? "no current context is set"
                    : "you must specify a non-empty context name or --current")
        }
        var contexts = file.value["contexts"].array ?? []
        let known = contexts.firstIndex { $0["name"].string == name }
        var entry = known.map { contexts[$0] } ?? ["context": [:], "name": .string(name)]
        for member in ["cluster", "user", "namespace"] {
            if let text = invocation.flags.string(member) {
                entry["context"][member] = .string(text)
            }
        }
        if let known { contexts[known] = entry } else { contexts.append(entry) }
        file.value["contexts"] = .array(contexts)
        try save(file, invocation)
        try await invocation.print(
            "Context \"\(name)\" \(known == nil ? "created" : "modified").\n")
    }

    private static func save(_ file: Kubeconfig, _ invocation: Invocation) throws(KubectlError) {
        do {
            try invocation.environment.files.write(
                Array(Formats.yaml(file.value).utf8), to: file.path)
        } catch {
            throw .message("open \(file.path): \(error)")
        }
    }
}
