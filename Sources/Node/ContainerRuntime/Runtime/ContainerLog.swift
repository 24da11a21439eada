package import Simulation

/// What a container has written, line by line, as the CRI log file keeps it.
///
/// Bounded: beyond 10Mi the oldest lines go.
package final class ContainerLog: Sendable {
    package enum Stream: String, Sendable {
        case standardOutput = "stdout", standardError = "stderr"
    }

    /// A line, or the start of one that has not ended yet.
    package struct Entry: Sendable {
        package var time: SimulatedInstant
        package var stream: Stream
        /// With its newline, unless the container ended in mid-line.
        package var bytes: [UInt8]
    }

    private struct State {
        var entries: [Entry] = []
        /// How many entries were dropped in front of `entries`.
        var dropped = 0
        var bytes = 0
        var partial: [Stream: Entry] = [:]
        var isClosed = false
    }
    private let simulation: Simulation
    private let state: Confined<State>
    private let readers: WaitQueue

    init(_ simulation: Simulation) {
        self.simulation = simulation
        state = Confined(simulation, State())
        readers = WaitQueue(simulation)
    }

    /// The number of the entry after the last: where a follower goes on.
    package var end: Int { state.value.dropped + state.value.entries.count }

    /// The container has ended: nothing will follow.
    package var isClosed: Bool { state.value.isClosed }

    /// The entries from number `start` on that are still kept.
    package func entries(from start: Int = 0) -> ArraySlice<Entry> {
        state.value.entries[min(max(start - state.value.dropped, 0), state.value.entries.count)...]
    }

    /// Waits until there is something after `end`, or nothing can follow.
    package func waitForMore() async throws(CancellationError) { try await readers.wait() }

    func append(_ bytes: [UInt8], to stream: Stream) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let now = simulation.now
            var entry = state.value.partial[stream] ?? Entry(time: now, stream: stream, bytes: [])
            state.value.partial[stream] = nil
            guard let newline = rest.firstIndex(of: 10) else {
                entry.bytes += rest
                // The runtime cuts lines of this length, as containerd does.
                if entry.bytes.count >= 16_384 {
                    add(entry)
                } else {
                    state.value.partial[stream] = entry
                }
                break
            }
            entry.bytes += rest[...newline]
            rest = rest[(newline + 1)...]
            add(entry)
        }
        readers.wakeAll()
    }

    private func add(_ entry: Entry) {
        state.value.entries.append(entry)
        state.value.bytes += entry.bytes.count
        guard state.value.bytes > Defaults.logSizeMaxBytes else { return }
        let half = state.value.entries.count / 2
        for old in state.value.entries.prefix(half) { state.value.bytes -= old.bytes.count }
        state.value.entries.removeFirst(half)
        state.value.dropped += half
    }

    func close() {
        for stream in [Stream.standardOutput, .standardError] {
            if let entry = state.value.partial.removeValue(forKey: stream) { add(entry) }
        }
        state.value.isClosed = true
        readers.wakeAll()
    }
}
