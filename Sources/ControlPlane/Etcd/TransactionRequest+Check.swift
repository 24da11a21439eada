extension TransactionRequest {
    /// What makes a request unacceptable whatever the store holds.
    ///
    /// **Throws** `.emptyKey`, `.duplicateKey`, `.tooManyOperations`, `.requestTooLarge`.
    ///
    /// Upstream: etcd server/etcdserver/api/v3rpc/key.go `checkTxnRequest`.
    func check() throws(EtcdError) {
        let limit = Defaults.maxTransactionOperations
        guard compare.count <= limit, success.count <= limit, failure.count <= limit else {
            throw .tooManyOperations
        }
        if compare.contains(where: { $0.key.bytes.isEmpty }) { throw .emptyKey }
        var size = compare.reduce(0) { $0 + $1.key.bytes.count }
        for branch in [success, failure] {
            for operation in branch {
                if operation.hasEmptyKey { throw .emptyKey }
                size += operation.byteCount
            }
            try Self.checkForDuplicates(branch)
        }
        guard size <= Defaults.maxRequestBytes else { throw .requestTooLarge }
    }

    /// A key may be written once: twice in one revision would have no order.
    private static func checkForDuplicates(_ branch: [Operation]) throws(EtcdError) {
        guard branch.count > 1 else { return }
        var written: Set<Key> = []
        var deleted: [KeyRange] = []
        for operation in branch {
            switch operation {
            case .put(let key, _, _):
                guard written.insert(key).inserted else { throw .duplicateKey }
            case .delete(let range): deleted.append(range)
            case .range: break
            }
        }
        for range in deleted where written.contains(where: range.contains) { throw .duplicateKey }
    }
}

extension TransactionRequest.Compare {
    /// The key compared.
    var key: Key {
        switch self {
        case .modRevision(let key, _, _), .createRevision(let key, _, _), .version(let key, _, _),
            .value(let key, _, _), .lease(let key, _, _):
            key
        }
    }
}

extension TransactionRequest.Operation {
    fileprivate var hasEmptyKey: Bool {
        switch self {
        case .put(let key, _, _): key.bytes.isEmpty
        case .delete(let range): range.isEmptyKey
        case .range(let request): request.range.isEmptyKey
        }
    }

    /// **Unit**: bytes of what is to be stored.
    fileprivate var byteCount: Int {
        switch self {
        case .put(let key, let value, _): key.bytes.count + value.byteCount
        case .delete(let range): range.lowerBound.bytes.count
        case .range(let request): request.range.lowerBound.bytes.count
        }
    }
}
