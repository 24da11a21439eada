import Simulation

/// Between the store and the disk: what waits to be written, and who waits for it.
///
/// Requests that are ready at the same time share one commit: the first of them starts a task
/// that runs after all of them, writes what has gathered, and wakes them.
///
/// Without a disk nothing waits, and a commit is only a number that grows.
final class CommitQueue: Sendable {
    private struct State {
        var header: DiskHeader
        var pending: [DiskBatch] = []
        /// How many batches were ever queued, and how many of them are on the disk.
        var queued = 0
        var committed = 0
        var isWriting = false
    }

    private let watchable: WatchableStore
    private let disk: (any Disk)?
    private let state: Confined<State>
    private let waiting: WaitQueue

    init(_ watchable: WatchableStore, disk: (any Disk)?, header: DiskHeader) {
        self.watchable = watchable
        self.disk = disk
        state = Confined(watchable.simulation, State(header: header))
        waiting = WaitQueue(watchable.simulation)
    }

    /// The numbers that go to the disk with each commit.
    var header: DiskHeader { state.value.header }

    /// Makes `batch` safe and tells the watchers of it.
    ///
    /// **Throws** `.disk` if it cannot be written; then nothing is served any more.
    func commit(_ batch: DiskBatch) async throws(EtcdError) {
        state.value.header.raftIndex += 1
        state.value.header.revision = watchable.store.value.revision
        state.value.header.compactRevision = watchable.store.value.compactRevision
        guard disk != nil else {
            watchable.publish(batch.records)
            return
        }
        var batch = batch
        batch.header = state.value.header
        state.value.pending.append(batch)
        state.value.queued += 1
        if !state.value.isWriting {
            state.value.isWriting = true
            watchable.simulation.spawn("etcd commit") { [self] in write() }
        }
        try await waitUntilCommitted(state.value.queued)
    }

    /// Waits until everything that was written so far is safe.
    ///
    /// **Throws** why nothing is served any more, if so.
    func settle() async throws(EtcdError) {
        if state.value.committed < state.value.queued {
            try await waitUntilCommitted(state.value.queued)
        }
        if let failure = watchable.failure { throw failure }
    }

    func size() -> (total: Int64, inUse: Int64) {
        if let disk { return disk.size() }
        let bytes = watchable.store.value.log.records.reduce(0) { sum, record in
            sum + record.keyValue.key.bytes.count + record.keyValue.value.byteCount + 64
        }
        let pages = Int64(bytes) / Defaults.pageBytes + 5
        return (pages * Defaults.pageBytes, (pages - 1) * Defaults.pageBytes)
    }

    func close() {
        disk?.close()
        waiting.wakeAll()
    }

    private func waitUntilCommitted(_ number: Int) async throws(EtcdError) {
        while state.value.committed < number {
            if let failure = watchable.failure { throw failure }
            do { try await waiting.wait() } catch { throw .cancelled }
        }
    }

    private func write() {
        let batches = state.value.pending
        state.value.pending = []
        state.value.isWriting = false
        guard let disk, var merged = batches.first, watchable.failure == nil else { return }
        for batch in batches.dropFirst() { merged.append(batch) }
        do {
            try disk.commit(merged)
        } catch {
            watchable.fail(error)
            waiting.wakeAll()
            return
        }
        state.value.committed += batches.count
        for batch in batches { watchable.publish(batch.records) }
        waiting.wakeAll()
    }
}
