import API

/// `describe` of service accounts, roles and bindings.
struct DescribeAccess {
    private let describer: Describer

    init(_ describer: Describer) { self.describer = describer }

    func write(account info: ResourceInfo, _ out: inout Description) async throws(KubectlError) {
        let object = info.object
        out.field(0, "Name", info.name)
        out.field(0, "Namespace", info.namespace)
        out.labels(0, "Labels", object["metadata"]["labels"].stringMap)
        out.annotations(0, object["metadata"]["annotations"].stringMap)
        out.list(0, "Image pull secrets", Self.names(object["imagePullSecrets"]))
        let mountable = Self.names(object["secrets"])
        if !mountable.isEmpty { out.list(0, "Mountable secrets", mountable) }
        let tokens = try await tokens(of: info)
        if !tokens.isEmpty { out.list(0, "Tokens", tokens) }
    }

    private static func names(_ list: Value?) -> [String] {
        list.array?.compactMap { $0["name"].string } ?? []
    }

    /// The secrets that hold a token of the account.
    private func tokens(of info: ResourceInfo) async throws(KubectlError) -> [String] {
        let secrets = try await describer.invocation.mapper().resource(named: "secrets")
        let found = try? await describer.invocation.client().wholeList(
            secrets, namespace: info.namespace,
            [("fieldSelector", "type=kubernetes.io/service-account-token")])
        return (found ?? []).filter {
            let annotations = $0["metadata"]["annotations"].stringMap ?? [:]
            return annotations["kubernetes.io/service-account.name"] == info.name
        }.compactMap { $0["metadata"]["name"].string }
    }

    // MARK: - Roles

    static func write(role: Value, _ out: inout Description) {
        writeHead(role, &out)
        out.line(0, "PolicyRule:")
        out.line(1, "Resources\tNon-Resource URLs\tResource Names\tVerbs")
        out.line(1, "---------\t-----------------\t--------------\t-----")
        for row in PolicyRules.rows(role["rules"].array ?? []) {
            out.line(1, row.joined(separator: "\t"))
        }
    }

    static func write(binding: Value, _ out: inout Description) {
        writeHead(binding, &out)
        out.line(0, "Role:")
        out.field(1, "Kind", binding["roleRef"]["kind"].string ?? "")
        out.field(1, "Name", binding["roleRef"]["name"].string ?? "")
        out.line(0, "Subjects:")
        out.line(1, "Kind\tName\tNamespace")
        out.line(1, "----\t----\t---------")
        for subject in binding["subjects"].array ?? [] {
            out.line(
                1,
                "\(subject["kind"].string ?? "")\t\(subject["name"].string ?? "")"
                    + "\t\(subject["namespace"].string ?? "")")
        }
    }

    private static func writeHead(_ object: Value, _ out: inout Description) {
        out.field(0, "Name", object["metadata"]["name"].string ?? "")
        out.labels(0, "Labels", object["metadata"]["labels"].stringMap)
        out.annotations(0, object["metadata"]["annotations"].stringMap)
    }
}

/// Rules as rows: one for each resource or URL, those with the same verbs side by side.
///
/// Upstream: kubectl pkg/util/rbac CompactRules and the sortable rules of describe.
enum PolicyRules {
    private struct Row {
        var resource = ""
        var url = ""
        var name = ""
        var verbs: [String] = []
        var group = ""
        var groupedVerbs: String { "[" + verbs.joined(separator: " ") + "]" }

        /// Go's text of the rule, by which upstream sorts: by verbs, then group, then resource.
        var key: String {
            let plain = resource.split(separator: "/", maxSplits: 1)
            let suffix = group.isEmpty ? "" : ".\(group)"
            let stem = plain.first.map { $0.hasSuffix(suffix) ? $0.dropLast(suffix.count) : $0 }
            let rest = plain.count > 1 ? "/\(plain[1])" : ""
            return "Verbs:\(groupedVerbs),APIGroups:[\(group)],Resources:[\(stem ?? "")\(rest)],"
                + "ResourceNames:[\(name)],NonResourceURLs:[\(url)],"
        }
    }

    /// Cells: resource, `[URL]`, `[name]`, `[verbs]`; sorted as upstream does.
    ///
    /// Rules about the same thing become one row if `merged`, else they stay apart.
    static func rows(_ rules: [Value], merged: Bool = true) -> [[String]] {
        var rows: [Row] = []
        func add(_ row: Row) { if merged { merge(row, into: &rows) } else { rows.append(row) } }
        for rule in rules {
            func texts(_ name: String) -> [String] { rule[name].array?.compactMap(\.string) ?? [] }
            let verbs = texts("verbs")
            for url in texts("nonResourceURLs") { add(Row(url: url, verbs: verbs)) }
            let names = texts("resourceNames")
            for group in texts("apiGroups") {
                for resource in texts("resources") {
                    let full = group.isEmpty ? resource : withGroup(resource, group)
                    for name in names.isEmpty ? [""] : names {
                        add(Row(resource: full, name: name, verbs: verbs, group: group))
                    }
                }
            }
        }
        return rows.sorted { $0.key < $1.key }.map { row in
            [row.resource, "[\(row.url)]", "[\(row.name)]", row.groupedVerbs]
        }
    }

    /// `deployments.apps`, `deployments.apps/scale`.
    private static func withGroup(_ resource: String, _ group: String) -> String {
        guard let slash = resource.firstIndex(of: "/") else { return "\(resource).\(group)" }
        return "\(resource[..<slash]).\(group)\(resource[slash...])"
    }

    /// Two rules about the same thing become one row with the verbs of both.
    private static func merge(_ row: Row, into rows: inout [Row]) {
        let same = rows.firstIndex {
            $0.resource == row.resource && $0.url == row.url && $0.name == row.name
        }
        if let same { rows[same].verbs += row.verbs } else { rows.append(row) }
    }
}
