import API

/// Priority levels and flow schemas.
///
/// Upstream: kubernetes pkg/apis/flowcontrol/v1/defaults.go and validation/validation.go.
enum FlowControlKinds {
    private static let group = "flowcontrol.apiserver.k8s.io"

    static let rules: [String: any Strategy] = [
        "flowschemas.\(group)": KindRules(
            initialStatus: [:], generationMembers: ["spec"], allowsUnconditionalUpdate: false,
            defaults: { $0.edit("spec", schemaSpec.fill) }, validation: schema),
        "prioritylevelconfigurations.\(group)": KindRules(
            initialStatus: [:], generationMembers: ["spec"], allowsUnconditionalUpdate: false,
            defaults: levelDefaults, validation: level),
    ]

    private static let schemaSpec = DefaultFields(
        "flowcontrol/v1.FlowSchemaSpec", ["matchingPrecedence": 1000])
    private static let limited = DefaultFields(
        "flowcontrol/v1.LimitedPriorityLevelConfiguration",
        ["nominalConcurrencyShares": 30, "lendablePercent": 0])
    private static let exempt = DefaultFields(
        "flowcontrol/v1.ExemptPriorityLevelConfiguration",
        ["nominalConcurrencyShares": 0, "lendablePercent": 0])
    private static let queuing = DefaultFields(
        "flowcontrol/v1.QueuingConfiguration",
        ["queues": 64, "handSize": 8, "queueLengthLimit": 50])

    @Sendable private static func levelDefaults(_ object: inout Object) {
        object.edit("spec") { spec in
            spec.edit("exempt", exempt.fill)
            spec.edit("limited") { limited in
                Self.limited.fill(&limited)
                limited.edit("limitResponse") { $0.edit("queuing", queuing.fill) }
            }
        }
    }

    @Sendable private static func schema(_ object: Value) -> [FieldError] {
        let spec = object["spec"]
        var errors: [FieldError] = []
        let precedence = spec["matchingPrecedence"].int ?? 0
        if precedence <= 0 {
            errors.append(
                .invalid(
                    "spec.matchingPrecedence", .int(Int64(precedence)), "must be a positive value"))
        } else if precedence > 10_000 {
            errors.append(
                .invalid(
                    "spec.matchingPrecedence", .int(Int64(precedence)),
                    "must not be greater than 10000"))
        }
        errors += Check.oneOf(
            spec["distinguisherMethod"]["type"], ["ByNamespace", "ByUser"],
            "spec.distinguisherMethod")
        let level = spec["priorityLevelConfiguration"]["name"].string ?? ""
        let path: FieldPath = "spec.priorityLevelConfiguration.name"
        errors +=
            level.isEmpty
            ? [.required(path, "must reference a priority level")]
            : Check.invalid(path, .string(level), Names.dns1123Subdomain(level))
        for (index, rule) in (spec["rules"].array ?? []).enumerated() {
            errors += Self.rule(rule, FieldPath("spec.rules").index(index))
        }
        return errors
    }

    private static func rule(_ rule: Value, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        if (rule["subjects"].array ?? []).isEmpty {
            errors.append(
                .required(path.child("subjects"), "subjects must contain at least one value"))
        }
        let resources = rule["resourceRules"].array ?? []
        if resources.isEmpty, (rule["nonResourceRules"].array ?? []).isEmpty {
            errors.append(
                .required(
                    path, "at least one of resourceRules and nonResourceRules has to be non-empty"))
        }
        for (index, item) in resources.enumerated() {
            let place = path.child("resourceRules").index(index)
            for (field, text) in [
                ("verbs", "verbs must contain at least one value"),
                ("apiGroups", "resource rules must supply at least one api group"),
                ("resources", "resource rules must supply at least one resource"),
            ] where (item[field].array ?? []).isEmpty {
                errors.append(.required(place.child(field), text))
            }
            if (item["namespaces"].array ?? []).isEmpty, item["clusterScope"].bool != true {
                errors.append(
                    .required(
                        place.child("namespaces"),
                        "resource rules that are not cluster scoped must supply at least one "
                            + "namespace"))
            }
        }
        return errors
    }

    @Sendable private static func level(_ object: Value) -> [FieldError] {
        let spec = object["spec"]
        switch spec["type"].string ?? "" {
        case "Limited":
            guard let limited = spec["limited"] else {
                return [
                    .required("spec.limited", "must not be empty when type is Limited")
                ]
            }
            return Self.limited(limited)
        case "Exempt":
            guard spec["limited"] != nil else { return [] }
            return [.forbidden("spec.limited", "must be nil if the type is not Limited")]
        default:
            return Check.oneOf(
                spec["type"], ["Exempt", "Limited"], "spec.type", isRequired: true)
        }
    }

    private static func limited(_ limited: Value) -> [FieldError] {
        let path: FieldPath = "spec.limited"
        var errors: [FieldError] = []
        let shares = limited["nominalConcurrencyShares"].int ?? 0
        if shares < 0 {
            errors.append(
                .invalid(
                    path.child("nominalConcurrencyShares"), .int(Int64(shares)),
                    "must be a non-negative integer"))
        }
        let response = limited["limitResponse"]
        let place = path.child("limitResponse")
        switch response["type"].string ?? "" {
        case "Queue" where response["queuing"] == nil:
            errors.append(
                .required(
                    place.child("queuing"), "must not be empty if limitResponse.type is Queue")
            )
        case "Reject" where response["queuing"] != nil:
            errors.append(
                .forbidden(
                    place.child("queuing"), "must be nil if limited.limitResponse.type is not Queue"
                ))
        case "Queue", "Reject": break
        default:
            errors += Check.oneOf(
                response["type"], ["Queue", "Reject"], place.child("type"), isRequired: true)
        }
        return errors
    }
}
