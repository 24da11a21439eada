import API
import CEL

/// Whether the rules of a definition's schema can be run, and are not too dear.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go.
enum RuleRules {
    /// What a rule may cost by estimate, wherever it is asked in one object.
    ///
    /// Source: apiextensions validation.go StaticEstimatedCostLimit.
    private static let costMax = 10_000_000.0

    static func problems(_ schema: StructuralSchema, at path: FieldPath) -> [FieldError] {
        problems(schema, path, isCorrelatable: true, isRoot: true, count: 1)
    }

    /// `count` is how many values of this schema an object can have; nil if nothing limits them.
    private static func problems(
        _ schema: StructuralSchema, _ path: FieldPath, isCorrelatable: Bool, isRoot: Bool = false,
        count: Double?
    ) -> [FieldError] {
        var errors: [FieldError] = []
        let sizes = SchemaSizes(schema: schema)
        let below = count.flatMap { count in sizes.countDeclared.map { $0 * count } }
        let type = SchemaTypes.type(of: schema, name: "object", isRoot: isRoot)
        for (index, source) in RuleTree.sources(of: schema).enumerated() {
            let place = path.child("x-kubernetes-validations").index(index)
            errors += problems(source, type, place, isCorrelatable: isCorrelatable)
            errors += costs(
                source, type, sizes, place.child("rule"), count: count ?? sizes.countMax)
        }
        for (name, property) in schema.properties {
            errors += problems(
                property, path.child("properties").key(name),
                isCorrelatable: isCorrelatable && !schema.isAtomicMap, count: count)
        }
        if let items = schema.items {
            errors += problems(
                items, path.child("items"),
                isCorrelatable: isCorrelatable && schema.listType == "map", count: below)
        }
        if case .only(let additional) = schema.additional {
            errors += problems(
                additional, path.child("additionalProperties"),
                isCorrelatable: isCorrelatable && !schema.isAtomicMap, count: below)
        }
        return errors
    }

    private static func costs(
        _ source: Value, _ type: CELType?, _ sizes: SchemaSizes, _ path: FieldPath, count: Double
    ) -> [FieldError] {
        guard let type, case .success(let program) = ValidationRule(source, type: type).program
        else { return [] }
        let excess = program.costEstimate(["self": sizes, "oldSelf": sizes]) * count / costMax
        guard excess > 1 else { return [] }
        let digits = excess < 1.5 ? 6 : 1
        let factor = excess > 100 ? "more than 100x" : GoNumber.fixed(excess, digits: digits) + "x"
        return [
            .forbidden(
                path,
                "estimated rule cost exceeds budget by factor of \(factor) (try simplifying the "
                    + "rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, "
                    + "and strings are declared)")
        ]
    }

    private static let reasons = [
        "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired",
    ]

    private static func problems(
        _ source: Value, _ type: CELType?, _ path: FieldPath, isCorrelatable: Bool
    ) -> [FieldError] {
        let text = source["rule"].string ?? ""
        guard !text.trimmed.isEmpty else {
            return [.required(path.child("rule"), "rule is not specified")]
        }
        var errors = message(source, text, path)
        if let reason = source["reason"].string, !reasons.contains(reason) {
            errors.append(
                .notSupported(path.child("reason"), .string(reason), supported: reasons))
        }
        if let place = source["fieldPath"].string, !place.hasPrefix("."), !place.hasPrefix("[") {
            errors.append(
                .invalid(
                    path.child("fieldPath"), .string(place),
                    "fieldPath must be a valid path: expected [ or . but got: \(place.prefix(1))"))
        }
        guard let type else { return errors }
        let rule = ValidationRule(source, type: type)
        switch rule.program {
        case .failure(let issues):
            errors.append(
                .invalid(path.child("rule"), .string(text), "compilation failed: \(issues)"))
        case .success(let program):
            if program.type != .bool, program.type != .dyn {
                errors.append(
                    .invalid(
                        path.child("rule"), .string(text),
                        "cel expression must evaluate to a bool"))
            }
            if rule.usesOldSelf, !isCorrelatable {
                errors.append(
                    .invalid(
                        path.child("rule"), .string(text),
                        "oldSelf cannot be used on the uncorrelatable portion of the schema"))
            }
        }
        return errors + messageExpression(rule, source, path)
    }

    private static func message(
        _ source: Value, _ rule: String, _ path: FieldPath
    ) -> [FieldError] {
        guard let message = source["message"].string else {
            guard rule.trimmed.contains(where: \.isNewline),
                source["messageExpression"].string == nil
            else { return [] }
            return [
                .required(
                    path.child("message"), "message must be specified if rule contains line breaks")
            ]
        }
        if message.trimmed.isEmpty {
            return [
                .invalid(
                    path.child("message"), .string(message),
                    "message must be non-empty if specified")
            ]
        }
        guard message.contains(where: \.isNewline) else { return [] }
        return [
            .invalid(
                path.child("message"), .string(message), "message must not contain line breaks")
        ]
    }

    private static func messageExpression(
        _ rule: ValidationRule, _ source: Value, _ path: FieldPath
    ) -> [FieldError] {
        let place = path.child("messageExpression")
        let text = source["messageExpression"] ?? ""
        switch rule.messageProgram {
        case nil: return []
        case .failure(let issues):
            return [
                .invalid(place, text, "messageExpression compilation failed: \(issues)")
            ]
        case .success(let program):
            guard program.type != .string, program.type != .dyn else { return [] }
            return [.invalid(place, text, "messageExpression must evaluate to a string")]
        }
    }
}
