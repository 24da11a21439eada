/// A sink that keeps what it is given: a command substitution, or a test's standard output.
package final class CollectingSink: ByteSink, Sendable {
    private let collected: Confined<[UInt8]>

    package init(_ simulation: Simulation) { collected = Confined(simulation, []) }

    package var bytes: [UInt8] { collected.value }

    package var text: String { String(decoding: collected.value, as: UTF8.self) }

    package func write(_ bytes: [UInt8]) async throws(WriteError) { collected.value += bytes }
}

/// A source with given contents: a here-document, or a file that is read whole.
package final class FixedSource: ByteSource, Sendable {
    private let rest: Confined<ArraySlice<UInt8>>

    package init(_ simulation: Simulation, _ bytes: [UInt8] = []) {
        rest = Confined(simulation, bytes[...])
    }

    package func read(upTo limit: Int) async throws(CancellationError) -> [UInt8]? {
        guard !rest.value.isEmpty else { return nil }
        let head = rest.value.prefix(limit)
        rest.value = rest.value.dropFirst(limit)
        return Array(head)
    }
}
