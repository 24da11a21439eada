/// Where bytes come from: a pipe, a file, a terminal, a connection.
package protocol ByteSource: Sendable {
    /// The next bytes, at most `limit` of them and at least one; nil at the end.
    ///
    /// **Throws** `CancellationError` if the reading task is cancelled.
    func read(upTo limit: Int) async throws(CancellationError) -> [UInt8]?
    /// Says that nobody will read any more.
    func closeReading()
}

/// Where bytes go.
package protocol ByteSink: Sendable {
    /// Writes all of `bytes`, waiting for room.
    ///
    /// **Throws** `.broken` when nobody reads any more, `.cancelled` if the task is cancelled.
    func write(_ bytes: [UInt8]) async throws(WriteError)
    /// Says that nothing will follow.
    func closeWriting()
}

/// Why bytes could not be written.
package enum WriteError: Error, Sendable {
    /// Nobody reads any more (EPIPE).
    case broken
    /// The writing task was cancelled.
    case cancelled
    /// The device or file system is full (ENOSPC).
    case noSpace
}

extension ByteSource {
    package func closeReading() {}

    /// Everything up to the end.
    package func readAll() async throws(CancellationError) -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = try await read(upTo: .max) { all += bytes }
        return all
    }
}

extension ByteSink {
    package func closeWriting() {}

    package func write(_ text: String) async throws(WriteError) {
        try await write(Array(text.utf8))
    }
}

/// A Linux pipe: bytes go in at one end and come out at the other, in order, once.
package final class BytePipe: ByteSource, ByteSink, Sendable {
    private struct State {
        var buffer: [UInt8] = []
        var isWriterClosed = false
        var isReaderClosed = false
    }
    private let capacity: Int
    private let state: Confined<State>
    private let readers: WaitQueue
    private let writers: WaitQueue

    package init(_ simulation: Simulation, capacity: Int = Defaults.pipeCapacityBytes) {
        precondition(capacity > 0, "a pipe holds at least one byte")
        self.capacity = capacity
        state = Confined(simulation, State())
        readers = WaitQueue(simulation)
        writers = WaitQueue(simulation)
    }

    package func write(_ bytes: [UInt8]) async throws(WriteError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if state.value.isReaderClosed || state.value.isWriterClosed { throw .broken }
            let room = capacity - state.value.buffer.count
            if room > 0 {
                state.value.buffer += rest.prefix(room)
                rest = rest.dropFirst(room)
                readers.wakeAll()
            } else {
                do { try await writers.wait() } catch { throw .cancelled }
            }
        }
    }

    package func read(upTo limit: Int = .max) async throws(CancellationError) -> [UInt8]? {
        while state.value.buffer.isEmpty {
            if state.value.isWriterClosed || state.value.isReaderClosed { return nil }
            try await readers.wait()
        }
        defer { writers.wakeAll() }
        if state.value.buffer.count <= limit {
            let all = state.value.buffer
            state.value.buffer = []
            return all
        }
        let head = Array(state.value.buffer.prefix(limit))
        state.value.buffer.removeFirst(limit)
        return head
    }

    package func closeWriting() {
        state.value.isWriterClosed = true
        readers.wakeAll()
        writers.wakeAll()
    }

    package func closeReading() {
        state.value.isReaderClosed = true
        readers.wakeAll()
        writers.wakeAll()
    }
}
