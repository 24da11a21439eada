import API
import CEL

/// Judges an object by the rules of its schema, once everything else about it is right.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go.
struct RuleValidator {
    private var errors: [FieldError] = []
    private var budget = Budget(Self.budget)
    private var isExhausted = false

    /// Source: kubernetes apiserver/pkg/apis/cel/config.go RuntimeCELCostBudget, PerCallLimit.
    private static let budget = 10_000_000
    private static let perRule = 1_000_000

    /// What breaks a rule; `old` is what an update replaces.
    static func problems(
        _ value: Value, _ tree: RuleTree, old: Value? = nil
    ) -> [FieldError] {
        var validator = RuleValidator()
        validator.check(value, tree, "", old: old)
        return validator.errors
    }

    /// In place of the rules, where the object's shape is wrong already.
    static let unchecked = FieldError.invalid(
        "<nil>", "null",
        "some validation rules were not checked because the object was invalid; correct the "
            + "existing errors to complete validation")

    /// Whether after such an error nothing can be said by rules.
    static func blocks(_ error: FieldError) -> Bool {
        [.required, .tooLong, .tooMany, .typeInvalid].contains(error.kind)
    }

    private mutating func check(
        _ value: Value, _ tree: RuleTree, _ path: FieldPath, old: Value?
    ) {
        guard !value.isNull else { return }
        for rule in tree.rules where !isExhausted { run(rule, value, tree, path, old: old) }
        switch value {
        case .object(let object):
            for (name, member) in object {
                guard let below = tree.member(name) else { continue }
                check(member, below, path.child(name), old: old?[name])
            }
        case .array(let items):
            guard let below = tree.items else { return }
            for (index, item) in items.enumerated() {
                check(
                    item, below, path.index(index),
                    old: SchemaValidator.counterpart(of: item, in: old?.array, tree.schema))
            }
        default: break
        }
    }

    private mutating func run(
        _ rule: ValidationRule, _ value: Value, _ tree: RuleTree, _ path: FieldPath, old: Value?
    ) {
        guard let program = try? rule.program.get(), let type = tree.type else { return }
        if rule.isTransition, old == nil { return }
        // What an update leaves as it was is not judged again, but for how it came about.
        if old == value, !rule.usesOldSelf { return }
        var bindings = ["self": CELValue(value, as: type)]
        let before = old.map { CELValue($0, as: type) }
        bindings["oldSelf"] =
            rule.hasOptionalOldSelf ? .optional(before.map { [$0] } ?? []) : before
        var allowance = Budget(min(Self.perRule, budget.left))
        let start = allowance.left
        defer { budget.take(start - allowance.left) }
        do throws(CELError) {
            guard try program.evaluate(bindings, budget: &allowance).bool != true else { return }
            errors.append(
                rule.failure(message(of: rule, bindings, &allowance), at: path, tree.schema))
        } catch {
            errors.append(.invalid(path, .string(tree.schema.type), explained(error, rule)))
            isExhausted = error.isCostLimit
        }
    }

    private func message(
        of rule: ValidationRule, _ bindings: [String: CELValue], _ budget: inout Budget
    ) -> String {
        if let program = try? rule.messageProgram?.get(),
            let text = try? program.evaluate(bindings, budget: &budget).string?.trimmed,
            !text.isEmpty, !text.contains(where: \.isNewline)
        {
            return text
        }
        return rule.message.isEmpty ? "failed rule: \(rule.rule.trimmed)" : rule.message.trimmed
    }

    private func explained(_ error: CELError, _ rule: ValidationRule) -> String {
        if error.isCostLimit {
            return "'\(error)': no further validation rules will be run due to call cost exceeds "
                + "limit for rule: \(rule.shownRule)"
        }
        if error.description.hasPrefix("no such overload") {
            return "'\(error)': call arguments did not match a supported operator, function or "
                + "macro signature for rule: \(rule.shownRule)"
        }
        return "\(error) evaluating rule: \(rule.shownRule)"
    }
}
