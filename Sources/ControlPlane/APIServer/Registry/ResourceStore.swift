import API
import Etcd
import Simulation

/// The objects of one resource: what create, read, update and delete mean, the same for all kinds.
///
/// What differs from kind to kind it asks of the `Strategy`. Each verb is in a file of its own:
/// `+Read`, `+Create`, `+Update`, `+Delete`; `+Storage` talks to etcd.
///
/// **Invariants**
/// 1. An object is written only if it has not changed since it was read (compare of modRevision).
/// 2. A write that would change nothing is not carried out.
/// 3. etcd holds objects in the storage version without resourceVersion; callers get and give them
///    in the version that `resource` serves.
///
/// Upstream: kubernetes apiserver/pkg/registry/generic/registry/store.go.
struct ResourceStore: Sendable {
    let resource: ServedResource
    let strategy: any Strategy
    let cache: WatchCache
    let feed: CacheFeed
    let store: any KeyValueStore
    let admission: AdmissionChain
    let simulation: Simulation
    /// Uids and generated names are drawn from here.
    let random: RandomStream
    let conversion: VersionConversion

    /// An object as it is now, in the served version, and the revision that it was read at.
    struct Current: Sendable {
        var object: Value
        var revision: Int64
        /// Whether it comes from the cache and may therefore be old.
        var mayBeStale: Bool
    }

    func context(_ options: WriteOptions, subresource: String = "") -> StrategyContext {
        StrategyContext(
            now: simulation.now, user: options.user, resource: resource.resource,
            subresource: subresource, random: random)
    }

    /// Now, as objects carry it.
    var timestamp: String { CivilTime(simulation.now).rfc3339 }

    func notFound(_ name: String) -> Status { .notFound(resource.groupResource, name) }

    /// What an optimistic lock that fails is answered with.
    func modified(_ name: String) -> Status { .objectModified(resource.groupResource, name) }

    /// The object with its fields in the order in which upstream declares them.
    ///
    /// Stages set and clear fields one at a time; before an object is stored it is put in order
    /// once, so that everybody reads it as the real server writes it. `known` is what it was made
    /// from.
    func arranged(_ object: Value, like known: Value) -> Value {
        if resource.custom != nil { return object.sortedThroughout }
        let kind = resource.groupVersionKind
        if let decoded = try? Schema.shared.decode(object, as: kind, like: known) {
            return MetadataOrder.arranged(decoded.value)
        }
        return MetadataOrder.arranged(object)
    }
}
