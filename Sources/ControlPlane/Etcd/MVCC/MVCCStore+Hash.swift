import Encoding

extension MVCCStore {
    /// The hash of every write up to `main` that a reader at `main` or before can still see.
    ///
    /// Members that have applied the same log have the same hash, whenever they compacted up to
    /// the same revision.
    ///
    /// Upstream: etcd server/storage/mvcc/hash.go `HashByRev`.
    func hash(at main: Int64) -> UInt32 {
        var crc = CRC32C()
        for record in log.records where record.revision.main <= main {
            let keyValue = record.keyValue
            for number in [
                record.revision.main, record.revision.sub, record.isTombstone ? 1 : 0,
                keyValue.createRevision, keyValue.version, keyValue.lease,
            ] { crc.combine(bigEndian(number)) }
            for bytes in [keyValue.key.bytes, keyValue.value.bytes] {
                crc.combine(bigEndian(Int64(bytes.count)))
                crc.combine(bytes)
            }
        }
        return crc.value
    }

    private func bigEndian(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }
}
