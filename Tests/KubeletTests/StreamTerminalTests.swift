import API
import Simulation
import Testing

@testable import Kubelet

@Suite("A terminal at the far end of a connection")
struct StreamTerminalTests {
    private func typed(_ text: String) -> (line: String, shown: String) {
        var line = EditedLine()
        var shown: [UInt8] = []
        for key in text.utf8 {
            if case .show(let bytes) = line.take(key) { shown += bytes }
        }
        return (line.text, String(decoding: shown, as: UTF8.self))
    }

    @Test("a line is edited as Linux does: erase, word, kill; arrows do nothing")
    func editing() {
        #expect(typed("ab\u{7f}c") == ("ac", "ab\u{8} \u{8}c"))
        #expect(typed("ls -l x\u{17}\u{17}").line == "ls -l")
        #expect(typed("hello\u{15}x").line == "x")
        #expect(typed("a\u{1b}[Ab\u{1b}[1;5Cc\u{1b}OAd").line == "abcd")
        #expect(typed("\u{7f}").shown.isEmpty)
        #expect(typed("né\u{7f}").line == "n")
    }

    @Test("keys become lines, Ctrl-C ends a line or tells the program in front, Ctrl-D is the end")
    func lines() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let session = RemoteSession(simulation)
            let terminal = StreamTerminal(simulation, session)
            try await session.standardInput.write("ls\rab\u{3}pwd\n\u{4}")
            // What was typed before Ctrl-C is lost, and with it what nobody had read.
            let told = Confined(simulation, 0)
            let token = terminal.interrupts.push { told.value += 1 }
            try await simulation.sleep(for: .milliseconds(1))
            #expect(told.value == 1)
            terminal.interrupts.remove(token)
            #expect(try await terminal.readLine(prompt: "$ ") == "pwd")
            #expect(try await terminal.readLine(prompt: "$ ") == nil)
            await terminal.flush()
            let shown = try await session.standardOutput.read() ?? []
            #expect(String(decoding: shown, as: UTF8.self) == "$ pwd\r\n$ ")
            session.finish(.exited(code: 0))
            terminal.hangUp()
        }
    }

    @Test("a program that shows more than anybody reads has to wait")
    func waits() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let session = RemoteSession(simulation)
            let terminal = StreamTerminal(simulation, session)
            let count = Confined(simulation, 0)
            let program = simulation.spawn("yes") {
                let sink = TerminalSink(terminal)
                while (try? await sink.write([UInt8](repeating: 121, count: 1024))) != nil {
                    count.value += 1
                }
            }
            try await simulation.sleep(for: .seconds(1))
            #expect((1...300).contains(count.value))
            session.abandon()
            terminal.hangUp()
            program.cancel()
        }
    }
}
