import Simulation

/// The open files of a command, by number.
struct Descriptors: Sendable {
    var sources: [Int: any ByteSource] = [:]
    var sinks: [Int: any ByteSink] = [:]
    /// The terminal, while descriptor 0 is one.
    var terminal: (any Terminal)?
    /// The sinks that show on the terminal.
    var terminalSinks: Set<Int> = []
    /// The numbers that mean what they meant when the shell started.
    private var inherited: Set<Int> = [0, 1, 2]

    init(_ streams: Process.Streams) {
        sources[0] = streams.input
        sinks[1] = streams.output
        sinks[2] = streams.error
        terminal = streams.terminal
        if streams.isOutputTerminal { terminalSinks = [1, 2] }
    }

    /// What a program started with these gets.
    var streams: Process.Streams {
        Process.Streams(
            input: sources[0] ?? ClosedFile(), output: sinks[1] ?? ClosedFile(),
            error: sinks[2] ?? ClosedFile(), terminal: terminal,
            isOutputTerminal: terminalSinks.contains(1))
    }

    var output: any ByteSink { sinks[1] ?? ClosedFile() }
    var input: any ByteSource { sources[0] ?? ClosedFile() }

    /// Shows a message on standard error; a message that cannot be shown is lost.
    func complain(_ message: String) async { try? await (sinks[2] ?? ClosedFile()).write(message) }

    mutating func set(_ number: Int, to sink: any ByteSink) {
        inherited.remove(number)
        sinks[number] = sink
        sources[number] = nil
        terminalSinks.remove(number)
    }

    mutating func set(_ number: Int, to source: any ByteSource) {
        inherited.remove(number)
        sources[number] = source
        sinks[number] = nil
        if number == 0 { terminal = nil }
    }

    mutating func close(_ number: Int) {
        inherited.remove(number)
        sources[number] = nil
        sinks[number] = nil
        terminalSinks.remove(number)
        if number == 0 { terminal = nil }
    }

    /// These descriptors, with those of `permanent` where nothing else was said.
    func inheriting(_ permanent: Descriptors) -> Descriptors {
        var result = self
        let added =
            permanent.sources.keys.filter { $0 > 2 } + permanent.sinks.keys.filter { $0 > 2 }
        let missing = added.filter { sources[$0] == nil && sinks[$0] == nil }
        for number in inherited.union(missing) {
            result.sources[number] = permanent.sources[number]
            result.sinks[number] = permanent.sinks[number]
            result.terminalSinks.remove(number)
            if permanent.terminalSinks.contains(number) { result.terminalSinks.insert(number) }
            if number == 0 { result.terminal = permanent.terminal }
        }
        return result
    }

    /// Lets `number` mean what `other` means. False if `other` is closed.
    mutating func duplicate(_ other: Int, as number: Int) -> Bool {
        guard sources[other] != nil || sinks[other] != nil else { return false }
        inherited.remove(number)
        let isTerminal = terminalSinks.contains(other)
        sources[number] = sources[other]
        sinks[number] = sinks[other]
        if isTerminal { terminalSinks.insert(number) } else { terminalSinks.remove(number) }
        return true
    }
}

/// A closed descriptor: nothing to read, and writing fails.
struct ClosedFile: ByteSource, ByteSink {
    func read(upTo limit: Int) async throws(CancellationError) -> [UInt8]? { nil }
    func write(_ bytes: [UInt8]) async throws(WriteError) { throw .broken }
}

/// An open file that is written to its end.
struct FileSink: ByteSink {
    let files: FileSystem
    let path: String

    func write(_ bytes: [UInt8]) async throws(WriteError) {
        do { try files.append(path, bytes) } catch {
            throw error == .noSpace ? .noSpace : .broken
        }
    }
}

/// `/dev/zero` and `/dev/urandom`: as many bytes as anyone wants.
struct EndlessSource: ByteSource {
    let random: RandomStream?

    func read(upTo limit: Int) async throws(CancellationError) -> [UInt8]? {
        let count = min(limit, 4096)
        return random?.bytes(count) ?? [UInt8](repeating: 0, count: count)
    }
}

extension Process {
    /// Opens a file for reading, from its start.
    func openForReading(_ path: String) throws(FileError) -> any ByteSource {
        let path = resolve(path)
        switch path {
        case "/dev/stdin", "/proc/self/fd/0": return input
        case "/dev/null": return FixedSource(simulation)
        case "/dev/zero": return EndlessSource(random: nil)
        case "/dev/urandom", "/dev/random":
            return EndlessSource(random: simulation.random("urandom"))
        default: return FixedSource(simulation, try readFile(path))
        }
    }

    /// The whole content of a file, if this process may read it.
    func readFile(_ path: String) throws(FileError) -> [UInt8] {
        let path = resolve(path)
        let status = try files.stat(path)
        if status.kind == .directory { throw .isDirectory }
        guard allows(status, 4) else { throw .permissionDenied }
        return try files.read(path)
    }

    /// Opens a file for writing, made if need be; emptied unless `appends`.
    func openForWriting(
        _ path: String, appends: Bool, mask: UInt16 = 0o022
    ) throws(FileError) -> any ByteSink {
        let path = resolve(path)
        switch path {
        case "/dev/stdout", "/proc/self/fd/1", "/dev/tty": return output
        case "/dev/stderr", "/proc/self/fd/2": return error
        default: break
        }
        try checkWrite(path)
        if let status = try? files.stat(path) {
            if status.kind == .directory { throw .isDirectory }
            if !appends { try files.write(path, []) } else { try files.append(path, []) }
        } else {
            try files.write(path, [], mode: 0o666 & ~mask)
        }
        return FileSink(files: files, path: path)
    }

    /// Whether this process's user has the permission bits `wanted` (4, 2, 1) on a file.
    func allows(_ status: FileStatus, _ wanted: UInt16) -> Bool {
        if machine.user.id == 0 { return wanted != 1 || status.mode & 0o111 != 0 }
        if status.user == machine.user.id { return (status.mode >> 6) & wanted == wanted }
        if status.group == machine.user.groupID { return (status.mode >> 3) & wanted == wanted }
        return status.mode & wanted == wanted
    }

    /// Refuses to write where this process's user may not: the file, or the directory of a new one.
    func checkWrite(_ path: String) throws(FileError) {
        guard machine.user.id != 0 else { return }
        let path = resolve(path)
        if let status = try? files.stat(path) {
            guard allows(status, 2) else { throw .permissionDenied }
        } else {
            try checkWriteDirectory(of: path)
        }
    }

    /// Refuses to add or remove names where this process's user may not.
    func checkWriteDirectory(of path: String) throws(FileError) {
        guard machine.user.id != 0 else { return }
        let parent = Path.parent(resolve(path))
        guard allows(try files.stat(parent), 2) else { throw .permissionDenied }
    }
}

/// Names within paths.
enum Path {
    /// What stands after the last slash; `/` for the root.
    static func name(_ path: String) -> String {
        let parts = path.split(separator: "/")
        guard let last = parts.last else { return path.isEmpty ? "" : "/" }
        return String(last)
    }

    /// What stands before the last slash: `.` if there is none.
    static func parent(_ path: String) -> String {
        var bytes = path.bytes
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        bytes.removeSubrange(slash...)
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        return bytes.isEmpty ? "/" : text(bytes)
    }

    static func join(_ directory: String, _ name: String) -> String {
        directory.hasSuffix("/") ? directory + name : directory + "/" + name
    }
}
