import Encoding
import Etcd
import Simulation

/// The watches of one stream, inside the simulation.
///
/// ```
///   handle(create) ──▶ EtcdService.watch ──▶ pump ─┐
///   handle(create) ──▶ EtcdService.watch ──▶ pump ─┼──▶ queue ──▶ nextResponses ──▶ the client
///   handle(cancel)                                ─┘
/// ```
/// A pump puts nothing into a queue that is full, so that a slow client costs the bounded buffers
/// of its watches and no more.
///
/// Upstream: etcd server/etcdserver/api/v3rpc/watch.go.
final class WatchSession: Sendable {
    /// The id of an answer that is about no watch.
    private static let noWatch: Int64 = -1

    private struct State {
        var watches: [Int64: any KeyValueWatch] = [:]
        var pumps: [Int64: Task<Void, Never>] = [:]
        var nextID: Int64 = 0
        /// Why the whole stream has to end.
        var failure: EtcdError?
    }
    private let state: Confined<State>
    private let queue: Mailbox<WatchStreamResponse>
    /// Pumps that wait for room in the queue.
    private let room: WaitQueue
    private let simulation: Simulation
    private let etcd: any EtcdService
    private let requiresLeader: Bool

    init(_ simulation: Simulation, _ etcd: any EtcdService, requiresLeader: Bool) {
        (self.simulation, self.etcd) = (simulation, etcd)
        self.requiresLeader = requiresLeader
        state = Confined(simulation, State())
        queue = Mailbox(simulation)
        room = WaitQueue(simulation)
    }

    func handle(_ request: WatchStreamRequest) async {
        switch request {
        case .create(let watch, let id, let fragments):
            await create(watch, id: id, fragments: fragments)
        case .cancel(let id):
            guard let watch = state.value.watches.removeValue(forKey: id) else { return }
            watch.cancel()
            state.value.pumps.removeValue(forKey: id)?.cancel()
            var response = WatchStreamResponse(header: await header(), id: id)
            response.isCanceled = true
            queue.send(response)
        case .progress:
            for (_, watch) in state.value.watches.sorted(by: { $0.key < $1.key }) {
                watch.requestProgress()
            }
        }
    }

    /// What is to be sent next: all that waits, one at least; nil once the session is closed.
    ///
    /// **Throws** `.unavailable` when nobody leads any more, if the client wants to know.
    func nextResponses() async throws(EtcdError) -> [WatchStreamResponse]? {
        let first: WatchStreamResponse?
        do { first = try await queue.next() } catch { throw .cancelled }
        guard let first else {
            if let failure = state.value.failure { throw failure }
            return nil
        }
        var responses = [first]
        while let next = queue.nextNow() { responses.append(next) }
        room.wakeAll()
        return responses
    }

    func close() {
        for watch in state.value.watches.values { watch.cancel() }
        for pump in state.value.pumps.values { pump.cancel() }
        state.value = State()
        queue.finish()
        room.wakeAll()
    }

    // MARK: - A watch's life

    private func create(_ request: WatchRequest, id: Int64, fragments: Bool) async {
        let watch: any KeyValueWatch
        let header = await header()
        guard id == 0 || state.value.watches[id] == nil else {
            return refuse(header, "mvcc: duplicate watch ID provided on the WatchStream")
        }
        var request = request
        request.requiresLeader = requiresLeader
        do { watch = try await etcd.watch(request) } catch {
            return refuse(
                header, "rpc error: code = \(error.grpcCode.name) desc = \(error.description)")
        }
        let id = id != 0 ? id : newID()
        state.value.watches[id] = watch
        var response = WatchStreamResponse(header: header, id: id)
        response.isCreated = true
        queue.send(response)
        state.value.pumps[id] = simulation.spawn("etcd watch stream") { [self] in
            await pump(watch, id, fragments: fragments)
        }
    }

    private func refuse(_ header: ResponseHeader, _ reason: String) {
        var response = WatchStreamResponse(header: header, id: Self.noWatch)
        (response.isCreated, response.isCanceled) = (true, true)
        response.cancelReason = reason
        queue.send(response)
    }

    private func pump(_ watch: any KeyValueWatch, _ id: Int64, fragments: Bool) async {
        do {
            while let next = try await watch.nextResponse() {
                let response = WatchStreamResponse(header: next.header, id: id, events: next.events)
                let pieces = fragments ? response.fragments() : [response]
                for piece in pieces { queue.send(piece) }
                while queue.count > Defaults.watchQueueMax { try await room.wait() }
            }
        } catch let error as EtcdError {
            await end(id, error)
        } catch {
            // The session was closed.
        }
    }

    /// Tells the client that a watch has ended by itself, and why.
    private func end(_ id: Int64, _ error: EtcdError) async {
        guard error != .cancelled, state.value.watches.removeValue(forKey: id) != nil else {
            return
        }
        if error == .unavailable {
            // Not this watch is at its end but the member's time with its group, or its life.
            state.value.failure = error
            queue.finish()
            return
        }
        state.value.pumps[id] = nil
        var response = WatchStreamResponse(header: await header(), id: id)
        response.isCanceled = true
        if case .compacted(let revision) = error {
            response.compactRevision = revision
        }
        response.cancelReason = error.description
        queue.send(response)
    }

    private func newID() -> Int64 {
        while state.value.watches[state.value.nextID] != nil { state.value.nextID += 1 }
        defer { state.value.nextID += 1 }
        return state.value.nextID
    }

    private func header() async -> ResponseHeader {
        (try? await etcd.status().header) ?? ResponseHeader(revision: 0)
    }
}

extension WatchStreamResponse {
    /// The same events in messages that a client with gRPC's usual limit can take.
    fileprivate func fragments() -> [WatchStreamResponse] {
        var pieces: [WatchStreamResponse] = []
        var piece = self
        piece.events = []
        var size = 0
        for event in events {
            let length =
                event.keyValue.value.byteCount + (event.previous?.value.byteCount ?? 0)
            if !piece.events.isEmpty, size + length > Defaults.requestBytesMax {
                piece.isFragment = true
                pieces.append(piece)
                piece.events = []
                size = 0
            }
            piece.events.append(event)
            size += length
        }
        piece.isFragment = false
        return pieces + [piece]
    }
}
