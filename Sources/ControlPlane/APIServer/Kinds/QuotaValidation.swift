import API

/// What is wrong with a ResourceQuota.
///
/// Upstream: kubernetes pkg/apis/core/validation/validation.go ValidateResourceQuota.
enum QuotaValidation {
    private static let path: FieldPath = "spec"
    private static let standard: Set<String> = [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory",
        "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
        "limits.ephemeral-storage", "pods", "resourcequotas", "services",
        "replicationcontrollers", "secrets", "persistentvolumeclaims", "configmaps",
        "services.nodeports", "services.loadbalancers",
    ]
    private static let counts: Set<String> = [
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets",
        "persistentvolumeclaims", "configmaps", "services.nodeports", "services.loadbalancers",
    ]
    private static let compute: Set<String> = [
        "pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory",
    ]
    /// The scopes, and the names of resources that each goes with; nil for any.
    private static let scopes: [String: Set<String>] = [
        "Terminating": compute, "NotTerminating": compute, "NotBestEffort": compute,
        "PriorityClass": compute, "CrossNamespacePodAffinity": compute, "BestEffort": ["pods"],
        "VolumeAttributesClass": ["persistentvolumeclaims", "requests.storage"],
    ]

    static func problems(_ object: Value) -> [FieldError] {
        let hard = (object["spec"]["hard"].object ?? Object()).sorted
        var errors: [FieldError] = []
        for entry in hard {
            let place = path.child("hard").key(entry.name)
            errors += name(entry.name, place)
            errors += Check.quantity(entry.value, place)
            if counts.contains(entry.name) || entry.name.hasPrefix("count/"),
                let quantity = Quantity(entry.value), quantity.milliValue % 1000 != 0
            {
                errors.append(.invalid(place, entry.value, "must be an integer"))
            }
        }
        errors += scopeList(object["spec"]["scopes"], hard.names)
        return errors + selector(object["spec"]["scopeSelector"], hard.names)
    }

    static func updateProblems(_ new: Value, _ old: Value) -> [FieldError] {
        func set(_ quota: Value) -> Set<String> {
            Set((quota["spec"]["scopes"].array ?? []).compactMap(\.string))
        }
        return set(new) == set(old)
            ? []
            : [
                .invalid(
                    path.child("scopes"), new["spec"]["scopes"] ?? .null, "field is immutable")
            ]
    }

    private static func name(_ name: String, _ path: FieldPath) -> [FieldError] {
        var errors = Check.invalid(path, .string(name), Names.qualifiedName(name))
        let isHuge = name.hasPrefix("hugepages-") || name.hasPrefix("requests.hugepages-")
        if !name.contains("/"), !standard.contains(name), !isHuge {
            errors.append(
                .invalid(path, .string(name), "must be a standard resource for quota"))
        }
        return errors
    }

    private static func goes(_ scope: String, with name: String) -> Bool {
        guard standard.contains(name), let allowed = scopes[scope] else { return true }
        return allowed.contains(name)
    }

    private static func scopeList(_ list: Value?, _ hard: [String]) -> [FieldError] {
        guard let list, let items = list.array, !items.isEmpty else { return [] }
        let place = path.child("scopes")
        let names = items.map { $0.string ?? "" }
        var errors: [FieldError] = []
        for scope in names {
            if scopes[scope] == nil { errors.append(.invalid(place, list, "unsupported scope")) }
            for name in hard where !goes(scope, with: name) {
                errors.append(.invalid(place, list, "unsupported scope applied to resource"))
            }
        }
        for pair in [["BestEffort", "NotBestEffort"], ["Terminating", "NotTerminating"]]
        where pair.allSatisfy(names.contains) {
            errors.append(.invalid(place, list, "conflicting scopes"))
        }
        return errors
    }

    private static func selector(_ selector: Value?, _ hard: [String]) -> [FieldError] {
        let place = path.child("scopeSelector").child("matchExpressions")
        var errors: [FieldError] = []
        for item in selector["matchExpressions"].array ?? [] {
            let scope = item["scopeName"].string ?? ""
            if scopes[scope] == nil {
                errors.append(
                    .invalid(place.child("scopeName"), .string(scope), "unsupported scope"))
            }
            for name in hard where !goes(scope, with: name) {
                errors.append(
                    .invalid(place, selector ?? .null, "unsupported scope applied to resource"))
            }
            errors += operation(item, scope, place)
        }
        return errors
    }

    private static func operation(
        _ item: Value, _ scope: String, _ path: FieldPath
    ) -> [FieldError] {
        var errors: [FieldError] = []
        let operation = item["operator"].string ?? ""
        if !["PriorityClass", "VolumeAttributesClass"].contains(scope), scopes[scope] != nil,
            operation != "Exists"
        {
            errors.append(
                .invalid(
                    path.child("operator"), .string(operation),
                    "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, "
                        + "ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
                        + "ResourceQuotaScopeNotBestEffort or "
                        + "ResourceQuotaScopeCrossNamespacePodAffinity"))
        }
        let values = item["values"].array ?? []
        switch operation {
        case "In", "NotIn":
            if values.isEmpty {
                errors.append(
                    .required(
                        path.child("values"),
                        "must be at least one value when `operator` is 'In' or 'NotIn' for scope "
                            + "selector"))
            }
        case "Exists", "DoesNotExist":
            if !values.isEmpty {
                errors.append(
                    .invalid(
                        path.child("values"), .array(values),
                        "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope "
                            + "selector"))
            }
        default:
            errors.append(
                .invalid(
                    path.child("operator"), .string(operation), "not a valid selector operator"))
        }
        return errors
    }
}
