import API
import Client
import Simulation

/// Deletes what has lost its owners, and carries out foreground and orphan deletions.
///
/// ```
///   monitors of all resources ──▶ OwnerGraph ──changed uids──▶ queue ──▶ verdict ──▶ API server
/// ```
/// Monitors of custom resources come and go with their definitions.
///
/// Upstream: kubernetes pkg/controller/garbagecollector.
final class GarbageCollector: Sendable {
    private let client: KubeClient
    private let simulation: Simulation
    private let monitors: [ResourceMonitor]
    private let graph: Confined<OwnerGraph>
    private let queue: WorkQueue<String>
    private let watcher: KubeClient
    private let catalog: Confined<ResourceCatalog>
    /// Told when a CustomResourceDefinition has changed.
    private let definitions: Mailbox<Void>
    private let observers: Confined<[Observer]>

    /// Told of every change of every resource that is collected.
    typealias Observer = @Sendable (APIResource, ResourceMonitor.Change) -> Void

    /// Watches with `watcher`, acts with `client`.
    init(watching watcher: KubeClient, client: KubeClient, catalog: ResourceCatalog = .shared) {
        (self.client, self.watcher) = (client, watcher)
        simulation = client.simulation
        self.catalog = Confined(client.simulation, catalog)
        definitions = Mailbox(client.simulation)
        let resources = catalog.resources.filter(Self.isCollected).filter {
            catalog.group(named: $0.group)?.preferredVersion == $0.version
        }
        monitors = resources.map { ResourceMonitor(client: watcher, resource: $0) }
        graph = Confined(client.simulation, OwnerGraph())
        queue = WorkQueue(client.simulation)
        observers = Confined(client.simulation, [])
    }

    /// Has `observer` called with every change from now on: these watches are shared, since whoever
    /// counts objects of all kinds must watch them all too.
    func onChange(_ observer: @escaping Observer) { observers.value.append(observer) }

    /// Events own nothing and pass by themselves.
    private static func isCollected(_ resource: APIResource) -> Bool {
        let verbs = resource.verbs
        return resource.name != "events" && verbs.contains("list") && verbs.contains("watch")
            && verbs.contains("delete")
    }

