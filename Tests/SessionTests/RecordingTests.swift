import Cluster
import Session
import Simulation
import Testing

@Suite("A recorded session")
struct RecordingTests {
    /// Everything that screens showed, in order, with the terminal's name.
    private final class Screens: Sendable {
        private let shown: Confined<[String]>

        init(_ session: LearnerSession) {
            shown = Confined(session.simulation, [])
            for terminal in session.openTerminals { watch(terminal) }
            session.onTerminal = { [shown] in Self.watch($0, shown) }
        }

        private func watch(_ terminal: SessionTerminal) { Self.watch(terminal, shown) }

        private static func watch(_ terminal: SessionTerminal, _ shown: Confined<[String]>) {
            let name = terminal.name
            terminal.onShown { piece in
                switch piece {
                case .output(let bytes):
                    shown.value.append("\(name)<" + String(decoding: bytes, as: UTF8.self))
                case .echo(let text): shown.value.append("\(name)>" + text)
                }
            }
        }

        var text: [String] { shown.value }
    }

    private static func session() throws -> LearnerSession {
        try LearnerSession(LearnerSession.Configuration(simulation: Simulation(seed: 5)))
    }

    private static let manifest = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: shop}

        """

    /// Two terminals, a watch that is interrupted, an editor, files of a workspace folder; typed
    /// without waiting for the cluster to be quiet.
    private static func type(in session: LearnerSession) {
        func wait(_ name: String) {
            let terminal = session.terminal(name)
            session.advance(until: { terminal.isWaiting }, limit: .seconds(60))
        }
        session.editor.use { _, old in old + Array("data: {a: b}\n".utf8) }
        session.feed(.file(path: "/root/in/shop.yaml", contents: Array(manifest.utf8)), to: "")
        session.feed(.line("kubectl get po --watch"), to: "watcher")
        session.advance(until: { false }, limit: .milliseconds(1234))
        session.feed(.line("vi in/shop.yaml"), to: "")
        wait("")
        session.feed(.line("kubectl create -f in/shop.yaml"), to: "")
        wait("")
        session.feed(.line("kubectl run web --image=nginx; kubectl get cm shop -o yaml"), to: "")
        wait("")
        session.advance(until: { false }, limit: .milliseconds(5_017))
        session.feed(.interrupt, to: "watcher")
        wait("watcher")
        session.feed(.file(path: "/root/in/shop.yaml", contents: nil), to: "")
        session.feed(.line("ls in; cat <<EOF"), to: "")
        wait("")
        session.feed(.endOfFile, to: "")
        wait("")
        session.feed(.line("kubectl get po -o wide; kubectl get events"), to: "watcher")
        wait("watcher")
    }

    @Test("two terminals, an interrupted watch, an editor and files replay byte for byte")
    func replays() throws {
        let session = try Self.session()
        let screens = Screens(session)
        Self.type(in: session)
        let text = screens.text
        #expect(text.contains { $0.hasPrefix("watcher<") && $0.contains("ContainerCreating") })
        #expect(text.contains { $0.contains("  a: b") })
        var recording = SessionRecording(seed: 5)
        recording.entries = session.inputLog
        // As it would come from a file.
        recording = try RecordingText.parse(RecordingText(recording).rendered)
        let again = try Self.session()
        let screensAgain = Screens(again)
        again.replay(recording.entries, until: session.simulation.now)
        #expect(again.inputLog == session.inputLog)
        #expect(screensAgain.text == text)
    }
}

@Suite("The text of a recording")
struct RecordingTextTests {
    private static var recording: SessionRecording {
        var recording = SessionRecording(
            seed: 3, nodeCount: 5, etcdMembers: 3, pace: .real, spent: ["03-downward-env/create"])
        let inputs: [SessionInput] = [
            .open, .line("kubectl get po  \u{301}\\ \u{1}\r\n中 "), .line(""), .endOfFile,
            .interrupt,
            .editor([0, 255]), .editor(nil), .editor([]),
            .file(path: "/root/a b/\u{301}", contents: [1]), .file(path: "/root/x", contents: nil),
            .lab("03-downward-env"), .labFile(path: "/root/dow.yaml", contents: []), .told,
        ]
        for (index, input) in inputs.enumerated() {
            recording.entries.append(
                InputLogEntry(
                    instant: SimulatedInstant(nanosecondsSinceEpoch: Int64(index) * 7 + 1),
                    terminal: index % 2 == 0 ? "" : "bob", input: input))
        }
        return recording
    }

    @Test("what is written is read again")
    func roundTrip() throws {
        let recording = Self.recording
        let text = RecordingText(recording).rendered
        #expect(try RecordingText.parse(text) == recording)
        #expect(RecordingText.isRecording(text))
        let proof = RecordingText(recording, outputs: [[104, 105]])
        #expect(try RecordingText.parse(proof.rendered) == recording)
    }

    @Test("no line of a proof can be changed, dropped or doubled, nor an output, and still agree")
    func proof() throws {
        let proof = RecordingText(Self.recording, outputs: [Array("hi".utf8)]).rendered
        let lines = proof.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        /// What a replay that shows the same would write.
        func agrees(_ lines: [String]) -> Bool {
            let text = lines.joined(separator: "\n")
            guard let recording = try? RecordingText.parse(text) else { return false }
            return RecordingText(recording, outputs: [Array("hi".utf8)]).rendered == text
        }
        #expect(agrees(lines))
        for index in lines.indices {
            var other = lines
            other[index] += "1"
            #expect(!agrees(other), "\(lines[index])")
            other = lines
            other.remove(at: index)
            #expect(!agrees(other), "\(lines[index])")
            other = lines
            other.insert(lines[index], at: index)
            #expect(!agrees(other), "\(lines[index])")
        }
        let others = RecordingText(Self.recording, outputs: [Array("ho".utf8)]).rendered
        #expect(others != proof)
    }

    @Test(
        "what is no recording is refused with its line",
        arguments: [
            ("", 1), ("kubarium-session 2\nend\n", 1), ("kubarium-session 1\n", 2),
            ("kubarium-session 1\nseed -1\nend\n", 2), ("kubarium-session 1\nnodes 99\nend\n", 2),
            ("kubarium-session 1\npace fast\nend\n", 2), ("kubarium-session 1\nfoo\nend\n", 2),
            ("kubarium-session 1\n@1 . foo\nend\n", 2), ("kubarium-session 1\n@x . eof\nend\n", 2),
            ("kubarium-session 1\n@1\nend\n", 2), ("kubarium-session 1\n@1 a/b eof\nend\n", 2),
            ("kubarium-session 1\n@2 . eof\n@1 . eof\nend\n", 3),
            ("kubarium-session 1\n@1 . eof\n@9000000000000000000 . eof\nend\n", 3),
            ("kubarium-session 1\n@1 . line \\zz;\nend\n", 2),
            ("kubarium-session 1\n@1 . line \\d800;\nend\n", 2),
            ("kubarium-session 1\n@1 . line \\a\nend\n", 2),
            ("kubarium-session 1\n@1 . file /etc/passwd YQ==\nend\n", 2),
            ("kubarium-session 1\n@1 . file /root/../etc/x YQ==\nend\n", 2),
            ("kubarium-session 1\n@1 . file /root/x !\nend\n", 2),
            ("kubarium-session 1\n@1 . eof\nend\n@1 . eof\n", 4),
        ])
    func refuses(_ text: String, _ line: Int) {
        do {
            _ = try RecordingText.parse(text)
            Issue.record("accepted: \(text)")
        } catch {
            #expect(error.line == line, "\(error)")
            #expect(!error.message.isEmpty)
        }
    }
}
