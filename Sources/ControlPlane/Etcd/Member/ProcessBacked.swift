/// A service whose requests a process of this program answers: the process itself, the member that
/// may start it again, or either of them asked in somebody's name.
protocol ProcessBacked: EtcdService {
    var caller: EtcdCaller { get }
    /// Has the process that runs carry out `body`.
    func call<Response>(
        _ body: (EtcdProcess) async throws(EtcdError) -> Response
    ) async throws(EtcdError) -> Response
}

/// Another service, asked in the name of `caller`.
private struct NamedService: ProcessBacked {
    let base: any ProcessBacked
    let caller: EtcdCaller

    func call<Response>(
        _ body: (EtcdProcess) async throws(EtcdError) -> Response
    ) async throws(EtcdError) -> Response {
        try await base.call(body)
    }
}

extension ProcessBacked {
    var caller: EtcdCaller { .nobody }

    package func acting(as caller: EtcdCaller) -> any EtcdService {
        NamedService(base: self, caller: caller)
    }

    // MARK: - Keys

    package func range(_ request: RangeRequest) async throws(EtcdError) -> RangeResponse {
        try await call { process throws(EtcdError) in try await process.range(request, by: caller) }
    }

    package func transaction(
        _ request: TransactionRequest
    ) async throws(EtcdError) -> TransactionResponse {
        try await call { process throws(EtcdError) in
            try await process.transaction(request, by: caller)
        }
    }

    package func watch(_ request: WatchRequest) async throws(EtcdError) -> any KeyValueWatch {
        try await call { process throws(EtcdError) in try await process.watch(request, by: caller) }
    }

    @discardableResult
    package func compact(to revision: Int64) async throws(EtcdError) -> ResponseHeader {
        try await call { process throws(EtcdError) in
            try await process.compact(to: revision, by: caller)
        }
    }

    // MARK: - Leases

    package func grantLease(timeToLive: Int64, id: Int64) async throws(EtcdError) -> LeaseGrant {
        try await call { process throws(EtcdError) in
            try await process.grantLease(timeToLive: timeToLive, id: id, by: caller)
        }
    }

    @discardableResult
    package func revokeLease(_ id: Int64) async throws(EtcdError) -> ResponseHeader {
        try await call { process throws(EtcdError) in
            try await process.revokeLease(id, by: caller)
        }
    }

    @discardableResult
    package func keepLeaseAlive(_ id: Int64) async throws(EtcdError) -> LeaseRenewal {
        try await call { process throws(EtcdError) in try await process.renewLease(id) }
    }

    package func leaseTimeToLive(
        _ id: Int64, withKeys: Bool
    ) async throws(EtcdError) -> LeaseTimeToLive {
        try await call { process throws(EtcdError) in
            try await process.timeToLive(of: id, withKeys: withKeys, by: caller)
        }
    }

    package func leases() async throws(EtcdError) -> LeaseList {
        try await call { process throws(EtcdError) in try await process.leaseList() }
    }

    // MARK: - Maintenance

    package func status() async throws(EtcdError) -> StoreStatus {
        try await call { process throws(EtcdError) in try await process.currentStatus() }
    }

    @discardableResult
    package func alarm(_ request: AlarmRequest) async throws(EtcdError) -> AlarmResponse {
        try await call { process throws(EtcdError) in try await process.alarm(request, by: caller) }
    }

    @discardableResult
    package func defragment() async throws(EtcdError) -> ResponseHeader {
        try await call { process throws(EtcdError) in try await process.defragment(by: caller) }
    }

    package func hash() async throws(EtcdError) -> HashResponse {
        try await call { process throws(EtcdError) in try await process.hash(by: caller) }
    }

    package func hashKeyValues(at revision: Int64) async throws(EtcdError) -> HashResponse {
        try await call { process throws(EtcdError) in
            try await process.hashKeyValues(at: revision, by: caller)
        }
    }

    package func snapshot() async throws(EtcdError) -> SnapshotResponse {
        try await call { process throws(EtcdError) in try await process.snapshot(by: caller) }
    }

    @discardableResult
    package func moveLeader(to id: UInt64) async throws(EtcdError) -> ResponseHeader {
        try await call { process throws(EtcdError) in
            try await process.moveLeader(to: id, by: caller)
        }
    }

    // MARK: - Cluster

    package func members(isLinearizable: Bool) async throws(EtcdError) -> MemberList {
        try await call { process throws(EtcdError) in
            try await process.memberList(isLinearizable: isLinearizable)
        }
    }

    @discardableResult
    package func changeMembership(
        _ change: MembershipChange
    ) async throws(EtcdError) -> MemberList {
        try await call { process throws(EtcdError) in
            try await process.changeMembership(change, by: caller)
        }
    }

    // MARK: - Auth

    package func authenticate(
        name: String, password: String
    ) async throws(EtcdError) -> AuthToken {
        try await call { process throws(EtcdError) in
            try await process.token(for: name, password: password)
        }
    }

    package func authStatus() async throws(EtcdError) -> AuthStatus {
        try await call { process throws(EtcdError) in try await process.authStatus(by: caller) }
    }

    @discardableResult
    package func changeAuth(_ change: AuthChange) async throws(EtcdError) -> ResponseHeader {
        try await call { process throws(EtcdError) in
            try await process.changeAuth(change, by: caller)
        }
    }

    package func user(_ name: String) async throws(EtcdError) -> NameList {
        try await call { process throws(EtcdError) in
            try await process.rolesOfUser(name, by: caller)
        }
    }

    package func users() async throws(EtcdError) -> NameList {
        try await call { process throws(EtcdError) in try await process.userNames(by: caller) }
    }

    package func role(_ name: String) async throws(EtcdError) -> RolePermissions {
        try await call { process throws(EtcdError) in
            try await process.permissionsOfRole(name, by: caller)
        }
    }

    package func roles() async throws(EtcdError) -> NameList {
        try await call { process throws(EtcdError) in try await process.roleNames(by: caller) }
    }
}
