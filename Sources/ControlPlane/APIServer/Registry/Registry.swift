package import API
package import Etcd
package import Simulation

/// Every resource that is served, each with its store.
///
/// The server's own parts (admission plugins, authorizers, reconcilers) read and write through it
/// too, without the request pipeline.
package final class Registry: Sendable {
    package let simulation: Simulation
    let feed: CacheFeed
    private let keyValues: any KeyValueStore
    private struct State {
        var stores: [GroupVersionResource: ResourceStore] = [:]
        var served: [GroupVersionResource: ServedResource] = [:]
        var groupVersions: Set<GroupVersion> = []
        var groups: Set<String> = []
        /// Which resource serves objects of a kind; of several the first.
        var kinds: [GroupVersionKind: GroupVersionResource] = [:]
        /// What discovery tells of.
        var catalog = ResourceCatalog.shared
        /// The custom resources among `catalog`.
        var customKinds: [CustomKind] = []
        var catalogGeneration = 0
    }
    private let state: Confined<State>
    private let admission: AdmissionChain
    let random: RandomStream

    package init(_ simulation: Simulation, store: any KeyValueStore) {
        self.simulation = simulation
        keyValues = store
        feed = CacheFeed(simulation, store: store)
        random = simulation.random("apiserver")
        state = Confined(simulation, State())
        admission = AdmissionChain(simulation)
    }

    /// Serves `resource` from now on, with `strategy` for its rules.
    package func add(_ resource: ServedResource, strategy: any Strategy) {
        state.value.served[resource.resource] = resource
        state.value.groupVersions.insert(resource.resource.groupVersion)
        state.value.groups.insert(resource.resource.group)
        guard resource.verbs.contains("get"), resource.verbs.contains("create") else { return }
        if state.value.kinds[resource.groupVersionKind] == nil {
            state.value.kinds[resource.groupVersionKind] = resource.resource
        }
        state.value.stores[resource.resource] = ResourceStore(
            resource: resource, strategy: strategy, cache: feed.cache(for: resource), feed: feed,
            store: keyValues, admission: admission, simulation: simulation,
            random: simulation.random("objects of \(resource.groupResource)"),
            conversion: VersionConversion(resource))
    }

    /// Serves `resource` no longer; its objects stay in etcd. `keepsObjects` if it will be served
    /// again at once, so that watches go on.
    func remove(_ resource: GroupVersionResource, keepsObjects: Bool) {
        guard let served = state.value.served.removeValue(forKey: resource) else { return }
        state.value.stores[resource] = nil
        state.value.groupVersions = Set(state.value.served.keys.map(\.groupVersion))
        state.value.groups = Set(state.value.served.keys.map(\.group))
        if state.value.kinds[served.groupVersionKind] == resource {
            state.value.kinds[served.groupVersionKind] = nil
        }
        if !keepsObjects { feed.dropCache(for: served) }
    }

    /// What is served, for discovery: built-in and custom resources.
    var catalog: ResourceCatalog { state.value.catalog }

    /// The custom resources that are served, in the order of the catalog.
    var customKinds: [CustomKind] { state.value.customKinds }

    /// Rises whenever `catalog` changes, for who keeps what is made from it.
    var catalogGeneration: Int { state.value.catalogGeneration }

    /// Sets what the catalog tells of beside the built-in resources.
    func setCustomCatalog(
        _ custom: (groups: [ResourceCatalog.Group], resources: [APIResource])
    ) {
        let builtIn = ResourceCatalog.shared
        state.value.catalog = ResourceCatalog(
            groups: builtIn.groups + custom.groups, resources: builtIn.resources + custom.resources)
        state.value.catalogGeneration += 1
        state.value.customKinds = custom.resources.compactMap {
            state.value.served[$0.groupVersionResource]?.custom
        }
    }

    /// Sets what every object of every resource passes.
    package func setAdmission(_ plugins: [any AdmissionPlugin]) { admission.plugins = plugins }

    package func resource(_ resource: GroupVersionResource) -> ServedResource? {
        state.value.served[resource]
    }

    func store(_ resource: GroupVersionResource) -> ResourceStore? { state.value.stores[resource] }

    package func serves(_ groupVersion: GroupVersion) -> Bool {
        state.value.groupVersions.contains(groupVersion)
    }

    package func serves(group: String) -> Bool { state.value.groups.contains(group) }

    // MARK: - For the server's own parts

    /// The object as the cache has it; nil if there is none (or not yet).
    package func cached(
        _ resource: GroupVersionResource, namespace: String = "", name: String
    ) -> Value? {
        guard let store = store(resource) else { return nil }
        return store.cache.entry(for: store.resource.key(namespace: namespace, name: name))?.object
    }

    package func cached<Kind: APIObject>(
        _: Kind.Type, namespace: String = "", name: String
    ) -> Kind? {
        cached(Kind.resource, namespace: namespace, name: name).map { Kind($0) }
    }

    /// All objects of a resource as the cache has them, in the order of their keys.
    package func cachedList(_ resource: GroupVersionResource, namespace: String = "") -> [Value] {
        guard let store = store(resource) else { return [] }
        return store.cache.entries(prefix: store.resource.keyPrefix(namespace: namespace))
            .map(\.object)
    }

    /// The newest object, read from etcd; nil if there is none.
    package func newest(
        _ resource: GroupVersionResource, namespace: String = "", name: String
    ) async throws(Status) -> Value? {
        guard let store = store(resource) else { return nil }
        return try await store.read(store.resource.key(namespace: namespace, name: name))?.object
    }

    /// Creates an object for the server itself; an object that exists already stays as it is.
    package func ensure(_ object: Value) async throws(Status) {
        guard let resource = resource(of: object), let store = store(resource) else { return }
        let namespace = object["metadata"]["namespace"].string ?? ""
        let name = object["metadata"]["name"].string ?? ""
        let key = store.resource.key(namespace: namespace, name: name)
        guard try await store.read(key) == nil else { return }
        do throws(Status) {
            _ = try await store.create(
                object, namespace: namespace, options: WriteOptions(user: .apiServer))
        } catch {
            guard error.reason == .alreadyExists else { throw error }
        }
    }

    /// The resource that serves objects of this object's kind.
    package func resource(of object: Value) -> GroupVersionResource? {
        let kind = GroupVersionKind(
            apiVersion: object["apiVersion"].string ?? "", kind: object["kind"].string ?? "")
        return state.value.kinds[kind]
    }
}
