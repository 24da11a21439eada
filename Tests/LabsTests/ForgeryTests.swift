import Foundation
import Session
import Testing
import Transcript

@testable import Labs

/// The labs as they are, from the folder of the package.
enum RealLab {
    static let names = [
        "01-request-path", "02-watch", "03-downward-env", "04-downward-volume", "05-rest-api",
        "06-in-pod-api", "07-ambassador", "08-client-libraries", "20-etcdctl",
        "21-optimistic-locking", "22-registry", "23-brain-split",
    ]

    /// The folder of the package.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static func lab(_ name: String, language: Language = .english) throws -> Lab {
        let lab = try LabLibrary(root: root, language: language).lab(name)
        return name == "02-watch" ? shortened(lab) : lab
    }

    /// Nineteen minutes rather than nineteen hours: those take a minute without optimisation.
    private static func shortened(_ lab: Lab) -> Lab {
        func shorten(_ lines: [String]) -> [String] {
            lines.map { $0.replacing("19h", with: "19m") }
        }
        var lab = lab
        for section in lab.transcript.sections.indices {
            for index in lab.transcript.sections[section].commands.indices {
                var command = lab.transcript.sections[section].commands[index]
                command.input = shorten(command.input)
                command.output = shorten(command.output)
                lab.transcript.sections[section].commands[index] = command
            }
        }
        return lab
    }

    /// A fresh cluster, a lab's files laid out.
    static func console(_ lab: Lab) throws -> SessionConsole {
        try LabWorkbench(library: nil, texts: Texts(.english)).console(for: lab)
    }
}

/// One lab's honest session, and what it was typed on.
private struct HonestSession {
    let lab: Lab
    /// As a learner's file has them: with line numbers.
    let commands: [Transcript.Command]
    let recording: RecordedConsole

    init(_ name: String) throws {
        lab = try RealLab.lab(name)
        let (text, console) = try Self.play(lab)
        commands = try Transcript(parsing: text).commands
        recording = console.recording
    }

    /// The session of `demo N --plain`.
    static func play(
        _ lab: Lab, pause: Duration = .zero
    ) throws -> (text: String, console: RecordingConsole) {
        let console = RecordingConsole(try RealLab.console(lab), pause: pause)
        var text = ""
        let finding = LabRunner(lab, on: console, texts: Texts(.english)).run {
            text += $0.rendered
        }
        #expect(finding == nil)
        return (text, console)
    }

    func judge(_ commands: some Sequence<Transcript.Command>) -> Finding? {
        recording.position = 0
        var judge = Judge(lab, on: recording, texts: Texts(.english))
        for command in commands {
            if let finding = judge.take(command) { return finding }
        }
        return judge.finish()
    }

    /// Calls `visit` with each command that shows something, and a function that judges the session
    /// with another output in its place.
    func forEachOutput(
        _ visit: (_ output: [String], _ isRejected: ([String]) -> Bool) -> Void
    ) {
        recording.position = 0
        var before = Judge(lab, on: recording, texts: Texts(.english))
        for (index, command) in commands.enumerated() {
            let place = recording.position
            // What our own words show is no proof of anything, and not judged.
            if !command.isEditor, !Judge.isOwn(command) {
                visit(command.output) { output in
                    var judge = before
                    recording.position = place
                    var forged = command
                    forged.output = output
                    if judge.take(forged) != nil || judge.contradiction() != nil { return true }
                    for next in commands[(index + 1)...] where judge.take(next) != nil {
                        return true
                    }
                    return judge.finish() != nil
                }
            }
            recording.position = place
            #expect(before.take(command) == nil)
        }
        #expect(before.finish() == nil)
    }
}

