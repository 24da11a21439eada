import API
import CEL

/// What must hold, by one ValidatingAdmissionPolicy.
struct ValidationRules: PolicyRules {
    struct Validation: Sendable {
        let expression: String
        let message: String
        let reason: String
        let program: Program
        let messageProgram: Program?
    }
    let policy: CompiledPolicy
    let validations: [Validation]

    init(_ value: Value) {
        let policy = CompiledPolicy(value)
        self.policy = policy
        validations = (value["spec"]["validations"].array ?? []).compactMap { item in
            policy.program(item["expression"].string).map {
                Validation(
                    expression: item["expression"].string ?? "",
                    message: item["message"].string ?? "", reason: item["reason"].string ?? "",
                    program: $0,
                    messageProgram: policy.program(item["messageExpression"].string))
            }
        }
    }
}

/// Refuses objects by expressions that stand in the cluster itself.
///
/// A policy says what must hold; a binding says where, with which parameters, and whether a breach
/// denies, warns or is only noted.
///
/// Differs: `auditAnnotations` and the action `Audit` have no log to write to.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/policy/validating.
final class ValidatingAdmissionPolicy: AdmissionPlugin {
    let name = "ValidatingAdmissionPolicy"
    private let registry: Registry
    private let authorizer: any Authorizer
    private let directory: PolicyDirectory<ValidationRules>

    init(registry: Registry, authorizer: any Authorizer) {
        (self.registry, self.authorizer) = (registry, authorizer)
        directory = PolicyDirectory(
            registry, "validatingadmissionpolicies", bindings: "validatingadmissionpolicybindings")
    }

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        for (rules, binding) in directory.matching(request) {
            try enforce(rules, binding, &request, registry.namespaceObject(of: request))
        }
    }

    // MARK: - One policy where one binding wants it

    /// A breach, and the reason that the refusal gives.
    private struct Breach {
        var message: String
        var reason: String
    }

    private func enforce(
        _ rules: ValidationRules, _ binding: Value, _ request: inout AdmissionRequest,
        _ namespace: Value?
    ) throws(Status) {
        let policy = rules.policy
        var breaches: [Breach] = []
        do throws(CELError) {
            let parameters = try PolicyParameters(policy.value, binding).find(
                in: registry, for: request)
            for parameter in parameters {
                breaches += try self.breaches(of: rules, request, namespace, parameter)
            }
        } catch {
            if policy.ignoresFailures { return }
            breaches = [Breach(message: error.description, reason: "")]
        }
        guard let first = breaches.first else { return }
        let bindingName = binding["metadata"]["name"].string ?? ""
        let actions = (binding["spec"]["validationActions"].array ?? []).compactMap(\.string)
        if actions.contains("Warn") {
            request.warnings += breaches.map {
                "Validation failed for ValidatingAdmissionPolicy '\(policy.name)' with binding "
                    + "'\(bindingName)': \($0.message)"
            }
        }
        guard actions.contains("Deny") else { return }
        throw refusal(
            request,
            "ValidatingAdmissionPolicy '\(policy.name)' with binding '\(bindingName)' denied "
                + "request: \(first.message)", reason: first.reason)
    }

    private func breaches(
        of rules: ValidationRules, _ request: AdmissionRequest, _ namespace: Value?,
        _ parameter: Value?
    ) throws(CELError) -> [Breach] {
        let policy = rules.policy
        var bindings = AdmissionExpressions.bindings(
            request, namespace: namespace, authorizer: authorizer)
        bindings["params"] = parameter.map { CELValue($0) } ?? .null
        let variables = policy.lookup(bindings)
        let lookup: Evaluator.Lookup = { name, budget throws(CELError) in
            try variables.value(of: name, &budget)
        }
        var budget = Budget(AdmissionExpressions.budget)
        guard try policy.conditions.hold(lookup, &budget) else { return [] }
        var breaches: [Breach] = []
        for validation in rules.validations {
            do throws(CELError) {
                if try validation.program.evaluate(lookup, budget: &budget).bool == true {
                    continue
                }
                breaches.append(
                    Breach(
                        message: Self.message(of: validation, lookup, &budget),
                        reason: validation.reason))
            } catch {
                guard !policy.ignoresFailures else { continue }
                breaches.append(
                    Breach(
                        message: "expression '\(validation.expression)' resulted in error: "
                            + error.description, reason: ""))
            }
        }
        return breaches
    }

    private static func message(
        of validation: ValidationRules.Validation, _ lookup: Evaluator.Lookup,
        _ budget: inout Budget
    ) -> String {
        if let text = try? validation.messageProgram?.evaluate(lookup, budget: &budget).string?
            .trimmed, !text.isEmpty, !text.contains(where: \.isNewline)
        {
            return text
        }
        return validation.message.isEmpty
            ? "failed expression: \(validation.expression.trimmed)" : validation.message.trimmed
    }

    private func refusal(
        _ request: AdmissionRequest, _ message: String, reason: String
    ) -> Status {
        var status = request.forbidden(message)
        status.reason = Status.Reason(rawValue: reason.isEmpty ? "Invalid" : reason)
        status.code =
            switch reason {
            case "Unauthorized": 401
            case "Forbidden": 403
            case "RequestEntityTooLarge": 413
            default: 422
            }
        status.details?.causes.append(Status.Cause(reason: "", message: message))
        return status
    }
}
