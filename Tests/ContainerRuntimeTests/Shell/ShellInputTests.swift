import Simulation
import Testing

@testable import ContainerRuntime

@Suite("shells that read commands from standard input")
struct ShellInputTests {
    @Test("each command runs as soon as it is whole, while the input goes on")
    func live() throws {
        let box = try ShellMachine()
        try box.simulation.run {
            for shell in ["sh", "bash"] {
                let pipe = BytePipe(box.simulation, capacity: 4096)
                let output = CollectingSink(box.simulation)
                let executable = try box.machine.executable(
                    for: [shell], path: "/bin", workingDirectory: "/")
                let process = box.machine.processes.start(
                    executable.program, arguments: executable.arguments,
                    environment: ["PATH": "/bin"], workingDirectory: "/",
                    streams: Process.Streams(input: pipe, output: output, error: output),
                    on: box.machine)
                func say(_ text: String) async throws -> String {
                    try await pipe.write(Array(text.utf8))
                    try await box.simulation.sleep(for: .seconds(1))
                    return output.text
                }
                #expect(try await say("echo one; x=2\n") == "one\n")
                #expect(try await say("if true\nthen\n") == "one\n")
                #expect(try await say("echo $x\nfi\n") == "one\n2\n")
                #expect(try await say("cat <<E\nthree\n") == "one\n2\n")
                #expect(try await say("E\necho 'fo") == "one\n2\nthree\n")
                #expect(try await say("ur'\n") == "one\n2\nthree\nfour\n")
                #expect(try await say("exit 5\n") == "one\n2\nthree\nfour\n")
                #expect(try await process.wait() == 5)
            }
        }
    }

    @Test("a command that reads finds what the shell has not taken")
    func sharing() throws {
        let outcome = try ShellMachine().run(["sh"], input: Array("echo a\ncat\nfoo\n".utf8))
        #expect(outcome.output == "a\n" && outcome.error == "sh: foo: not found\n")
    }

    @Test("what comes before a mistake has run, and a long text is no burden")
    func mistakes() throws {
        let box = try ShellMachine()
        let wrong = try box.run(["sh"], input: Array("echo a\n)\necho b\n".utf8))
        #expect(wrong.output == "a\n" && wrong.code == 2)
        #expect(wrong.error == "sh: syntax error: unexpected \")\"\n")
        let open = try box.run(["sh"], input: Array("echo a\nif true".utf8))
        #expect(open.output == "a\n" && open.code == 2)
        let lines = String(repeating: "some words\n", count: 8000)
        for shell in ["sh", "bash"] {
            let long = try box.run(
                [shell], input: Array("wc -l <<E\n\(lines)E\necho done\n".utf8))
            #expect(long.output == "8000\ndone\n")
        }
    }
}
