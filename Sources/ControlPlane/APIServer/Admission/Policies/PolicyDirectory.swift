import API
import CEL
import Simulation

/// A kind of policy, compiled.
protocol PolicyRules: Sendable {
    var policy: CompiledPolicy { get }
    init(_ value: Value)
}

/// The policies of one kind and their bindings: which of them a request concerns.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/policy/generic.
final class PolicyDirectory<Rules: PolicyRules>: Sendable {
    private let registry: Registry
    private let policies: GroupVersionResource
    private let bindings: GroupVersionResource
    /// By the policy's UID and version.
    private let compiled: Confined<[String: Rules]>

    /// `resource` is the policies' name: `validatingadmissionpolicies`.
    init(_ registry: Registry, _ resource: String, bindings: String) {
        self.registry = registry
        func named(_ name: String) -> GroupVersionResource {
            GroupVersionResource(
                group: "admissionregistration.k8s.io", version: "v1", resource: name)
        }
        (policies, self.bindings) = (named(resource), named(bindings))
        compiled = Confined(registry.simulation, [:])
    }

    /// Each policy that is about such requests, with each binding that wants it here; in the order
    /// of their names.
    func matching(_ request: AdmissionRequest) -> [(rules: Rules, binding: Value)] {
        // Nobody may lock himself out from what would unlock.
        guard request.resource.group != policies.group else { return [] }
        let bindings = registry.cachedList(bindings)
        guard !bindings.isEmpty else { return [] }
        let labels = registry.namespaceObject(of: request)["metadata"]["labels"].stringMap ?? [:]
        return all().filter { $0.policy.match.matches(request, namespaceLabels: labels) }.flatMap {
            rules in
            bindings.filter { binding in
                binding["spec"]["policyName"].string == rules.policy.name
                    && RequestMatch(
                        binding["spec"]["matchResources"] ?? [:], rules: "resourceRules"
                    ).matches(request, namespaceLabels: labels, takesAll: true)
            }.map { (rules, $0) }
        }
    }

    private func all() -> [Rules] {
        var kept: [String: Rules] = [:]
        let all = registry.cachedList(policies).map { value in
            let metadata = value["metadata"]
            let key = "\(metadata["uid"].string ?? "")/\(metadata["generation"].int ?? 0)"
            let rules = compiled.value[key] ?? Rules(value)
            kept[key] = rules
            return rules
        }
        compiled.value = kept
        return all
    }
}
