import Simulation

/// Standard input, a line at a time.
struct LineReader: Sendable {
    private let source: (any ByteSource)?
    private var buffer: [UInt8] = []

    /// Without a source there is nothing to read.
    init(_ source: (any ByteSource)?) { self.source = source }

    /// The next line without its newline; nil at the end.
    ///
    /// What follows the last newline is no line: Go's reader reads up to newlines.
    ///
    /// **Throws** when the reading task is cancelled.
    mutating func next() async throws(Exit) -> String? {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                defer { buffer.removeSubrange(...end) }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            let more: [UInt8]?
            do { more = try await source?.read(upTo: 4096) } catch {
                throw Exit(.cancelled, lines: "")
            }
            guard let more, !more.isEmpty else { return nil }
            buffer += more
        }
    }

    /// What is left of the line that the end of the input cut off.
    var rest: String { String(decoding: buffer, as: UTF8.self) }
}
