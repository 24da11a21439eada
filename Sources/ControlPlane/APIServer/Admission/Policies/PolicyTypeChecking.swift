import API
import CEL

/// Tells in a policy's status which of its expressions do not fit the kinds that it is about.
///
/// A policy is stored whatever its expressions assume of an object; this looks a second time, with
/// the types of the objects that its rules name.
///
/// Differs: upstream's controller manager does it.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/policy/validating/typechecking.go.
final class PolicyTypeChecking: Sendable {
    private let registry: Registry
    private let follower: Follower

    static let resource = GroupVersionResource(
        group: "admissionregistration.k8s.io", version: "v1",
        resource: "validatingadmissionpolicies")
    /// Source: typechecking.go maxTypesToCheck.
    private static let typesMax = 10

    init(_ registry: Registry) {
        self.registry = registry
        follower = Follower(registry.simulation)
    }

    /// Follows the policies; call it once the built-in resources are registered.
    func follow() {
        registry.store(Self.resource)?.cache.onChange { [follower] _ in follower.poke() }
    }

    func run() async {
        await follower.run { () async throws(Status) in try await self.reconcile() }
    }

    private func reconcile() async throws(Status) {
        for policy in registry.cachedList(Self.resource) {
            let generation = policy["metadata"]["generation"] ?? 1
            guard policy["status"]["observedGeneration"] != generation else { continue }
            let warnings = self.warnings(policy)
            do throws(Status) {
                _ = try await registry.store(Self.resource)?.modify(
                    namespace: "", name: policy["metadata"]["name"].string ?? "",
                    options: WriteOptions(user: .apiServer)
                ) { (object) throws(Status) in
                    var object = object
                    object["status"]["observedGeneration"] = generation
                    object["status"]["typeChecking"] =
                        warnings.isEmpty ? [:] : ["expressionWarnings": .array(warnings)]
                    return object
                }
            } catch { if error.reason != .notFound { throw error } }
        }
    }

    /// `{"fieldRef": "spec.validations[0].expression", "warning": "apps/v1, Kind=…: ERROR: …"}`.
    func warnings(_ policy: Value) -> [Value] {
        let kinds = kinds(in: policy["spec"]["matchConstraints"])
        let parameter = policy["spec"]["paramKind"].flatMap { registry.resource(of: $0) }
            .flatMap(registry.resource)
        var expressions: [(place: String, source: String)] = []
        for (index, item) in (policy["spec"]["validations"].array ?? []).enumerated() {
            for member in ["expression", "messageExpression"] {
                guard let source = item[member].string else { continue }
                expressions.append(("spec.validations[\(index)].\(member)", source))
            }
        }
        return expressions.compactMap { place, source in
            let found = kinds.compactMap { kind -> String? in
                let (declared, _) = CompiledPolicy.variables(
                    policy["spec"], object: type(of: kind),
                    parameter: parameter.map(type) ?? .dyn)
                do throws(CompileIssues) {
                    _ = try Program(
                        source, variables: declared, functions: AdmissionExpressions.functions)
                    return nil
                } catch {
                    let name = kind.resource.groupVersion
                    return "\(name), Kind=\(kind.kind): \(error)\n"
                }
            }
            guard !found.isEmpty else { return nil }
            return [
                "fieldRef": .string(place), "warning": .string(found.joined(separator: "\n")),
            ]
        }
    }

    /// The kinds that the rules name; a star names too many to say anything of.
    private func kinds(in constraints: Value?) -> [ServedResource] {
        var found: [ServedResource] = []
        for rule in constraints["resourceRules"].array ?? [] {
            func list(_ member: String) -> [String] {
                (rule[member].array ?? []).compactMap(\.string)
            }
            guard !(list("apiGroups") + list("apiVersions")).contains("*") else { continue }
            for group in list("apiGroups") {
                for version in list("apiVersions") {
                    for name in list("resources") where !name.contains("*") && !name.contains("/") {
                        let resource = GroupVersionResource(
                            group: group, version: version, resource: name)
                        guard let served = registry.resource(resource),
                            !found.contains(where: { $0.resource == resource })
                        else { continue }
                        found.append(served)
                    }
                }
            }
        }
        return Array(found.prefix(Self.typesMax))
    }

    private func type(of served: ServedResource) -> CELType {
        if let custom = served.custom {
            return SchemaTypes.type(of: custom.schema, name: "object", isRoot: true) ?? .dyn
        }
        return BuiltInTypes.type(of: served.groupVersionKind) ?? .dyn
    }
}
