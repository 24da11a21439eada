import Simulation

/// The store together with those who watch it.
///
/// What a transaction wrote is told to watchers when it is *published*: at once in memory, after
/// the disk has it otherwise, so that nobody hears of a write that a crash could still undo.
///
/// **Invariants**
/// 1. Revisions are published in order, each once; `published` ≤ the store's revision.
/// 2. A watcher gets every revision from its start on that concerns it, once and in order.
final class WatchableStore: Sendable {
    let simulation: Simulation
    let machine: Confined<EtcdStateMachine>
    private struct State {
        var watchers: [Watcher] = []
        var published: Int64
        var failure: EtcdError?
    }
    private let state: Confined<State>

    init(_ simulation: Simulation, _ machine: EtcdStateMachine) {
        self.simulation = simulation
        self.machine = Confined(simulation, machine)
        state = Confined(simulation, State(published: machine.store.revision))
    }

    /// How far watchers have been told.
    var published: Int64 { state.value.published }

    /// Why nothing is served any more, if so.
    var failure: EtcdError? { state.value.failure }

    /// How many watches are open.
    var watcherCount: Int { state.value.watchers.count }

    func watch(_ request: WatchRequest) -> Watcher {
        let upcoming = state.value.published + 1
        let start = request.startRevision > 0 ? request.startRevision : upcoming
        let watcher = Watcher(
            request, nextRevision: start, phase: start < upcoming ? .unsynced : .synced, of: self)
        state.value.watchers.append(watcher)
        return watcher
    }

    func remove(_ watcher: Watcher) { state.value.watchers.removeAll { $0 === watcher } }

    /// Tells the watchers of one revision.
    func publish(_ records: [Record]) {
        guard let revision = records.first?.revision.main else { return }
        state.value.published = revision
        for watcher in state.value.watchers { watcher.deliver(records, of: revision) }
    }

    /// Puts the store back to `contents`, of which everything has been published.
    func restore(_ contents: DiskContents) throws(EtcdError) {
        machine.value = try EtcdStateMachine(restoring: contents, now: simulation.now)
    }

    /// Puts the state of another member in the place of this one's, and tells the watchers of all
    /// that lies between.
    func replace(_ contents: DiskContents) throws(EtcdError) {
        try restore(contents)
        state.value.published = machine.value.store.revision
        for watcher in state.value.watchers { watcher.skipAhead() }
    }

    /// Ends every watch; from now on `failure` is the answer to everything.
    func fail(_ failure: EtcdError) {
        state.value.failure = failure
        let watchers = state.value.watchers
        state.value.watchers = []
        for watcher in watchers { watcher.end() }
    }

    /// Ends the watches of those who asked for a leader; the others stay open.
    func endOrphans() {
        let orphans = state.value.watchers.filter(\.request.requiresLeader)
        state.value.watchers.removeAll(where: \.request.requiresLeader)
        for watcher in orphans { watcher.end(.unavailable) }
    }

    /// The first published revision from `start` on that concerns `request`.
    ///
    /// **Throws** `.compacted` if `start` lies before the last compaction.
    func history(
        from start: Int64, for request: WatchRequest
    ) throws(EtcdError) -> (events: [KeyValueEvent], nextRevision: Int64) {
        let compacted = machine.value.store.compactRevision
        guard start >= compacted else { throw .compacted(compactRevision: compacted) }
        let published = state.value.published
        let records = machine.value.store.log.records
        var first = machine.value.store.log.firstIndex(notBefore: Revision(main: start))
        while first < records.count, records[first].revision.main <= published {
            let main = records[first].revision.main
            var end = first
            while end < records.count, records[end].revision.main == main { end += 1 }
            let events = events(of: records[first..<end], for: request)
            if !events.isEmpty { return (events, main + 1) }
            first = end
        }
        return ([], max(start, published + 1))
    }

    /// The events that `request` asks for among the writes of one revision.
    func events(of records: ArraySlice<Record>, for request: WatchRequest) -> [KeyValueEvent] {
        var events: [KeyValueEvent] = []
        for record in records where request.wants(record) {
            var previous: KeyValue?
            if request.withPrevious {
                let before = record.revision.main - 1
                previous = machine.value.store.keyValue(record.keyValue.key, at: before)
            }
            events.append(
                KeyValueEvent(
                    kind: record.isTombstone ? .delete : .put, keyValue: record.keyValue,
                    previous: previous))
        }
        return events
    }
}

extension WatchRequest {
    /// Whether the write is one that the watch tells of.
    func wants(_ record: Record) -> Bool {
        range.contains(record.keyValue.key)
            && (excluded.isEmpty || !excluded.contains(record.isTombstone ? .delete : .put))
    }
}
