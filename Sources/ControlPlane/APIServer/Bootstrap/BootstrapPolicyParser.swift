import API

/// Reads RBAC objects from compact text, one fact a line.
///
/// ```
/// ClusterRole system:example                  an object: kind and name, `namespace/name` for a Role
///   part-of view                              a label that an aggregated role selects
///   collects view                             this role is aggregated from those labelled so
///   get,list pods,pods/log in core named web  a rule: verbs, resources, groups, names
///   get urls /healthz,/livez                  a rule about paths that are no resources
/// RoleBinding kube-system/example
///   grants Role example                       the roleRef
///   to ServiceAccount kube-system/example     a subject, as many as there are lines
/// ```
struct BootstrapPolicyParser {
    /// Objects as the API server creates them carry its label and annotation; kubeadm's do not.
    let marksDefaults: Bool
    private var drafts: [Draft] = []
    /// Lists that occur again and again (`get,list,watch`) are made once and shared.
    private var lists: [Substring: Value] = [:]

    /// An object whose lines have been read but whose aggregated rules are not known yet.
    private struct Draft {
        var kind: String
        var namespace: String?
        var name: String
        var partOf: [String] = []
        var collects: [String] = []
        var rules: [Rule] = []
        var roleRef: Value?
        var subjects: [Value] = []
    }

    /// A rule and the line that says it: two rules are the same if their lines are.
    private struct Rule {
        var text: Substring
        var value: Value
    }

    /// The objects that `text` describes, in its order.
    static func parse(_ text: StaticString, marksDefaults: Bool) -> [Value] {
        var parser = BootstrapPolicyParser(marksDefaults: marksDefaults)
        let whole = text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        for line in whole.utf8.split(separator: UInt8(ascii: "\n")) { parser.read(Substring(line)) }
        parser.aggregate()
        return parser.drafts.map(parser.object)
    }

    private init(marksDefaults: Bool) { self.marksDefaults = marksDefaults }

    private mutating func read(_ line: Substring) {
        let words = line.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
        guard line.utf8.first == UInt8(ascii: " ") else {
            let (namespace, name) = Self.namespaced(words[1])
            drafts.append(Draft(kind: String(words[0]), namespace: namespace, name: name))
            return
        }
        let last = drafts.count - 1
        switch words[0] {
        case "part-of": drafts[last].partOf.append(String(words[1]))
        case "collects": drafts[last].collects.append(String(words[1]))
        case "grants":
            drafts[last].roleRef = [
                "apiGroup": .string(Self.group), "kind": .string(String(words[1])),
                "name": .string(String(words[2])),
            ]
        case "to": drafts[last].subjects.append(subject(kind: words[1], words[2]))
        default: drafts[last].rules.append(Rule(text: line, value: rule(words)))
        }
    }

    private func subject(kind: Substring, _ name: Substring) -> Value {
        let (namespace, name) =
            kind == "ServiceAccount" ? Self.namespaced(name) : (nil, String(name))
        guard let namespace else {
            return [
                "kind": .string(String(kind)), "apiGroup": .string(Self.group),
                "name": .string(name),
            ]
        }
        return [
            "kind": .string(String(kind)), "name": .string(name), "namespace": .string(namespace),
        ]
    }

    private mutating func rule(_ words: [Substring]) -> Value {
        var members: [Object.Member] = [("verbs", list(words[0]))]
        if words[1] == "urls" {
            members.append(("nonResourceURLs", list(words[2])))
        } else {
            members.append(("apiGroups", list(words[3], coreIsEmpty: true)))
            members.append(("resources", list(words[1])))
            if words.count > 5 { members.append(("resourceNames", list(words[5]))) }
        }
        return .object(Object(uniqueMembers: members))
    }

    private mutating func list(_ text: Substring, coreIsEmpty: Bool = false) -> Value {
        if let known = lists[text] { return known }
        let items = text.utf8.split(separator: UInt8(ascii: ",")).map { bytes -> Value in
            let item = String(Substring(bytes))
            return coreIsEmpty && item == "core" ? "" : .string(item)
        }
        lists[text] = .array(items)
        return .array(items)
    }

    /// Gives aggregated roles the rules that the aggregation controller would find for them.
    ///
    /// A role that is collected may collect itself (`admin` contains `edit`, which contains
    /// `view`), so it is repeated until nothing is added.
    private mutating func aggregate() {
        var isSettled = drafts.allSatisfy { $0.collects.isEmpty }
        while !isSettled {
            isSettled = true
            for index in drafts.indices where !drafts[index].collects.isEmpty {
                let rules = collected(drafts[index].collects)
                if rules.count != drafts[index].rules.count { isSettled = false }
                drafts[index].rules = rules
            }
        }
    }

    /// The rules of all roles that belong to one of `parts`, each once, in the roles' order.
    private func collected(_ parts: [String]) -> [Rule] {
        var rules: [Rule] = []
        var seen: Set<Substring> = []
        for part in parts {
            for draft in drafts where draft.partOf.contains(part) {
                rules += draft.rules.filter { seen.insert($0.text).inserted }
            }
        }
        return rules
    }

    private func object(_ draft: Draft) -> Value {
        var object = Object()
        object["kind"] = .string(draft.kind)
        object["apiVersion"] = .string("\(Self.group)/v1")
        object["metadata"] = metadata(draft)
        if draft.roleRef != nil {
            object["subjects"] = draft.subjects.isEmpty ? nil : .array(draft.subjects)
            object["roleRef"] = draft.roleRef
        } else {
            object["rules"] = draft.rules.isEmpty ? .null : .array(draft.rules.map(\.value))
            if !draft.collects.isEmpty {
                let selectors = draft.collects.map { part -> Value in
                    ["matchLabels": ["rbac.authorization.k8s.io/aggregate-to-\(part)": "true"]]
                }
                object["aggregationRule"] = ["clusterRoleSelectors": .array(selectors)]
            }
        }
        return .object(object)
    }

    private func metadata(_ draft: Draft) -> Value {
        var metadata: Value = ["name": .string(draft.name)]
        metadata["namespace"] = draft.namespace.map(Value.string)
        guard marksDefaults else { return metadata }
        var labels = ["kubernetes.io/bootstrapping": "rbac-defaults"]
        for part in draft.partOf {
            labels["rbac.authorization.k8s.io/aggregate-to-\(part)"] = "true"
        }
        metadata["labels"] = Value(stringMap: labels)
        metadata["annotations"] = ["rbac.authorization.kubernetes.io/autoupdate": "true"]
        return metadata
    }

    private static let group = "rbac.authorization.k8s.io"

    /// `kube-system/name` is in a namespace; a cluster role's name may hold a slash nowhere.
    private static func namespaced(_ text: Substring) -> (namespace: String?, name: String) {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
            return (nil, String(text))
        }
        return (String(text[..<slash]), String(text[text.utf8.index(after: slash)...]))
    }
}
