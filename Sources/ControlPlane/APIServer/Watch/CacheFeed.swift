import API
import Etcd
import Simulation

/// Fills every watch cache from one watch of the whole store.
///
/// ```
///   etcd ──(all keys, each revision once)──▶ CacheFeed ──▶ WatchCache of pods
///                                               │     └──▶ WatchCache of services ...
///                                               └─ revision: how far all of them are
/// ```
/// Because it sees every revision, whatever key it is about, `revision` is the progress of all
/// caches: a read that must not be stale asks etcd for its revision and waits until the feed is
/// there.
///
/// Differs: upstream keeps one etcd watch for each resource and asks etcd for progress events.
final class CacheFeed: Sendable {
    private let simulation: Simulation
    private let store: any KeyValueStore
    private struct State {
        var revision: Int64 = 0
        var oldestListed: Int64 = 0
        var isRunning = false
        /// By key prefix, `/registry/pods/`.
        var caches: [String: WatchCache] = [:]
        var order: [WatchCache] = []
    }
    private let state: Confined<State>
    private let progress: WaitQueue

    init(_ simulation: Simulation, store: any KeyValueStore) {
        (self.simulation, self.store) = (simulation, store)
        state = Confined(simulation, State())
        progress = WaitQueue(simulation)
    }

    /// The revision that the caches have reached.
    var revision: Int64 { state.value.revision }

    /// Lists of older revisions than this are refused, whatever the caches remember.
    ///
    /// Upstream: kubernetes apiserver/pkg/storage/cacher/compactor.go.
    var oldestListed: Int64 { state.value.oldestListed }

    /// The server itself has had etcd forget what was before `revision`.
    func forget(before revision: Int64) {
        state.value.oldestListed = max(state.value.oldestListed, revision)
    }

    /// Whether the caches follow the store now.
    var isRunning: Bool { state.value.isRunning }

    /// All caches, in the order in which they were added.
    var caches: [WatchCache] { state.value.order }

    /// The cache of the resource whose keys begin with that resource's prefix; made if need be
    /// (versions of one resource share it).
    func cache(for resource: ServedResource) -> WatchCache {
        if let cache = state.value.caches[resource.keyPrefix] { return cache }
        let cache = WatchCache(simulation, resource: resource)
        cache.reset([], revision: state.value.revision)
        state.value.caches[resource.keyPrefix] = cache
        state.value.order.append(cache)
        return cache
    }

    /// Forgets a resource that is served no longer; its watches end.
    func dropCache(for resource: ServedResource) {
        guard let cache = state.value.caches.removeValue(forKey: resource.keyPrefix) else { return }
        state.value.order.removeAll { $0 === cache }
        cache.endWatches()
    }

    /// Loads everything and then follows the store; begins again whenever the watch is lost.
    ///
    /// Returns when the calling task is cancelled.
    func run() async {
        while !Task.isCancelled {
            do throws(EtcdError) {
                try await follow()
            } catch {
                state.value.isRunning = false
                guard error != .cancelled else { break }
                do { try await simulation.sleep(for: .seconds(1)) } catch { break }
            }
        }
        state.value.isRunning = false
        for cache in state.value.order { cache.endWatches() }
    }

    private func follow() async throws(EtcdError) {
        let listed = try await store.range(RangeRequest(.prefix(Key("/registry/"))))
        load(listed.keyValues, revision: listed.revision)
        var request = WatchRequest(.all)
        request.startRevision = listed.revision + 1
        request.requiresLeader = true
        let watch = try await store.watch(request)
        defer { watch.cancel() }
        state.value.isRunning = true
        while let events = try await watch.next() { apply(events) }
        throw .unavailable
    }

    private func load(_ keyValues: [KeyValue], revision: Int64) {
        var filled: Set<String> = []
        // Definitions that are loaded bring caches of custom resources, which come in a second turn.
        while true {
            let caches = state.value.order.filter { !filled.contains($0.resource.keyPrefix) }
            if caches.isEmpty { break }
            filled.formUnion(caches.map(\.resource.keyPrefix))
            let loaded = entries(keyValues, of: Set(caches.map(\.resource.keyPrefix)))
            for cache in caches {
                cache.reset(loaded[cache.resource.keyPrefix] ?? [], revision: revision)
            }
        }
        reach(revision)
    }

