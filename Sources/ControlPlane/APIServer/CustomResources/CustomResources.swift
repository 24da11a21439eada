import API
import Encoding
import Simulation

/// Serves what CustomResourceDefinitions define, and brings each definition through its life.
///
/// ```
///                    ┌──────────── at once, whenever a definition changes ───────────┐
/// cache of definitions ─▶ sync: registry, discovery, OpenAPI as the definitions say  │
///                    └─▶ queue ─▶ reconcile: names, conditions, end ─▶ etcd ─────────┘
/// ```
/// **Invariants**
/// 1. What is served is a function of the definitions in the cache, so that a server that starts
///    anew serves the same.
/// 2. A definition ends only when no object of it is left in etcd.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/apiserver and pkg/controller.
final class CustomResources: Sendable {
    private let registry: Registry
    private let simulation: Simulation
    private struct State {
        /// By definition: what it was compiled from, and what it became.
        var served: [String: (source: Value, kinds: [CustomKind])] = [:]
        /// When each definition is to be looked at.
        var due: [String: SimulatedInstant] = [:]
    }
    private let state: Confined<State>
    private let wake: WaitQueue

    /// How long until a definition is looked at again whose objects have not gone.
    private static let recheck = Duration.seconds(5)

    init(_ registry: Registry) {
        self.registry = registry
        simulation = registry.simulation
        state = Confined(registry.simulation, State())
        wake = WaitQueue(registry.simulation)
    }

    private var definitions: [CustomDefinition] {
        registry.cachedList(CustomDefinition.resource).map { CustomDefinition($0) }
    }

    /// Follows the definitions; call it once the built-in resources are registered.
    func follow() {
        registry.store(CustomDefinition.resource)?.cache.onChange { [weak self] change in
            guard let self else { return }
            sync()
            if let change {
                enqueueGroup(of: CustomDefinition(change.object))
            } else {
                for definition in definitions { enqueue(definition.name) }
            }
        }
    }

    // MARK: - What is served

    /// Makes the registry serve exactly what the cached definitions say.
    private func sync() {
        var wanted: [String: CustomDefinition] = [:]
        for definition in definitions where definition.isEstablished {
            wanted[definition.name] = definition
        }
        var hasChanged = false
        for name in state.value.served.keys.sorted() {
            if let definition = wanted[name],
                Self.source(definition) == state.value.served[name]?.source
            {
                wanted[name] = nil
                continue
            }
            hasChanged = true
            let keeps = wanted[name] != nil
            for kind in state.value.served[name]?.kinds ?? [] {
                registry.remove(kind.resource, keepsObjects: keeps)
            }
            state.value.served[name] = nil
        }
        for definition in wanted.values.sorted(by: { $0.name < $1.name }) {
            hasChanged = true
            let kinds = definition.kinds
            for kind in kinds {
                registry.add(
                    ServedResource(kind, definition), strategy: CustomStrategy(kind: kind))
            }
            state.value.served[definition.name] = (Self.source(definition), kinds)
        }
        if hasChanged { registry.setCustomCatalog(CustomCatalog.resources(of: definitions)) }
    }

    /// What the served kinds depend on: a change of conditions alone makes no new ones.
    private static func source(_ definition: CustomDefinition) -> Value {
        [
            "spec": definition.value["spec"] ?? .null,
            "names": definition.value["status"]["acceptedNames"] ?? .null,
            "isTerminating": .bool(definition.isTerminating),
        ]
    }

    // MARK: - The life of a definition

    private func enqueue(_ name: String, after delay: Duration = .zero) {
        let instant = simulation.now.advanced(by: delay)
        state.value.due[name] = min(state.value.due[name] ?? instant, instant)
        wake.wakeAll()
    }

    /// A name that one definition gives up another of the group may have.
    private func enqueueGroup(of changed: CustomDefinition) {
        enqueue(changed.name)
        for other in definitions where other.group == changed.group { enqueue(other.name) }
    }

