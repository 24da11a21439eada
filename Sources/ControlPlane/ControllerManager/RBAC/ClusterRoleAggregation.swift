import API
import Client

/// Gathers into an aggregated ClusterRole the rules of all roles that its selectors name.
///
/// ```
/// admin   aggregationRule: aggregate-to-admin=true
///   ▲ rules of edit, view-of-my-crd, ... : whoever labels a role so adds to admin
/// ```
/// Upstream: kubernetes pkg/controller/clusterroleaggregation.
struct ClusterRoleAggregation: Reconciler {
    let roles: Informer<ClusterRole>
    let client: KubeClient

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let roles = informers.clusterRoles
        let controller = Controller(
            "clusterrole-aggregation-controller", simulation: client.simulation,
            reconciler: Self(roles: roles, client: client))
        let queue = controller.queue
        roles.onChange { _ in
            // Any role may be part of any other.
            for role in roles.list() where role.aggregationRule != nil {
                queue.add(role.namespacedName)
            }
        }
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard var role = roles.get(name), role.aggregationRule != nil else { return .done }
        let rules = gathered(for: role)
        guard role.value["rules"].array ?? [] != rules else { return .done }
        role.value["rules"] = .array(rules)
        try await client.update(role)
        return .done
    }

    /// The rules in the order of the selectors and of the roles' names, each once.
    private func gathered(for role: ClusterRole) -> [Value] {
        let selectors = role.value["aggregationRule"]["clusterRoleSelectors"].array ?? []
        let others = roles.list().filter { $0.metadata.name != role.metadata.name }
            .sorted { $0.metadata.name < $1.metadata.name }
        var rules: [Value] = []
        var known: Set<Value> = []
        for selector in selectors {
            guard let selector = try? LabelSelector(selector).selector() else { continue }
            for other in others where selector.matches(other.metadata.labels) {
                for rule in other.value["rules"].array ?? [] where known.insert(rule).inserted {
                    rules.append(rule)
                }
            }
        }
        return rules
    }
}
