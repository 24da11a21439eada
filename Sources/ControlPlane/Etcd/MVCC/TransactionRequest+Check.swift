extension TransactionRequest {
    /// What makes a request unacceptable whatever the store holds; returns its size in bytes.
    ///
    /// **Throws** `.emptyKey`, `.duplicateKey`, `.tooManyOperations`, `.requestTooLarge`,
    /// `.valueProvided`, `.leaseProvided`.
    ///
    /// Upstream: etcd server/etcdserver/api/v3rpc/key.go `checkTxnRequest`.
    @discardableResult
    func check() throws(EtcdError) -> Int {
        try checkOperations(limit: Defaults.maxTransactionOperations)
        if success.count + failure.count > 1 {
            _ = try WrittenKeys(success)
            _ = try WrittenKeys(failure)
        }
        let size = byteCount
        guard size <= Defaults.maxRequestBytes else { throw .requestTooLarge }
        return size
    }

    /// A nested transaction may have as many operations as its outer one leaves.
    private func checkOperations(limit: Int) throws(EtcdError) {
        let count = max(compare.count, success.count, failure.count)
        guard count <= limit else { throw .tooManyOperations }
        if compare.contains(where: \.range.isEmptyKey) { throw .emptyKey }
        for branch in [success, failure] {
            for operation in branch {
                if case .transaction(let inner) = operation {
                    try inner.checkOperations(limit: limit - count)
                } else {
                    try operation.check()
                }
            }
        }
    }

    /// **Unit**: bytes of keys and values.
    fileprivate var byteCount: Int {
        var size = compare.reduce(0) { $0 + $1.range.lowerBound.bytes.count }
        for branch in [success, failure] { for operation in branch { size += operation.byteCount } }
        return size
    }

    /// Whether nothing in either branch can write.
    var isReadOnly: Bool {
        for branch in [success, failure] {
            for operation in branch {
                switch operation {
                case .range: break
                case .transaction(let inner): if !inner.isReadOnly { return false }
                case .put, .deleteRange: return false
                }
            }
        }
        return true
    }

    /// Whether either branch can put, which takes space.
    var puts: Bool {
        for branch in [success, failure] {
            for operation in branch {
                switch operation {
                case .put: return true
                case .transaction(let inner): if inner.puts { return true }
                case .range, .deleteRange: break
                }
            }
        }
        return false
    }
}

extension TransactionRequest.Operation {
    fileprivate func check() throws(EtcdError) {
        switch self {
        case .put(let put):
            if put.key.bytes.isEmpty { throw .emptyKey }
            if put.ignoresValue, put.value.byteCount > 0 { throw .valueProvided }
            if put.ignoresLease, put.lease != 0 { throw .leaseProvided }
        case .deleteRange(let request): if request.range.isEmptyKey { throw .emptyKey }
        case .range(let request): if request.range.isEmptyKey { throw .emptyKey }
        case .transaction: break
        }
    }

    /// **Unit**: bytes of what is to be stored.
    fileprivate var byteCount: Int {
        switch self {
        case .put(let put): put.key.bytes.count + put.value.byteCount
        case .deleteRange(let request): request.range.lowerBound.bytes.count
        case .range(let request): request.range.lowerBound.bytes.count
        case .transaction(let inner): inner.byteCount
        }
    }
}

/// The keys that a branch may write, which must not meet: twice in one revision has no order.
///
/// The two branches of a nested transaction may write the same key, since only one is taken.
///
/// Upstream: etcd server/etcdserver/api/v3rpc/key.go `checkIntervals`.
private struct WrittenKeys {
    var puts: Set<Key> = []
    var deletes: [KeyRange] = []

    /// **Throws** `.duplicateKey`.
    init(_ branch: [TransactionRequest.Operation]) throws(EtcdError) {
        for case .deleteRange(let request) in branch { deletes.append(request.range) }
        for case .transaction(let inner) in branch {
            let success = try WrittenKeys(inner.success)
            let failure = try WrittenKeys(inner.failure)
            for key in success.puts { try add(key) }
            for key in failure.puts where !success.puts.contains(key) { try add(key) }
            deletes += success.deletes + failure.deletes
        }
        for case .put(let put) in branch { try add(put.key) }
    }

    private mutating func add(_ key: Key) throws(EtcdError) {
        guard puts.insert(key).inserted, !deletes.contains(where: { $0.contains(key) }) else {
            throw .duplicateKey
        }
    }
}