/// What somebody does who has not done the lab, or does not like what it showed.
@Suite("Forgeries of the real labs")
struct ForgeryTests {
    @Test(
        "any one line changed, dropped, doubled or invented is rejected", arguments: RealLab.names)
    func oneLine(_ name: String) throws {
        let session = try HonestSession(name)
        var accepted: [String] = []
        session.forEachOutput { output, isRejected in
            for index in Self.sample(of: output.indices) {
                for line in Self.changes(of: output[index]) {
                    var forged = output
                    forged[index] = line
                    if !isRejected(forged) { accepted.append("\(output[index]) -> \(line)") }
                }
                var dropped = output
                dropped.remove(at: index)
                if !isRejected(dropped) { accepted.append("dropped: \(output[index])") }
                var doubled = output
                doubled.insert(output[index], at: index)
                if !isRejected(doubled) { accepted.append("doubled: \(output[index])") }
            }
            for index in Self.sample(of: 0..<output.count + 1) {
                for line in ["all is well", "[0]"] {
                    var forged = output
                    forged.insert(line, at: index)
                    if !isRejected(forged) { accepted.append("invented at \(index) of \(output)") }
                }
            }
        }
        #expect(accepted == [])
        #expect(!session.recording.hasDeparted)
        try wholeSession(session)
    }

    /// All of a short output, some forty lines of a long one: its first, and then one in every few.
    private static func sample(of lines: Range<Int>) -> [Int] {
        Array(stride(from: lines.lowerBound, to: lines.upperBound, by: max(1, lines.count / 40)))
    }

    /// A few ways to change one character: the first digit, the last, a letter, a blank.
    private static func changes(of line: String) -> [String] {
        let characters = Array(line)
        func changing(_ index: Int?) -> String? {
            guard let index else { return nil }
            var changed = characters
            let digit = changed[index].wholeNumberValue
            changed[index] = digit.map { Character("\(($0 + 1) % 10)") } ?? "z"
            return changed == characters ? nil : String(changed)
        }
        let digits = characters.indices.filter { characters[$0].isASCII && characters[$0].isNumber }
        let letter = characters.firstIndex { $0.isLetter && $0 != "z" }
        var lines = [changing(digits.first), changing(digits.last), changing(letter), line + "."]
        if let blank = line.range(of: "  ") {
            lines.append(line.replacingCharacters(in: blank, with: "   "))
        }
        return Array(Set(lines.compactMap { $0 })).sorted()
    }

    /// Commands without outputs, outputs without commands.
    private func wholeSession(_ session: HonestSession) throws {
        let silent = session.commands.map { command in
            var command = command
            if !command.isEditor { command.output = [] }
            return command
        }
        #expect(session.judge(silent) != nil)
        let outputs = session.commands.flatMap(\.output).joined(separator: "\n")
        session.recording.position = 0
        var judge = Judge(session.lab, on: session.recording, texts: Texts(.english))
        #expect(judge.judge(outputs) != nil)
        for index in session.commands.indices where !session.commands[index].output.isEmpty {
            guard index > 0, !session.commands[index].isEditor else { continue }
            var merged = session.commands
            merged[index - 1].output += merged[index].output
            merged.remove(at: index)
            #expect(session.judge(merged) != nil, "without \(session.commands[index].input)")
        }
    }

    @Test("a session that a person typed slowly passes, but not with a time that belongs elsewhere")
    func slow() throws {
        let session = try HonestSession("21-optimistic-locking")
        let (text, _) = try HonestSession.play(session.lab, pause: .seconds(37))
        func judge(_ text: String) -> Finding? {
            session.recording.position = 0
            var judge = Judge(session.lab, on: session.recording, texts: Texts(.english))
            return judge.judge(text)
        }
        #expect(judge(text) == nil)
        // Before the cluster was there, and another copy of one version.
        #expect(judge(text.replacing("2023-03-15T22:", with: "2023-03-14T22:")) != nil)
        let version = try #require(text.firstRange(of: "ModRevision\" : "))
        #expect(judge(text.replacingCharacters(in: version, with: "ModRevision\" : 1")) != nil)
        #expect(judge(text.replacing(/uid: ./, with: "uid: g")) != nil)
    }

    @Test("another seed's session is rejected")
    func otherSeed() throws {
        let session = try HonestSession("21-optimistic-locking")
        var lab = session.lab
        lab.seed += 1
        let (text, _) = try HonestSession.play(lab)
        session.recording.position = 0
        var judge = Judge(session.lab, on: session.recording, texts: Texts(.english))
        #expect(judge.judge(text) != nil)
    }
}
