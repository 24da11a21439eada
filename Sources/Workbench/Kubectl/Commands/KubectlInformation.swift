import API

/// The commands that tell about the client and the server: `version`, `cluster-info`, `api-...`.
enum KubectlInformation {
    static let specs: [CommandSpec] = [
        CommandSpec(
            "version", summary: "Print the client and server version information",
            flags: [.string("output", "o"), .bool("client")], body: version),
        CommandSpec(
            "cluster-info", summary: "Display cluster information", body: clusterInfo),
        CommandSpec(
            "api-versions",
            summary:
                "Print the supported API versions on the server, in the form of \"group/version\"",
            body: apiVersions),
        CommandSpec(
            "api-resources", summary: "Print the supported API resources on the server",
            flags: [
                .string("output", "o"), .string("api-group"), .bool("namespaced"),
                .bool("no-headers"),
                .list("verbs"), .string("sort-by"), .bool("cached").harmless("nothing is cached"),
                .list("categories"),
            ], body: apiResources),
        CommandSpec("options", summary: "Print the list of flags inherited by all commands") {
            (invocation) async throws(KubectlError) in try await invocation.print(HelpText.options)
        },
        CommandSpec("help", summary: "Help about any command", body: help),
    ]

    @Sendable static func help(_ invocation: Invocation) async throws(KubectlError) {
        let resolution = CommandResolution(CommandTree.root, invocation.arguments)
        guard resolution.words.isEmpty else {
            let words = invocation.arguments.map { "\"\($0)\"" }.joined(separator: " ")
            throw .bare("Unknown help topic [\(words)]")
        }
        try await invocation.print(HelpText.of(resolution.command, path: resolution.path))
    }

    @Sendable static func version(_ invocation: Invocation) async throws(KubectlError) {
        let format = invocation.flags.string("output") ?? ""
        guard ["", "json", "yaml"].contains(format) else {
            throw .message("--output must be 'yaml' or 'json'")
        }
        var server: Value?
        var failure: KubectlError?
        if !invocation.flags.bool("client") {
            do { server = try await invocation.client().value("GET", "/version") } catch {
                failure = error
            }
        }
        var answer: Value = [
            "clientVersion": Version.value, "kustomizeVersion": .string(Version.kustomize),
        ]
        answer["serverVersion"] = server
        switch format {
        case "json":
            try await invocation.print(
                String(decoding: JSONWriter.pretty(answer), as: UTF8.self) + "\n")
        case "yaml": try await invocation.print(Formats.yaml(answer))
        default:
            var text =
                "Client Version: \(Version.client)\nKustomize Version: \(Version.kustomize)\n"
            if let server { text += "Server Version: \(server["gitVersion"].string ?? "")\n" }
            try await invocation.print(text)
        }
        if let failure { throw failure }
    }

    @Sendable static func clusterInfo(_ invocation: Invocation) async throws(KubectlError) {
        if invocation.arguments.first == "dump" {
            throw .message("this kubectl writes no dumps: cluster-info dump is refused")
        }
        let client = try await invocation.client()
        let services = try await invocation.mapper().resource(named: "services")
        let marked = try await client.wholeList(
            services, namespace: "kube-system",
            [("labelSelector", "kubernetes.io/cluster-service=true")])
        let isColored = invocation.environment.isOutputTerminal
        func green(_ text: String) -> String { isColored ? "\u{1b}[0;32m\(text)\u{1b}[0m" : text }
        func yellow(_ text: String) -> String { isColored ? "\u{1b}[0;33m\(text)\u{1b}[0m" : text }
        let server = client.config.server
        var text = "\(green("Kubernetes control plane")) is running at \(yellow(server))\n"
        for service in marked {
            let metadata = service["metadata"]
            let name = metadata["name"].string ?? ""
            let title = metadata["labels"]["kubernetes.io/name"].string ?? name
            let port = service["spec"]["ports"].array?.first?["name"].string.map { ":" + $0 } ?? ""
            let path =
                "/api/v1/namespaces/\(metadata["namespace"].string ?? "")/services/\(name)\(port)/proxy"
            text += "\(green(title)) is running at \(yellow(server + path))\n"
        }
        text +=
            "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n"
        try await invocation.print(text)
    }

    @Sendable static func apiVersions(_ invocation: Invocation) async throws(KubectlError) {
        let versions = try await invocation.mapper().groupVersions.map(\.description).sorted()
        try await invocation.print(versions.map { $0 + "\n" }.joined())
    }

    @Sendable static func apiResources(_ invocation: Invocation) async throws(KubectlError) {
        let flags = invocation.flags
        let format = flags.string("output") ?? ""
        guard ["", "wide", "name"].contains(format) else {
            throw .message("--output \(format) is not available")
        }
        var mappings = try await invocation.mapper().preferred.filter { !$0.verbs.isEmpty }
        if let group = flags.string("api-group") {
            mappings = mappings.filter { $0.resource.group == group }
        }
        if flags.isSet("namespaced") {
            mappings = mappings.filter { $0.isNamespaced == flags.bool("namespaced") }
        }
        mappings = mappings.filter { Set($0.verbs).isSuperset(of: flags.list("verbs")) }
        mappings = mappings.filter { Set($0.categories).isSuperset(of: flags.list("categories")) }
        mappings.sort { left, right in
            switch flags.string("sort-by") {
            case "name": left.resource.resource < right.resource.resource
            case "kind": left.kind < right.kind
            default:
                (left.resource.group, left.resource.resource) < (
                    right.resource.group, right.resource.resource
                )
            }
        }
        if format == "name" {
            return try await invocation.print(mappings.map { $0.resourceName + "\n" }.joined())
        }
        var writer = TabWriter.table
        if !flags.bool("no-headers") {
            let header = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"]
            writer.write(row: header + (format == "wide" ? ["VERBS", "CATEGORIES"] : []))
        }
        for one in mappings {
            var row = [
                one.resource.resource, one.shortNames.joined(separator: ","),
                one.resource.groupVersion.description, String(one.isNamespaced), one.kind,
            ]
            if format == "wide" {
                row += [one.verbs.joined(separator: ","), one.categories.joined(separator: ",")]
            }
            writer.write(row: row)
        }
        try await invocation.print(writer.flush())
    }
}
