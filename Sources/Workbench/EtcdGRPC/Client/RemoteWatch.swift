import Etcd
import Foundation
import GRPCCore
import Simulation

/// A watch on a real etcd, which outlives the connection that it began on.
///
/// ```
///   etcd1 ── events … revision 41 ──✕
///   etcd2 ──────── create{start 42} ── events 42 … ──▶ the same watch
/// ```
/// Upstream: etcd client/v3/watch.go.
final class RemoteWatch: KeyValueWatch {
    private struct State {
        var failure: EtcdError?
        var isOver = false
        /// The pump outside; cancelled with the watch.
        var pump: Task<Void, Never>?
        var requests: AsyncStream<WatchStreamRequest>.Continuation?
    }
    private let etcd: RemoteEtcd
    private let request: WatchRequest
    private let responses: Mailbox<WatchResponse>
    private let room: WaitQueue
    private let state: Confined<State>
    private let number: Int

    init(_ etcd: RemoteEtcd, _ request: WatchRequest) {
        (self.etcd, self.request) = (etcd, request)
        responses = Mailbox(etcd.simulation)
        room = WaitQueue(etcd.simulation)
        state = Confined(etcd.simulation, State())
        number = etcd.ownWrites.begin(request.range)
        etcd.simulation.openDoor()
    }

    // MARK: - In the simulation

    /// Opens the watch, and returns when etcd has confirmed it.
    ///
    /// **Throws** why there is none: no permission, nobody to ask.
    func open() async throws(EtcdError) {
        let (confirmations, confirmation) = AsyncStream.makeStream(of: EtcdError?.self)
        let pump = Task.detached { [self] in
            await run(confirmation)
        }
        state.value.pump = pump
        let failure = await etcd.simulation.outside { () async -> EtcdError? in
            for await outcome in confirmations { return outcome }
            return EtcdError.cancelled
        }
        guard let failure else { return }
        cancel()
        throw failure
    }

    func nextResponse() async throws(EtcdError) -> WatchResponse? {
        let response: WatchResponse?
        do { response = try await responses.next() } catch { throw .cancelled }
        room.wakeAll()
        if response == nil, let failure = state.value.failure { throw failure }
        return response
    }

    func requestProgress() { state.value.requests?.yield(.progress) }

    func cancel() {
        finish(nil)
        state.value.requests?.finish()
        state.value.pump?.cancel()
    }

    private func finish(_ failure: EtcdError?) {
        guard !state.value.isOver else { return }
        state.value.isOver = true
        state.value.failure = failure
        responses.finish()
        room.wakeAll()
        etcd.ownWrites.end(number)
        etcd.simulation.closeDoor()
    }

    /// Takes what came; waits while the reader is far behind.
    private func deliver(_ response: WatchResponse) async {
        for part in response.byRevision { responses.send(part) }
        let last = response.events.last?.keyValue.modRevision
        etcd.ownWrites.saw(last ?? response.header.revision, on: number)
        while responses.count > Defaults.remoteWatchQueueMax, !state.value.isOver {
            do { try await room.wait() } catch { return }
        }
    }

    // MARK: - Outside

    /// Reads the watch from one member after another, until it is cancelled or refused.
    private func run(_ confirmation: AsyncStream<EtcdError?>.Continuation) async {
        let entrance = SimulationEntrance(simulation: etcd.simulation)
        let position = WatchPosition(request)
        var failingSince: ContinuousClock.Instant?
        var attempts = 0
        while !Task.isCancelled {
            attempts += 1
            let failure = await readOnce(entrance, position, confirmation)
            // Whoever asked to hear that nobody leads decides where to go on.
            let isConfirmed = await position.isConfirmed
            let isOrphan = failure == .unavailable && request.requiresLeader && isConfirmed
            guard failure.isOfTheConnection, !isOrphan else {
                confirmation.yield(failure)
                return await conclude(failure, entrance)
            }
            // What was confirmed once is worth some patience; before, each member is asked once, and
            // once more the one whose old connection may just have ended.
            let now = ContinuousClock.now
            if await position.takeProgress() || failingSince == nil { failingSince = now }
            let isLost = failingSince.map { now - $0 > Defaults.watchResumeMax } ?? false
            let isTriedEverywhere = attempts > etcd.endpoints.count
            if isLost || (!isConfirmed && isTriedEverywhere) {
                confirmation.yield(failure)
                return await conclude(failure, entrance)
            }
            try? await Task.sleep(for: Defaults.watchResumePause)
        }
        confirmation.yield(.cancelled)
    }

