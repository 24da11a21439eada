import Simulation

/// One open watch: a position in the history, and what has been delivered but not yet read.
///
/// ```
///  startRevision in the past                         startRevision now or later
///          │                                                    │
///          ▼         the history has been read to its end       ▼
///      unsynced ───────────────────────────────────────────▶ synced
///          ▲                                                    │
///          └──── more than `watcherBufferRevisions` unread ─────┘
/// ```
///
/// A *synced* watcher is handed each revision as it happens. An *unsynced* one reads the history
/// at its own pace; if a compaction overtakes it, it ends with `.compacted`.
///
/// Upstream: etcd server/storage/mvcc/watcher.go, watchable_store.go.
final class Watcher: KeyValueWatch {
    enum Phase { case unsynced, synced, over }

    private struct State {
        var phase: Phase
        /// The first revision that was neither delivered nor read.
        var nextRevision: Int64
    }

    let request: WatchRequest
    private let store: WatchableStore
    private let state: Confined<State>
    private let mailbox: Mailbox<[KeyValueEvent]>

    init(_ request: WatchRequest, nextRevision: Int64, phase: Phase, of store: WatchableStore) {
        self.request = request
        self.store = store
        state = Confined(store.simulation, State(phase: phase, nextRevision: nextRevision))
        mailbox = Mailbox(store.simulation)
    }

    var phase: Phase { state.value.phase }

    /// Takes note of the writes of one revision, the newest there is.
    func deliver(_ records: [Record], of revision: Int64) {
        guard state.value.phase == .synced, state.value.nextRevision <= revision else { return }
        guard mailbox.count < Defaults.watcherBufferRevisions else {
            state.value.phase = .unsynced
            return
        }
        state.value.nextRevision = revision + 1
        let events = store.events(of: records[...], for: request)
        if !events.isEmpty { mailbox.send(events) }
    }

    func next() async throws(EtcdError) -> [KeyValueEvent]? {
        while true {
            if Task.isCancelled { throw .cancelled }
            if state.value.phase == .over { return try ended() }
            if let events = mailbox.nextNow() { return events }
            if state.value.phase == .unsynced {
                if let events = try catchUp() { return events }
                continue
            }
            do {
                if let events = try await mailbox.next() { return events }
            } catch { throw .cancelled }
        }
    }

    func cancel() {
        end()
        store.remove(self)
    }

    /// Lets the reader know that nothing will follow.
    func end() {
        state.value.phase = .over
        mailbox.finish()
    }

    /// The next revision out of the history that concerns this watcher; nil when there is none,
    /// and the watcher is synced.
    private func catchUp() throws(EtcdError) -> [KeyValueEvent]? {
        do {
            let found = try store.history(from: state.value.nextRevision, for: request)
            state.value.nextRevision = found.nextRevision
            if !found.events.isEmpty { return found.events }
            state.value.phase = .synced
            return nil
        } catch {
            cancel()
            throw error
        }
    }

    private func ended() throws(EtcdError) -> [KeyValueEvent]? {
        if let failure = store.failure { throw failure }
        return nil
    }
}
