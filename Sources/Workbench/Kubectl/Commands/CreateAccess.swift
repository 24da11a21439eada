import API

/// `create namespace`, `serviceaccount`, `token`, and the kinds of RBAC.
enum CreateAccess {
    private static let group = "rbac.authorization.k8s.io"

    static let specs: [CommandSpec] = [
        CreateGenerators.generator(
            "namespace", aliases: ["ns"], summary: "Create a namespace with the specified name",
            resource: "namespaces", flags: [], failure: nil
        ) { (name, _) async throws(KubectlError) in
            var object = CreateGenerators.object("v1", "Namespace", name)
            object["spec"] = [:]
            object["status"] = [:]
            return object
        },
        CreateGenerators.generator(
            "serviceaccount", aliases: ["sa"],
            summary: "Create a service account with the specified name",
            resource: "serviceaccounts", flags: [], failure: "failed to create serviceaccount: "
        ) { (name, _) async throws(KubectlError) in
            CreateGenerators.object("v1", "ServiceAccount", name)
        },
        CommandSpec(
            "token", summary: "Request a service account token",
            flags: [
                .array("audience"), .duration("duration"), .string("bound-object-kind"),
                .string("bound-object-name"), .string("bound-object-uid"), .string("output", "o"),
            ], body: token),
        role("role", kind: "Role"), role("clusterrole", kind: "ClusterRole"),
        binding("rolebinding", kind: "RoleBinding"),
        binding("clusterrolebinding", kind: "ClusterRoleBinding"),
    ]

    @Sendable private static func token(_ invocation: Invocation) async throws(KubectlError) {
        guard invocation.arguments.count == 1, let name = invocation.arguments.first else {
            throw invocation.usage("service account name is required")
        }
        var request = CreateGenerators.object("authentication.k8s.io/v1", "TokenRequest", "")
        request["metadata"] = [:]
        var spec: Value = [:]
        spec["audiences"] = CreateGenerators.strings(invocation.flags.list("audience"))
        if let duration = invocation.flags.duration("duration") {
            spec["expirationSeconds"] = .int(duration.components.seconds)
        }
        if let kind = invocation.flags.string("bound-object-kind") {
            guard ["Pod", "Secret", "Node"].contains(kind) else {
                throw .message("supported --bound-object-kind values are Node, Pod, Secret")
            }
            var reference: Value = ["kind": .string(kind), "apiVersion": "v1"]
            reference["name"] = .string(invocation.flags.string("bound-object-name") ?? "")
            reference["uid"] = invocation.flags.string("bound-object-uid").map(Value.string)
            spec["boundObjectRef"] = reference
        }
        request["spec"] = spec
        let accounts = try await invocation.mapper().resource(named: "serviceaccounts")
        let answer: Value
        do {
            answer = try await invocation.client().value(
                "POST",
                accounts.path(
                    namespace: try invocation.namespace(), name: name, subresource: "token"),
                body: request)
        } catch { throw error.wrapped("failed to create token: ") }
        switch invocation.flags.string("output") {
        case "json": try await invocation.print(Formats.json(answer))
        case "yaml": try await invocation.print(Formats.yaml(answer))
        default: try await invocation.print((answer["status"]["token"].string ?? "") + "\n")
        }
    }

    // MARK: - Roles

    private static let ruleFlags: [Flag] = [
        .list("verb"), .list("resource"), .array("resource-name"),
    ]
    private static let clusterRuleFlags: [Flag] = [
        .list("non-resource-url"), .string("aggregation-rule"),
    ]

    private static func role(_ name: String, kind: String) -> CommandSpec {
        CreateGenerators.generator(
            name, summary: "Create a \(kind == "Role" ? "role with single rule" : "cluster role")",
            resource: "\(name)s.\(group)",
            flags: kind == "ClusterRole" ? ruleFlags + clusterRuleFlags : ruleFlags,
            failure: nil
        ) { (given, invocation) async throws(KubectlError) in
            var object = CreateGenerators.object("\(group)/v1", kind, given)
            if let labels = invocation.flags.string("aggregation-rule") {
                object["aggregationRule"] = [
                    "clusterRoleSelectors": [
                        ["matchLabels": Value(stringMap: try Pairs.labels(labels))]
                    ]
                ]
                object["rules"] = .null
                return object
            }
            object["rules"] = .array(try await rules(invocation, isCluster: kind == "ClusterRole"))
            return object
        }
    }

