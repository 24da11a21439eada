import Etcd
import GRPCCore
import Simulation

/// The methods whose answers, or requests, come one after another.
extension EtcdRPCService {
    func registerStreams(_ router: inout RPCRouter<some ServerTransport>) {
        registerSnapshot(&router)
        registerKeepAlive(&router)
        registerWatch(&router)
    }

    /// A snapshot comes in pieces, so that no message is too long.
    private func registerSnapshot(_ router: inout RPCRouter<some ServerTransport>) {
        let method = EtcdMethods.snapshot
        router.registerHandler(
            forMethod: method.descriptor, deserializer: method.request,
            serializer: method.response
        ) { [self] request, context in
            let caller = caller(request.metadata, context)
            return StreamingServerResponse { writer in
                let snapshot = try await asking { () throws(EtcdError) in
                    try await acting(as: caller).snapshot()
                }
                var rest = snapshot.bytes[...]
                while !rest.isEmpty {
                    let piece = rest.prefix(Defaults.snapshotPieceBytes)
                    rest = rest.dropFirst(piece.count)
                    try await writer.write(
                        SnapshotPiece(
                            header: snapshot.header, remaining: rest.count, bytes: Array(piece),
                            version: snapshot.version))
                }
                return [:]
            }
        }
    }

    /// Each message renews one lease; of one that has ended the answer is a time to live of 0.
    private func registerKeepAlive(_ router: inout RPCRouter<some ServerTransport>) {
        let method = EtcdMethods.leaseKeepAlive
        router.registerHandler(
            forMethod: method.descriptor, deserializer: method.request,
            serializer: method.response
        ) { [self] request, context in
            let caller = caller(request.metadata, context)
            return StreamingServerResponse { writer in
                for try await lease in request.messages {
                    let renewal = try await asking { () throws(EtcdError) in
                        try await renew(Int64(bitPattern: lease.id), caller)
                    }
                    try await writer.write(renewal)
                }
                return [:]
            }
        }
    }

    private func renew(_ id: Int64, _ caller: EtcdCaller) async throws(EtcdError) -> LeaseRenewal {
        let etcd = acting(as: caller)
        do { return try await etcd.keepLeaseAlive(id) } catch {
            guard error == .leaseNotFound else { throw error }
            return LeaseRenewal(header: try await etcd.status().header, id: id, timeToLive: 0)
        }
    }

    /// Requests and answers go their own ways, until the client leaves.
    private func registerWatch(_ router: inout RPCRouter<some ServerTransport>) {
        let method = EtcdMethods.watch
        router.registerHandler(
            forMethod: method.descriptor, deserializer: method.request,
            serializer: method.response
        ) { [self] request, context in
            let caller = caller(request.metadata, context)
            let needsLeader = requiresLeader(request.metadata)
            return StreamingServerResponse { writer in
                let session = try await asking { () throws(EtcdError) in
                    let etcd = acting(as: caller)
                    if needsLeader, try await etcd.status().leader == 0 { throw .unavailable }
                    return WatchSession(entrance.simulation, etcd, requiresLeader: needsLeader)
                }
                defer { entrance.simulation.inject { session.close() } }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for try await message in request.messages {
                            try await asking { () throws(EtcdError) in
                                await session.handle(message)
                            }
                        }
                        // A client that has said all still listens.
                        try await context.cancellation.cancelled
                    }
                    group.addTask {
                        while let responses = try await asking({ () throws(EtcdError) in
                            try await session.nextResponses()
                        }) {
                            try await writer.write(contentsOf: responses)
                        }
                    }
                    group.addTask { try await context.cancellation.cancelled }
                    defer { group.cancelAll() }
                    try await group.next()
                }
                return [:]
            }
        }
    }

    /// Like `entrance.ask`, with errors as gRPC carries them.
    private func asking<Answer: Sendable>(
        _ body: @escaping @Sendable () async throws(EtcdError) -> Answer
    ) async throws -> Answer {
        do { return try await entrance.ask(body) } catch { throw RPCError(error) }
    }
}
