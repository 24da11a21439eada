import Labs
import REPL
import Session
import Simulation
import Synchronization
import Testing

@Suite("A session from a pipe")
struct PipedSessionTests {
    private func run(_ lines: [String]) throws -> (code: Int32, screen: String) {
        let screen = Screen()
        let workplace = try Workplace(
            LabWorkbench(library: nil, texts: Texts(.english)),
            recording: SessionRecording(seed: 1), onShown: screen.show)
        let code = PipedSession(workplace, show: screen.show).run(lines: lines)
        return (code, screen.text)
    }

    /// What was shown; written by the test's own thread only.
    private final class Screen: Sendable {
        private let bytes = Mutex<[UInt8]>([])

        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

        var show: @Sendable (Workplace.Shown) -> Void {
            { [self] shown in
                switch shown {
                case .output(let output): bytes.withLock { $0 += output }
                case .echo(let text, _), .own(let text): bytes.withLock { $0 += Array(text.utf8) }
                }
            }
        }
    }

    @Test("prompts, lines and outputs are shown, and the last command's code is the session's")
    func shows() throws {
        let (code, screen) = try run([
            "echo hello", "printf 'no newline'", "cat <<EOF", "a", "EOF", "ls /nowhere",
        ])
        let prompt = "[root@server4-master ~]$ "
        #expect(screen.hasPrefix("\(prompt)echo hello\nhello\n\(prompt)printf 'no newline'\n"))
        #expect(screen.contains("no newline\n\(prompt)cat <<EOF\n> a\n> EOF\na\n"))
        #expect(code != 0)
        #expect(try run(["exit 7", "echo never"]).code == 7)
    }

    @Test("garbage and long lines are survived")
    func garbage() throws {
        let long = String(repeating: "x", count: 2 << 20)
        let (code, screen) = try run(["\0\u{1}\u{fffd}\u{1b}[", "echo \(long) | wc -c", "echo ok"])
        #expect(code == 0)
        #expect(screen.hasSuffix("ok\n"))
    }

    @Test("a second terminal has a shell of its own")
    func terminals() throws {
        let (_, screen) = try run(["X=1", "terminal bob", "echo X=$X", "terminal", "echo X=$X"])
        #expect(screen.contains("(bob) [root@server4-master ~]$ echo X=$X\nX=\n"))
        #expect(screen.hasSuffix("X=1\n"))
    }

    @Test("the clock can be advanced")
    func clock() throws {
        let (_, screen) = try run([
            "date +%s > a", "clock advance 1h", "expr $(date +%s) - $(cat a)",
        ])
        #expect(screen.contains("pace instant"))
    }

    @Test("a command that never ends is interrupted")
    func endless() throws {
        let (code, screen) = try run(["sleep 1000000"])
        #expect(code == 130)
        #expect(screen.contains("did not end"))
    }
}