    /// The objects of some resources, by the prefix of their keys.
    private func entries(
        _ keyValues: [KeyValue], of prefixes: Set<String>
    ) -> [String: [CachedObjects.Entry]] {
        var entries: [String: [CachedObjects.Entry]] = [:]
        for keyValue in keyValues {
            let key = keyValue.key.description
            guard let prefix = prefix(of: key), prefixes.contains(prefix),
                let value = StoredObject.value(of: keyValue.value)
            else { continue }
            entries[prefix, default: []].append(
                CachedObjects.Entry(
                    key: key, object: StoredObject.served(value, revision: keyValue.modRevision),
                    revision: keyValue.modRevision))
        }
        return entries
    }

    private func apply(_ events: [KeyValueEvent]) {
        for event in events {
            let key = event.keyValue.key.description
            guard let prefix = prefix(of: key) else { continue }
            // Whoever observes the cache may change which caches there are.
            let cache = state.value.caches[prefix]
            cache?.apply(event, key: key)
        }
        if let last = events.last { reach(last.keyValue.modRevision) }
    }

    private func reach(_ revision: Int64) {
        state.value.revision = max(state.value.revision, revision)
        progress.wakeAll()
    }

    /// The prefix of a resource that is served; nil for keys of nobody.
    ///
    /// Tries `/registry/pods/`, then `/registry/services/specs/`.
    private func prefix(of key: String) -> String? {
        let utf8 = key.utf8
        var slashes = 0
        for index in utf8.indices where utf8[index] == 0x2f {
            slashes += 1
            guard slashes >= 3 else { continue }
            let prefix = String(key[...index])
            if state.value.caches[prefix] != nil { return prefix }
            if slashes == 4 { return nil }
        }
        return nil
    }

    // MARK: - Waiting

    /// Returns once the caches have reached `revision`.
    ///
    /// **Throws** 504 if that takes longer than `cacheWaitMax`.
    func wait(for revision: Int64) async throws(Status) {
        guard await reaches(revision) else {
            throw .tooLargeResourceVersion(
                UInt64(max(0, revision)), current: UInt64(max(0, self.revision)))
        }
    }

    private func reaches(_ revision: Int64) async -> Bool {
        let deadline = simulation.now.advanced(by: APIServerDefaults.cacheWaitMax)
        while self.revision < revision {
            let left = simulation.now.duration(to: deadline)
            guard left > .zero, (try? await progress.wait(for: left)) == true else { return false }
        }
        return true
    }

    /// Waits until the caches hold everything that was written before now.
    ///
    /// **Throws** 504 if that takes longer than `cacheWaitMax`.
    ///
    /// Upstream: kubernetes apiserver/pkg/storage/cacher, consistent reads from cache.
    func waitUntilFresh() async throws(Status) { try await wait(for: try await newest()) }

    /// The same for one who can do without the caches: false if that takes too long.
    func becomesFresh() async throws(Status) -> Bool { await reaches(try await newest()) }

    /// The revision of etcd now.
    private func newest() async throws(Status) -> Int64 {
        var request = RangeRequest(.key(Key("/registry/health")))
        request.countOnly = true
        do { return try await store.range(request).revision } catch { throw Status(error) }
    }

    /// Sends bookmarks for ever; cancelled with the server.
    func sendBookmarks() async {
        while true {
            do { try await simulation.sleep(for: APIServerDefaults.bookmarkPeriod) } catch {
                return
            }
            for cache in state.value.order {
                cache.sendBookmarks(bookmark(for: cache.resource))
            }
        }
    }

    /// `{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"426"}}`
    func bookmark(for resource: ServedResource, isInitialEnd: Bool = false) -> WatchEvent {
        var metadata: Value = ["resourceVersion": .string(String(revision))]
        if isInitialEnd {
            metadata["annotations"] = ["k8s.io/initial-events-end": "true"]
        }
        return WatchEvent(
            type: .bookmark,
            object: [
                "kind": .string(resource.kind),
                "apiVersion": .string(resource.resource.groupVersion.description),
                "metadata": metadata,
            ])
    }
}
