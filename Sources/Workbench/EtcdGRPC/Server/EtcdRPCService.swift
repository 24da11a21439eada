import Etcd
import GRPCCore

/// etcd's services, each method a request to the etcd in the simulation.
///
/// What a method means is decided there; here is only the way of its messages.
struct EtcdRPCService: RegistrableRPCService {
    let entrance: SimulationEntrance
    let names: ClientNames
    let service: @Sendable () -> any EtcdService

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        registerKeys(&router)
        registerLeases(&router)
        registerMaintenance(&router)
        registerMembership(&router)
        registerAuth(&router)
        registerStreams(&router)
    }

    /// The etcd to ask, in the name of who asks.
    ///
    /// **Order** Called in the simulation.
    func acting(as caller: EtcdCaller) -> any EtcdService { service().acting(as: caller) }

    /// Upstream: etcd server/auth/store.go `AuthInfoFromCtx`, `AuthInfoFromTLS`.
    func caller(_ metadata: Metadata, _ context: ServerContext) -> EtcdCaller {
        var tokens = metadata[stringValues: "token"].makeIterator()
        var authorizations = metadata[stringValues: "authorization"].makeIterator()
        return EtcdCaller(
            token: tokens.next() ?? authorizations.next(),
            commonName: names.name(of: context.remotePeer))
    }

    /// Whether the client would rather hear that nobody leads than wait.
    ///
    /// Upstream: etcd api/v3rpc/rpctypes/metadatafields.go `MetadataRequireLeaderKey`.
    func requiresLeader(_ metadata: Metadata) -> Bool {
        metadata[stringValues: RequireLeader.key].contains(RequireLeader.value)
    }

    // MARK: - One request, one answer

    private typealias Handler<Request, Response> =
        @Sendable (any EtcdService, Request) async throws(EtcdError) -> Response

    private func register<Request, Response>(
        _ method: EtcdMethod<Request, Response>, _ router: inout RPCRouter<some ServerTransport>,
        _ handle: @escaping Handler<Request, Response>
    ) {
        router.registerHandler(
            forMethod: method.descriptor, deserializer: method.request,
            serializer: method.response
        ) { [self] request, context in
            let caller = caller(request.metadata, context)
            let needsLeader = requiresLeader(request.metadata)
            let message = try await ServerRequest(stream: request).message
            do throws(EtcdError) {
                let answer = try await entrance.ask { () throws(EtcdError) in
                    let etcd = acting(as: caller)
                    if needsLeader, try await etcd.status().leader == 0 { throw .unavailable }
                    return try await handle(etcd, message)
                }
                return StreamingServerResponse(single: ServerResponse(message: answer))
            } catch {
                return StreamingServerResponse(error: RPCError(error))
            }
        }
    }

    private func registerKeys(_ router: inout RPCRouter<some ServerTransport>) {
        register(EtcdMethods.range, &router) { etcd, request throws(EtcdError) in
            try await etcd.range(request)
        }
        register(EtcdMethods.put, &router) { etcd, request throws(EtcdError) in
            try await etcd.put(request)
        }
        register(EtcdMethods.deleteRange, &router) { etcd, request throws(EtcdError) in
            try await etcd.deleteRange(request)
        }
        register(EtcdMethods.transaction, &router) { etcd, request throws(EtcdError) in
            try await etcd.transaction(request)
        }
        register(EtcdMethods.compact, &router) { etcd, request throws(EtcdError) in
            HeaderMessage(try await etcd.compact(to: request.revision))
        }
    }

    private func registerLeases(_ router: inout RPCRouter<some ServerTransport>) {
        register(EtcdMethods.leaseGrant, &router) { etcd, request throws(EtcdError) in
            try await etcd.grantLease(timeToLive: request.timeToLive, id: request.id)
        }
        register(EtcdMethods.leaseRevoke, &router) { etcd, lease throws(EtcdError) in
            HeaderMessage(try await etcd.revokeLease(Int64(bitPattern: lease.id)))
        }
        register(EtcdMethods.leaseTimeToLive, &router) { etcd, request throws(EtcdError) in
            try await etcd.leaseTimeToLive(request.id, withKeys: request.withKeys)
        }
        register(EtcdMethods.leases, &router) { etcd, _ throws(EtcdError) in
            try await etcd.leases()
        }
    }

    private func registerMaintenance(_ router: inout RPCRouter<some ServerTransport>) {
        register(EtcdMethods.status, &router) { etcd, _ throws(EtcdError) in
            try await etcd.status()
        }
        register(EtcdMethods.alarm, &router) { etcd, request throws(EtcdError) in
            try await etcd.alarm(request)
        }
        register(EtcdMethods.defragment, &router) { etcd, _ throws(EtcdError) in
            HeaderMessage(try await etcd.defragment())
        }
        register(EtcdMethods.hash, &router) { etcd, _ throws(EtcdError) in
            try await etcd.hash()
        }
        register(EtcdMethods.hashKV, &router) { etcd, request throws(EtcdError) in
            try await etcd.hashKeyValues(at: request.revision)
        }
        register(EtcdMethods.moveLeader, &router) { etcd, member throws(EtcdError) in
            HeaderMessage(try await etcd.moveLeader(to: member.id))
        }
    }

    private func registerMembership(_ router: inout RPCRouter<some ServerTransport>) {
        register(EtcdMethods.memberList, &router) { etcd, request throws(EtcdError) in
            try await etcd.members(isLinearizable: request.isLinearizable)
        }
        register(EtcdMethods.memberAdd, &router) { etcd, request throws(EtcdError) in
            MemberAddResponse(
                try await etcd.changeMembership(
                    .add(peerURLs: request.peerURLs, isLearner: request.isLearner)))
        }
        register(EtcdMethods.memberRemove, &router) { etcd, member throws(EtcdError) in
            try await etcd.changeMembership(.remove(member.id))
        }
        register(EtcdMethods.memberUpdate, &router) { etcd, request throws(EtcdError) in
            try await etcd.changeMembership(.update(request.id, peerURLs: request.peerURLs))
        }
        register(EtcdMethods.memberPromote, &router) { etcd, member throws(EtcdError) in
            try await etcd.changeMembership(.promote(member.id))
        }
    }

    private func registerAuth(_ router: inout RPCRouter<some ServerTransport>) {
        register(EtcdMethods.authenticate, &router) { etcd, request throws(EtcdError) in
            try await etcd.authenticate(name: request.name, password: request.password)
        }
        register(EtcdMethods.authStatus, &router) { etcd, _ throws(EtcdError) in
            try await etcd.authStatus()
        }
        register(EtcdMethods.userGet, &router) { etcd, user throws(EtcdError) in
            try await etcd.user(user.name)
        }
        register(EtcdMethods.userList, &router) { etcd, _ throws(EtcdError) in
            try await etcd.users()
        }
        register(EtcdMethods.roleGet, &router) { etcd, role throws(EtcdError) in
            try await etcd.role(role.name)
        }
        register(EtcdMethods.roleList, &router) { etcd, _ throws(EtcdError) in
            try await etcd.roles()
        }
        for method in AuthMethod.allCases {
            register(EtcdMethods.auth(method), &router) { etcd, change throws(EtcdError) in
                HeaderMessage(try await etcd.changeAuth(change))
            }
        }
    }
}
