import Simulation

extension EtcdStateMachine {
    /// The state as it was when `contents` was written.
    ///
    /// **Throws** `.disk` if the contents contradict themselves.
    init(restoring contents: DiskContents, now: SimulatedInstant) throws(EtcdError) {
        store = try MVCCStore(restoring: contents, now: now)
        (auth, alarms) = (contents.settings.auth, contents.settings.alarms)
        members = contents.settings.members
    }
}

extension MVCCStore {
    /// The store as it was when `contents` was written.
    ///
    /// Leases begin anew, as in etcd: nobody knows for how long the process was away.
    ///
    /// **Throws** `.disk` if the contents contradict themselves.
    init(restoring contents: DiskContents, now: SimulatedInstant) throws(EtcdError) {
        revision = contents.header.revision
        compactRevision = contents.header.compactRevision
        guard contents.records.last?.revision.main ?? 1 == revision, compactRevision <= revision
        else { throw .disk("the newest revision is missing") }
        for (id, seconds) in contents.leases.sorted(by: { $0.key < $1.key }) {
            _ = try lessor.grant(id: id, seconds: seconds, now: now)
        }
        var last = Revision(main: 0)
        for record in contents.records {
            guard record.revision > last else { throw .disk("revisions are out of order") }
            last = record.revision
            try restore(record)
        }
    }

    private mutating func restore(_ record: Record) throws(EtcdError) {
        let key = record.keyValue.key
        let previous = current(key)
        log.append(record)
        if !record.isTombstone {
            index.put(key, at: record.revision)
            lessor.attach(key, from: previous?.lease ?? 0, to: record.keyValue.lease)
        } else if previous != nil {
            index.tombstone(key, at: record.revision)
            lessor.attach(key, from: previous?.lease ?? 0, to: 0)
        } else if record.revision.main > compactRevision {
            // Only the revision of the compaction itself may delete what is no longer there.
            throw .disk("a deletion of a key that did not exist")
        }
    }
}
