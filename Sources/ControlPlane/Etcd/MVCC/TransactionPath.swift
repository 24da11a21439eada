/// Which branches a transaction takes, it and those nested in it.
///
/// All comparisons are made before anything is written: a nested transaction does not see what
/// the outer one does.
///
/// Upstream: etcd server/etcdserver/txn/txn.go `compareToPath`.
struct TransactionPath {
    var succeeded: Bool
    /// Those of the branch taken.
    var operations: [TransactionRequest.Operation]
    /// One for each `.transaction` among the operations, in order.
    var nested: [TransactionPath]

    init(_ request: TransactionRequest, in store: MVCCStore) {
        succeeded = request.compare.allSatisfy(store.holds)
        operations = succeeded ? request.success : request.failure
        nested = []
        for case .transaction(let inner) in operations {
            nested.append(TransactionPath(inner, in: store))
        }
    }
}

extension MVCCStore {
    /// Whether the condition holds now; on a range, for every key in it.
    fileprivate func holds(_ compare: TransactionRequest.Compare) -> Bool {
        if case .key(let key) = compare.range { return compare.holds(for: current(key)) }
        let found = read(RangeRequest(compare.range), header: revision, at: revision).keyValues
        return found.isEmpty ? compare.holds(for: nil) : found.allSatisfy(compare.holds)
    }
}

extension TransactionRequest.Compare {
    fileprivate func holds(for found: KeyValue?) -> Bool {
        switch target {
        // A key that does not exist counts as revision, version and lease 0 ...
        case .modRevision(let wanted): relation.holds(found?.modRevision ?? 0, wanted)
        case .createRevision(let wanted): relation.holds(found?.createRevision ?? 0, wanted)
        case .version(let wanted): relation.holds(found?.version ?? 0, wanted)
        case .lease(let wanted): relation.holds(found?.lease ?? 0, wanted)
        // ... but has no value: no comparison of it holds, not even "not equal".
        case .value(let wanted):
            found.map { relation.holds(Key($0.value.bytes), Key(wanted)) } ?? false
        }
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
