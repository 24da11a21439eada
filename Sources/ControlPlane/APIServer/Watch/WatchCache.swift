import API
import Etcd
import Simulation

/// The newest state of one resource and its latest changes, kept beside etcd so that lists and
/// watches do not ask it.
///
/// **Invariants**
/// 1. Events are applied in the order of their revisions; `objects` is the state after the last.
/// 2. A watcher is told of every change after the revision it began at, once and in order, or its
///    stream ends.
/// 3. Trees are shared: state, window and every watcher hold the same object.
final class WatchCache: Sendable {
    let resource: ServedResource
    private let simulation: Simulation
    private struct State {
        var objects = CachedObjects()
        var window: EventWindow
        /// In the order in which they came.
        var watchers: [Watcher] = []
        var nextWatcher = 0
    }
    private let state: Confined<State>
    private let observers: Confined<[@Sendable (CacheEvent?) -> Void]>

    init(_ simulation: Simulation, resource: ServedResource) {
        (self.simulation, self.resource) = (simulation, resource)
        state = Confined(simulation, State(window: EventWindow(after: 0)))
        observers = Confined(simulation, [])
    }

    // MARK: - Reading

    func entry(for key: String) -> CachedObjects.Entry? { state.value.objects.entry(for: key) }

    var count: Int { state.value.objects.count }

    func entries(prefix: String, from start: String? = nil) -> ArraySlice<CachedObjects.Entry> {
        state.value.objects.entries(prefix: prefix, from: start)
    }

    /// All objects, in the order of their keys; for the server's own indexes.
    var objects: [Value] { state.value.objects.entries.map(\.object) }

    /// Has `observe` called after every later change, for indexes over this cache: with the change,
    /// or with nil when everything has been loaded anew.
    func onChange(_ observe: @escaping @Sendable (CacheEvent?) -> Void) {
        observers.value.append(observe)
    }

    /// The state at an older revision, if every change since then is remembered.
    ///
    /// Built by undoing the window's events from the newest back.
    func entries(
        prefix: String, atRevision revision: Int64
    ) -> [CachedObjects.Entry]? {
        guard let later = state.value.window.events(after: revision) else { return nil }
        var objects = state.value.objects
        for event in later.reversed() {
            if let previous = event.previous {
                let version = previous["metadata"]["resourceVersion"].string.flatMap(Int64.init)
                _ = objects.put(
                    CachedObjects.Entry(
                        key: event.key, object: previous, revision: version ?? 0))
            } else {
                _ = objects.remove(event.key)
            }
        }
        return Array(objects.entries(prefix: prefix))
    }

    // MARK: - Feeding

    /// Begins anew with `entries` as of `revision`; all watchers must list again.
    func reset(_ entries: [CachedObjects.Entry], revision: Int64) {
        var objects = CachedObjects()
        for entry in entries { _ = objects.put(entry) }
        let watchers = state.value.watchers
        state.value.objects = objects
        state.value.window = EventWindow(after: revision)
        state.value.watchers = []
        for watcher in watchers { watcher.stream.end() }
        for observe in observers.value { observe(nil) }
    }

    /// Takes in one change that etcd told of.
    func apply(_ event: KeyValueEvent, key: String) {
        let revision = event.keyValue.modRevision
        let change: CacheEvent
        switch event.kind {
        case .put:
            guard let value = StoredObject.value(of: event.keyValue.value) else { return }
            let object = StoredObject.served(value, revision: revision)
            let old = state.value.objects.put(
                CachedObjects.Entry(key: key, object: object, revision: revision))
            change = CacheEvent(
                revision: revision, key: key, object: object, previous: old?.object,
                isDeletion: false, instant: simulation.now)
        case .delete:
            guard let old = state.value.objects.remove(key) else { return }
            change = CacheEvent(
                revision: revision, key: key,
                object: StoredObject.served(old.object, revision: revision), previous: old.object,
                isDeletion: true, instant: simulation.now)
        }
        state.value.window.append(change)
        for observe in observers.value { observe(change) }
        tell(change)
    }

    private func tell(_ change: CacheEvent) {
        var slow: [Watcher] = []
        for watcher in state.value.watchers where !watcher.offer(change) { slow.append(watcher) }
        for watcher in slow {
            watcher.stream.end()
            remove(watcher.id)
        }
    }

    // MARK: - Watching

    /// Opens a watch.
    ///
    /// `start` is the revision after which it begins; nil to begin with the present objects as
    /// ADDED. `initialEnd` is a bookmark to send after those.
    ///
    /// **Throws** 410 Expired if changes after `start` are forgotten.
    func watch(
        _ selection: ListSelection, after start: Int64?, wantsBookmarks: Bool,
        initialEnd: WatchEvent? = nil, client: String = "",
        transform: (@Sendable (Value) -> Value)? = nil
    ) throws(Status) -> WatchStream {
        let id = state.value.nextWatcher
        state.value.nextWatcher += 1
        let stream = WatchStream(simulation) { [weak self] in self?.remove(id) }
        let watcher = Watcher(
            id: id, selection: selection, start: start ?? 0, wantsBookmarks: wantsBookmarks,
            client: client, stream: stream, transform: transform)
        if let start {
            guard let events = state.value.window.events(after: start) else {
                throw .tooOld(
                    UInt64(max(0, start)), oldest: UInt64(max(0, state.value.window.horizon)))
            }
            for event in events { _ = watcher.offer(event) }
        } else {
            for entry in entries(prefix: selection.keyPrefix) where selection.matches(entry.object)
            {
                watcher.send(WatchEvent(type: .added, object: entry.object))
            }
            if let initialEnd { watcher.send(initialEnd) }
        }
        state.value.watchers.append(watcher)
        return stream
    }

    /// Whose watches select one of `objects`, at `key`, each as often as it watches.
    func clients(selecting objects: [Value], key: String) -> [String] {
        state.value.watchers.filter { watcher in
            key.hasPrefix(watcher.selection.keyPrefix)
                && (watcher.selection.selectsAll
                    || objects.contains(where: watcher.selection.matches))
        }.map(\.client)
    }

    /// How many watches are open.
    var watcherCount: Int { state.value.watchers.count }

    /// Tells those who want to know how far the cache is.
    func sendBookmarks(_ bookmark: WatchEvent) {
        for watcher in state.value.watchers where watcher.wantsBookmarks {
            watcher.send(bookmark)
        }
    }

    /// Ends every watch, as a server that goes down does.
    func endWatches() {
        let watchers = state.value.watchers
        state.value.watchers = []
        for watcher in watchers { watcher.stream.end() }
    }

    private func remove(_ id: Int) {
        // Numbered as they come, so they lie in the order of their numbers.
        let index = state.value.watchers.partitioningIndex { $0.id >= id }
        guard index < state.value.watchers.count, state.value.watchers[index].id == id else {
            return
        }
        state.value.watchers.remove(at: index)
    }
}
