import API
import CEL

/// The objects that a binding hands to a policy as `params`.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go.
struct PolicyParameters {
    private let kind: Value?
    private let reference: Value?

    init(_ policy: Value, _ binding: Value) {
        kind = policy["spec"]["paramKind"]
        reference = binding["spec"]["paramRef"]
    }

    /// One round of the policy for each: nil where it takes no parameters, none where their absence
    /// is allowed. **Throws** if they must be there and are not.
    func find(
        in registry: Registry, for request: AdmissionRequest
    ) throws(CELError) -> [Value?] {
        guard let kind, let reference else { return [nil] }
        let apiVersion = kind["apiVersion"].string ?? ""
        let name = kind["kind"].string ?? ""
        guard let served = registry.resource(of: kind).flatMap(registry.resource)
        else {
            throw failure(
                "failed to find resource referenced by paramKind: '\(apiVersion), Kind=\(name)'")
        }
        var namespace = ""
        if served.isNamespaced {
            namespace = reference["namespace"].string ?? request.namespace
            guard !namespace.isEmpty else {
                throw failure(
                    "cannot use namespaced paramRef in policy binding that matches cluster-scoped "
                        + "resources")
            }
        }
        let found: [Value]
        if let name = reference["name"].string, !name.isEmpty {
            found =
                registry.cached(served.resource, namespace: namespace, name: name).map { [$0] }
                ?? []
        } else {
            let selector = LabelSelector(reference["selector"] ?? [:])
            found = registry.cachedList(served.resource, namespace: namespace).filter {
                selector.selects($0["metadata"]["labels"].stringMap ?? [:])
            }
        }
        if found.isEmpty, reference["parameterNotFoundAction"].string != "Allow" {
            throw failure("no params found for policy binding with `Deny` parameterNotFoundAction")
        }
        return found
    }

    private func failure(_ text: String) -> CELError {
        CELError("failed to configure binding: \(text)")
    }
}
