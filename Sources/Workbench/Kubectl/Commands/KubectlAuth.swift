import API

/// `kubectl auth can-i` and `kubectl auth whoami`.
enum KubectlAuth {
    static let spec = CommandSpec(
        "auth", summary: "Inspect authorization",
        subcommands: [
            CommandSpec(
                "can-i", summary: "Check whether an action is allowed",
                flags: [
                    .bool("list"), .bool("all-namespaces", "A"), .bool("quiet", "q"),
                    .string("subresource"),
                    .bool("no-headers"),
                ], body: canI),
            CommandSpec(
                "whoami", summary: "Experimental: Check self subject attributes",
                flags: [.string("output", "o")], body: whoAmI),
        ])

    @Sendable private static func canI(_ invocation: Invocation) async throws(KubectlError) {
        if invocation.flags.bool("list") { return try await list(invocation) }
        let words = invocation.arguments
        guard words.count == 2 || words.count == 3 else {
            throw .message(
                "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples."
            )
        }
        var review = CreateGenerators.object(
            "authorization.k8s.io/v1", "SelfSubjectAccessReview", "")
        review["metadata"] = [:]
        if words[1].hasPrefix("/") {
            review["spec"]["nonResourceAttributes"] = [
                "path": .string(words[1]), "verb": .string(words[0]),
            ]
        } else {
            review["spec"]["resourceAttributes"] = try await attributes(words, invocation)
        }
        let answer = try await invocation.client().value(
            "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", body: review)
        let isAllowed = answer["status"]["allowed"].bool ?? false
        if !invocation.flags.bool("quiet") {
            var text = isAllowed ? "yes" : "no"
            if let reason = answer["status"]["reason"].string, !reason.isEmpty, !isAllowed {
                text += " - \(reason)"
            }
            if let problem = answer["status"]["evaluationError"].string, !problem.isEmpty {
                text += " - \(problem)"
            }
            try await invocation.print(text + "\n")
        }
        if !isAllowed { throw .exit(1) }
    }

    private static func attributes(
        _ words: [String], _ invocation: Invocation
    ) async throws(KubectlError) -> Value {
        let parts = words[1].split(separator: "/", maxSplits: 1).map(String.init)
        let word = parts.first ?? words[1]
        var name = parts.count > 1 ? parts[1] : ""
        if words.count == 3 { name = words[2] }
        var resource = GroupVersionResource(
            group: word == "*" ? "*" : "", version: "", resource: word)
        var isNamespaced = true
        if word != "*" {
            if let mapping = try await invocation.mapper().find(word) {
                resource = mapping.resource
                isNamespaced = mapping.isNamespaced
                if !isNamespaced {
                    let full =
                        mapping.resource.group.isEmpty
                        ? "" : " in group '\(mapping.resource.group)'"
                    try await invocation.printError(
                        "Warning: resource '\(mapping.resource.resource)' is not namespace scoped\(full)\n"
                    )
                }
            } else {
                try await invocation.printError(
                    "Warning: the server doesn't have a resource type '\(word)'\n")
            }
        }
        var attributes: Value = [:]
        if !invocation.flags.bool("all-namespaces"), isNamespaced {
            attributes["namespace"] = .string(try invocation.namespace())
        }
        attributes["verb"] = .string(words[0])
        attributes["group"] = .string(resource.group)
        attributes["resource"] = .string(resource.resource)
        if let subresource = invocation.flags.string("subresource") {
            attributes["subresource"] = .string(subresource)
        }
        if !name.isEmpty { attributes["name"] = .string(name) }
        return attributes
    }

    private static func list(_ invocation: Invocation) async throws(KubectlError) {
        var review = CreateGenerators.object(
            "authorization.k8s.io/v1", "SelfSubjectRulesReview", "")
        review["metadata"] = [:]
        review["spec"] = ["namespace": .string(try invocation.namespace())]
        let answer = try await invocation.client().value(
            "POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", body: review)
        let rules =
            (answer["status"]["resourceRules"].array ?? [])
            + (answer["status"]["nonResourceRules"].array ?? [])
        var writer = TabWriter.table
        if !invocation.flags.bool("no-headers") {
            writer.write(row: ["Resources", "Non-Resource URLs", "Resource Names", "Verbs"])
        }
        for row in PolicyRules.rows(rules, merged: false) { writer.write(row: row) }
        try await invocation.print(writer.flush())
    }

    @Sendable private static func whoAmI(_ invocation: Invocation) async throws(KubectlError) {
        let review: Value = [
            "apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview", "metadata": [:],
        ]
        let answer = try await invocation.client().value(
            "POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", body: review)
        switch invocation.flags.string("output") {
        case "json": return try await invocation.print(Formats.json(answer))
        case "yaml": return try await invocation.print(Formats.yaml(answer))
        default: break
        }
        let user = answer["status"]["userInfo"]
        var writer = TabWriter.table
        writer.write(row: ["ATTRIBUTE", "VALUE"])
        writer.write(row: ["Username", user["username"].string ?? ""])
        if let uid = user["uid"].string { writer.write(row: ["UID", uid]) }
        if let groups = user["groups"], groups != [] {
            writer.write(row: ["Groups", GoText.plain(groups)])
        }
        for (key, values) in (user["extra"].object ?? Object()).sorted {
            writer.write(row: ["Extra: \(key)", GoText.plain(values)])
        }
        try await invocation.print(writer.flush())
    }
}
