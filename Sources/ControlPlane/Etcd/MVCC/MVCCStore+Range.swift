extension MVCCStore {
    /// Reads keys, now or as they were.
    ///
    /// **Throws** `.compacted`, `.futureRevision`.
    func range(_ request: RangeRequest) throws(EtcdError) -> RangeResponse {
        try checkReadable(request.revision)
        return read(
            request, header: revision, at: request.revision > 0 ? request.revision : revision)
    }

    /// **Throws** unless the store can say what was at `main`; 0 is now.
    func checkReadable(_ main: Int64) throws(EtcdError) {
        guard main > 0 else { return }
        guard main <= revision else { throw .futureRevision }
        guard main >= compactRevision else { throw .compacted(compactRevision: compactRevision) }
    }

    /// Reads at `main`, which is known to be readable.
    ///
    /// Upstream: etcd server/etcdserver/txn/range.go `executeRange`.
    func read(_ request: RangeRequest, header: Int64, at main: Int64) -> RangeResponse {
        // Sorting and choosing by revision need every key, whatever the limit.
        let needsAll = request.needsEveryKey
        let limit = request.limit > 0 ? request.limit : Int.max
        var found = collect(request, at: main, limit: needsAll ? Int.max : limit)
        if needsAll, !request.countOnly {
            found.keyValues.removeAll { !request.admits($0) }
            request.sort(&found.keyValues)
        }
        var response = RangeResponse(
            header: ResponseHeader(revision: header), keyValues: found.keyValues,
            count: found.count, hasMore: false)
        if request.countOnly { return response }
        if needsAll {
            response.hasMore = response.keyValues.count > limit
            if response.hasMore { response.keyValues.removeSubrange(limit...) }
        } else {
            response.hasMore = response.count > response.keyValues.count
        }
        if request.keysOnly {
            for position in response.keyValues.indices {
                response.keyValues[position].value = BytesPayload([])
            }
        }
        return response
    }

    /// The first `limit` keys of the range, and how many there are.
    private func collect(
        _ request: RangeRequest, at main: Int64, limit: Int
    ) -> (keyValues: [KeyValue], count: Int) {
        var keyValues: [KeyValue] = []
        var count = 0
        let isNow = main >= revision
        index.forEach(in: request.range) { entry in
            guard let seen = isNow ? entry.current : entry.revision(at: main) else { return true }
            count += 1
            guard !request.countOnly, keyValues.count < limit else { return true }
            if let found = log.keyValue(at: seen) { keyValues.append(found) }
            return true
        }
        return (keyValues, count)
    }
}

extension RangeRequest {
    /// Whether the answer depends on more than the first keys.
    fileprivate var needsEveryKey: Bool {
        sortOrder != .none || sortTarget != .key || !modRevisions.isOpen || !createRevisions.isOpen
    }

    fileprivate func admits(_ keyValue: KeyValue) -> Bool {
        modRevisions.admits(keyValue.modRevision)
            && createRevisions.admits(keyValue.createRevision)
    }

    /// Puts keys, which come in their own order, into the order asked for.
    fileprivate func sort(_ keyValues: inout [KeyValue]) {
        let isDescending = sortOrder == .descend
        switch sortTarget {
        case .key: if isDescending { keyValues.reverse() }
        case .version: sort(&keyValues, isDescending, by: \.version)
        case .create: sort(&keyValues, isDescending, by: \.createRevision)
        case .mod: sort(&keyValues, isDescending, by: \.modRevision)
        case .value: sort(&keyValues, isDescending) { Key($0.value.bytes) }
        }
    }

    /// Among equals the order of the keys stays.
    private func sort<Property: Comparable>(
        _ keyValues: inout [KeyValue], _ isDescending: Bool, by property: (KeyValue) -> Property
    ) {
        let sorted = keyValues.map { (property($0), $0) }.enumerated().sorted { left, right in
            if left.element.0 == right.element.0 { return left.offset < right.offset }
            return isDescending
                ? left.element.0 > right.element.0 : left.element.0 < right.element.0
        }
        keyValues = sorted.map(\.element.1)
    }
}
