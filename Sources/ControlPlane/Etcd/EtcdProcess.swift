package import Simulation

/// etcd with a single member: the store, its watchers, its leases and its disk.
///
/// ```
///                 ┌────────────────────── EtcdProcess ──────────────────────┐
/// transaction ──▶ │ MVCCStore ──▶ CommitQueue ──▶ Disk ──▶ publish ──▶ reply │
/// watch       ──▶ │ WatchableStore ◀─────────────────────────┘              │
///                 └──────────────────────────────────────────────────────────┘
/// ```
///
/// **Invariants**
/// 1. A write is answered, shown to readers and told to watchers only once it is on the disk.
/// 2. A write that the disk refuses leaves no trace; reads go on.
///
/// Differs: one member answers at once; elections and quorums come with Raft.
package final class EtcdProcess: KeyValueStore {
    package let configuration: EtcdConfiguration
    let simulation: Simulation
    let watchable: WatchableStore
    let commits: CommitQueue

    /// Starts etcd, on the state it finds in `dataDirectory`, or in memory without one.
    ///
    /// **Throws** `.disk` with a sentence if the directory cannot be used or is damaged.
    package static func open(
        simulation: Simulation, dataDirectory: String? = nil,
        configuration: EtcdConfiguration = EtcdConfiguration()
    ) throws(EtcdError) -> EtcdProcess {
        guard let dataDirectory else {
            return try EtcdProcess(simulation, configuration, disk: nil)
        }
        let disk = try SQLiteDisk(
            directory: dataDirectory,
            origin: DiskOrigin(seed: simulation.seed, start: simulation.now))
        let contents = try disk.validContents(now: simulation.now)
        return try EtcdProcess(simulation, configuration, disk: disk, contents: contents)
    }

    init(
        _ simulation: Simulation, _ configuration: EtcdConfiguration, disk: (any Disk)?,
        contents: DiskContents? = nil
    ) throws(EtcdError) {
        self.simulation = simulation
        self.configuration = configuration
        var found = contents
        if found == nil, let disk { found = try disk.load() }
        var contents = found ?? DiskContents()
        // Each start is an election that this member wins.
        contents.header.raftTerm += 1
        contents.header.raftIndex += 1
        let store = try MVCCStore(restoring: contents, now: simulation.now)
        watchable = WatchableStore(simulation, store)
        commits = CommitQueue(watchable, disk: disk, header: contents.header)
        for lease in store.lessor.all { expireInTime(lease.id) }
    }

    /// Ends etcd as a kill would, and lets go of the disk.
    package func stop() {
        halt()
        commits.close()
    }

    /// Ends etcd as a kill would: open watches end, requests fail, the disk stays as it is.
    func halt() {
        watchable.fail(.unavailable)
        commits.abandon()
    }

    /// Everything that a disk would hold now; complete only for a process without one.
    var contents: DiskContents {
        let store = watchable.store.value
        var contents = DiskContents(records: store.log.records)
        for lease in store.lessor.all { contents.leases[lease.id] = lease.grantedSeconds }
        contents.header = commits.header
        return contents
    }

    // MARK: - Keys

    package func range(_ request: RangeRequest) async throws(EtcdError) -> RangeResponse {
        try await commits.settle()
        return try watchable.store.value.range(request)
    }

    package func transaction(
        _ request: TransactionRequest
    ) async throws(EtcdError) -> TransactionResponse {
        try checkWritable()
        let outcome = try watchable.store.value.transaction(request)
        if outcome.records.isEmpty {
            try await commits.settle()
        } else {
            try await commits.commit(DiskBatch(records: outcome.records))
        }
        return outcome.response
    }

    package func watch(_ request: WatchRequest) async throws(EtcdError) -> any KeyValueWatch {
        try checkServing()
        return watchable.watch(request)
    }

    package func compact(to revision: Int64) async throws(EtcdError) {
        try checkWritable()
        let dropped = try watchable.store.value.compact(to: revision)
        try await commits.commit(DiskBatch(dropped: dropped))
    }

    // MARK: - Leases

    package func grantLease(timeToLive: Int64, id: Int64) async throws(EtcdError) -> Int64 {
        try checkWritable()
        let id = id != 0 ? id : newLeaseID()
        let lease = try watchable.store.value.lessor.grant(
            id: id, seconds: timeToLive, now: simulation.now)
        expireInTime(id)
        try await commits.commit(DiskBatch(granted: [(id, lease.grantedSeconds)]))
        return id
    }

    package func keepLeaseAlive(_ id: Int64) async throws(EtcdError) -> Int64 {
        try await commits.settle()
        return try watchable.store.value.lessor.renew(id, now: simulation.now)
    }

    package func revokeLease(_ id: Int64) async throws(EtcdError) {
        try checkWritable()
        let keys = try watchable.store.value.lessor.revoke(id)
        let records = keys.isEmpty ? [] : watchable.store.value.delete(keys).records
        try await commits.commit(DiskBatch(records: records, revoked: [id]))
    }

    package func leaseTimeToLive(_ id: Int64) async throws(EtcdError) -> LeaseTimeToLive {
        try await commits.settle()
        guard let lease = watchable.store.value.lessor[id] else {
            return LeaseTimeToLive(id: id, remaining: -1, granted: 0, keys: [])
        }
        return LeaseTimeToLive(
            id: id, remaining: lease.remaining(at: simulation.now), granted: lease.grantedSeconds,
            keys: lease.keys.sorted())
    }

    package func leases() async throws(EtcdError) -> [Int64] {
        try await commits.settle()
        return watchable.store.value.lessor.all.map(\.id)
    }

    /// Revokes the lease when its time is up, however often that is put off.
    private func expireInTime(_ id: Int64) {
        simulation.spawn("etcd lease") { [self] in
            while let lease = watchable.store.value.lessor[id], watchable.failure == nil {
                if lease.expiry <= simulation.now {
                    do {
                        try await revokeLease(id)
                        return
                    } catch {
                        // The disk refused. Its keys stay until it takes writes again.
                        guard (try? await simulation.sleep(for: .seconds(1))) != nil else { return }
                        continue
                    }
                }
                do { try await simulation.sleep(until: lease.expiry) } catch { return }
            }
        }
    }

    /// Sixteen digits in hexadecimal, as those of a real etcd.
    private func newLeaseID() -> Int64 {
        let random = simulation.random("etcd lease")
        while true {
            let id = Int64(random.int(in: 0x1000_0000_0000_0000..<0x7fff_ffff_ffff_ffff))
            if watchable.store.value.lessor[id] == nil { return id }
        }
    }

    // MARK: - Status

    package func status() async throws(EtcdError) -> StoreStatus {
        try await commits.settle()
        let store = watchable.store.value
        let header = commits.header
        let size = commits.size()
        let member = configuration.memberID
        return StoreStatus(
            revision: store.revision, compactRevision: store.compactRevision,
            databaseSize: size.total, leader: member, memberID: member,
            clusterID: configuration.clusterID, raftTerm: UInt64(header.raftTerm),
            raftIndex: UInt64(header.raftIndex), databaseSizeInUse: size.inUse,
            members: [
                StoreMember(
                    id: member, name: configuration.name, peerURLs: [configuration.peerURL],
                    clientURLs: [configuration.clientURL])
            ])
    }

    private func checkServing() throws(EtcdError) {
        if let failure = watchable.failure { throw failure }
    }

    private func checkWritable() throws(EtcdError) {
        try checkServing()
        try commits.checkWritable()
    }
}
