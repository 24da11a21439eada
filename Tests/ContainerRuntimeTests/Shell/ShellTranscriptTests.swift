import Foundation
import Testing

@testable import ContainerRuntime

/// Replays `testdata/shell/*.txt`: `$ script`, further lines with `> `, then what it prints.
///
/// The expected texts come from BusyBox 1.35 on a real machine. A `%` ends an output without a
/// newline, `[2]` is an exit code. Each block runs on a machine of its own.
@Suite("Shell transcripts")
struct ShellTranscriptTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "testdata/shell")

    static var names: [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return all.filter { $0.hasSuffix(".txt") }.sorted()
    }

    struct Block {
        var script: String
        var expected: String
        var line: Int
    }

    static func blocks(_ text: String) -> [Block] {
        var blocks: [Block] = []
        var isInScript = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            if line.hasPrefix("# ") { continue }
            if line.hasPrefix("$ ") {
                blocks.append(
                    Block(script: String(line.dropFirst(2)), expected: "", line: index + 1))
                isInScript = true
            } else if isInScript, line.hasPrefix("> ") {
                blocks[blocks.count - 1].script += "\n" + line.dropFirst(2)
            } else if !blocks.isEmpty {
                isInScript = false
                blocks[blocks.count - 1].expected += line + "\n"
            }
        }
        for index in blocks.indices {
            while blocks[index].expected.hasSuffix("\n\n") || blocks[index].expected == "\n" {
                blocks[index].expected.removeLast()
            }
        }
        return blocks
    }

    @Test("a script prints what a real shell prints", arguments: names)
    func replays(_ name: String) throws {
        let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        let shell = name.hasPrefix("bash") ? "bash" : "sh"
        for block in Self.blocks(text) {
            let printed = try ShellMachine().transcript(block.script, shell: shell)
            #expect(printed == block.expected, "\(name):\(block.line): \(block.script)")
        }
    }
}
