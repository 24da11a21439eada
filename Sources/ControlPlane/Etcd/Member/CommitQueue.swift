import Simulation

/// Between the store and the disk: what waits to be written, and who waits for it.
///
/// Requests that are ready at the same time share one commit: the first of them starts a task
/// that runs after all of them, writes what has gathered, and wakes them.
///
/// ```
///                       ┌─ the disk has it ──▶ publish, answer
///   memory ──▶ commit ──┤
///                       └─ it refused ──▶ memory goes back to what the disk has; an error
/// ```
/// Without a disk nothing waits, and a commit is only a number that grows.
final class CommitQueue: Sendable {
    private struct State {
        var header: DiskHeader
        var pending: [DiskBatch] = []
        /// How many batches were ever queued, and how many of them have been written or refused.
        var queued = 0
        var settled = 0
        /// Why a batch was refused, by its number, until the one who waits has read it.
        var refusals: [Int: EtcdError] = [:]
        var alarm: EtcdError?
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

    /// Why the disk refused the last commit; nil if it took it.
    var refusal: EtcdError? { state.value.alarm }

    /// Whether a write may be tried: after a refusal, whether the disk takes commits again.
    ///
    /// **Throws** why it does not.
    func checkWritable() throws(EtcdError) {
        guard let alarm = state.value.alarm, let disk else { return }
        state.value.header.raftIndex += 1
        do { try disk.commit(DiskBatch(header: state.value.header)) } catch { throw alarm }
        state.value.alarm = nil
    }

    /// Makes `change` safe and tells the watchers of it.
    ///
    /// **Throws** `.noSpace` or `.disk` if it cannot be written; the store is then as if it had
    /// never been tried.
    func commit(_ change: StateChange) async throws(EtcdError) {
        state.value.header.raftIndex += 1
        state.value.header.revision = watchable.machine.value.store.revision
        state.value.header.compactRevision = watchable.machine.value.store.compactRevision
        state.value.header.instant = watchable.simulation.now
        guard disk != nil else {
            watchable.publish(change.records)
            return
        }
        var batch = DiskBatch(change: change, header: state.value.header)
        if change.hasNewSettings { batch.settings = watchable.machine.value.settings }
        state.value.pending.append(batch)
        state.value.queued += 1
        if !state.value.isWriting {
            state.value.isWriting = true
            watchable.simulation.spawn("etcd commit") { [self] in write() }
        }
        let number = state.value.queued
        try await waitUntilSettled(number)
        if let refusal = state.value.refusals.removeValue(forKey: number) { throw refusal }
    }

    /// Waits until everything that was written so far is safe, or refused.
    ///
    /// **Throws** why nothing is served any more, if so.
    func settle() async throws(EtcdError) {
        if state.value.settled < state.value.queued {
            try await waitUntilSettled(state.value.queued)
        }
        if let failure = watchable.failure { throw failure }
    }

    func size() -> (total: Int64, inUse: Int64) {
        if let disk { return disk.size() }
        let bytes = watchable.machine.value.store.log.byteCount
        let pages = Int64(bytes) / Defaults.pageBytes + 5
        return (pages * Defaults.pageBytes, (pages - 1) * Defaults.pageBytes)
    }

    /// Lets nobody wait any longer; the store has failed by now.
    func abandon() { waiting.wakeAll() }

    func defragment() throws(EtcdError) { try disk?.defragment() }

    func close() { disk?.close() }

    private func waitUntilSettled(_ number: Int) async throws(EtcdError) {
        while state.value.settled < number {
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
            state.value.alarm = nil
            for batch in batches { watchable.publish(batch.change.records) }
        } catch {
            refuse(batches.count, error, disk)
        }
        state.value.settled += batches.count
        waiting.wakeAll()
    }

    /// Takes the last `count` batches back: memory is once more what the disk has.
    private func refuse(_ count: Int, _ why: EtcdError, _ disk: any Disk) {
        state.value.alarm = why
        for number in 1...count { state.value.refusals[state.value.settled + number] = why }
        do {
            var contents = try disk.load()
            contents.header.raftTerm = state.value.header.raftTerm
            contents.header.raftIndex = max(
                contents.header.raftIndex, state.value.header.raftIndex)
            try watchable.restore(contents)
            state.value.header = contents.header
        } catch {
            watchable.fail(why)
        }
    }
}
