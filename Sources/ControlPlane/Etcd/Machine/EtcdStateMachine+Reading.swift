import Simulation

/// What is answered without an entry in the log.
extension EtcdStateMachine {
    /// Who `caller` is, for the log and for reads.
    ///
    /// **Throws** `.invalidAuthToken`.
    ///
    /// Upstream: etcd server/auth/store.go `AuthInfoFromCtx`, `AuthInfoFromTLS`.
    mutating func author(
        _ caller: EtcdCaller, now: SimulatedInstant
    ) throws(EtcdError) -> Author {
        guard auth.isEnabled else { return .nobody }
        if let token = caller.token {
            guard let user = tokens.user(of: token, now: now) else { throw .invalidAuthToken }
            return Author(name: user, authRevision: auth.revision)
        }
        guard let name = caller.commonName, !name.isEmpty else { return .nobody }
        return Author(name: name, authRevision: auth.revision)
    }

    func range(_ request: RangeRequest, by author: Author) throws(EtcdError) -> RangeResponse {
        try alarms.checkReadable()
        try auth.check(author, may: .read, request.range)
        return try store.range(request)
    }

    /// A transaction that cannot write.
    func read(
        _ request: TransactionRequest, by author: Author
    ) throws(EtcdError) -> TransactionResponse {
        try alarms.checkReadable()
        try auth.check(author, may: request, store.lessor)
        var copy = store
        return try copy.transaction(request).response
    }

    func timeToLive(
        of id: Int64, withKeys: Bool, by author: Author, now: SimulatedInstant
    ) throws(EtcdError) -> LeaseTimeToLive {
        let header = ResponseHeader(revision: store.revision)
        guard let lease = store.lessor[id] else {
            return LeaseTimeToLive(header: header, id: id, remaining: -1, granted: 0, keys: [])
        }
        let keys = withKeys ? lease.keys.sorted() : []
        for key in keys { try auth.check(author, may: .read, .key(key)) }
        return LeaseTimeToLive(
            header: header, id: id, remaining: lease.remaining(at: now),
            granted: lease.grantedSeconds, keys: keys)
    }
}
