import API
import CEL
import Simulation

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
    /// By the policy's UID and version.
    private let compiled: Confined<[String: CompiledPolicy]>

    private static func resource(_ name: String) -> GroupVersionResource {
        GroupVersionResource(
            group: "admissionregistration.k8s.io", version: "v1", resource: name)
    }

    init(registry: Registry, authorizer: any Authorizer) {
        (self.registry, self.authorizer) = (registry, authorizer)
        compiled = Confined(registry.simulation, [:])
    }

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        // Nobody may lock himself out from what would unlock.
        guard request.resource.group != "admissionregistration.k8s.io" else { return }
        let bindings = registry.cachedList(Self.resource("validatingadmissionpolicybindings"))
        guard !bindings.isEmpty else { return }
        let namespace = registry.namespaceObject(of: request)
        let labels = namespace["metadata"]["labels"].stringMap ?? [:]
        for policy in policies() {
            guard policy.match.matches(request, namespaceLabels: labels) else { continue }
            for binding in bindings
            where binding["spec"]["policyName"].string == policy.name {
                let match = RequestMatch(
                    binding["spec"]["matchResources"] ?? [:], rules: "resourceRules")
                guard match.matches(request, namespaceLabels: labels, takesAll: true) else {
                    continue
                }
                try enforce(policy, binding, &request, namespace)
            }
        }
    }

    private func policies() -> [CompiledPolicy] {
        let values = registry.cachedList(Self.resource("validatingadmissionpolicies"))
        var kept: [String: CompiledPolicy] = [:]
        let policies = values.map { value in
            let metadata = value["metadata"]
            let key = "\(metadata["uid"].string ?? "")/\(metadata["generation"].int ?? 0)"
            let policy = compiled.value[key] ?? CompiledPolicy(value)
            kept[key] = policy
            return policy
        }
        compiled.value = kept
        return policies
    }

    // MARK: - One policy where one binding wants it

    /// A breach, and the reason that the refusal gives.
    private struct Breach {
        var message: String
        var reason: String
    }

    private func enforce(
        _ policy: CompiledPolicy, _ binding: Value, _ request: inout AdmissionRequest,
        _ namespace: Value?
    ) throws(Status) {
        var breaches: [Breach] = []
        do throws(CELError) {
            let parameters = try PolicyParameters(policy.value, binding).find(
                in: registry, for: request)
            for parameter in parameters {
                breaches += try self.breaches(of: policy, request, namespace, parameter)
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
        of policy: CompiledPolicy, _ request: AdmissionRequest, _ namespace: Value?,
        _ parameter: Value?
    ) throws(CELError) -> [Breach] {
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
        for validation in policy.validations {
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
        of validation: CompiledPolicy.Validation, _ lookup: Evaluator.Lookup,
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
