import Simulation

/// A program of the BusyBox kind: parses its options, works, says what went wrong.
///
/// `main` may throw: a broken pipe ends it as SIGPIPE would, a cancelled task ends it silently,
/// and an `AppletFailure` is shown with the program's name in front.
protocol Applet: Program {
    /// How the program is called, for its own help.
    static var usage: String { get }

    /// The same for one program of a type that stands for many.
    var help: String { get }

    /// The program itself.
    func main(_ call: Call) async throws -> Int32
}

extension Applet {
    var help: String { Self.usage }

    package func run(_ process: Process) async -> Int32 {
        let call = Call(process)
        do {
            let code = try await main(call)
            try await call.flush()
            return code
        } catch let failure as AppletFailure {
            try? await call.flush()
            try? await process.error.write(failure.shown(call.name, help))
            return failure.status
        } catch let error as WriteError {
            switch error {
            case .broken: return 141
            case .cancelled: return 143
            case .noSpace:
                try? await process.error.write(
                    "\(call.name): write error: No space left on device\n")
                return 1
            }
        } catch {
            return 143
        }
    }
}

/// Why an applet gave up.
struct AppletFailure: Error {
    var message: String
    var status: Int32
    /// Shows how the program is called, too.
    var showsUsage: Bool

    init(_ message: String, status: Int32 = 1, showsUsage: Bool = false) {
        (self.message, self.status, self.showsUsage) = (message, status, showsUsage)
    }

    func shown(_ name: String, _ usage: String) -> String {
        var text = message.isEmpty ? "" : "\(name): \(message)\n"
        if showsUsage { text += "Usage: \(name) \(usage)\n" }
        return text
    }
}

/// One run of an applet: its process, its arguments, and buffered output.
final class Call: Sendable {
    let process: Process
    /// The name it was called by, without the directory.
    let name: String
    /// Without the name.
    let arguments: [String]
    private let buffer: Confined<[UInt8]>

    init(_ process: Process) {
        self.process = process
        name = Path.name(process.arguments.first ?? "")
        arguments = Array(process.arguments.dropFirst())
        buffer = Confined(process.simulation, [])
    }

    var simulation: Simulation { process.simulation }
    var files: FileSystem { process.files }

    /// Writes to standard output, gathered into larger pieces.
    func write(_ bytes: some Sequence<UInt8>) async throws {
        buffer.value += bytes
        if buffer.value.count >= 16_384 { try await flush() }
    }

    func print(_ line: String) async throws { try await write((line + "\n").utf8) }

    /// Hands on what was gathered.
    func flush() async throws {
        let bytes = buffer.value
        guard !bytes.isEmpty else { return }
        buffer.value = []
        try await process.output.write(bytes)
    }

    /// Shows an error that does not end the program.
    func warn(_ message: String) async throws {
        try await flush()
        try await process.error.write("\(name): \(message)\n")
    }

    /// The whole content of a file; `-` is standard input.
    func content(_ path: String) async throws -> [UInt8] {
        if path == "-" { return try await all(of: process.input) }
        let source = try open(path)
        // A device without an end is cut off where a real one would exhaust the memory.
        if source is EndlessSource { return try await source.read(upTo: 4096) ?? [] }
        return try await all(of: source)
    }

    /// Everything that `source` has, as far as it fits the memory.
    func all(of source: any ByteSource) async throws -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = try await source.read(upTo: .max) {
            all += bytes
            guard all.count <= ShellLimits.inputBytes else { throw AppletFailure("out of memory") }
        }
        return all
    }

    /// Opens a file as a stream; `-` is standard input.
    func open(_ path: String) throws -> any ByteSource {
        if path == "-" { return process.input }
        do throws(FileError) { return try process.openForReading(path) } catch {
            let isQuoting = Self.quotingPrograms.contains(name)
            throw AppletFailure(
                isQuoting ? "can't open '\(path)': \(error.text)" : "\(path): \(error.text)")
        }
    }

    /// BusyBox words a file that cannot be opened in two ways; these say `can't open 'x'`.
    private static let quotingPrograms: Set<String> = [
        "md5sum", "sha1sum", "sha256sum", "tail", "uniq",
    ]

    /// Runs `body` for each named file, or for standard input; a file that fails is reported and
    /// makes the exit code 1.
    func forEachFile(
        _ names: [String], _ body: (_ name: String, _ content: [UInt8]) async throws -> Void
    ) async throws -> Int32 {
        var status: Int32 = 0
        for name in names.isEmpty ? ["-"] : names {
            do { try await body(name, try await content(name)) } catch let failure as AppletFailure
            {
                try await warn(failure.message)
                status = 1
            }
        }
        return status
    }

    /// Asks a question on standard error; only an answer that begins with y is a yes.
    func confirm(_ question: String) async throws -> Bool {
        try await flush()
        try await process.error.write("\(name): \(question)")
        var answer: [UInt8] = []
        while answer.last != .newline, let bytes = try await process.input.read(upTo: 1) {
            answer += bytes
        }
        return answer.first?.lowered == UInt8(ascii: "y")
    }

    /// Sleeps in the cluster's time.
    func sleep(_ duration: Duration) async throws {
        try await flush()
        try await simulation.sleep(for: duration)
    }

    /// What a failed file call on `path` says.
    func attempt<Result>(
        _ path: String, _ body: () throws(FileError) -> Result
    ) throws -> Result {
        do { return try body() } catch { throw AppletFailure("\(path): \(error.text)") }
    }
}
