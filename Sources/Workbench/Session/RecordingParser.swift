import Cluster
import Encoding
import Simulation

extension RecordingText {
    /// What is wrong with the text of a recording, and where.
    package struct SyntaxError: Error, Sendable, CustomStringConvertible {
        /// Counted from 1.
        package var line: Int
        package var message: String

        package var description: String { "line \(line): \(message)" }
    }

    /// Whether a text says that it is a recording.
    package static func isRecording(_ text: some StringProtocol) -> Bool {
        text.utf8.starts(with: (magic + "\n").utf8)
    }

    /// Reads a recording. Digests are not looked at: who replays renders again and compares.
    ///
    /// **Throws** for anything that `rendered` does not write, and for what no session can be.
    package static func parse(_ text: String) throws(SyntaxError) -> SessionRecording {
        var parser = RecordingParser()
        var number = 0
        for line in text.utf8.split(separator: 10, omittingEmptySubsequences: false) {
            number += 1
            do throws(RecordingParser.Problem) {
                try parser.take(String(decoding: line, as: UTF8.self))
            } catch { throw SyntaxError(line: number, message: error.message) }
        }
        guard parser.hasEnded else {
            throw SyntaxError(line: number, message: "the end is missing")
        }
        return parser.recording
    }
}

/// Reads a recording line by line.
private struct RecordingParser {
    struct Problem: Error { var message: String }

    var recording = SessionRecording(seed: 0)
    var hasEnded = false
    private var hasBegun = false

    mutating func take(_ line: String) throws(Problem) {
        if hasEnded {
            guard line.isEmpty else { throw Problem(message: "there is more after the end") }
            return
        }
        guard hasBegun else {
            hasBegun = line == RecordingText.magic
            if !hasBegun { throw Problem(message: "not a recorded session") }
            return
        }
        // Bytes, not characters: what was typed may begin with an accent that joins a blank.
        let words = line.utf8.split(separator: 32, maxSplits: 3, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        if line.utf8.first == UInt8(ascii: "@") {
            try takeEntry(words)
        } else if words.first == "end" {
            hasEnded = true
        } else {
            try takeHead(words)
        }
    }

    private mutating func takeHead(_ words: [String]) throws(Problem) {
        guard words.count == 2, recording.entries.isEmpty else {
            throw Problem(message: "not a line of a recorded session")
        }
        switch (words[0], words[1]) {
        case ("seed", let text):
            guard let seed = UInt64(text) else { throw Problem(message: "no seed: \(text)") }
            recording.seed = seed
        case ("nodes", let text):
            recording.nodeCount = try count(text, nodes: Int(text) ?? 0)
        case ("etcd-members", let text):
            recording.etcdMembers = try count(
                text, nodes: recording.nodeCount, members: Int(text) ?? 0)
        case ("pace", let text):
            guard let pace = Pace(rawValue: text) else {
                throw Problem(message: "no pace: \(text)")
            }
            recording.pace = pace
        case ("spent", let text): recording.spent.append(try Self.unescaped(text))
        default: throw Problem(message: "unknown word \(words[0])")
        }
    }

    /// `text` as a number, if there can be a cluster with it.
    private func count(_ text: String, nodes: Int, members: Int? = nil) throws(Problem) -> Int {
        let members = members ?? recording.etcdMembers
        if let refusal = Topology.refusal(nodeCount: nodes, etcdMembers: members) {
            throw Problem(message: refusal)
        }
        return Int(text) ?? 0
    }

    private mutating func takeEntry(_ words: [String]) throws(Problem) {
        guard words.count >= 3, let nanoseconds = Int64(words[0].dropFirst()) else {
            throw Problem(message: "not an entry: an instant, a terminal and a word are needed")
        }
        let instant = SimulatedInstant(nanosecondsSinceEpoch: nanoseconds)
        let first = recording.entries.first?.instant ?? instant
        let last = recording.entries.last?.instant ?? instant
        guard instant >= last, first.advanced(by: Defaults.recordingSpan) >= instant else {
            throw Problem(message: "no session can be at this instant")
        }
        guard recording.entries.count < Defaults.recordingEntries else {
            throw Problem(message: "more than \(Defaults.recordingEntries) entries")
        }
        let terminal = words[1] == "." ? "" : words[1]
        guard terminal.isEmpty || TerminalProgram.isName(terminal) else {
            throw Problem(message: "no terminal can be called \(terminal)")
        }
        let input = try Self.input(words[2], words.count > 3 ? words[3] : "")
        recording.entries.append(
            InputLogEntry(instant: instant, terminal: terminal, input: input))
    }

    private static func input(_ word: String, _ rest: String) throws(Problem) -> SessionInput {
        switch word {
        case "open": return .open
        case "line": return .line(try unescaped(rest))
        case "eof": return .endOfFile
        case "interrupt": return .interrupt
        case "editor": return .editor(try bytes(rest))
        case "noeditor": return .editor(nil)
        case "removed": return .file(path: try path(rest), contents: nil)
        case "lab": return .lab(try unescaped(rest))
        case "told": return .told
        case "file", "labfile":
            let parts = rest.utf8.split(separator: 32, omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            guard parts.count == 2 else { throw Problem(message: "\(word) PATH BASE64") }
            let (path, contents) = (try path(parts[0]), try bytes(parts[1]))
            return word == "file"
                ? .file(path: path, contents: contents)
                : .labFile(path: path, contents: contents)
        default: throw Problem(message: "unknown word \(word)")
        }
    }

    /// Files come into the master's home only.
    private static func path(_ text: String) throws(Problem) -> String {
        let path = try unescaped(text)
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let isSafe = parts.allSatisfy { !$0.isEmpty && $0 != ".." && $0 != "." }
        guard path.hasPrefix("/root/"), isSafe else {
            throw Problem(message: "a file comes into the master's home: \(path)")
        }
        return path
    }

    private static func bytes(_ text: String) throws(Problem) -> [UInt8] {
        guard let bytes = Base64.decode(text) else { throw Problem(message: "no base64") }
        guard bytes.count <= Defaults.workspaceFileBytes else {
            throw Problem(message: "a file is larger than \(Defaults.workspaceFileBytes) bytes")
        }
        return bytes
    }

    private static func unescaped(_ text: String) throws(Problem) -> String {
        var result = ""
        var escape: String?
        for scalar in text.unicodeScalars {
            if let digits = escape {
                if scalar != ";" {
                    escape = digits + String(Character(scalar))
                    continue
                }
                guard digits.utf8.count <= 6, let value = UInt32(digits, radix: 16),
                    let meant = Unicode.Scalar(value)
                else { throw Problem(message: "not an escape: \\\(digits);") }
                result.unicodeScalars.append(meant)
                escape = nil
            } else if scalar == "\\" {
                escape = ""
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        if escape != nil { throw Problem(message: "an escape has no end") }
        return result
    }
}
