package import Simulation

/// Where the store's state outlives the process.
///
/// A disk gets, in order, everything that was written, and gives it back when the store starts.
/// What `commit` has returned from is safe from the death of the process.
protocol Disk: Sendable {
    /// Everything that was committed.
    ///
    /// **Throws** `.disk` if it is damaged: such a state is never served.
    func load() throws(EtcdError) -> DiskContents
    /// Writes all of `batch`, or nothing of it.
    func commit(_ batch: DiskBatch) throws(EtcdError)
    /// **Unit**: bytes taken, and bytes of them in use.
    func size() -> (total: Int64, inUse: Int64)
    /// Gives the space of what was dropped back to the file system.
    func defragment() throws(EtcdError)
    func close()
}

/// The state of a store, as a disk keeps it.
struct DiskContents: Sendable {
    /// In the order of revisions; all since the last compaction, and what it left.
    var records: [Record] = []
    var leases: [Int64: Int64] = [:]
    var settings = StateSettings()
    var header = DiskHeader()
    /// Nil where nothing was ever written down.
    var origin: DiskOrigin?
}

/// The world in which a store's data began: what a cluster on them is made from again.
package struct DiskOrigin: Sendable, Hashable {
    package var seed: UInt64
    package var start: SimulatedInstant
}

/// The numbers beside the records.
struct DiskHeader: Sendable, Hashable {
    var revision: Int64 = 1
    var compactRevision: Int64 = 0
    var raftTerm: Int64 = 1
    /// Grows with every commit: its number.
    var raftIndex: Int64 = 3
    /// When the commit was made, by the cluster's clock.
    var instant = SimulatedInstant(nanosecondsSinceEpoch: 0)
}

/// What goes to the disk at once.
struct DiskBatch: Sendable {
    var change = StateChange()
    /// Nil if they did not change.
    var settings: StateSettings?
    var header = DiskHeader()

    /// Adds what came after.
    mutating func append(_ next: DiskBatch) {
        change.append(next.change)
        settings = next.settings ?? settings
        header = next.header
    }
}

/// A disk that lives as long as the simulation: what a simulated machine has, whose etcd may crash.
final class MemoryDisk: Disk {
    private let contents: Confined<DiskContents>
    /// For tests of what a failing disk does: how many commits still succeed.
    private let commitsLeft: Confined<Int>

    init(_ simulation: Simulation, commitsUntilFull: Int = .max) {
        contents = Confined(simulation, DiskContents())
        commitsLeft = Confined(simulation, commitsUntilFull)
    }

    /// Lets `commits` more succeed.
    func makeSpace(commits: Int) { commitsLeft.value = commits }

    func load() -> DiskContents { contents.value }

    func commit(_ batch: DiskBatch) throws(EtcdError) {
        guard commitsLeft.value > 0 else { throw .noSpace }
        commitsLeft.value -= 1
        let dropped = Set(batch.change.dropped)
        if !dropped.isEmpty { contents.value.records.removeAll { dropped.contains($0.revision) } }
        contents.value.records += batch.change.records.filter { !dropped.contains($0.revision) }
        for lease in batch.change.granted { contents.value.leases[lease.id] = lease.seconds }
        for id in batch.change.revoked { contents.value.leases[id] = nil }
        if let settings = batch.settings { contents.value.settings = settings }
        contents.value.header = batch.header
    }

    func size() -> (total: Int64, inUse: Int64) {
        let bytes = contents.value.records.reduce(0) { $0 + $1.byteCount }
        return (Int64(bytes), Int64(bytes))
    }

    func defragment() {}

    func close() {}
}
