import Encoding
import Simulation

/// A recording as text, for files: one line for each entry.
///
/// ```
/// kubarium-session 1
/// seed 3
/// nodes 3
/// etcd-members 5
/// pace real
/// @1678918201000000000 . lab 03-downward-env
/// @1678918201000000000 . labfile /root/dow.yaml YXBpVmVyc2lvbjogdjEK
/// @1678918209000000000 . line kubectl create -f dow.yaml
/// @1678918209120000000 . told 5f70...
/// end 81c3...
/// ```
/// A cluster with one member of etcd has no line about it. The instant is in nanoseconds, then comes the terminal, `.` for the first. In a **proof** `told`
/// and `end` bear a digest of all lines and all outputs up to there, so that nothing can be changed
/// without changing all that follows, and none of it can be made up without typing it.
package struct RecordingText: Sendable {
    package var recording: SessionRecording
    /// What each `told` found shown since the one before, in order; nil for a text without digests.
    package var outputs: [[UInt8]]?

    package static let magic = "kubarium-session 1"

    package init(_ recording: SessionRecording, outputs: [[UInt8]]? = nil) {
        (self.recording, self.outputs) = (recording, outputs)
    }

    /// The whole text.
    package var rendered: String {
        var chain = outputs == nil ? nil : DigestChain()
        var lines = head
        for line in lines { chain?.add(Array(line.utf8)) }
        var told = 0
        for entry in recording.entries {
            var line = Self.line(entry)
            chain?.add(Array(line.utf8))
            if entry.input == .told, let outputs {
                chain?.add(told < outputs.count ? outputs[told] : [])
                told += 1
                line += " " + (chain?.hex ?? "")
            }
            lines.append(line)
        }
        lines.append(chain.map { "end \($0.hex)" } ?? "end")
        return lines.joined(separator: "\n") + "\n"
    }

    /// The lines before the entries.
    package var head: [String] {
        var lines = [
            Self.magic, "seed \(recording.seed)", "nodes \(recording.nodeCount)",
        ]
        if recording.etcdMembers != 1 { lines.append("etcd-members \(recording.etcdMembers)") }
        lines.append("pace \(recording.pace.rawValue)")
        lines += recording.spent.map { "spent " + Self.escaped($0) }
        return lines
    }

    private static func line(_ entry: InputLogEntry) -> String {
        let terminal = entry.terminal.isEmpty ? "." : entry.terminal
        return "@\(entry.instant.nanosecondsSinceEpoch) \(terminal) " + words(entry.input)
    }

    private static func words(_ input: SessionInput) -> String {
        switch input {
        case .open: "open"
        case .line(let text): "line " + escaped(text, keepingBlanks: true)
        case .endOfFile: "eof"
        case .interrupt: "interrupt"
        case .editor(let text): text.map { "editor " + Base64.encode($0) } ?? "noeditor"
        case .file(let path, let contents?):
            "file \(escaped(path)) " + Base64.encode(contents)
        case .file(let path, nil): "removed " + escaped(path)
        case .lab(let name): "lab " + escaped(name)
        case .labFile(let path, let contents):
            "labfile \(escaped(path)) " + Base64.encode(contents)
        case .told: "told"
        }
    }

    /// One line, and one word if blanks are not kept.
    private static func escaped(_ text: String, keepingBlanks: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isPlain = scalar.value >= 32 && scalar.value != 127 && scalar != "\\"
            if isPlain, scalar != " " || keepingBlanks {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\" + String(scalar.value, radix: 16) + ";"
            }
        }
        return result
    }
}

/// A digest of a row of pieces, each bound to all before it.
struct DigestChain {
    private var state: [UInt8] = []

    mutating func add(_ piece: [UInt8]) {
        state = Digest.sha256.bytes(of: state + Digest.sha256.bytes(of: piece))
    }

    var hex: String { Digest.sha256.hex(state) }
}
