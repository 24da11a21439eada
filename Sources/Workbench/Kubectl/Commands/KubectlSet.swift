import API

/// `kubectl set image|env|resources|serviceaccount`: changes containers of workloads.
enum KubectlSet {
    private static let common: [Flag] =
        Invocation.fileFlags + Invocation.changeFlags + [
            Invocation.recordFlag, .bool("all"), .bool("local"),
        ]
    private static let selector: [Flag] = [.string("selector", "l")]
    private static let containers: [Flag] = [.string("containers", "c")]

    static let spec = CommandSpec(
        "set", summary: "Set specific features on objects",
        subcommands: [
            CommandSpec(
                "image", summary: "Update the image of a pod template",
                flags: common + selector, body: image),
            CommandSpec(
                "env", summary: "Update environment variables on a pod template",
                flags: common + selector + containers + [
                    .array("env", "e"), .bool("list"), .bool("overwrite"),
                    .bool("resolve").refused("look at the ConfigMap or the Secret itself"),
                    .string("from").refused("write envFrom or valueFrom in the manifest"),
                    .list("keys").refused("it is of use with --from only"),
                    .string("prefix").refused("it is of use with --from only"),
                ], body: env),
            CommandSpec(
                "resources",
                summary: "Update resource requests/limits on objects with pod templates",
                flags: common + selector + containers + [.string("limits"), .string("requests")],
                body: resources),
            CommandSpec(
                "serviceaccount", aliases: ["sa"],
                summary: "Update the service account of a resource",
                flags: common, body: serviceAccount),
        ])

    /// Words before the first `a=b`, and the pairs.
    private static func split(_ words: [String]) -> (
        resources: [String], pairs: [(String, String)], removed: [String]
    ) {
        var result: (resources: [String], pairs: [(String, String)], removed: [String]) = (
            [], [], []
        )
        for word in words {
            if let equals = word.firstIndex(of: "=") {
                result.pairs.append(
                    (String(word[..<equals]), String(word[word.index(after: equals)...])))
            } else if word.hasSuffix("-"), word.count > 1 {
                result.removed.append(String(word.dropLast()))
            } else {
                result.resources.append(word)
            }
        }
        return result
    }