    private static func rules(
        _ invocation: Invocation, isCluster: Bool
    ) async throws(KubectlError) -> [Value] {
        let flags = invocation.flags
        let verbs = CreateGenerators.strings(unique(flags.list("verb")))
        guard !flags.list("verb").isEmpty else {
            throw .message("at least one verb must be specified")
        }
        let urls = flags.list("non-resource-url")
        guard !flags.list("resource").isEmpty || (isCluster && !urls.isEmpty) else {
            throw .message("at least one resource must be specified")
        }
        var groups: [(group: String, resources: [String])] = []
        for word in unique(flags.list("resource")) {
            let (group, resource) = try await resolve(word, invocation)
            if let index = groups.firstIndex(where: { $0.group == group }) {
                groups[index].resources.append(resource)
            } else {
                groups.append((group, [resource]))
            }
        }
        let names = unique(flags.list("resource-name"))
        var rules: [Value] = groups.map { entry in
            var rule: Value = ["apiGroups": [.string(entry.group)]]
            if !names.isEmpty { rule["resourceNames"] = CreateGenerators.strings(names) }
            rule["resources"] = CreateGenerators.strings(entry.resources)
            rule["verbs"] = verbs
            return rule
        }
        if !urls.isEmpty {
            rules.append(["nonResourceURLs": CreateGenerators.strings(urls), "verbs": verbs])
        }
        return rules
    }

    /// The group and the plural of `pods/log`, `deployments.apps`, `*`.
    private static func resolve(
        _ word: String, _ invocation: Invocation
    ) async throws(KubectlError) -> (String, String) {
        if word == "*" { return ("*", "*") }
        let parts = word.split(separator: "/", maxSplits: 1).map(String.init)
        guard let mapping = try await invocation.mapper().find(parts.first ?? "") else {
            throw .bare("the server doesn't have a resource type \"\(parts.first ?? word)\"")
        }
        let subresource = parts.count > 1 ? "/\(parts[1])" : ""
        return (mapping.resource.group, mapping.resource.resource + subresource)
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    // MARK: - Bindings

    private static let subjectFlags: [Flag] = [
        .string("clusterrole"), .array("user"), .array("group"), .array("serviceaccount"),
    ]

    private static func binding(_ name: String, kind: String) -> CommandSpec {
        CreateGenerators.generator(
            name,
            summary:
                "Create a \(kind == "RoleBinding" ? "role binding" : "cluster role binding") for a particular role",
            resource: "\(name)s.\(group)",
            flags: kind == "RoleBinding" ? subjectFlags + [.string("role")] : subjectFlags,
            failure: "failed to create \(name): "
        ) { (given, invocation) async throws(KubectlError) in
            let flags = invocation.flags
            var object = CreateGenerators.object("\(group)/v1", kind, given)
            let (role, cluster) = (flags.string("role"), flags.string("clusterrole"))
            if kind == "ClusterRoleBinding" {
                guard cluster != nil else {
                    throw .message("required flag(s) \"clusterrole\" not set")
                }
            } else {
                guard (role == nil) != (cluster == nil) else {
                    throw .message("exactly one of clusterrole or role must be specified")
                }
            }
            object["roleRef"] = [
                "apiGroup": .string(group), "kind": cluster == nil ? "Role" : "ClusterRole",
                "name": .string(cluster ?? role ?? ""),
            ]
            let subjects = try subjects(flags)
            if !subjects.isEmpty { object["subjects"] = .array(subjects) }
            return object
        }
    }

    private static func subjects(_ flags: FlagValues) throws(KubectlError) -> [Value] {
        var subjects: [Value] = []
        for (flag, kind) in [("user", "User"), ("group", "Group")] {
            for name in flags.list(flag) {
                subjects.append([
                    "apiGroup": .string(group), "kind": .string(kind), "name": .string(name),
                ])
            }
        }
        for account in flags.list("serviceaccount") {
            let parts = account.split(separator: ":", omittingEmptySubsequences: false).map(
                String.init)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw .message("serviceaccount must be <namespace>:<name>")
            }
            subjects.append([
                "kind": "ServiceAccount", "name": .string(parts[1]), "namespace": .string(parts[0]),
            ])
        }
        return subjects
    }
}
