/// What a transaction did: the answer, and what it added to the history.
struct TransactionOutcome: Sendable {
    var response: TransactionResponse
    /// Empty if nothing was written; then the revision did not move either.
    var records: [Record]
}

extension MVCCStore {
    /// Compares, then carries out one of the two branches, as one revision.
    ///
    /// **Order**: `request.check()` has found it acceptable.
    ///
    /// **Throws** `.leaseNotFound`, `.keyNotFound` for a put that keeps what is not there, and for
    /// reads in the past `.compacted` or `.futureRevision`; then nothing was written.
    ///
    /// Upstream: etcd server/etcdserver/txn/txn.go.
    mutating func transaction(
        _ request: TransactionRequest
    ) throws(EtcdError) -> TransactionOutcome {
        let path = TransactionPath(request, in: self)
        try checkApplicable(path)
        var writing = Writing(main: revision + 1)
        let response = apply(path, &writing)
        if !writing.records.isEmpty { revision = writing.main }
        return TransactionOutcome(response: response, records: writing.records)
    }

    /// Deletes `keys` as one revision: what the end of a lease does.
    mutating func delete(_ keys: [Key]) -> [Record] {
        var writing = Writing(main: revision + 1)
        for key in keys { _ = delete(DeleteRangeRequest(.key(key)), &writing) }
        if !writing.records.isEmpty { revision = writing.main }
        return writing.records
    }

    /// The writes of one transaction so far.
    private struct Writing {
        let main: Int64
        var records: [Record] = []

        var next: Revision { Revision(main: main, sub: Int64(records.count)) }
    }

    // MARK: - Checking

    /// Whatever can go wrong is looked for first, so that `apply` cannot fail half way.
    private func checkApplicable(_ path: TransactionPath) throws(EtcdError) {
        var nested = path.nested[...]
        for operation in path.operations {
            switch operation {
            case .put(let put):
                if put.lease != 0, lessor[put.lease] == nil { throw .leaseNotFound }
                if put.ignoresValue || put.ignoresLease, index.current(put.key) == nil {
                    throw .keyNotFound
                }
            case .range(let request): try checkReadable(request.revision)
            case .transaction:
                if let inner = nested.popFirst() { try checkApplicable(inner) }
            case .deleteRange: break
            }
        }
    }

    // MARK: - Writing

    private mutating func apply(
        _ path: TransactionPath, _ writing: inout Writing
    ) -> TransactionResponse {
        var results: [TransactionResponse.Result] = []
        var nested = path.nested[...]
        for operation in path.operations {
            switch operation {
            case .put(let request):
                let previous = put(request, &writing)
                results.append(.put(PutResponse(header: header(writing), previous: previous)))
            case .deleteRange(let request):
                let previous = delete(request, &writing)
                results.append(
                    .deleteRange(
                        DeleteRangeResponse(
                            header: header(writing), deleted: previous.count,
                            previous: request.withPrevious ? previous : [])))
            case .range(let request):
                // A read sees the writes that stand before it in the same transaction.
                let now = header(writing).revision
                let at = request.revision > 0 ? request.revision : now
                results.append(.range(read(request, header: now, at: at)))
            case .transaction:
                if let inner = nested.popFirst() {
                    results.append(.transaction(apply(inner, &writing)))
                }
            }
        }
        return TransactionResponse(
            header: header(writing), succeeded: path.succeeded, results: results)
    }

    /// The revision as the transaction itself sees it.
    private func header(_ writing: Writing) -> ResponseHeader {
        ResponseHeader(revision: writing.records.isEmpty ? revision : writing.main)
    }

    private mutating func put(_ request: PutRequest, _ writing: inout Writing) -> KeyValue? {
        let at = writing.next
        let previous = current(request.key)
        var keyValue = KeyValue(
            key: request.key, value: request.value,
            createRevision: previous?.createRevision ?? at.main, modRevision: at.main,
            version: (previous?.version ?? 0) + 1, lease: request.lease)
        if request.ignoresValue, let previous { keyValue.value = previous.value }
        if request.ignoresLease, let previous { keyValue.lease = previous.lease }
        let record = Record(revision: at, isTombstone: false, keyValue: keyValue)
        index.put(request.key, at: at)
        log.append(record)
        lessor.attach(request.key, from: previous?.lease ?? 0, to: keyValue.lease)
        writing.records.append(record)
        return request.withPrevious ? previous : nil
    }

    private mutating func delete(
        _ request: DeleteRangeRequest, _ writing: inout Writing
    ) -> [KeyValue] {
        let previous: [KeyValue]
        if case .key(let key) = request.range {
            previous = current(key).map { [$0] } ?? []
        } else {
            let everything = RangeRequest(request.range)
            previous = read(everything, header: writing.main, at: writing.main).keyValues
        }
        for old in previous {
            let at = writing.next
            let gone = KeyValue(
                key: old.key, value: BytesPayload([]), createRevision: 0, modRevision: at.main,
                version: 0)
            let record = Record(revision: at, isTombstone: true, keyValue: gone)
            index.tombstone(old.key, at: at)
            log.append(record)
            lessor.attach(old.key, from: old.lease, to: 0)
            writing.records.append(record)
        }
        return previous
    }
}
