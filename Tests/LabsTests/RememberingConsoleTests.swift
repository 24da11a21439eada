import API
import Session
import Testing
import Transcript

@testable import Labs

@Suite("A console that remembers")
struct RememberingConsoleTests {
    /// Judges `text` with what others have learned; gives the console that it needed, and what is
    /// known then, as another process would read it.
    private func judge(
        _ text: String, knowing memory: ConsoleMemory
    ) throws -> (passed: Bool, typed: [[String]], memory: ConsoleMemory) {
        let scripted = ScriptedConsole(try Transcript(parsing: SampleLab.session))
        let console = RememberingConsole(scripted, memory: memory)
        var judge = Judge(try SampleLab.lab(), on: console, texts: Texts(.english))
        let passed = judge.judge(text) == nil
        var memory = memory
        memory.merge(try #require(ConsoleMemory(console.learned.json)))
        return (passed, scripted.typed, memory)
    }

    @Test("what one has typed another need not type again; both have the same verdict")
    func remembers() throws {
        let first = try judge(SampleLab.session, knowing: ConsoleMemory())
        #expect(first.passed && !first.typed.isEmpty)
        let second = try judge(SampleLab.session, knowing: first.memory)
        #expect(second.passed && second.typed.isEmpty)
        let forged = try judge(
            SampleLab.session.replacing("Running   0", with: "Failed    0"), knowing: first.memory)
        #expect(!forged.passed && forged.typed.isEmpty)
    }

    @Test("at the first call that is new everything is asked of the console itself, in order")
    func diverges() throws {
        let first = try judge(SampleLab.session, knowing: ConsoleMemory())
        let extra = "[root@server4-master ~]$ nosuch\nbash: nosuch: command not found\n"
        let other = try judge(SampleLab.session + extra, knowing: first.memory)
        #expect(other.typed == first.typed + [["nosuch"]])
        let again = try judge(SampleLab.session + extra, knowing: other.memory)
        #expect(again.typed.isEmpty && again.passed == other.passed)
    }

    @Test("what a broken process left is no memory")
    func broken() {
        #expect(ConsoleMemory(.array([])) == nil)
        #expect(ConsoleMemory(["x": ["output": 3]]) == nil)
    }
}
