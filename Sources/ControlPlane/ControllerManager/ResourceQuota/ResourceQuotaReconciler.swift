import API
import Client
import Simulation

/// Counts what is in a namespace and writes it down as `used`.
///
/// The API server charges quotas when objects come; this loop corrects the account when objects go,
/// when pods end, when a quota is new or changed, and every few minutes in any case.
///
/// Upstream: kubernetes pkg/controller/resourcequota/resource_quota_controller.go.
struct ResourceQuotaReconciler: Reconciler {
    let quotas: Informer<ResourceQuota>
    let client: KubeClient
    let catalog: ResourceCatalog

    static func start(
        _ informers: Informers, graph: GarbageCollector, client: KubeClient,
        in group: inout TaskGroup<Void>
    ) {
        let quotas = informers.quotas
        let controller = Controller(
            "resourcequota-controller", simulation: client.simulation,
            reconciler: Self(quotas: quotas, client: client, catalog: .shared))
        let queue = controller.queue
        quotas.onChange { change in
            switch change {
            case .added(let quota): queue.add(quota.namespacedName)
            case .updated(let old, let new):
                if old.hard != new.hard || old.value["spec"] != new.value["spec"] {
                    queue.add(new.namespacedName)
                }
            case .deleted: break
            }
        }
        let gains = { @Sendable (resource: APIResource, object: Value) in
            let namespace = object["metadata"]["namespace"].string ?? ""
            for quota in quotas.list(namespace: namespace) where !namespace.isEmpty {
                let usage = QuotaUsage(Self.counted(resource))
                if quota.hard.names.contains(where: usage.isMeasured) {
                    queue.add(quota.namespacedName)
                }
            }
        }
        graph.onChange { resource, change in
            switch change {
            case .remove(let object): gains(resource, object)
            // A pod that has ended gives back what it held.
            case .put(let object) where resource.name == "pods":
                if ["Succeeded", "Failed"].contains(object["status"]["phase"].string) {
                    gains(resource, object)
                }
            case .put(let object) where resource.name == "services": gains(resource, object)
            case .put, .replace: break
            }
        }
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard var quota = quotas.get(name) else { return .done }
        let hard = quota.hard
        var used = ResourceAmounts(Dictionary(uniqueKeysWithValues: hard.names.map { ($0, .zero) }))
        for resource in catalog.resources where isCounted(resource) {
            let usage = QuotaUsage(Self.counted(resource))
            guard hard.names.contains(where: usage.isMeasured) else { continue }
            let list = try await client.value(
                "GET", NamespaceContent.path(of: resource, in: name.namespace))
            for object in list["items"].array ?? []
            where QuotaScope.matches(quota.value["spec"], object, of: Self.counted(resource)) {
                let amounts = usage.amounts(of: object, now: client.simulation.now)
                used = used + amounts.filter { name, _ in hard[name] != nil }
            }
        }
        if ResourceAmounts(quota.value["status"]["hard"]) != hard || quota.used != used {
            quota.value["status"] = ["hard": hard.value, "used": used.value]
            do { try await client.updateStatus(quota) } catch {
                if error.reason == .notFound { return .done }
                throw error
            }
        }
        return .requeue(after: Defaults.quotaResyncPeriod)
    }

    private static func counted(_ resource: APIResource) -> GroupResource {
        GroupResource(group: resource.group, resource: resource.name)
    }

    private func isCounted(_ resource: APIResource) -> Bool {
        resource.isNamespaced && resource.verbs.contains("list")
            && resource.verbs.contains("create")
            && catalog.group(named: resource.group)?.preferredVersion == resource.version
    }
}
