package import Simulation

extension EtcdProcess {
    /// Makes a data directory of a snapshot: the keys, leases and users in it, for a new cluster.
    ///
    /// Members and the log's numbers are not taken over, so that no member of the old cluster can
    /// take the new one for its own.
    ///
    /// **Throws** `.disk` with a sentence if the snapshot is damaged, or the directory is in use.
    ///
    /// Upstream: etcd etcdutl/snapshot/v3_snapshot.go `Restore`.
    package static func restore(
        snapshot file: [UInt8], to directory: String, simulation: Simulation
    ) throws(EtcdError) {
        var contents = try SnapshotFile(file).contents
        _ = try MVCCStore(restoring: contents, now: simulation.now)
        guard sizeOfFile(directory + "/etcd.db") == nil else {
            throw .disk("data-dir \"\(directory)\" not empty or could not be read")
        }
        contents.settings.members = MemberTable()
        let disk = try SQLiteDisk(
            directory: directory,
            origin: DiskOrigin(seed: simulation.seed, start: simulation.now))
        defer { disk.close() }
        var batch = DiskBatch(settings: contents.settings)
        batch.change.records = contents.records
        batch.change.granted = contents.leases.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        batch.header.revision = contents.header.revision
        batch.header.compactRevision = contents.header.compactRevision
        batch.header.instant = simulation.now
        try disk.commit(batch)
    }

    /// Gives the space of what was compacted in a data directory back, while no etcd uses it.
    ///
    /// **Throws** `.disk` with a sentence if there are no data, or somebody uses them.
    package static func defragment(_ directory: String) throws(EtcdError) {
        guard sizeOfFile(directory + "/etcd.db") != nil else {
            throw .disk("etcd: there are no data in \(directory)")
        }
        let disk = try SQLiteDisk(directory: directory)
        defer { disk.close() }
        try disk.defragment()
    }
}