    private func conclude(_ failure: EtcdError, _ entrance: SimulationEntrance) async {
        let isQuiet = failure == .cancelled
        try? await entrance.ask { [self] () throws(EtcdError) in finish(isQuiet ? nil : failure) }
    }

    /// Reads from one member until that ends; says why it did.
    private func readOnce(
        _ entrance: SimulationEntrance, _ position: WatchPosition,
        _ confirmation: AsyncStream<EtcdError?>.Continuation
    ) async -> EtcdError {
        let connection: EtcdConnection
        do { connection = try await etcd.endpoints.connection() } catch {
            return .unreachable(error.description)
        }
        let (requests, requester) = AsyncStream.makeStream(of: WatchStreamRequest.self)
        requester.yield(.create(await position.request, id: 0, fragments: false))
        defer { requester.finish() }
        etcd.simulation.inject { [self] in state.value.requests = requester }
        do {
            var metadata = etcd.metadata
            if request.requiresLeader {
                metadata.addString(RequireLeader.value, forKey: RequireLeader.key)
            }
            try await connection.stream(EtcdMethods.watch, requests, metadata) {
                [self] response in
                if response.isCanceled { throw EtcdError(cancelled: response) }
                await position.note(response)
                if response.isCreated {
                    confirmation.yield(nil)
                } else {
                    let next = WatchResponse(header: response.header, events: response.events)
                    try await entrance.ask { [self] () throws(EtcdError) in
                        await deliver(next)
                    }
                }
                return true
            }
            return .unreachable("the stream has ended")
        } catch {
            // The stream was ended by us; others still talk over the connection.
            if Task.isCancelled { return .cancelled }
            let failure = etcd.endpoints.described(EtcdError(error), connection)
            if failure.isOfTheConnection { await etcd.endpoints.abandon(connection) }
            return failure
        }
    }
}

/// How far a watch has come, and so where it has to go on.
private actor WatchPosition {
    private(set) var request: WatchRequest
    private(set) var isConfirmed = false
    private var hasMoved = false

    init(_ request: WatchRequest) { self.request = request }

    func note(_ response: WatchStreamResponse) {
        isConfirmed = true
        hasMoved = true
        // A watch that starts in the past is confirmed before its past has come.
        if !response.isCreated || request.startRevision == 0 {
            request.startRevision = response.header.revision + 1
        }
        if let last = response.events.last {
            request.startRevision = last.keyValue.modRevision + 1
        }
    }

    /// Whether anything came since the last time this was asked.
    func takeProgress() -> Bool {
        defer { hasMoved = false }
        return hasMoved
    }
}

extension WatchResponse {
    /// The events of each revision on their own: etcd sends several revisions at once.
    fileprivate var byRevision: [WatchResponse] {
        if events.isEmpty { return [self] }
        var parts: [WatchResponse] = []
        for event in events {
            let revision = event.keyValue.modRevision
            if parts.last?.header.revision != revision {
                var header = header
                header.revision = revision
                parts.append(WatchResponse(header: header))
            }
            parts[parts.count - 1].events.append(event)
        }
        return parts
    }
}

extension EtcdError {
    /// Why etcd has cancelled a watch.
    fileprivate init(cancelled response: WatchStreamResponse) {
        if response.compactRevision != 0 {
            self = .compacted(compactRevision: response.compactRevision)
        } else if let range = response.cancelReason.range(of: " desc = ") {
            self = EtcdError(
                .permissionDenied, String(response.cancelReason[range.upperBound...]))
        } else {
            self = EtcdError(.unknown, response.cancelReason)
        }
    }
}
