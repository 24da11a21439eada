import API

/// Which requests a webhook or a policy wants to see: by what is done to what, and by labels.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/webhook/predicates, and
/// plugin/policy/matching/matching.go.
struct RequestMatch: Sendable {
    private let value: Value
    private let rules: String

    /// `rules` is the member of `value` in which the rules stand; none of them is all.
    init(_ value: Value, rules: String) { (self.value, self.rules) = (value, rules) }

    /// `labels` are those of the request's namespace. Without rules a policy's binding takes
    /// everything (`takesAll`), a webhook nothing.
    func matches(
        _ request: AdmissionRequest, namespaceLabels labels: [String: String],
        takesAll: Bool = false
    ) -> Bool {
        if (value["excludeResourceRules"].array ?? []).contains(where: {
            Self.matches($0, request)
        }) {
            return false
        }
        let rules = value[self.rules].array ?? []
        guard rules.contains(where: { Self.matches($0, request) }) || (rules.isEmpty && takesAll)
        else { return false }
        if request.isNamespaced || request.resource.resource == "namespaces" {
            guard LabelSelector(value["namespaceSelector"] ?? [:]).selects(labels) else {
                return false
            }
        }
        let selector = LabelSelector(value["objectSelector"] ?? [:])
        let objects = [request.object, request.oldObject].compactMap { $0 }
        return selector.isEmpty
            || objects.contains { selector.selects($0["metadata"]["labels"].stringMap ?? [:]) }
    }

    private static func matches(_ rule: Value, _ request: AdmissionRequest) -> Bool {
        func has(_ member: String, _ wanted: String) -> Bool {
            (rule[member].array ?? []).contains { $0.string == "*" || $0.string == wanted }
        }
        guard has("operations", request.operation.rawValue),
            has("apiGroups", request.resource.group), has("apiVersions", request.resource.version)
        else { return false }
        switch rule["scope"].string {
        case "Namespaced" where !request.isNamespaced: return false
        case "Cluster" where request.isNamespaced: return false
        default: break
        }
        let names = (rule["resourceNames"].array ?? []).compactMap(\.string)
        guard names.isEmpty || names.contains(request.name) else { return false }
        return (rule["resources"].array ?? []).compactMap(\.string).contains {
            matches(resource: $0, request)
        }
    }

    /// `pods`, `*`, `pods/*`, `*/scale`, `*/*`.
    private static func matches(resource pattern: String, _ request: AdmissionRequest) -> Bool {
        let parts = pattern.split(separator: "/", maxSplits: 1).map(String.init)
        guard let resource = parts.first,
            resource == "*" || resource == request.resource.resource
        else { return false }
        guard parts.count > 1 else { return request.subresource.isEmpty }
        if resource == "*", parts[1] == "*" { return true }
        return parts[1] == "*" || (parts[1] == request.subresource)
    }
}

extension Registry {
    private static let namespaces = GroupVersionResource(
        group: "", version: "v1", resource: "namespaces")

    /// The namespace that a request is in, as admission sees it: one counts as being in itself,
    /// with the labels that it is to have. Nil for other requests without one.
    func namespaceObject(of request: AdmissionRequest) -> Value? {
        if request.resource.resource == "namespaces", request.resource.group.isEmpty {
            return request.object ?? request.oldObject
        }
        return request.namespace.isEmpty
            ? nil : cached(Self.namespaces, name: request.namespace)
    }
}

extension LabelSelector {
    /// An empty selector selects everything here, unlike in a workload.
    func selects(_ labels: [String: String]) -> Bool {
        isEmpty || ((try? selector())?.matches(labels) ?? false)
    }
}
