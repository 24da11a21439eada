import Simulation
import Testing

@testable import ContainerRuntime

/// A terminal whose keys are known beforehand.
final class ScriptedTerminal: Terminal {
    enum Key: Sendable { case line(String), interrupt }
    let size = TerminalSize()
    let interrupts: InterruptStack
    private let keys: Confined<[Key]>
    private let screen: CollectingSink
    private let shown: Confined<String>

    init(_ simulation: Simulation, _ keys: [Key]) {
        interrupts = InterruptStack(simulation)
        self.keys = Confined(simulation, keys)
        screen = CollectingSink(simulation)
        shown = Confined(simulation, "")
    }

    var text: String { shown.value }

    func show(_ bytes: [UInt8]) { shown.value += String(decoding: bytes, as: UTF8.self) }

    func readLine(prompt: String) async throws(TerminalReadError) -> String? {
        shown.value += prompt
        guard !keys.value.isEmpty else { return nil }
        switch keys.value.removeFirst() {
        case .line(let line):
            shown.value += line + "\n"
            return line
        case .interrupt: throw .interrupted
        }
    }
}

@Suite("Interactive shell")
struct ShellSessionTests {
    private func session(
        _ keys: [ScriptedTerminal.Key], shell: String = "sh",
        meanwhile: (@Sendable (ShellMachine, ScriptedTerminal) async throws -> Void)? = nil
    ) throws -> String {
        let box = try ShellMachine()
        return try box.simulation.run {
            let terminal = ScriptedTerminal(box.simulation, keys)
            let executable = try box.machine.executable(
                for: [shell], path: "/bin", workingDirectory: "/")
            let process = box.machine.processes.start(
                executable.program, arguments: executable.arguments,
                environment: ["PATH": "/bin", "HOME": "/root"], workingDirectory: "/",
                streams: Process.Streams(
                    input: TerminalSource(box.simulation, terminal), output: TerminalSink(terminal),
                    error: TerminalSink(terminal), terminal: terminal, isOutputTerminal: true),
                on: box.machine)
            try await meanwhile?(box, terminal)
            let code = try await process.wait()
            return terminal.text + "[\(code)]"
        }
    }

    @Test("a container's prompt, variables over lines, unfinished commands, exit")
    func prompts() throws {
        let printed = try session([
            .line("x=1"), .line("cd /tmp"), .line("echo $x"), .line("for i in 1 2; do"),
            .line("echo $i; done"), .line("foo"), .line("exit 3"),
        ])
        #expect(
            printed == "/ # x=1\n/ # cd /tmp\n/tmp # echo $x\n1\n/tmp # for i in 1 2; do\n"
                + "> echo $i; done\n1\n2\n/tmp # foo\nsh: foo: not found\n/tmp # exit 3\n[3]")
    }

    @Test("Ctrl-C at the prompt gives a new one, and Ctrl-D leaves")
    func controlKeys() throws {
        let printed = try session([.line("echo 'a"), .interrupt, .line("echo $?")])
        #expect(printed == "/ # echo 'a\n> ^C\n/ # echo $?\n130\n/ # \n[0]")
    }

    @Test("Ctrl-C ends the program in front, and the rest of its line")
    func interruptsForeground() throws {
        let printed = try session([.line("sleep 100; echo no"), .line("echo $?")]) {
            box, terminal in
            try await box.simulation.sleep(for: .seconds(5))
            terminal.interrupts.interrupt()
        }
        #expect(printed == "/ # sleep 100; echo no\n^C\n/ # echo $?\n130\n/ # \n[0]")
    }

    @Test("an endless loop that never sleeps can be interrupted")
    func interruptsLoop() throws {
        let printed = try session([.line("while true; do :; done"), .line("echo on")]) {
            box, terminal in
            try await box.simulation.sleep(for: .milliseconds(50))
            terminal.interrupts.interrupt()
        }
        #expect(printed == "/ # while true; do :; done\n^C\n/ # echo on\non\n/ # \n[0]")
    }

    @Test("names stand in columns on a terminal")
    func columns() throws {
        let printed = try session([.line("mkdir d; cd d; touch ca.crt namespace token; ls")])
        #expect(printed.contains("ca.crt     namespace  token\n"))
    }

    @Test("hostile scripts end: recursion, fork bombs, huge words")
    func limits() throws {
        let box = try ShellMachine()
        let recursion = try box.run(["sh", "-c", "f() { f; }; f"])
        #expect(recursion.error.contains("maximum function nesting level"))
        let nesting = String(repeating: "$(", count: 500)
        #expect(try box.run(["sh", "-c", "echo " + nesting]).code == 2)
        let big = try box.run(["sh", "-c", "x=aaaaaaaa; while true; do x=$x$x; done"])
        #expect(big.error.contains("word too long"))
        let brackets = try box.run([
            "sh", "-c", "echo $((" + String(repeating: "(", count: 5000) + "1",
        ])
        #expect(brackets.code == 2)
    }
}
