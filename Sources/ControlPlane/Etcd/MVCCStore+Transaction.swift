/// What a transaction did: the answer, and what it added to the history.
struct TransactionOutcome: Sendable {
    var response: TransactionResponse
    /// Empty if nothing was written; then the revision did not move either.
    var records: [Record]
}

extension MVCCStore {
    /// Compares, then carries out one of the two branches, as one revision.
    ///
    /// **Throws** `.emptyKey`, `.duplicateKey`, `.tooManyOperations`, `.requestTooLarge`,
    /// `.leaseNotFound`, and for reads in the past `.compacted` or `.futureRevision`; then nothing
    /// was written.
    ///
    /// Upstream: etcd server/etcdserver/txn/txn.go, server/etcdserver/api/v3rpc/key.go.
    mutating func transaction(
        _ request: TransactionRequest
    ) throws(EtcdError) -> TransactionOutcome {
        try request.check()
        let succeeded = request.compare.allSatisfy(holds)
        let operations = succeeded ? request.success : request.failure
        try checkApplicable(operations)
        var outcome = apply(operations)
        outcome.response.succeeded = succeeded
        return outcome
    }

    /// Deletes `keys` as one revision: what the end of a lease does.
    mutating func delete(_ keys: [Key]) -> TransactionOutcome {
        apply(keys.map { .delete(.key($0)) })
    }

    // MARK: - Comparing

    private func holds(_ compare: TransactionRequest.Compare) -> Bool {
        switch compare {
        // A key that does not exist counts as revision, version and lease 0 ...
        case .modRevision(let key, let relation, let wanted):
            relation.holds(current(key)?.modRevision ?? 0, wanted)
        case .createRevision(let key, let relation, let wanted):
            relation.holds(current(key)?.createRevision ?? 0, wanted)
        case .version(let key, let relation, let wanted):
            relation.holds(current(key)?.version ?? 0, wanted)
        case .lease(let key, let relation, let wanted):
            relation.holds(current(key)?.lease ?? 0, wanted)
        // ... but has no value: no comparison of it holds, not even "not equal".
        case .value(let key, let relation, let wanted):
            current(key).map { relation.holds(Key($0.value.bytes), Key(wanted)) } ?? false
        }
    }

    // MARK: - Writing

    /// Whatever can go wrong is looked for first, so that `apply` cannot fail half way.
    private func checkApplicable(
        _ operations: [TransactionRequest.Operation]
    ) throws(EtcdError) {
        for operation in operations {
            switch operation {
            case .put(_, _, let lease):
                if lease != 0, lessor[lease] == nil { throw .leaseNotFound }
            case .range(let request):
                if request.revision > revision { throw .futureRevision }
                if request.revision > 0, request.revision < compactRevision {
                    throw .compacted(compactRevision: compactRevision)
                }
            case .delete: break
            }
        }
    }

    private mutating func apply(
        _ operations: [TransactionRequest.Operation]
    ) -> TransactionOutcome {
        let next = revision + 1
        var records: [Record] = []
        var results: [TransactionResponse.Result] = []
        for operation in operations {
            switch operation {
            case .put(let key, let value, let lease):
                let at = Revision(main: next, sub: Int64(records.count))
                let (record, previous) = put(key, value, lease: lease, at: at)
                records.append(record)
                results.append(.put(previous: previous))
            case .delete(let range):
                let (deleted, previous) = delete(range, at: next, sub: Int64(records.count))
                records += deleted
                results.append(.delete(previous: previous))
            case .range(let request):
                // A read sees the writes that stand before it in the same transaction.
                let now = records.isEmpty ? revision : next
                let at = request.revision > 0 ? request.revision : now
                results.append(.range(read(request, header: now, at: at)))
            }
        }
        if !records.isEmpty { revision = next }
        let response = TransactionResponse(revision: revision, succeeded: true, results: results)
        return TransactionOutcome(response: response, records: records)
    }

    private mutating func put(
        _ key: Key, _ value: any StoredPayload, lease: Int64, at: Revision
    ) -> (Record, previous: KeyValue?) {
        let previous = current(key)
        let keyValue = KeyValue(
            key: key, value: value, createRevision: previous?.createRevision ?? at.main,
            modRevision: at.main, version: (previous?.version ?? 0) + 1, lease: lease)
        let record = Record(revision: at, isTombstone: false, keyValue: keyValue)
        index.put(key, at: at)
        log.append(record)
        lessor.attach(key, from: previous?.lease ?? 0, to: lease)
        return (record, previous)
    }

    private mutating func delete(
        _ range: KeyRange, at main: Int64, sub: Int64
    ) -> ([Record], previous: [KeyValue]) {
        let previous: [KeyValue]
        if case .key(let key) = range {
            previous = current(key).map { [$0] } ?? []
        } else {
            previous = read(RangeRequest(range), header: main, at: main).keyValues
        }
        var records: [Record] = []
        for (offset, old) in previous.enumerated() {
            let at = Revision(main: main, sub: sub + Int64(offset))
            let gone = KeyValue(
                key: old.key, value: BytesPayload([]), createRevision: 0, modRevision: main,
                version: 0)
            let record = Record(revision: at, isTombstone: true, keyValue: gone)
            index.tombstone(old.key, at: at)
            log.append(record)
            lessor.attach(old.key, from: old.lease, to: 0)
            records.append(record)
        }
        return (records, previous)
    }
}

extension TransactionRequest.Relation {
    /// Whether `found relation wanted`.
    func holds<Operand: Comparable>(_ found: Operand, _ wanted: Operand) -> Bool {
        switch self {
        case .equal: found == wanted
        case .notEqual: found != wanted
        case .greater: found > wanted
        case .less: found < wanted
        }
    }
}