    /// Runs until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            for monitor in monitors {
                group.addTask { [self] in
                    await monitor.run { apply($0, of: monitor.resource) }
                }
            }
            group.addTask { [self] in await work() }
            group.addTask { [self] in await followCustomResources() }
        }
    }

    // MARK: - Custom resources

    /// Looks at discovery anew whenever a definition changes.
    ///
    /// Upstream: garbagecollector.go Sync, which looks every 30 s.
    private func followCustomResources() async {
        var running: [APIResource: Task<Void, Never>] = [:]
        defer { for task in running.values { task.cancel() } }
        while !Task.isCancelled {
            do {
                guard try await definitions.next() != nil else { return }
                while definitions.nextNow() != nil {}
                let found = try await CustomDiscovery.resources(watcher).filter(Self.isCollected)
                for resource in running.keys.sorted(by: { $0.name < $1.name })
                where !found.contains(resource) {
                    running.removeValue(forKey: resource)?.cancel()
                    apply(.replace([]), of: resource)
                    catalog.value.remove(resource.groupVersionResource)
                }
                for resource in found where running[resource] == nil {
                    catalog.value.add(resource)
                    running[resource] = monitor(resource)
                }
            } catch is CancellationError {
                return
            } catch {
                simulation.note("garbage-collector", "discovery: \(error)")
                do { try await simulation.sleep(for: .seconds(1)) } catch { return }
                definitions.send(())
            }
        }
    }

    private func monitor(_ resource: APIResource) -> Task<Void, Never> {
        let monitor = ResourceMonitor(client: watcher, resource: resource)
        return simulation.spawn("garbage collector: \(resource.name)") { [self] in
            await monitor.run { apply($0, of: resource) }
        }
    }

    // MARK: - What it hears

    private func apply(_ change: ResourceMonitor.Change, of resource: APIResource) {
        for observer in observers.value { observer(resource, change) }
        let kind = resource.groupVersionKind
        switch change {
        case .put(let object): put(OwnerGraph.Node(object, kind: kind))
        case .remove(let object): remove(OwnerGraph.Node(object, kind: kind))
        case .replace(let objects):
            let nodes = objects.map { OwnerGraph.Node($0, kind: kind) }
            let living = Set(nodes.map(\.uid))
            let gone = graph.value.nodes.values.filter {
                $0.kind == kind && !living.contains($0.uid)
            }
            for node in gone.sorted(by: { $0.name < $1.name }) { remove(node) }
            for node in nodes { put(node) }
            if nodes.isEmpty, gone.isEmpty { return }
        }
        if resource.name == "customresourcedefinitions" { definitions.send(()) }
    }

    private func put(_ node: OwnerGraph.Node) {
        let old = graph.value.node(node.uid)
        if old == node { return }
        graph.value.put(node)
        if !node.owners.isEmpty || node.waitsForDependents || node.orphansDependents {
            queue.add(node.uid)
        }
        if node.waitsForDependents {
            for dependent in graph.value.dependents(of: node.uid) { queue.add(dependent.uid) }
        }
        for owner in old?.owners ?? [] { queueIfWaiting(owner.uid) }
    }

    private func remove(_ node: OwnerGraph.Node) {
        let known = graph.value.node(node.uid) ?? node
        graph.value.remove(node.uid)
        for dependent in graph.value.dependents(of: node.uid) { queue.add(dependent.uid) }
        for owner in known.owners { queueIfWaiting(owner.uid) }
    }

    private func queueIfWaiting(_ uid: String) {
        if graph.value.node(uid)?.waitsForDependents ?? false { queue.add(uid) }
    }

    // MARK: - What it does

    private func work() async {
        while let uid = try? await queue.next() {
            do throws(Status) {
                try await process(uid)
                queue.forget(uid)
            } catch {
                if error.reason != .notFound {
                    simulation.note("garbage-collector", "\(uid): \(error.message)")
                    queue.addRateLimited(uid)
                }
            }
            queue.done(uid)
        }
    }

    private func process(_ uid: String) async throws(Status) {
        var (absent, present): (Set<String>, Set<String>) = ([], [])
        // Each round learns of at least one owner; two rounds are enough.
        for _ in 0..<2 {
            let verdict = graph.value.verdict(on: uid, absent: absent, present: present)
            guard let node = graph.value.node(uid) else { return }
            switch verdict {
            case .nothing: return
            case .lookUp(let owners):
                for owner in owners {
                    if try await exists(owner, for: node) {
                        present.insert(owner.uid)
                    } else {
                        absent.insert(owner.uid)
                    }
                }
            case .delete(let propagation): return try await delete(node, propagation)
            case .dropReferences(let uids): return try await drop(uids, from: node)
            case .finishForeground: return try await remove("foregroundDeletion", from: node)
            case .orphanDependents:
                for dependent in graph.value.dependents(of: uid) {
                    try await drop([uid], from: dependent)
                }
                return try await remove("orphan", from: node)
            }
        }
    }

    /// Whether the server has the owner, with that uid.
    private func exists(
        _ owner: OwnerReference, for node: OwnerGraph.Node
    ) async throws(Status) -> Bool {
        let kind = GroupVersionKind(apiVersion: owner.apiVersion, kind: owner.kind)
        // An owner of a kind that nobody serves cannot be shown to be gone.
        guard let resource = catalog.value.resource(of: kind) else { return true }
        let namespace = resource.isNamespaced ? node.name.namespace : ""
        do {
            let object = try await client.value(
                "GET", path(resource, NamespacedName(namespace: namespace, name: owner.name)))
            return object["metadata"]["uid"].string == owner.uid
        } catch {
            if error.reason == .notFound { return false }
            throw error
        }
    }

    private func delete(_ node: OwnerGraph.Node, _ propagation: String) async throws(Status) {
        guard let path = path(node) else { return }
        _ = try await client.value(
            "DELETE", path,
            body: [
                "kind": "DeleteOptions", "apiVersion": "v1",
                "preconditions": ["uid": .string(node.uid)],
                "propagationPolicy": .string(propagation),
            ])
    }

    private func drop(_ uids: [String], from node: OwnerGraph.Node) async throws(Status) {
        let left = node.owners.filter { !uids.contains($0.uid) }
        let references: Value = left.isEmpty ? .null : .array(left.map(\.value))
        do {
            try await patch(
                node, ["uid": .string(node.uid), "ownerReferences": references])
        } catch {
            if error.reason != .notFound { throw error }
        }
    }

    private func remove(_ finalizer: String, from node: OwnerGraph.Node) async throws(Status) {
        let left = node.finalizers.filter { $0 != finalizer }
        let finalizers: Value = left.isEmpty ? .null : .array(left.map(Value.string))
        try await patch(node, ["uid": .string(node.uid), "finalizers": finalizers])
    }

    private func patch(_ node: OwnerGraph.Node, _ metadata: Value) async throws(Status) {
        guard let path = path(node) else { return }
        _ = try await client.value(
            "PATCH", path, body: ["metadata": metadata], contentType: MediaType.mergePatch)
    }

    private func path(_ node: OwnerGraph.Node) -> String? {
        catalog.value.resource(of: node.kind).map { path($0, node.name) }
    }

    private func path(_ resource: APIResource, _ name: NamespacedName) -> String {
        var path = resource.group.isEmpty ? "/api" : "/apis/\(resource.group)"
        path += "/\(resource.version)"
        if !name.namespace.isEmpty { path += "/namespaces/\(name.namespace)" }
        return "\(path)/\(resource.name)/\(name.name)"
    }
}
