import API
import Simulation

/// Role-based access: allowed is what some role says that some binding gives the user.
///
/// There are no rules that forbid. Roles and bindings are read as they are now, from the watch
/// cache; `RBACIndex` keeps the bindings by subject so that a question looks only at the user's own.
///
/// Upstream: kubernetes plugin/pkg/auth/authorizer/rbac/rbac.go.
struct RBACAuthorizer: Authorizer {
    let index: RBACIndex

    func decide(_ request: AccessRequest) -> AccessDecision {
        if let known = index.knownDecision(request) { return known }
        let decision = evaluate(request)
        index.remember(decision, for: request)
        return decision
    }

    private func evaluate(_ request: AccessRequest) -> AccessDecision {
        var missing: [String] = []
        for grant in index.grants(of: request.user, namespace: request.namespace) {
            guard let rules = grant.rules else {
                if !missing.contains(grant.missingText) { missing.append(grant.missingText) }
                continue
            }
            for rule in rules where rule.allows(request) {
                return AccessDecision(.allow, "RBAC: allowed by \(grant.origin)")
            }
        }
        guard !missing.isEmpty else { return AccessDecision(.noOpinion) }
        let text = missing.count == 1 ? missing[0] : "[" + missing.joined(separator: ", ") + "]"
        return AccessDecision(.noOpinion, "RBAC: " + text)
    }
}

/// A rule of a role with its lists laid out for asking.
struct AccessRule: Sendable {
    var verbs: [String]
    var apiGroups: [String]
    var resources: [String]
    var resourceNames: [String]
    var nonResourceURLs: [String]

    init(
        verbs: [String], apiGroups: [String] = [], resources: [String] = [],
        resourceNames: [String] = [], nonResourceURLs: [String] = []
    ) {
        (self.verbs, self.apiGroups, self.resources) = (verbs, apiGroups, resources)
        (self.resourceNames, self.nonResourceURLs) = (resourceNames, nonResourceURLs)
    }

    init(_ rule: Value) {
        func list(_ name: String) -> [String] { rule[name].array?.compactMap(\.string) ?? [] }
        (verbs, apiGroups, resources) = (list("verbs"), list("apiGroups"), list("resources"))
        (resourceNames, nonResourceURLs) = (list("resourceNames"), list("nonResourceURLs"))
    }

    func allows(_ request: AccessRequest) -> Bool {
        guard verbs.contains(request.verb) || verbs.contains("*") else { return false }
        guard request.isResourceRequest else { return allowsPath(request.path) }
        guard apiGroups.contains(request.group) || apiGroups.contains("*") else { return false }
        guard allowsResource(request.resource, request.subresource) else { return false }
        return resourceNames.isEmpty || resourceNames.contains(request.name)
    }

    private func allowsResource(_ resource: String, _ subresource: String) -> Bool {
        let combined = subresource.isEmpty ? resource : "\(resource)/\(subresource)"
        for named in resources {
            if named == "*" || named == combined { return true }
            // `*/scale` stands for that part of every resource.
            if !subresource.isEmpty, named.hasPrefix("*/"), named.dropFirst(2) == subresource {
                return true
            }
        }
        return false
    }

    private func allowsPath(_ path: String) -> Bool {
        nonResourceURLs.contains { url in
            url == "*" || url == path || (url.hasSuffix("*") && path.hasPrefix(url.dropLast()))
        }
    }
}
