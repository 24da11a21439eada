import API

/// Nobody gives away rights that he does not have.
///
/// Who writes a role must hold all its rules, or have the verb `escalate` on it; who writes a
/// binding must hold all the rules of the role, or have `bind`.
///
/// Upstream: kubernetes pkg/registry/rbac/{role,rolebinding}/policybased/storage.go.
struct RBACEscalation: AdmissionPlugin {
    let authorizer: any Authorizer
    let index: RBACIndex
    let name = "RBACEscalation"

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.resource.group == RBACIndex.group, request.subresource.isEmpty,
            request.operation == .create || request.operation == .update,
            !request.user.groups.contains("system:masters"), let object = request.object
        else { return }
        switch request.resource.resource {
        case "roles", "clusterroles": try await checkRole(object, request)
        case "rolebindings", "clusterrolebindings": try await checkBinding(object, request)
        default: break
        }
    }

    private func checkRole(_ role: Value, _ request: AdmissionRequest) async throws(Status) {
        let old = request.oldObject
        if old != nil, role["rules"] == old["rules"],
            role["aggregationRule"] == old["aggregationRule"]
        {
            return
        }
        if try await may("escalate", request.resource.resource, name(of: role), request) { return }
        if role["aggregationRule"] != nil {
            let everything = [
                AccessRule(["verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]]),
                AccessRule(["verbs": ["*"], "nonResourceURLs": ["*"]]),
            ]
            guard missing(everything, request).isEmpty else {
                throw request.forbidden(
                    "must have cluster-admin privileges to use an aggregationRule")
            }
        }
        try check(role["rules"].array?.map { AccessRule($0) } ?? [], request)
    }

    private func checkBinding(_ binding: Value, _ request: AdmissionRequest) async throws(Status) {
        let old = request.oldObject
        if old != nil, binding["roleRef"] == old["roleRef"],
            binding["subjects"] == old["subjects"]
        {
            return
        }
        let kind = binding["roleRef"]["kind"].string ?? ""
        let role = binding["roleRef"]["name"].string ?? ""
        let resource = kind == "Role" ? "roles" : "clusterroles"
        if try await may("bind", resource, role, request) { return }
        guard let rules = index.rules(kind: kind, name: role, namespace: request.namespace) else {
            throw .notFound(GroupResource(group: RBACIndex.group, resource: resource), role)
        }
        try check(rules, request)
    }

    private func name(of object: Value) -> String { object["metadata"]["name"].string ?? "" }

    private func may(
        _ verb: String, _ resource: String, _ name: String, _ request: AdmissionRequest
    ) async throws(Status) -> Bool {
        authorizer.decide(
            AccessRequest(
                user: request.user, verb: verb, group: RBACIndex.group, version: "v1",
                resource: resource, namespace: resource == "roles" ? request.namespace : "",
                name: name)
        ).isAllowed
    }

    // MARK: - Rules against rules

    private func check(_ rules: [AccessRule], _ request: AdmissionRequest) throws(Status) {
        let missing = missing(rules, request)
        guard !missing.isEmpty else { return }
        let user = request.user
        let groups = user.groups.map(GoText.quoted).joined(separator: " ")
        let lines = Set(RuleCover.compact(missing).map(RuleCover.text)).sorted()
        throw request.forbidden(
            "user \(GoText.quoted(user.username)) (groups=[\(groups)]) is attempting to grant RBAC "
                + "permissions not currently held:\n" + lines.joined(separator: "\n"))
    }

    private func missing(_ rules: [AccessRule], _ request: AdmissionRequest) -> [AccessRule] {
        let held = index.grants(of: request.user, namespace: request.namespace)
            .flatMap { $0.rules ?? [] }
        return rules.flatMap(RuleCover.breakdown).filter { wanted in
            !held.contains { RuleCover.covers($0, wanted) }
        }
    }
}

/// Whether rules contain other rules.
///
/// Upstream: kubernetes component-helpers/auth/rbac/validation/policy_comparator.go.
enum RuleCover {
    /// One rule for each verb, group, resource and name.
    static func breakdown(_ rule: AccessRule) -> [AccessRule] {
        var simple: [AccessRule] = []
        for verb in rule.verbs {
            for group in rule.apiGroups {
                for resource in rule.resources {
                    let names = rule.resourceNames.isEmpty ? [nil] : rule.resourceNames.map { $0 }
                    for name in names as [String?] {
                        simple.append(
                            AccessRule(
                                verbs: [verb], apiGroups: [group], resources: [resource],
                                resourceNames: name.map { [$0] } ?? []))
                    }
                }
            }
            for url in rule.nonResourceURLs {
                simple.append(AccessRule(verbs: [verb], nonResourceURLs: [url]))
            }
        }
        return simple
    }

    /// Whether `owner` allows everything that the simple rule `wanted` does.
    static func covers(_ owner: AccessRule, _ wanted: AccessRule) -> Bool {
        func has(_ list: [String], _ items: [String]) -> Bool {
            list.contains("*") || items.allSatisfy(list.contains)
        }
        guard has(owner.verbs, wanted.verbs) else { return false }
        if let url = wanted.nonResourceURLs.first {
            return owner.nonResourceURLs.contains {
                $0 == url || $0 == "*"
                    || ($0.hasSuffix("*") && url.hasPrefix($0.dropLast()))
            }
        }
        guard has(owner.apiGroups, wanted.apiGroups), !owner.resources.isEmpty else {
            return false
        }
        let resource = wanted.resources.first ?? ""
        let part = resource.split(separator: "/").dropFirst().first
        let isNamed =
            has(owner.resources, [resource])
            || part.map { owner.resources.contains("*/\($0)") } ?? false
        guard isNamed else { return false }
        return owner.resourceNames.isEmpty
            || (!wanted.resourceNames.isEmpty
                && wanted.resourceNames.allSatisfy(owner.resourceNames.contains))
    }

    /// Rules for the same thing as one rule with several verbs.
    static func compact(_ rules: [AccessRule]) -> [AccessRule] {
        var merged: [AccessRule] = []
        for rule in rules {
            let same = merged.firstIndex { known in
                rule.nonResourceURLs.isEmpty && known.nonResourceURLs.isEmpty
                    && known.apiGroups == rule.apiGroups && known.resources == rule.resources
                    && known.resourceNames == rule.resourceNames
            }
            if let same {
                merged[same].verbs += rule.verbs.filter { !merged[same].verbs.contains($0) }
            } else {
                merged.append(rule)
            }
        }
        return merged
    }

    /// `{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}`.
    static func text(_ rule: AccessRule) -> String {
        func list(_ name: String, _ items: [String]) -> String? {
            items.isEmpty
                ? nil : "\(name):[\(items.map(GoText.quoted).joined(separator: " "))]"
        }
        let parts = [
            list("APIGroups", rule.apiGroups), list("Resources", rule.resources),
            list("ResourceNames", rule.resourceNames),
            list("NonResourceURLs", rule.nonResourceURLs), list("Verbs", rule.verbs),
        ]
        return "{\(parts.compactMap { $0 }.joined(separator: ", "))}"
    }
}
