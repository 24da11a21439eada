import Encoding

extension MVCCStore {
    /// The hash of every write up to `main` that the last compaction left: the same number as a
    /// real etcd has for the same history.
    ///
    /// Members that have applied the same log and compacted up to the same revision have the same
    /// hash; if not, one of them is corrupt.
    ///
    /// Upstream: etcd server/storage/mvcc/hash.go `kvHasher`, server/storage/mvcc/revision.go.
    func hash(at main: Int64) -> UInt32 {
        var crc = CRC32C()
        crc.combine(Array("key".utf8))
        for record in log.records where record.revision.main <= main {
            // Other versions of etcd drop the tombstone of the compaction's own revision.
            if record.isTombstone, record.revision.main == compactRevision { continue }
            crc.combine(record.backendKey)
            crc.combine(record.backendValue)
        }
        return crc.value
    }
}

extension Record {
    /// Where etcd's backend keeps the record: its revision, with a `t` behind a tombstone's.
    fileprivate var backendKey: [UInt8] {
        bigEndian(revision.main) + Array("_".utf8) + bigEndian(revision.sub)
            + (isTombstone ? Array("t".utf8) : [])
    }

    /// What etcd's backend keeps there: of a tombstone only the key.
    fileprivate var backendValue: [UInt8] {
        guard isTombstone else { return keyValue.wireBytes }
        return KeyValue(
            key: keyValue.key, value: BytesPayload([]), createRevision: 0, modRevision: 0,
            version: 0
        ).wireBytes
    }

    private func bigEndian(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }
}
