import Simulation

/// One direction of a connection: segments arrive in order, each a latency after it was sent.
final class Wire: Sendable {
    /// What travels: bytes, or one message of a TLS handshake.
    enum Segment: Sendable {
        case bytes([UInt8])
        case handshake(TLSMessage)
    }

    private struct State {
        var segments: [(arrival: SimulatedInstant, segment: Segment)] = []
        var bufferedBytes = 0
        var isEnded = false
        var isBroken = false
    }
    private let simulation: Simulation
    private let latency: Duration
    private let state: Confined<State>
    private let readers: WaitQueue
    private let writers: WaitQueue

    init(_ simulation: Simulation, latency: Duration) {
        self.simulation = simulation
        self.latency = latency
        state = Confined(simulation, State())
        readers = WaitQueue(simulation)
        writers = WaitQueue(simulation)
    }

    func send(_ segment: Segment) async throws(WriteError) {
        while true {
            if state.value.isBroken || state.value.isEnded { throw .broken }
            if state.value.bufferedBytes < Defaults.bufferBytes { break }
            do { try await writers.wait() } catch { throw .cancelled }
        }
        if case .bytes(let bytes) = segment {
            if bytes.isEmpty { return }
            state.value.bufferedBytes += bytes.count
        }
        state.value.segments.append((simulation.now.advanced(by: latency), segment))
        readers.wakeAll()
    }

    /// The next segment, at most `limit` bytes of it; nil once the sender has ended.
    func next(upTo limit: Int = .max) async throws(CancellationError) -> Segment? {
        while state.value.segments.isEmpty {
            if state.value.isEnded || state.value.isBroken { return nil }
            try await readers.wait()
        }
        let arrival = state.value.segments[0].arrival
        if arrival > simulation.now { try await simulation.sleep(until: arrival) }
        // Another reader may have been quicker while this one waited for the arrival.
        guard !state.value.segments.isEmpty else { return try await next(upTo: limit) }
        defer { writers.wakeAll() }
        guard case .bytes(let bytes) = state.value.segments[0].segment else {
            return state.value.segments.removeFirst().segment
        }
        state.value.bufferedBytes -= min(bytes.count, limit)
        if bytes.count <= limit {
            state.value.segments.removeFirst()
            return .bytes(bytes)
        }
        state.value.segments[0].segment = .bytes(Array(bytes.dropFirst(limit)))
        return .bytes(Array(bytes.prefix(limit)))
    }

    /// The sender sends no more.
    func end() {
        state.value.isEnded = true
        readers.wakeAll()
        writers.wakeAll()
    }

    /// The receiver reads no more: later writes fail.
    func breakOff() {
        state.value.isBroken = true
        state.value.segments = []
        readers.wakeAll()
        writers.wakeAll()
    }
}
