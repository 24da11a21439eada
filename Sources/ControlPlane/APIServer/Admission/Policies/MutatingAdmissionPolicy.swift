import API
import CEL

/// What is to be changed, by one MutatingAdmissionPolicy.
struct MutationRules: PolicyRules {
    struct Mutation: Sendable {
        let expression: String
        let program: Program
        /// Whether it gives a list of operations, not a part of an object.
        let isJSONPatch: Bool
    }
    let policy: CompiledPolicy
    let mutations: [Mutation]

    /// Whether it is asked again if another policy has changed the object after it.
    var isReinvoked: Bool { policy.value["spec"]["reinvocationPolicy"].string == "IfNeeded" }

    init(_ value: Value) {
        let policy = CompiledPolicy(value)
        self.policy = policy
        mutations = (value["spec"]["mutations"].array ?? []).compactMap { item in
            let isJSONPatch = item["patchType"].string == "JSONPatch"
            let member = isJSONPatch ? "jsonPatch" : "applyConfiguration"
            let source = item[member]["expression"].string
            return policy.program(source, AdmissionExpressions.mutationFunctions).map {
                Mutation(expression: source ?? "", program: $0, isJSONPatch: isJSONPatch)
            }
        }
    }
}

/// Changes objects by expressions that stand in the cluster itself.
///
/// ```
///   Object{spec: Object.spec{replicas: 3}}                   merged as server-side apply merges
///   [JSONPatch{op: "add", path: "/spec/replicas", value: 3}] done one after another
/// ```
/// Policies are asked in the order of their names. One that wants it (`reinvocationPolicy:
/// IfNeeded`) is asked a second time if others changed the object after it.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/policy/mutating.
struct MutatingAdmissionPolicy: AdmissionPlugin {
    let name = "MutatingAdmissionPolicy"
    private let registry: Registry
    private let authorizer: any Authorizer
    private let directory: PolicyDirectory<MutationRules>

    init(registry: Registry, authorizer: any Authorizer) {
        (self.registry, self.authorizer) = (registry, authorizer)
        directory = PolicyDirectory(
            registry, "mutatingadmissionpolicies", bindings: "mutatingadmissionpolicybindings")
    }

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.object != nil, request.operation != .delete else { return }
        let hooks = directory.matching(request)
        var changed = -1
        for (index, hook) in hooks.enumerated() where try isChanged(by: hook, &request) {
            changed = index
        }
        for (index, hook) in hooks.enumerated() where index < changed && hook.rules.isReinvoked {
            _ = try isChanged(by: hook, &request)
        }
    }

    private func isChanged(
        by hook: (rules: MutationRules, binding: Value), _ request: inout AdmissionRequest
    ) throws(Status) -> Bool {
        let before = request.object
        do throws(CELError) {
            let policy = hook.rules.policy
            let parameters = try PolicyParameters(policy.value, hook.binding).find(
                in: registry, for: request)
            for parameter in parameters { try change(&request, hook.rules, parameter) }
        } catch {
            guard !hook.rules.policy.ignoresFailures else {
                request.object = before
                return false
            }
            let binding = hook.binding["metadata"]["name"].string ?? ""
            throw request.forbidden(
                "policy '\(hook.rules.policy.name)' with binding '\(binding)' denied request: "
                    + error.description)
        }
        return request.object != before
    }

    /// Each mutation sees what those before it have made of the object.
    private func change(
        _ request: inout AdmissionRequest, _ rules: MutationRules, _ parameter: Value?
    ) throws(CELError) {
        var budget = Budget(AdmissionExpressions.budget)
        guard try rules.policy.conditions.hold(lookup(rules, request, parameter), &budget) else {
            return
        }
        for mutation in rules.mutations {
            do throws(CELError) {
                let value = try mutation.program.evaluate(
                    lookup(rules, request, parameter), budget: &budget)
                request.object = try patched(request, by: value, mutation)
            } catch {
                throw CELError(
                    "expression '\(mutation.expression)' resulted in error: \(error)")
            }
        }
    }

    private func lookup(
        _ rules: MutationRules, _ request: AdmissionRequest, _ parameter: Value?
    ) -> Evaluator.Lookup {
        var bindings = AdmissionExpressions.bindings(
            request, namespace: registry.namespaceObject(of: request), authorizer: authorizer)
        bindings["params"] = parameter.map { CELValue($0) } ?? .null
        let variables = rules.policy.lookup(bindings)
        return { name, budget throws(CELError) in try variables.value(of: name, &budget) }
    }

    // MARK: - Patches

    private func patched(
        _ request: AdmissionRequest, by value: CELValue, _ mutation: MutationRules.Mutation
    ) throws(CELError) -> Value? {
        guard let object = request.object, let resource = registry.resource(request.resource) else {
            return request.object
        }
        let result =
            mutation.isJSONPatch
            ? try Self.performed(value, on: object)
            : try Self.merged(value, into: object, resource.mergeShape)
        // Brought into the schema's form, without what the schema does not know.
        return (try? Schema.shared.decode(result, as: resource.groupVersionKind))?.value ?? result
    }

    private static func performed(
        _ value: CELValue, on object: Value
    ) throws(CELError) -> Value {
        guard case .list(let operations) = value else {
            throw CELError("type mismatch: JSONPatchType.JSONPatch expression must return a list")
        }
        for operation in operations where operation.messageName != "JSONPatch" {
            throw CELError("type mismatch: JSONPatch expression must return a list of JSONPatch")
        }
        let document = try value.json()
        do throws(Status) { return try JSONPatch(document).apply(to: object) } catch {
            throw CELError("JSON Patch: \(error.message)")
        }
    }

    private static func merged(
        _ value: CELValue, into object: Value, _ shape: MergeShape
    ) throws(CELError) -> Value {
        guard value.messageName != nil else {
            throw CELError("must evaluate to Object but got \(value.typeText)")
        }
        try value.checkMessageNames(expecting: "Object")
        let part = try value.json()
        let wholes = shape.wholes(in: part)
        guard wholes.isEmpty else {
            throw CELError(
                "error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, "
                    + "maps or structs: \(wholes.joined(separator: ", "))")
        }
        return ObjectMerge.merged(object, part, shape)
    }
}

extension MergeShape {
    /// Where `value` has lists, maps or structs that can only be replaced as a whole.
    ///
    /// Upstream: kubernetes apiserver/pkg/admission/plugin/policy/mutating/patch/smd.go
    /// validatePatch.
    fileprivate func wholes(in value: Value, at path: String = "") -> [String] {
        if value.object != nil || value.array != nil, !isContainer(value) { return [path] }
        if let items = value.array {
            return items.enumerated().flatMap { item.wholes(in: $1, at: "\(path)[\($0)]") }
        }
        return (value.object ?? Object()).flatMap { member in
            (self.member(member.name)?.shape ?? .untyped).wholes(
                in: member.value, at: "\(path).\(member.name)")
        }
    }
}
