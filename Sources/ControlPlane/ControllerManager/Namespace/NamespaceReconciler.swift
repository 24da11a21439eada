import API
import Client
import Simulation

/// Empties a namespace that is being deleted, then lets it go.
///
/// ```
///  deletionTimestamp ──5 s──▶ delete all pods ──none left──▶ delete the rest ──none left──▶ finalize
///                                  └──── some left: say so in conditions, look again ────┘
/// ```
/// Upstream: kubernetes pkg/controller/namespace/deletion/namespaced_resources_deleter.go.
struct NamespaceReconciler: Reconciler {
    let client: KubeClient
    /// What can be in a namespace, of the built-in resources.
    let builtIn: [APIResource]

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let controller = Controller(
            "namespace-controller", simulation: client.simulation,
            reconciler: Self(client: client, builtIn: NamespaceContent.resources(of: .shared)))
        let queue = controller.queue
        informers.namespaces.onChange { change in
            if case .deleted = change { return }
            guard change.object.metadata.isBeingDeleted else { return }
            queue.add(
                change.object.namespacedName, after: Defaults.namespaceDeletionGracePeriod)
        }
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        var namespace: Namespace
        do { namespace = try await client.get(name: name.name) } catch {
            if error.reason == .notFound { return .done }
            throw error
        }
        guard namespace.metadata.isBeingDeleted else { return .done }
        if namespace.status.phase != "Terminating" {
            namespace.status.phase = "Terminating"
            namespace = try await client.updateStatus(namespace)
        }
        guard namespace.spec.finalizers.contains("kubernetes") else { return .done }
        let left = try await deleteContent(of: name.name)
        try await report(left, on: namespace)
        if !left.isEmpty { return .requeue(after: left.estimate) }
        try await finalize(name.name)
        return .done
    }

    /// Pods go first, so that nothing that they use vanishes under them.
    private func deleteContent(of namespace: String) async throws(Status) -> NamespaceContent {
        var left = NamespaceContent()
        let custom = try await CustomDiscovery.resources(client).filter { resource in
            resource.isNamespaced && resource.verbs.contains("delete")
        }
        let resources = builtIn + custom
        let isPod = { (resource: APIResource) in resource.name == "pods" && resource.group.isEmpty }
        for resource in resources where isPod(resource) {
            try await delete(resource, in: namespace, into: &left)
        }
        if !left.isEmpty { return left }
        for resource in resources where !isPod(resource) {
            try await delete(resource, in: namespace, into: &left)
        }
        return left
    }

    private func delete(
        _ resource: APIResource, in namespace: String, into left: inout NamespaceContent
    ) async throws(Status) {
        let path = NamespaceContent.path(of: resource, in: namespace)
        do {
            let before = try await client.value("GET", path)
            guard let items = before["items"].array, !items.isEmpty else { return }
            _ = try await client.value(
                "DELETE", path,
                body: [
                    "kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "Background",
                ])
            let after = try await client.value("GET", path)
            left.add(after["items"].array ?? [], of: resource)
        } catch {
            // A resource that this server does not serve holds nothing.
            if error.code == 404 || error.code == 405 { return }
            throw error
        }
    }

    private func report(_ left: NamespaceContent, on namespace: Namespace) async throws(Status) {
        var changed = namespace
        let time = CivilTime(client.simulation.now).rfc3339
        for condition in left.conditions {
            changed.status.conditions.put(condition, at: time)
        }
        if changed == namespace { return }
        if left.isEmpty, namespace.status.conditions.isEmpty { return }
        do { try await client.updateStatus(changed) } catch {
            if error.reason != .notFound { throw error }
        }
    }

    private func finalize(_ name: String) async throws(Status) {
        do {
            var namespace: Namespace = try await client.get(name: name)
            let others = namespace.spec.finalizers.filter { $0 != "kubernetes" }
            namespace.value["spec"]["finalizers"] = .array(others.map(Value.string))
            try await client.update(namespace, subresource: "finalize")
        } catch {
            if error.reason != .notFound { throw error }
        }
    }
}

extension [NamespaceCondition] {
    /// Sets the condition of this type; its time changes only with its status.
    fileprivate mutating func put(_ condition: NamespaceCondition, at time: String) {
        var condition = condition
        guard let index = firstIndex(where: { $0.type == condition.type }) else {
            condition.lastTransitionTime = time
            return append(condition)
        }
        let same = self[index].status == condition.status
        condition.lastTransitionTime = same ? self[index].lastTransitionTime : time
        self[index] = condition
    }
}
