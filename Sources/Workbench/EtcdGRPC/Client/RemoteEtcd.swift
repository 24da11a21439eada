package import Etcd
import GRPCCore
import NIOPosix
import NIOSSL
package import Simulation

/// A real etcd cluster, asked by gRPC from inside the simulation.
///
/// ```
///   API server ──▶ RemoteEtcd ──▶ Simulation.outside ──▶ EtcdEndpoints ──TLS──▶ etcd
///                      ▲                                                          │
///                      └────────── RemoteWatch ◀──────────────────────────────────┘
/// ```
/// The cluster's time stands still while an answer is under way, and after a write until the own
/// watches show it (`OwnWrites`), so that the cluster sees a store without latency at any pace.
///
/// Differs: leases end by the real clock, whatever the cluster's says.
package final class RemoteEtcd: EtcdService {
    let simulation: Simulation
    let endpoints: EtcdEndpoints
    let metadata: Metadata
    let ownWrites: OwnWrites

    private init(
        _ simulation: Simulation, _ endpoints: EtcdEndpoints, _ metadata: Metadata,
        _ ownWrites: OwnWrites
    ) {
        (self.simulation, self.endpoints) = (simulation, endpoints)
        (self.metadata, self.ownWrites) = (metadata, ownWrites)
    }

    /// A client of the members at `addresses`; connects with the first question.
    ///
    /// **Throws** a sentence if the credentials cannot be used.
    package convenience init(
        simulation: Simulation, addresses: [EtcdAddress],
        credentials: EtcdCredentials = .none
    ) throws(EtcdGRPCError) {
        let tls: NIOSSLContext?
        do {
            let isNeeded = addresses.contains(where: \.usesTLS)
            tls = isNeeded ? try EtcdTLS.clientContext(credentials) : nil
        } catch {
            throw EtcdGRPCError("cannot use the client certificate with its key: \(error)")
        }
        self.init(
            simulation,
            EtcdEndpoints(addresses, tls: tls, on: MultiThreadedEventLoopGroup.singleton), [:],
            OwnWrites(simulation))
    }

    /// Connects now, so that what is wrong with it can be said at the start.
    ///
    /// **Throws** a sentence that says why no member can be asked.
    package func connect() async throws(EtcdGRPCError) {
        let outcome = await simulation.outside {
            [endpoints] () async -> Result<Void, EtcdGRPCError> in
            do throws(EtcdGRPCError) {
                _ = try await endpoints.connection()
                return .success(())
            } catch { return .failure(error) }
        }
        try outcome.get()
        // That a member refuses this client's certificate shows only with the first question.
        do { _ = try await status() } catch {
            if case .unreachable(let why) = error { throw EtcdGRPCError(why) }
        }
    }

    package func close() async {
        await simulation.outside { [endpoints] in await endpoints.close() }
    }

    package func acting(as caller: EtcdCaller) -> any EtcdService {
        var metadata = Metadata()
        if let token = caller.token { metadata.addString(token, forKey: "token") }
        return RemoteEtcd(simulation, endpoints, metadata, ownWrites)
    }

    /// Puts a question; the cluster's time stands still meanwhile.
    private func call<Request, Response>(
        _ method: EtcdMethod<Request, Response>, _ request: Request
    ) async throws(EtcdError) -> Response {
        let (endpoints, metadata) = (endpoints, metadata)
        return try await simulation.outside {
            await endpoints.call(method, request, metadata)
        }.get()
    }

    // MARK: - Keys

    package func range(_ request: RangeRequest) async throws(EtcdError) -> RangeResponse {
        try await call(EtcdMethods.range, request)
    }

    package func transaction(
        _ request: TransactionRequest
    ) async throws(EtcdError) -> TransactionResponse {
        let response = try await call(EtcdMethods.transaction, request)
        ownWrites.note(request, response)
        return response
    }

    package func watch(_ request: WatchRequest) async throws(EtcdError) -> any KeyValueWatch {
        let watch = RemoteWatch(self, request)
        try await watch.open()
        return watch
    }

    @discardableResult
    package func compact(to revision: Int64) async throws(EtcdError) -> ResponseHeader {
        try await call(
            EtcdMethods.compact, CompactionRequest(revision: revision, isPhysical: false)
        ).header
    }

    // MARK: - Leases

    package func grantLease(timeToLive: Int64, id: Int64) async throws(EtcdError) -> LeaseGrant {
        try await call(EtcdMethods.leaseGrant, LeaseGrantRequest(timeToLive: timeToLive, id: id))
    }

    @discardableResult
    package func revokeLease(_ id: Int64) async throws(EtcdError) -> ResponseHeader {
        try await call(EtcdMethods.leaseRevoke, IDMessage(UInt64(bitPattern: id))).header
    }

    @discardableResult
    package func keepLeaseAlive(_ id: Int64) async throws(EtcdError) -> LeaseRenewal {
        // A stream of one question is a call like any other.
        let renewal = try await call(
            EtcdMethods.leaseKeepAlive, IDMessage(UInt64(bitPattern: id)))
        guard renewal.timeToLive > 0 else { throw .leaseNotFound }
        return renewal
    }

    package func leaseTimeToLive(
        _ id: Int64, withKeys: Bool
    ) async throws(EtcdError) -> LeaseTimeToLive {
        try await call(
            EtcdMethods.leaseTimeToLive, LeaseTimeToLiveRequest(id: id, withKeys: withKeys))
    }

    package func leases() async throws(EtcdError) -> LeaseList {
        try await call(EtcdMethods.leases, EmptyMessage())
    }

    // MARK: - Maintenance

    package func status() async throws(EtcdError) -> StoreStatus {
        try await call(EtcdMethods.status, EmptyMessage())
    }

    @discardableResult
    package func alarm(_ request: AlarmRequest) async throws(EtcdError) -> AlarmResponse {
        try await call(EtcdMethods.alarm, request)
    }

    @discardableResult
    package func defragment() async throws(EtcdError) -> ResponseHeader {
        try await call(EtcdMethods.defragment, EmptyMessage()).header
    }

    package func hash() async throws(EtcdError) -> HashResponse {
        try await call(EtcdMethods.hash, EmptyMessage())
    }

    package func hashKeyValues(at revision: Int64) async throws(EtcdError) -> HashResponse {
        try await call(EtcdMethods.hashKV, HashKVRequest(revision: revision))
    }

    package func snapshot() async throws(EtcdError) -> SnapshotResponse {
        let (endpoints, metadata) = (endpoints, metadata)
        return try await simulation.outside { await endpoints.snapshot(metadata) }.get()
    }

    @discardableResult
    package func moveLeader(to id: UInt64) async throws(EtcdError) -> ResponseHeader {
        try await call(EtcdMethods.moveLeader, IDMessage(id)).header
    }

    // MARK: - Cluster

    package func members(isLinearizable: Bool) async throws(EtcdError) -> MemberList {
        try await call(
            EtcdMethods.memberList, MemberListRequest(isLinearizable: isLinearizable))
    }

    @discardableResult
    package func changeMembership(
        _ change: MembershipChange
    ) async throws(EtcdError) -> MemberList {
        switch change {
        case .add(let peerURLs, let isLearner):
            return try await call(
                EtcdMethods.memberAdd,
                MemberAddRequest(peerURLs: peerURLs, isLearner: isLearner)
            ).list
        case .remove(let id): return try await call(EtcdMethods.memberRemove, IDMessage(id))
        case .promote(let id):
            return naming(id, try await call(EtcdMethods.memberPromote, IDMessage(id)))
        case .update(let id, let peerURLs):
            return naming(
                id,
                try await call(
                    EtcdMethods.memberUpdate, MemberUpdateRequest(id: id, peerURLs: peerURLs)))
        }
    }

    private func naming(_ id: UInt64, _ list: MemberList) -> MemberList {
        var list = list
        list.changed = list.members.first { $0.id == id }
        return list
    }

    // MARK: - Auth

    package func authenticate(
        name: String, password: String
    ) async throws(EtcdError) -> AuthToken {
        try await call(
            EtcdMethods.authenticate, AuthenticateRequest(name: name, password: password))
    }

    package func authStatus() async throws(EtcdError) -> AuthStatus {
        try await call(EtcdMethods.authStatus, EmptyMessage())
    }

    @discardableResult
    package func changeAuth(_ change: AuthChange) async throws(EtcdError) -> ResponseHeader {
        try await call(EtcdMethods.auth(change.method), change).header
    }

    package func user(_ name: String) async throws(EtcdError) -> NameList {
        try await call(EtcdMethods.userGet, NameMessage(name))
    }

    package func users() async throws(EtcdError) -> NameList {
        try await call(EtcdMethods.userList, EmptyMessage())
    }

    package func role(_ name: String) async throws(EtcdError) -> RolePermissions {
        try await call(EtcdMethods.roleGet, NameMessage(name))
    }

    package func roles() async throws(EtcdError) -> NameList {
        try await call(EtcdMethods.roleList, EmptyMessage())
    }
}

extension EtcdEndpoints {
    /// The pieces of a snapshot, put together.
    func snapshot(_ metadata: Metadata) async -> Result<SnapshotResponse, EtcdError> {
        let file = PiecedFile()
        do {
            let connection = try await connection()
            let question = AsyncStream { continuation in
                continuation.yield(EmptyMessage())
                continuation.finish()
            }
            try await connection.stream(EtcdMethods.snapshot, question, metadata) { piece in
                await file.add(piece)
                return true
            }
            return .success(await file.whole)
        } catch let error as EtcdGRPCError {
            return .failure(.unreachable(error.description))
        } catch { return .failure(EtcdError(error)) }
    }

    private actor PiecedFile {
        var whole = SnapshotResponse(header: ResponseHeader(revision: 0), bytes: [])

        func add(_ piece: SnapshotPiece) {
            whole.header = piece.header
            whole.bytes += piece.bytes
        }
    }
}
