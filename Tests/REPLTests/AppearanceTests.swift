import Foundation
import Testing

@testable import REPL

@Suite("Appearance")
struct AppearanceTests {
    private static let screen = ["TERM": "xterm"]

    @Test(
        "colours are for screens that want them",
        arguments: [
            (Appearance.ColourChoice.auto, false, screen, true, true),
            (.auto, false, screen, false, false), (.auto, false, [:], true, false),
            (.auto, false, ["TERM": "dumb"], true, false),
            (.auto, false, ["TERM": "xterm", "NO_COLOR": "1"], true, false),
            (.auto, false, ["TERM": "xterm", "NO_COLOR": ""], true, true),
            (.always, false, ["NO_COLOR": "1"], false, true), (.never, false, screen, true, false),
            (.always, true, screen, true, false),
            (.always, false, ["KUBARIUM_SCREEN_READER": "1"], true, false),
        ])
    func colours(
        _ choice: Appearance.ColourChoice, _ isPlain: Bool, _ environment: [String: String],
        _ isTerminal: Bool, _ expected: Bool
    ) {
        let appearance = Appearance(
            colour: choice, isPlain: isPlain, environment: environment, isTerminal: isTerminal)
        #expect(appearance.usesColour == expected)
    }

    @Test("only our own lines are painted")
    func paints() {
        let painted = Appearance(usesColour: true).paint("## done\npod/x created\n")
        #expect(painted == "\u{1b}[36m## done\u{1b}[0m\npod/x created\n")
        #expect(Appearance().paint("## done\n") == "## done\n")
    }
}

@Suite("HistoryFile")
struct HistoryFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "kubarium-history-\(UInt64.random(in: 0...UInt64.max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test("lines are found by the next run, and only by their owner")
    func keeps() throws {
        try withFolder { folder in
            let file = HistoryFile(folder: folder)
            #expect(file.load().isEmpty)
            for line in ["kubectl get po", "clock"] { file.append(line) }
            #expect(file.load() == ["kubectl get po", "clock"])
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/history")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test("the file does not grow without end")
    func caps() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let file = HistoryFile(folder: folder)
            let lines = (1...5000).map { "echo \($0)\n" }.joined()
            try lines.write(toFile: folder + "/history", atomically: true, encoding: .utf8)
            #expect(file.load().count == HistoryFile.lineLimit)
            #expect(file.load().last == "echo 5000")
            let kept = try String(contentsOfFile: folder + "/history", encoding: .utf8)
            #expect(kept.split(separator: "\n").count == HistoryFile.lineLimit)
        }
    }

    @Test("a line with a blank before it is not kept")
    func secret() {
        #expect(HistoryFile.keeps("kubectl get po"))
        #expect(!HistoryFile.keeps(" export TOKEN=x"))
        #expect(!HistoryFile.keeps(""))
    }
}
