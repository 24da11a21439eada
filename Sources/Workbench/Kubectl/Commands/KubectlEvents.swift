import API

/// `kubectl events`, and `kubectl top`, which this cluster has no metrics for.
enum KubectlEvents {
    static let specs: [CommandSpec] = [
        CommandSpec(
            "events", summary: "List events",
            flags: Invocation.printFlags + [
                .string("for"), .list("types"), .bool("all-namespaces", "A"),
                .bool("watch", "w").refused("watch them with kubectl get events -w"),
                .bool("no-headers"), .int("chunk-size"),
            ], body: run),
        CommandSpec(
            "top", summary: "Display resource (CPU/memory) usage",
            subcommands: ["node", "pod"].map { name in
                CommandSpec(
                    name, aliases: name == "node" ? ["nodes", "no"] : ["pods", "po"],
                    summary: "Display resource (CPU/memory) usage of \(name)s",
                    flags: topFlags
                ) { (_) async throws(KubectlError) in throw .message("Metrics API not available") }
            }),
    ]

    /// Differs: there are no metrics, so that `top` reads none of its flags.
    private static var topFlags: [Flag] {
        let flags: [Flag] = [
            .bool("all-namespaces", "A"), .string("selector", "l"), .string("field-selector"),
            .string("sort-by"), .bool("containers"), .bool("no-headers"), .bool("sum"),
            .bool("use-protocol-buffers"), .bool("show-capacity"),
        ]
        return flags.map { $0.harmless("there is no Metrics API, which is all that top says") }
    }

    @Sendable private static func run(_ invocation: Invocation) async throws(KubectlError) {
        let flags = invocation.flags
        let mapping = try await invocation.mapper().resource(named: "events")
        var query = invocation.chunkQuery
        if let target = flags.string("for") {
            let parsed = try ResourceArguments.parse([target], try await invocation.mapper())
            guard let one = parsed.targets.first, let name = one.name else {
                throw .message("--for must be in resource/name form")
            }
            query.append(
                (
                    "fieldSelector",
                    "involvedObject.kind=\(one.mapping.kind),involvedObject.name=\(name)"
                ))
        }
        let across = flags.bool("all-namespaces")
        let types = flags.list("types").map { $0.lowercased() }
        let found = try await invocation.client().wholeList(
            mapping, namespace: across ? "" : try invocation.namespace(), query)
        let events = EventAge.sorted(found).filter {
            types.isEmpty || types.contains(($0["type"].string ?? "").lowercased())
        }
        guard !events.isEmpty else {
            let place =
                across
                ? "No events found." : "No events found in \(try invocation.namespace()) namespace."
            return try await invocation.printError(place + "\n")
        }
        if let format = try OutputFormat.parse(invocation) {
            var printer = ObjectPrinter(
                format, showsManagedFields: flags.bool("show-managed-fields"))
            let list: Value = [
                "apiVersion": "v1", "items": .array(events), "kind": "List", "metadata": [:],
            ]
            return try await invocation.print(try printer.text(list, displayName: ""))
        }
        var writer = TabWriter.table
        let header = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]
        if !flags.bool("no-headers") { writer.write(row: (across ? ["NAMESPACE"] : []) + header) }
        for event in events {
            let target = event["involvedObject"]
            let row = [
                EventAge.text(event, now: invocation.now), event["type"].string ?? "",
                event["reason"].string ?? "",
                "\(target["kind"].string ?? "")/\(target["name"].string ?? "")",
                (event["message"].string ?? "").trimmed,
            ]
            writer.write(row: (across ? [event["metadata"]["namespace"].string ?? ""] : []) + row)
        }
        try await invocation.print(writer.flush())
    }
}
