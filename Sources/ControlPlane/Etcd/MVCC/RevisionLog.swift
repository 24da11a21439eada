/// One write: the key and value it left, or the key it deleted.
struct Record: Sendable {
    var revision: Revision
    var isTombstone: Bool
    /// For a tombstone: the key, its modRevision the revision of the delete, the rest zero.
    var keyValue: KeyValue
    /// **Unit**: bytes that the record takes, numbers and all.
    let byteCount: Int

    init(revision: Revision, isTombstone: Bool, keyValue: KeyValue) {
        (self.revision, self.isTombstone, self.keyValue) = (revision, isTombstone, keyValue)
        byteCount = keyValue.key.bytes.count + keyValue.value.byteCount + 64
    }
}

/// Every write since the last compaction, in the order of revisions: where values live.
///
/// The index says under which revision a key's value is; this finds it. It is also the history
/// from which a watcher that starts in the past catches up.
///
/// Upstream: etcd's backend keeps the same in bbolt, bucket `key`, keyed by revision.
struct RevisionLog: Sendable {
    private(set) var records: [Record] = []
    /// **Unit**: bytes that the records take.
    private(set) var byteCount = 0

    mutating func append(_ record: Record) {
        precondition(
            records.last.map { $0.revision < record.revision } ?? true, "revisions only grow")
        records.append(record)
        byteCount += record.byteCount
    }

    /// The key and value written at `revision`.
    func keyValue(at revision: Revision) -> KeyValue? {
        let position = firstIndex(notBefore: revision)
        guard position < records.count, records[position].revision == revision else { return nil }
        return records[position].keyValue
    }

    /// The position of the first record that is not before `revision`.
    func firstIndex(notBefore revision: Revision) -> Int {
        // Most readers want something recent, most often the very last.
        guard let last = records.last, revision <= last.revision else { return records.count }
        return records.withUnsafeBufferPointer { records in
            var (low, high) = (0, records.count)
            while low < high {
                let middle = (low + high) / 2
                if records[middle].revision < revision { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// Drops the records up to `main` that are not in `kept`; returns their revisions in order.
    mutating func compact(to main: Int64, keeping kept: Set<Revision>) -> [Revision] {
        var dropped: [Revision] = []
        records.removeAll { record in
            guard record.revision.main <= main, !kept.contains(record.revision) else {
                return false
            }
            dropped.append(record.revision)
            byteCount -= record.byteCount
            return true
        }
        return dropped
    }
}
