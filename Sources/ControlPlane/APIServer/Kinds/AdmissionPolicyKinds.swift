import API
import CEL

/// Policies that validate or mutate, and their bindings.
///
/// Upstream: kubernetes pkg/apis/admissionregistration/validation/validation.go.
enum AdmissionPolicyKinds {
    private static let group = "admissionregistration.k8s.io"

    static let rules: [String: any Strategy] = [
        "validatingadmissionpolicies.\(group)": KindRules(
            generationMembers: ["spec"], defaults: fillPolicy, validation: policy),
        "validatingadmissionpolicybindings.\(group)": KindRules(
            hasStatus: false, generationMembers: ["spec"], defaults: fillBinding,
            validation: binding),
        "mutatingadmissionpolicies.\(group)": KindRules(
            hasStatus: false, generationMembers: ["spec"], defaults: fillPolicy,
            validation: mutatingPolicy),
        "mutatingadmissionpolicybindings.\(group)": KindRules(
            hasStatus: false, generationMembers: ["spec"], defaults: fillBinding,
            validation: commonBinding),
    ]

    private static let policyDefaults = DefaultFields(
        "admissionregistration/v1.ValidatingAdmissionPolicySpec", ["failurePolicy": "Fail"])
    private static let matchDefaults = DefaultFields(
        "admissionregistration/v1.MatchResources",
        ["matchPolicy": "Equivalent", "namespaceSelector": [:], "objectSelector": [:]])
    private static let ruleDefaults = DefaultFields(
        "admissionregistration/v1.NamedRuleWithOperations", ["scope": "*"])

    /// Both kinds of policies have the same defaults.
    @Sendable private static func fillPolicy(_ object: inout Object) {
        object.edit("spec") { spec in
            policyDefaults.fill(&spec)
            spec.edit("matchConstraints", match)
        }
    }

    @Sendable private static func fillBinding(_ object: inout Object) {
        object.edit("spec") { $0.edit("matchResources", match) }
    }

    @Sendable private static func match(_ match: inout Object) {
        matchDefaults.fill(&match)
        for member in ["resourceRules", "excludeResourceRules"] {
            match.editItems(member) { ruleDefaults.fill(&$0) }
        }
    }

    // MARK: - Policies

    /// What both kinds must have right.
    private static func commonPolicy(
        _ spec: Value?, _ path: FieldPath, _ declared: [String: CELType]
    ) -> [FieldError] {
        var errors: [FieldError] = []
        if let kind = spec["paramKind"] {
            for member in ["apiVersion", "kind"] where (kind[member].string ?? "").isEmpty {
                errors.append(.required(path.child("paramKind").child(member)))
            }
        }
        if let constraints = spec["matchConstraints"] {
            errors += rules(constraints, path.child("matchConstraints"), isRequired: true)
        } else {
            errors.append(.required(path.child("matchConstraints")))
        }
        errors += variables(spec, path.child("variables"))
        return errors
            + MatchConditions.problems(
                spec["matchConditions"].array ?? [], path.child("matchConditions"),
                variables: declared)
    }

    @Sendable private static func mutatingPolicy(_ object: Value) -> [FieldError] {
        let (spec, path) = (object["spec"], FieldPath("spec"))
        let (declared, _) = CompiledPolicy.variables(spec)
        var errors = commonPolicy(spec, path, declared)
        let mutations = spec["mutations"].array ?? []
        if mutations.isEmpty {
            errors.append(
                .required(path.child("mutations"), "mutations must contain at least one item"))
        }
        for (index, item) in mutations.enumerated() {
            errors += mutation(item, path.child("mutations").index(index), declared)
        }
        return errors
            + Check.oneOf(
                spec["reinvocationPolicy"], ["IfNeeded", "Never"],
                path.child("reinvocationPolicy"), isRequired: true)
    }

    private static func mutation(
        _ item: Value, _ path: FieldPath, _ declared: [String: CELType]
    ) -> [FieldError] {
        let type = item["patchType"].string ?? ""
        let members = ["ApplyConfiguration": "applyConfiguration", "JSONPatch": "jsonPatch"]
        guard let own = members[type] else {
            return Check.oneOf(
                item["patchType"], members.keys.sorted(), path.child("patchType"), isRequired: true)
        }
        let other = own == "jsonPatch" ? "applyConfiguration" : "jsonPatch"
        var errors: [FieldError] = []
        if item[other] != nil {
            errors.append(
                .forbidden(
                    path.child(other), "must not be specified when patchType is \(type)"))
        }
        guard let patch = item[own] else {
            return errors + [
                .required(path.child(own), "must be specified when patchType is \(type)")
            ]
        }
        return errors
            + AdmissionExpressions.problems(
                patch["expression"].string ?? "", path.child(own).child("expression"),
                type: AdmissionExpressions.mutationType(isJSONPatch: own == "jsonPatch"),
                variables: declared, functions: AdmissionExpressions.mutationFunctions)
    }

