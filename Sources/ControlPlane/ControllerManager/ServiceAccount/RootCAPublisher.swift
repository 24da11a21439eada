import API
import Client

/// Keeps the certificate of the cluster's CA in every namespace, where pods mount it.
///
/// Upstream: kubernetes pkg/controller/certificates/rootcacertpublisher/publisher.go.
/// Differs: the description annotation is in our own words.
struct RootCAPublisher: Reconciler {
    let namespaces: Informer<Namespace>
    let configMaps: Informer<ConfigMap>
    let client: KubeClient
    let certificate: String

    static let name = "kube-root-ca.crt"
    private static let descriptionKey = "kubernetes.io/description"
    private static let description =
        "The CA certificate by which pods recognise the API server at its internal addresses."

    static func start(
        _ informers: Informers, client: KubeClient, certificate: String,
        in group: inout TaskGroup<Void>
    ) {
        let controller = Controller(
            "root-ca-cert-publisher", simulation: client.simulation,
            reconciler: Self(
                namespaces: informers.namespaces, configMaps: informers.configMaps, client: client,
                certificate: certificate))
        let queue = controller.queue
        informers.namespaces.onChange { change in
            if case .deleted = change { return }
            queue.add(change.object.namespacedName)
        }
        informers.configMaps.onChange { change in
            guard change.object.metadata.name == Self.name else { return }
            queue.add(NamespacedName(namespace: "", name: change.object.metadata.namespace))
        }
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let namespace = namespaces.get(name), !namespace.metadata.isBeingDeleted else {
            return .done
        }
        guard var present = configMaps.get(namespace: name.name, name: Self.name) else {
            return try await create(in: name.name)
        }
        if present.data == ["ca.crt": certificate],
            present.metadata.annotations[Self.descriptionKey] != nil
        {
            return .done
        }
        present.data = ["ca.crt": certificate]
        present.metadata.annotations[Self.descriptionKey] = Self.description
        try await client.update(present)
        return .done
    }

    private func create(in namespace: String) async throws(Status) -> ReconcileResult {
        var map = ConfigMap(namespace: namespace, name: Self.name)
        map.metadata.annotations = [Self.descriptionKey: Self.description]
        map.data = ["ca.crt": certificate]
        do { try await client.create(map) } catch {
            if error.reason == .alreadyExists || PodControl.isNamespaceTerminating(error) {
                return .done
            }
            throw error
        }
        return .done
    }
}
