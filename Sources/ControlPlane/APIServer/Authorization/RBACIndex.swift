import API
import Simulation

/// Bindings by subject and roles by name, kept up to date by the watch cache.
///
/// Rebuilt as a whole when a question comes after a change: roles and bindings change seldom, and
/// questions come with every request.
final class RBACIndex: Sendable {
    /// What one binding gives.
    struct Grant: Sendable {
        /// Empty for a ClusterRoleBinding.
        var namespace: String
        var binding: String
        var roleKind: String
        var role: String
        var subject: String
        /// Nil if the role does not exist.
        var rules: [AccessRule]?

        /// For the reason of an allowed request.
        var origin: String {
            let what =
                namespace.isEmpty
                ? "ClusterRoleBinding \"\(binding)\"" : "RoleBinding \"\(binding)/\(namespace)\""
            return "\(what) of \(roleKind) \"\(role)\" to \(subject)"
        }
        var missingText: String {
            let resource = roleKind == "Role" ? "role" : "clusterrole"
            return "\(resource).rbac.authorization.k8s.io \"\(role)\" not found"
        }
    }
    private struct Tables: Sendable {
        /// **Shape**: `User alice`, `Group system:masters` to that subject's grants.
        var grants: [String: [Grant]] = [:]
        /// **Shape**: `NAMESPACE/NAME`, without the namespace for cluster roles, to the role's rules.
        var roles: [String: [AccessRule]] = [:]
        /// Components ask the same few things again and again.
        var decisions: [AccessRequest: AccessDecision] = [:]
    }
    private let registry: Registry
    private let tables: Confined<Tables?>

    static let group = "rbac.authorization.k8s.io"
    private static func resource(_ name: String) -> GroupVersionResource {
        GroupVersionResource(group: group, version: "v1", resource: name)
    }

    init(_ registry: Registry) {
        self.registry = registry
        tables = Confined(registry.simulation, nil)
    }

    /// Has the index follow the caches; call it once the resources are registered.
    func follow() {
        for name in ["roles", "rolebindings", "clusterroles", "clusterrolebindings"] {
            registry.store(Self.resource(name))?.cache.onChange { [weak self] _ in
                self?.tables.value = nil
            }
        }
    }

    /// What `user` has been given cluster-wide and in `namespace`.
    func grants(of user: UserInfo, namespace: String) -> [Grant] {
        let tables = current()
        var grants = tables.grants["User \(user.username)"] ?? []
        for group in user.groups { grants += tables.grants["Group \(group)"] ?? [] }
        return grants.filter { $0.namespace.isEmpty || $0.namespace == namespace }
    }

    /// The rules of a role; nil if there is none.
    func rules(kind: String, name: String, namespace: String) -> [AccessRule]? {
        current().roles[kind == "Role" ? "\(namespace)/\(name)" : name]
    }

    /// What was answered to the same question since the last change of a role or binding.
    func knownDecision(_ request: AccessRequest) -> AccessDecision? {
        tables.value?.decisions[request]
    }

    func remember(_ decision: AccessDecision, for request: AccessRequest) {
        if tables.value?.decisions.count ?? 0 >= 4096 { tables.value?.decisions.removeAll() }
        tables.value?.decisions[request] = decision
    }

    private func current() -> Tables {
        if let tables = tables.value { return tables }
        var built = Tables()
        var clusterRoles: [String: [AccessRule]] = [:]
        for role in registry.cachedList(Self.resource("clusterroles")) {
            clusterRoles[role["metadata"]["name"].string ?? ""] = Self.rules(role)
        }
        var roles: [String: [AccessRule]] = [:]
        for role in registry.cachedList(Self.resource("roles")) {
            roles[Self.path(role)] = Self.rules(role)
        }
        for name in ["clusterrolebindings", "rolebindings"] {
            for binding in registry.cachedList(Self.resource(name)) {
                Self.add(binding, roles: roles, clusterRoles: clusterRoles, to: &built)
            }
        }
        built.roles = roles.merging(clusterRoles) { role, _ in role }
        tables.value = built
        return built
    }

    private static func add(
        _ binding: Value, roles: [String: [AccessRule]], clusterRoles: [String: [AccessRule]],
        to tables: inout Tables
    ) {
        let namespace = binding["metadata"]["namespace"].string ?? ""
        let kind = binding["roleRef"]["kind"].string ?? ""
        let role = binding["roleRef"]["name"].string ?? ""
        let rules = kind == "Role" ? roles["\(namespace)/\(role)"] : clusterRoles[role]
        for subject in binding["subjects"].array ?? [] {
            let subject = Subject(subject)
            let key: String
            let shown: String
            if subject.kind == "ServiceAccount" {
                let home = subject.namespace.isEmpty ? namespace : subject.namespace
                key = "User system:serviceaccount:\(home):\(subject.name)"
                shown = "ServiceAccount \"\(subject.name)/\(home)\""
            } else {
                key = "\(subject.kind) \(subject.name)"
                shown = "\(subject.kind) \"\(subject.name)\""
            }
            tables.grants[key, default: []].append(
                Grant(
                    namespace: namespace, binding: binding["metadata"]["name"].string ?? "",
                    roleKind: kind, role: role, subject: shown, rules: rules))
        }
    }

    private static func rules(_ role: Value) -> [AccessRule] {
        role["rules"].array?.map { AccessRule($0) } ?? []
    }

    private static func path(_ role: Value) -> String {
        let meta = role["metadata"]
        return "\(meta["namespace"].string ?? "")/\(meta["name"].string ?? "")"
    }
}
