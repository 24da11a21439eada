import API

/// `create service clusterip|nodeport|loadbalancer|externalname`.
enum CreateService {
    static let spec = CommandSpec(
        "service", aliases: ["svc"], summary: "Create a service using a specified subcommand",
        subcommands: [
            generator("clusterip", "ClusterIP", [.string("clusterip")]),
            generator("nodeport", "NodePort", [.int("node-port")]),
            generator("loadbalancer", "LoadBalancer", []),
            generator("externalname", "ExternalName", [.string("external-name")]),
        ])

    private static func generator(_ name: String, _ type: String, _ flags: [Flag]) -> CommandSpec {
        CreateGenerators.generator(
            name, summary: "Create a \(type) service", resource: "services",
            flags: flags + [.list("tcp")],
            required: type == "ExternalName" ? ["external-name"] : [],
            failure: "failed to create \(type) service: "
        ) { (given, invocation) async throws(KubectlError) in
            try service(given, type, invocation.flags)
        }
    }

    private static func service(
        _ name: String, _ type: String, _ flags: FlagValues
    ) throws(KubectlError) -> Value {
        var object = CreateGenerators.object("v1", "Service", name)
        object["metadata"]["labels"] = ["app": .string(name)]
        var spec: Value = ["selector": ["app": .string(name)], "type": .string(type)]
        let isHeadless = flags.string("clusterip") == "None"
        if let address = flags.string("clusterip") { spec["clusterIP"] = .string(address) }
        if let host = flags.string("external-name") { spec["externalName"] = .string(host) }
        var ports: [Value] = []
        for text in flags.list("tcp") { ports.append(try port(text, flags)) }
        if ports.isEmpty, !isHeadless, type != "ExternalName" {
            throw .message("at least one tcp port specifier must be provided")
        }
        if !ports.isEmpty { spec["ports"] = .array(ports) }
        object["spec"] = spec
        object["status"] = ["loadBalancer": [:]]
        return object
    }

    /// `80:8080`, `80`, `80:name`.
    private static func port(_ text: String, _ flags: FlagValues) throws(KubectlError) -> Value {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let number = Int64(parts[0]), (1...65535).contains(number), parts.count <= 2 else {
            throw .message("invalid port format: \(text)")
        }
        let target = parts.count > 1 ? parts[1] : parts[0]
        var port: Value = [
            "name": .string(parts.joined(separator: "-")), "port": .int(number), "protocol": "TCP",
        ]
        port["targetPort"] = Int64(target).map(Value.int) ?? .string(target)
        if let node = flags.int("node-port"), node > 0 { port["nodePort"] = .int(Int64(node)) }
        return port
    }
}

/// `create quota`, `priorityclass`, `poddisruptionbudget`, `ingress`.
enum CreatePolicies {
    static let specs: [CommandSpec] = [
        CreateGenerators.generator(
            "quota", aliases: ["resourcequota"], summary: "Create a quota with the specified name",
            resource: "resourcequotas", flags: [.string("hard"), .string("scopes")],
            failure: "failed to create quota: "
        ) { (name, invocation) async throws(KubectlError) in
            var object = CreateGenerators.object("v1", "ResourceQuota", name)
            var hard = Object()
            for part in (invocation.flags.string("hard") ?? "").split(separator: ",") {
                let halves = part.split(separator: "=", omittingEmptySubsequences: false).map(
                    String.init)
                guard halves.count == 2 else {
                    throw .message("invalid argument syntax \(part), expected <resource>=<value>")
                }
                guard let quantity = Quantity(halves[1]) else {
                    throw .message("\(QuantityError.wrongFormat)")
                }
                hard[halves[0]] = .string(quantity.description)
            }
            var spec: Value = [:]
            if !hard.isEmpty { spec["hard"] = .object(hard) }
            if let scopes = invocation.flags.string("scopes") {
                spec["scopes"] = CreateGenerators.strings(
                    scopes.split(separator: ",").map(String.init))
            }
            object["spec"] = spec
            object["status"] = [:]
            return object
        },
        CreateGenerators.generator(
            "priorityclass", aliases: ["pc"],
            summary: "Create a priority class with the specified name",
            resource: "priorityclasses.scheduling.k8s.io",
            flags: [
                .int("value"), .bool("global-default"), .string("description"),
                .string("preemption-policy"),
            ],
            failure: "failed to create priorityclass: "
        ) { (name, invocation) async throws(KubectlError) in
            let flags = invocation.flags
            var object = CreateGenerators.object("scheduling.k8s.io/v1", "PriorityClass", name)
            object["value"] = .int(Int64(flags.int("value") ?? 0))
            if flags.bool("global-default") { object["globalDefault"] = true }
            if let text = flags.string("description") { object["description"] = .string(text) }
            object["preemptionPolicy"] = .string(
                flags.string("preemption-policy") ?? "PreemptLowerPriority")
            return object
        },
        CreateGenerators.generator(
            "poddisruptionbudget", aliases: ["pdb"],
            summary: "Create a pod disruption budget with the specified name",
            resource: "poddisruptionbudgets.policy",
            flags: [.string("selector"), .string("min-available"), .string("max-unavailable")],
            failure: "failed to create poddisruptionbudgets: ", make: budget),
    ]

    @Sendable private static func budget(
        _ name: String, _ invocation: Invocation
    ) async throws(KubectlError) -> Value {
        let flags = invocation.flags
        guard let selector = flags.string("selector"), !selector.isEmpty else {
            throw .message("a selector must be specified")
        }
        let (least, most) = (flags.string("min-available"), flags.string("max-unavailable"))
        guard (least == nil) != (most == nil) else {
            throw .message(
                least == nil
                    ? "one of min-available or max-unavailable must be specified"
                    : "min-available and max-unavailable cannot be both specified")
        }
        func amount(_ text: String) -> Value { Int64(text).map(Value.int) ?? .string(text) }
        var spec: Value = [:]
        if let least { spec["minAvailable"] = amount(least) }
        if let most { spec["maxUnavailable"] = amount(most) }
        spec["selector"] = ["matchLabels": Value(stringMap: try Pairs.labels(selector))]
        var object = CreateGenerators.object("policy/v1", "PodDisruptionBudget", name)
        object["spec"] = spec
        object["status"] = [
            "currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0,
        ]
        return object
    }
}
