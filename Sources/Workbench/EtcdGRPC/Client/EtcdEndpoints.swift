import Etcd
import GRPCCore
import NIOCore
import NIOPosix
import NIOSSL

/// The members of one etcd cluster as a client knows them: one connection, to whoever answers.
///
/// ```
///   etcd1 ✕ refused        etcd2 ● in use        etcd3   tried when etcd2 fails
/// ```
/// Lives outside the simulation.
actor EtcdEndpoints {
    private let addresses: [EtcdAddress]
    /// How many members are known.
    nonisolated var count: Int { addresses.count }
    private let tls: NIOSSLContext?
    private let group: any EventLoopGroup
    private var current: EtcdConnection?
    private var opening: Task<Result<EtcdConnection, EtcdGRPCError>, Never>?
    /// Where the next attempt begins.
    private var position = 0

    /// `tls` serves the addresses that speak it.
    init(_ addresses: [EtcdAddress], tls: NIOSSLContext?, on group: any EventLoopGroup) {
        (self.addresses, self.tls, self.group) = (addresses, tls, group)
    }

    /// An open connection; tries each member once.
    ///
    /// **Throws** a sentence for the member that was tried last.
    func connection() async throws(EtcdGRPCError) -> EtcdConnection {
        if let current, current.isOpen { return current }
        let task = opening ?? Task { await open() }
        opening = task
        return try await task.value.get()
    }

    private func open() async -> Result<EtcdConnection, EtcdGRPCError> {
        defer { opening = nil }
        var failure = EtcdGRPCError("no address of etcd was given")
        for _ in addresses.indices {
            let address = addresses[position % addresses.count]
            do throws(ConnectFailure) {
                let connection = try await EtcdConnection.open(
                    address, tls: address.usesTLS ? tls : nil, on: group)
                current = connection
                return .success(connection)
            } catch {
                failure = EtcdGRPCError(error, address)
                position += 1
            }
        }
        return .failure(failure)
    }

    /// Leaves a member that does not answer as it should.
    func abandon(_ connection: EtcdConnection) {
        guard connection === current else { return }
        current = nil
        position += 1
        connection.close()
    }

    func close() {
        current?.close()
        current = nil
    }

    // MARK: - Calls

    /// Asks whoever answers; a repeatable question is put to the others too.
    func call<Request, Response>(
        _ method: EtcdMethod<Request, Response>, _ request: Request, _ metadata: Metadata
    ) async -> Result<Response, EtcdError> {
        var failure = EtcdError.cancelled
        for _ in 0...(method.isRepeatable ? addresses.count : 0) where !Task.isCancelled {
            let connection: EtcdConnection
            do { connection = try await self.connection() } catch {
                return .failure(.unreachable(error.description))
            }
            do {
                return .success(
                    try await connection.unary(
                        method, request, metadata, timeout: Defaults.requestTimeout))
            } catch {
                failure = described(EtcdError(error), connection)
                guard failure.isOfTheConnection else { return .failure(failure) }
                abandon(connection)
            }
        }
        return .failure(failure)
    }

    /// An error of the connection, with what the member said when it ended it.
    nonisolated func described(_ error: EtcdError, _ connection: EtcdConnection) -> EtcdError {
        guard case .unreachable = error, let farewell = connection.farewell else { return error }
        if case .other = farewell { return error }
        return .unreachable(EtcdGRPCError(farewell, connection.address).description)
    }
}

extension EtcdGRPCError {
    init(_ failure: ConnectFailure, _ address: EtcdAddress) {
        self.init(failure.sentence(address))
        goText = failure.goText(address)
    }
}
