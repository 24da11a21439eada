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
/// A notice of progress is only given while it is synced and has nothing unread, since it says
/// that all up to its revision has been told.
///
/// Upstream: etcd server/storage/mvcc/watcher.go, watchable_store.go.
final class Watcher: KeyValueWatch {
    enum Phase { case unsynced, synced, over }

    private struct State {
        var phase: Phase
        /// The first revision that was neither delivered nor read.
        var nextRevision: Int64
        /// Whether a notice of progress was asked for while there was still something to tell.
        var owesProgress = false
        /// Whether anything was told since the last time progress was looked at.
        var wasTold = false
        /// Why it has ended, if that is not the store's own end.
        var failure: EtcdError?
    }

    let request: WatchRequest
    private let store: WatchableStore
    private let state: Confined<State>
    private let mailbox: Mailbox<WatchResponse>

    init(_ request: WatchRequest, nextRevision: Int64, phase: Phase, of store: WatchableStore) {
        self.request = request
        self.store = store
        state = Confined(store.simulation, State(phase: phase, nextRevision: nextRevision))
        mailbox = Mailbox(store.simulation)
        if request.wantsProgress { giveProgress() }
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
        if !events.isEmpty { send(events, of: revision) }
    }

    /// Tells at once what the history has from here on; it has jumped.
    func skipAhead() {
        guard state.value.phase == .synced else { return }
        while true {
            do {
                let found = try store.history(from: state.value.nextRevision, for: request)
                state.value.nextRevision = found.nextRevision
                if found.events.isEmpty { return }
                send(found.events, of: found.nextRevision - 1)
            } catch {
                // What lies between has been compacted away: the reader has to begin anew.
                cancel()
                return
            }
        }
    }

    private func send(_ events: [KeyValueEvent], of revision: Int64) {
        state.value.wasTold = true
        mailbox.send(WatchResponse(header: ResponseHeader(revision: revision), events: events))
    }

    func nextResponse() async throws(EtcdError) -> WatchResponse? {
        while true {
            if Task.isCancelled { throw .cancelled }
            if state.value.phase == .over { return try ended() }
            if let response = mailbox.nextNow() { return response }
            if state.value.phase == .unsynced {
                if let response = try catchUp() { return response }
                continue
            }
            if state.value.owesProgress { return progress() }
            do {
                if let response = try await mailbox.next() { return response }
            } catch { throw .cancelled }
        }
    }

    func cancel() {
        end()
        store.remove(self)
    }

    /// Lets the reader know that nothing will follow, and why.
    func end(_ failure: EtcdError? = nil) {
        state.value.phase = .over
        state.value.failure = failure
        mailbox.finish()
    }

    /// The next revision out of the history that concerns this watcher; nil when there is none,
    /// and the watcher is synced.
    private func catchUp() throws(EtcdError) -> WatchResponse? {
        do {
            let found = try store.history(from: state.value.nextRevision, for: request)
            state.value.nextRevision = found.nextRevision
            if !found.events.isEmpty {
                state.value.wasTold = true
                return WatchResponse(
                    header: ResponseHeader(revision: found.nextRevision - 1),
                    events: found.events)
            }
            state.value.phase = .synced
            return nil
        } catch {
            cancel()
            throw error
        }
    }

    private func ended() throws(EtcdError) -> WatchResponse? {
        if let failure = state.value.failure ?? store.failure { throw failure }
        return nil
    }

    // MARK: - Progress

    func requestProgress() {
        guard state.value.phase == .synced, mailbox.count == 0 else {
            state.value.owesProgress = true
            return
        }
        mailbox.send(progress())
    }

    private func progress() -> WatchResponse {
        state.value.owesProgress = false
        return WatchResponse(header: ResponseHeader(revision: store.published))
    }

    /// Gives a notice after each while in which nothing was told.
    private func giveProgress() {
        store.simulation.spawn("etcd watch progress") {
            [weak self, simulation = store.simulation] in
            while (try? await simulation.sleep(for: Defaults.progressInterval)) != nil {
                guard let self, self.phase != .over else { return }
                if !self.state.value.wasTold { self.requestProgress() }
                self.state.value.wasTold = false
            }
        }
    }
}