    /// Carries definitions on until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                let next = state.value.due.min { ($0.value, $0.key) < ($1.value, $1.key) }
                guard let (name, instant) = next else {
                    try await wake.wait()
                    continue
                }
                let left = simulation.now.duration(to: instant)
                if left > .zero {
                    _ = try await wake.wait(for: left)
                    continue
                }
                state.value.due[name] = nil
                await attempt(name)
            } catch { return }
        }
    }

    private func attempt(_ name: String) async {
        do throws(Status) {
            try await reconcile(name)
        } catch {
            // Somebody else may have been faster; any other failure passes with etcd's.
            if error.reason != .notFound { enqueue(name, after: .seconds(1)) }
        }
    }

    private func reconcile(_ name: String) async throws(Status) {
        guard let value = try await registry.newest(CustomDefinition.resource, name: name) else {
            return
        }
        let definition = CustomDefinition(value)
        if definition.isTerminating { return try await finish(definition) }
        let others = definitions.filter { $0.group == definition.group && $0.name != name }
        let status = DefinitionStatus.next(
            definition, others: others.map(\.names), now: simulation.now)
        if status != value["status"] { try await write(definition, status: status) }
    }

    /// Deletes all objects; when none is left the definition may go.
    private func finish(_ definition: CustomDefinition) async throws(Status) {
        let finalizers = (definition.value["metadata"]["finalizers"].array ?? [])
        guard finalizers.contains(.string(CustomDefinition.finalizer)) else { return }
        if try await deleteObjects(of: definition) {
            let status = DefinitionStatus.terminating(
                definition.value["status"], isDone: true, "InstanceDeletionCompleted",
                "removed all instances", now: simulation.now)
            let left = finalizers.filter { $0 != .string(CustomDefinition.finalizer) }
            return try await write(definition, status: status, finalizers: left)
        }
        let status = DefinitionStatus.terminating(
            definition.value["status"], isDone: false, "InstanceDeletionInProgress",
            "CustomResource deletion is in progress", now: simulation.now)
        if status != definition.value["status"] {
            try await write(definition, status: status)
        }
        enqueue(definition.name, after: Self.recheck)
    }

    /// True if no object is left.
    private func deleteObjects(of definition: CustomDefinition) async throws(Status) -> Bool {
        guard let kind = state.value.served[definition.name]?.kinds.first,
            let store = registry.store(kind.resource)
        else { return true }
        let options = ListOptions()
        let found = try await store.list(namespace: "", options: options)
        if found.items.isEmpty { return true }
        _ = try await store.deleteCollection(
            namespace: "", list: options, options: DeleteOptions(), user: .apiServer)
        return try await store.list(namespace: "", options: options).items.isEmpty
    }

    private func write(
        _ definition: CustomDefinition, status: Value, finalizers: [Value]? = nil
    ) async throws(Status) {
        guard let store = registry.store(CustomDefinition.resource) else { return }
        var object = definition.value
        object["status"] = status
        if let finalizers { object["metadata"]["finalizers"] = .array(finalizers) }
        let changed = object
        _ = try await store.update(
            namespace: "", name: definition.name, subresource: "status",
            options: WriteOptions(user: .apiServer, fieldManager: "kube-apiserver")
        ) { (_: Value?) throws(Status) -> Value in changed }
    }
}

extension ServedResource {
    /// How one version of a definition is served.
    init(_ kind: CustomKind, _ definition: CustomDefinition) {
        let entry = CustomCatalog.resource(kind, definition)
        var subresources: [String: ServedSubresource] = [:]
        for part in entry.subresources {
            subresources[part.name] = ServedSubresource(kind: part.kind, verbs: part.verbs)
        }
        self.init(
            resource: kind.resource, kind: kind.kind, isNamespaced: kind.isNamespaced,
            verbs: CustomCatalog.verbs, subresources: subresources,
            storageVersion: GroupVersion(
                group: definition.group, version: definition.storageVersion))
        custom = kind
        self.mergeType = CustomMergeType(kind.schema, isResource: true)
    }
}

/// What discovery says of custom resources.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/apiserver/customresource_discovery_controller.go.
enum CustomCatalog {
    static let verbs = [
        "delete", "deletecollection", "get", "list", "patch", "create", "update", "watch",
    ]
    private static let verbsWhileTerminating = [
        "delete", "deletecollection", "get", "list", "watch",
    ]

    /// All served resources, by group, version and name, with the groups in that order.
    static func resources(of definitions: [CustomDefinition]) -> (
        groups: [ResourceCatalog.Group], resources: [APIResource]
    ) {
        var resources: [APIResource] = []
        for definition in definitions where definition.isEstablished {
            resources += definition.kinds.map { resource($0, definition) }
        }
        resources.sort {
            ($0.group, VersionOrder($0.version), $0.name)
                < ($1.group, VersionOrder($1.version), $1.name)
        }
        var groups: [ResourceCatalog.Group] = []
        for resource in resources {
            if groups.last?.name != resource.group {
                groups.append(
                    ResourceCatalog.Group(
                        name: resource.group, versions: [], preferredVersion: resource.version))
            }
            if groups[groups.count - 1].versions.last != resource.version {
                groups[groups.count - 1].versions.append(resource.version)
            }
        }
        return (groups, resources)
    }

    static func resource(_ kind: CustomKind, _ definition: CustomDefinition) -> APIResource {
        let names = definition.names
        var resource = APIResource(
            group: definition.group, version: kind.resource.version, name: names.plural,
            singularName: names.singular, kind: kind.kind, isNamespaced: kind.isNamespaced,
            shortNames: names.shortNames, categories: names.categories,
            verbs: kind.isTerminating ? verbsWhileTerminating : verbs,
            storageVersionHash: storageVersionHash(definition))
        let partVerbs = ["get", "patch", "update"]
        if kind.hasStatus {
            resource.subresources.append(
                APIResource.Subresource(
                    name: "status", kind: kind.groupVersionKind, hasOwnGroup: false,
                    verbs: partVerbs))
        }
        if kind.scale != nil {
            resource.subresources.append(
                APIResource.Subresource(
                    name: "scale",
                    kind: GroupVersionKind(apiVersion: "autoscaling/v1", kind: "Scale"),
                    hasOwnGroup: true, verbs: partVerbs))
        }
        return resource
    }

    /// Upstream: kubernetes apiserver/pkg/endpoints/discovery/storageversionhash.go.
    private static func storageVersionHash(_ definition: CustomDefinition) -> String {
        let name = "\(definition.group)/\(definition.storageVersion)/\(definition.names.kind)"
        return Base64.encode(Array(Digest.sha256.bytes(of: Array(name.utf8)).prefix(8)))
    }
}