    @Sendable private static func policy(_ object: Value) -> [FieldError] {
        let (spec, path) = (object["spec"], FieldPath("spec"))
        let (declared, _) = CompiledPolicy.variables(spec)
        var errors = commonPolicy(spec, path, declared)
        let validations = spec["validations"].array ?? []
        let annotations = spec["auditAnnotations"].array ?? []
        if validations.isEmpty, annotations.isEmpty {
            for member in ["validations", "auditAnnotations"] {
                errors.append(
                    .required(
                        path.child(member),
                        "validations or auditAnnotations must contain at least one item"))
            }
        }
        for (index, item) in validations.enumerated() {
            errors += validation(item, path.child("validations").index(index), declared)
        }
        for (index, item) in annotations.enumerated() {
            let place = path.child("auditAnnotations").index(index)
            if (item["key"].string ?? "").isEmpty { errors.append(.required(place.child("key"))) }
            errors += expression(
                item["valueExpression"].string ?? "", place.child("valueExpression"), nil, declared)
        }
        return errors
    }

    /// Each variable is judged with those before it.
    private static func variables(_ spec: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        var before: [Value] = []
        for (index, item) in (spec["variables"].array ?? []).enumerated() {
            let place = path.index(index)
            let name = item["name"].string ?? ""
            if !Names.isCIdentifier(name) {
                errors.append(
                    name.isEmpty
                        ? .required(place.child("name"), "name is not specified")
                        : .invalid(
                            place.child("name"), .string(name), "name is not a valid CEL identifier"
                        ))
            }
            var known: Value = ["variables": .array(before)]
            known["paramKind"] = spec["paramKind"]
            errors += expression(
                item["expression"].string ?? "", place.child("expression"), nil,
                CompiledPolicy.variables(known).declared)
            before.append(item)
        }
        return errors
    }

    private static func validation(
        _ item: Value, _ path: FieldPath, _ declared: [String: CELType]
    ) -> [FieldError] {
        let text = item["expression"].string ?? ""
        var errors = expression(text, path.child("expression"), .bool, declared)
        if let message = item["message"].string {
            if message.trimmed.isEmpty {
                errors.append(
                    .invalid(
                        path.child("message"), .string(message),
                        "message must be non-empty if specified"))
            } else if message.contains(where: \.isNewline) {
                errors.append(
                    .invalid(
                        path.child("message"), .string(message),
                        "message must not contain line breaks"))
            }
        } else if text.contains(where: \.isNewline), item["messageExpression"] == nil {
            errors.append(
                .required(
                    path.child("message"),
                    "message must be specified if expression contains line breaks"))
        }
        if let message = item["messageExpression"].string {
            errors += expression(message, path.child("messageExpression"), .string, declared)
        }
        return errors
            + Check.oneOf(
                item["reason"], ["Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"],
                path.child("reason"))
    }

    private static func expression(
        _ source: String, _ path: FieldPath, _ type: CELType?, _ declared: [String: CELType]
    ) -> [FieldError] {
        guard let type else {
            guard !source.trimmed.isEmpty else {
                return [.required(path, "expression is not specified")]
            }
            do throws(CompileIssues) {
                _ = try Program(
                    source, variables: declared, functions: AdmissionExpressions.functions)
                return []
            } catch { return [.invalid(path, .string(source), "compilation failed: \(error)")] }
        }
        return AdmissionExpressions.problems(source, path, type: type, variables: declared)
    }

    // MARK: - What both have

    private static func rules(
        _ match: Value, _ path: FieldPath, isRequired: Bool
    ) -> [FieldError] {
        var errors: [FieldError] = []
        if isRequired, (match["resourceRules"].array ?? []).isEmpty {
            errors.append(.required(path.child("resourceRules")))
        }
        for member in ["resourceRules", "excludeResourceRules"] {
            for (index, rule) in (match[member].array ?? []).enumerated() {
                errors += WebhookKinds.rule(rule, path.child(member).index(index))
            }
        }
        return errors
    }

    @Sendable private static func commonBinding(_ object: Value) -> [FieldError] {
        let (spec, path) = (object["spec"], FieldPath("spec"))
        var errors: [FieldError] = []
        if (spec["policyName"].string ?? "").isEmpty {
            errors.append(.required(path.child("policyName")))
        }
        if let reference = spec["paramRef"] {
            errors += parameters(reference, path.child("paramRef"))
        }
        if let match = spec["matchResources"] {
            errors += rules(match, path.child("matchResources"), isRequired: false)
        }
        return errors
    }

    @Sendable private static func binding(_ object: Value) -> [FieldError] {
        let (spec, path) = (object["spec"], FieldPath("spec"))
        var errors = commonBinding(object)
        let actions = spec["validationActions"].array ?? []
        let place = path.child("validationActions")
        if actions.isEmpty {
            errors.append(.required(place, "at least one validation action is required"))
        }
        for (index, action) in actions.enumerated() {
            errors += Check.oneOf(
                action, ["Audit", "Deny", "Warn"], place.index(index), isRequired: true)
        }
        if actions.contains("Deny"), actions.contains("Warn") {
            errors.append(
                .invalid(
                    place, .array(actions),
                    "must not contain both Deny and Warn (repeating the same "
                        + "validation failure information in the API response and headers serves no "
                        + "purpose)"))
        }
        return errors
    }

    private static func parameters(_ reference: Value, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        switch (reference["name"].string ?? "", reference["selector"]) {
        case ("", nil):
            errors.append(.required(path, "one of name or selector must be specified"))
        case (let name, .some) where !name.isEmpty:
            errors.append(
                .forbidden(
                    path.child("name"), "name and selector are mutually exclusive"))
        default: break
        }
        return errors
            + Check.oneOf(
                reference["parameterNotFoundAction"], ["Allow", "Deny"],
                path.child("parameterNotFoundAction"), isRequired: true)
    }
}
