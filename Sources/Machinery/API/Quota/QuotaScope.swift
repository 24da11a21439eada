/// Which objects a quota is about: its `scopes` and `scopeSelector`, all of which must hold.
///
/// Upstream: kubernetes pkg/quota/v1/evaluator/core/pods.go podMatchesScopeFunc.
package enum QuotaScope {
    /// Whether the quota with this `spec` counts `object`, of `resource`.
    package static func matches(_ spec: Value?, _ object: Value, of resource: GroupResource)
        -> Bool
    {
        requirements(spec).allSatisfy { matches($0, object, resource) }
    }

    private static func requirements(_ spec: Value?) -> [Value] {
        let plain: [Value] = (spec["scopes"].array ?? []).map {
            ["scopeName": $0, "operator": "Exists"]
        }
        return plain + (spec["scopeSelector"]["matchExpressions"].array ?? [])
    }

    private static func matches(
        _ requirement: Value, _ object: Value, _ resource: GroupResource
    ) -> Bool {
        // Scopes are properties of pods; a quota with scopes counts nothing else.
        guard resource.group.isEmpty, resource.resource == "pods" else { return false }
        let spec = object["spec"]
        switch requirement["scopeName"].string ?? "" {
        case "Terminating": return spec["activeDeadlineSeconds"].int ?? -1 >= 0
        case "NotTerminating": return spec["activeDeadlineSeconds"].int ?? -1 < 0
        case "BestEffort": return PodResources.isBestEffort(spec)
        case "NotBestEffort": return !PodResources.isBestEffort(spec)
        case "CrossNamespacePodAffinity": return usesCrossNamespaceAffinity(spec)
        case "PriorityClass": return matchesPriority(requirement, spec)
        default: return false
        }
    }

    private static func matchesPriority(_ requirement: Value, _ spec: Value?) -> Bool {
        let name = spec["priorityClassName"].string ?? ""
        let values = requirement["values"].array?.compactMap(\.string) ?? []
        switch requirement["operator"].string {
        case "In": return values.contains(name)
        case "NotIn": return !values.contains(name)
        case "Exists": return !name.isEmpty
        case "DoesNotExist": return name.isEmpty
        default: return false
        }
    }

    private static func usesCrossNamespaceAffinity(_ spec: Value?) -> Bool {
        for kind in ["podAffinity", "podAntiAffinity"] {
            let rules = spec["affinity"][kind]
            let required = rules["requiredDuringSchedulingIgnoredDuringExecution"].array ?? []
            let preferred = rules["preferredDuringSchedulingIgnoredDuringExecution"].array ?? []
            let terms = required + preferred.compactMap { $0["podAffinityTerm"] }
            if terms.contains(where: {
                !($0["namespaces"].array ?? []).isEmpty || $0["namespaceSelector"] != nil
            }) {
                return true
            }
        }
        return false
    }
}
