import Simulation

extension EtcdProcess {
    func range(
        _ request: RangeRequest, by caller: EtcdCaller
    ) async throws(EtcdError) -> RangeResponse {
        if request.range.isEmptyKey { throw .emptyKey }
        let author = try author(caller)
        if request.isSerializable { try await settleHere() } else { try await settle() }
        var response = try watchable.machine.value.range(request, by: author)
        response.header = completed(response.header)
        return response
    }

    func transaction(
        _ request: TransactionRequest, by caller: EtcdCaller
    ) async throws(EtcdError) -> TransactionResponse {
        let size = try request.check()
        let author = try author(caller)
        var response: TransactionResponse
        if request.isReadOnly {
            if request.isSerializable { try await settleHere() } else { try await settle() }
            response = try watchable.machine.value.read(request, by: author)
        } else {
            if request.puts { try await checkQuota(size) }
            response = try await propose(.transaction(request), by: author).transaction
        }
        response.header = completed(response.header)
        return response
    }

    func watch(
        _ request: WatchRequest, by caller: EtcdCaller
    ) async throws(EtcdError) -> any KeyValueWatch {
        try checkServing()
        if request.requiresLeader, let group, group.standing.leader == 0 { throw .unavailable }
        if request.range.isEmptyKey { throw .emptyKey }
        let machine = watchable.machine.value
        try machine.auth.check(try author(caller), may: .read, request.range)
        return MemberWatch(watcher: watchable.watch(request), process: self)
    }

    func compact(
        to revision: Int64, by caller: EtcdCaller
    ) async throws(EtcdError) -> ResponseHeader {
        _ = try await propose(.compact(to: revision), by: try author(caller))
        return header
    }

    /// Raises the alarm when a request would take more space than there is.
    ///
    /// Upstream: etcd server/etcdserver/api/v3rpc/quota.go `check`.
    func checkQuota(_ bytes: Int) async throws(EtcdError) {
        guard configuration.quotaBytes > 0 else { return }
        let taken = Int64(watchable.machine.value.store.log.byteCount + bytes)
        guard taken > configuration.quotaBytes else { return }
        let alarm = Alarm(memberID: configuration.memberID, kind: .noSpace)
        _ = try await propose(.alarm(AlarmRequest(.activate, alarm)), by: .nobody)
        throw .noSpace
    }
}

/// A watch whose answers carry the member's numbers.
private struct MemberWatch: KeyValueWatch {
    let watcher: Watcher
    let process: EtcdProcess

    func nextResponse() async throws(EtcdError) -> WatchResponse? {
        guard var response = try await watcher.nextResponse() else { return nil }
        response.header = process.completed(response.header)
        return response
    }

    func requestProgress() { watcher.requestProgress() }

    func cancel() { watcher.cancel() }
}

extension EtcdAnswer {
    /// The answer to `.transaction`.
    var transaction: TransactionResponse {
        guard case .transaction(let response) = self else {
            preconditionFailure("a transaction is answered by its response")
        }
        return response
    }
}