    /// Changes the pod spec of each object and sends what changed as a strategic patch.
    private static func change(
        _ invocation: Invocation, _ words: [String], _ outcome: String,
        _ edit: (inout Value) throws(KubectlError) -> Void
    ) async throws(KubectlError) {
        let selection = try await invocation.select(arguments: words)
        var report = try Report(invocation)
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            var object = info.object
            var spec =
                info.mapping.kind == "Pod" ? object["spec"] : object["spec"]["template"]["spec"]
            if info.mapping.kind == "CronJob" {
                spec = object["spec"]["jobTemplate"]["spec"]["template"]["spec"]
            }
            guard var changed = spec else {
                throw .message(
                    "\(info.displayName): the object is not a pod or does not have a pod template: \(info.mapping.kind)"
                )
            }
            try edit(&changed)
            guard changed != spec || invocation.flags.bool("record") else { return }
            switch info.mapping.kind {
            case "Pod": object["spec"] = changed
            case "CronJob": object["spec"]["jobTemplate"]["spec"]["template"]["spec"] = changed
            default: object["spec"]["template"]["spec"] = changed
            }
            object = invocation.recorded(object)
            if try invocation.dryRun() != .client, !invocation.flags.bool("local") {
                object = try await send(info, object, invocation, manager: "kubectl-set")
            }
            try await report.done(info.mapping, object, outcome)
        }
    }

    /// Sends the difference between what is there and `object`.
    static func send(
        _ info: ResourceInfo, _ object: Value, _ invocation: Invocation, manager: String
    ) async throws(KubectlError) -> Value {
        let type = Schema.shared.type(of: info.mapping.groupVersionKind)
        let patch: Object
        do {
            patch = try StrategicDiff(schema: Schema.shared).create(
                from: info.object.object ?? Object(), to: object.object ?? Object(), type: type)
        } catch { throw .server(error) }
        return try await invocation.client().value(
            "PATCH", info.path, query: try invocation.changeQuery(manager: manager),
            body: .object(patch),
            contentType: type == nil ? MediaType.mergePatch : MediaType.strategicMergePatch)
    }

    /// Runs `edit` on each container that `wanted` names (`*`: all); throws if there is none.
    private static func editContainers(
        _ spec: inout Value, _ wanted: String, _ edit: (inout Value) -> Void
    ) throws(KubectlError) {
        var isFound = false
        for list in ["containers", "initContainers"] {
            guard var containers = spec[list].array else { continue }
            if wanted == "*", list == "initContainers" { continue }
            for index in containers.indices
            where wanted == "*" || containers[index]["name"].string == wanted {
                edit(&containers[index])
                isFound = true
            }
            spec[list] = .array(containers)
        }
        guard isFound else { throw .message("unable to find container named \"\(wanted)\"") }
    }

    @Sendable private static func image(_ invocation: Invocation) async throws(KubectlError) {
        let (resources, pairs, _) = split(invocation.arguments)
        guard !pairs.isEmpty else { throw .message("at least one image update is required") }
        try await change(invocation, resources, "image updated") { (spec) throws(KubectlError) in
            for (name, image) in pairs {
                try editContainers(&spec, name) { $0["image"] = .string(image) }
            }
        }
    }

    @Sendable private static func env(_ invocation: Invocation) async throws(KubectlError) {
        let (resources, given, removed) = split(invocation.arguments)
        let flags = invocation.flags
        if flags.bool("list") { return try await listEnv(invocation, resources) }
        let pairs = given + split(flags.list("env")).pairs
        guard !pairs.isEmpty || !removed.isEmpty else {
            throw .message("at least one environment variable must be provided")
        }
        try await change(invocation, resources, "env updated") { (spec) throws(KubectlError) in
            try refuseOverwriting(spec, pairs.map(\.0), flags)
            try editContainers(&spec, flags.string("containers") ?? "*") { container in
                var variables = container["env"].array ?? []
                for (name, value) in pairs {
                    let variable: Value = ["name": .string(name), "value": .string(value)]
                    if let index = variables.firstIndex(where: { $0["name"].string == name }) {
                        variables[index] = variable
                    } else {
                        variables.append(variable)
                    }
                }
                variables.removeAll { removed.contains($0["name"].string ?? "") }
                container["env"] = variables.isEmpty ? nil : .array(variables)
            }
        }
    }

    /// With `--overwrite=false`, no variable may be there yet.
    private static func refuseOverwriting(
        _ spec: Value, _ names: [String], _ flags: FlagValues
    ) throws(KubectlError) {
        guard !flags.bool("overwrite", default: true) else { return }
        for container in spec["containers"].array ?? [] {
            for variable in container["env"].array ?? [] {
                guard let name = variable["name"].string, names.contains(name) else { continue }
                throw .message(
                    "'\(name)' already has a value (\(variable["value"].string ?? "")),"
                        + " and --overwrite is false")
            }
        }
    }

    private static func listEnv(_ invocation: Invocation, _ resources: [String])
        async throws(KubectlError)
    {
        let selection = try await invocation.select(arguments: resources)
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            let isPod = info.mapping.kind == "Pod"
            let spec = isPod ? info.object["spec"] : info.object["spec"]["template"]["spec"]
            var text = ""
            for container in spec["containers"].array ?? [] {
                text +=
                    "# \(info.mapping.kind) \(info.name), container \(container["name"].string ?? "")\n"
                for variable in container["env"].array ?? [] {
                    let name = variable["name"].string ?? ""
                    guard let source = variable["valueFrom"] else {
                        text += "\(name)=\(variable["value"].string ?? "")\n"
                        continue
                    }
                    text += "# \(name) from \(JSONWriter.text(source))\n"
                }
            }
            try await invocation.print(text)
        }
    }

    @Sendable private static func resources(_ invocation: Invocation) async throws(KubectlError) {
        let flags = invocation.flags
        guard flags.isSet("limits") || flags.isSet("requests") else {
            throw .message(
                "you must specify an update to requests or limits (in the form of --requests/--limits)"
            )
        }
        try await change(invocation, invocation.arguments, "resource requirements updated") {
            (spec) throws(KubectlError) in
            for member in ["limits", "requests"] {
                guard let text = flags.string(member) else { continue }
                for (name, amount) in try Pairs.parse(
                    text.split(separator: ",").map(String.init), "resource"
                ).sorted(by: { $0.key < $1.key }) {
                    try editContainers(&spec, flags.string("containers") ?? "*") {
                        $0["resources"][member][name] = .string(amount)
                    }
                }
            }
        }
    }

    @Sendable private static func serviceAccount(_ invocation: Invocation)
        async throws(KubectlError)
    {
        guard invocation.arguments.count > 1, let account = invocation.arguments.last else {
            throw .message("serviceaccount is required")
        }
        try await change(invocation, invocation.arguments.dropLast(), "serviceaccount updated") {
            (spec) in
            spec["serviceAccountName"] = .string(account)
            spec["serviceAccount"] = .string(account)
        }
    }
}
