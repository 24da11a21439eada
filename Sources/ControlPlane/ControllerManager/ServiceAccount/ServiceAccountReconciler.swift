import API
import Client

/// Gives every namespace its `default` service account, and gives it again when it is deleted.
///
/// Upstream: kubernetes pkg/controller/serviceaccount/serviceaccounts_controller.go.
struct ServiceAccountReconciler: Reconciler {
    let namespaces: Informer<Namespace>
    let accounts: Informer<ServiceAccount>
    let client: KubeClient

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let controller = Controller(
            "serviceaccount-controller", simulation: client.simulation,
            reconciler: Self(
                namespaces: informers.namespaces, accounts: informers.serviceAccounts,
                client: client))
        let queue = controller.queue
        informers.namespaces.onChange { queue.add($0.object.namespacedName) }
        informers.serviceAccounts.onChange { change in
            guard case .deleted(let account) = change else { return }
            queue.add(NamespacedName(namespace: "", name: account.metadata.namespace))
        }
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let namespace = namespaces.get(name), namespace.status.phase == "Active",
            !namespace.metadata.isBeingDeleted,
            accounts.get(namespace: name.name, name: "default") == nil
        else { return .done }
        do { try await client.create(ServiceAccount(namespace: name.name, name: "default")) } catch
        {
            if error.reason == .alreadyExists || PodControl.isNamespaceTerminating(error) {
                return .done
            }
            throw error
        }
        return .done
    }
}
