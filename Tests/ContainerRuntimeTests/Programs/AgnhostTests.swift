import Simulation
import Testing

@testable import ContainerRuntime

@Suite("agnhost")
struct AgnhostTests {
    private func run(_ box: ShellMachine, _ words: [String]) async throws -> String {
        let sink = CollectingSink(box.simulation)
        let process = try box.start(words, output: sink, error: sink)
        let code = try await process.wait()
        return sink.text + (code == 0 ? "" : "[\(code)]")
    }

    @Test("netexec answers about itself and its caller, and ends when it is told to")
    func netexec() throws {
        let box = try ShellMachine()
        try box.simulation.run {
            let log = CollectingSink(box.simulation)
            let server = try box.start(
                ["agnhost", "netexec", "--http-port=81"], output: log, error: log)
            try await box.simulation.sleep(for: .seconds(1))
            for (path, expected) in [
                ("/hostname", "box"), ("/echo?msg=a%20b+c", "a b c"), ("/healthz", ""),
                ("/header?key=X-A", "1"), ("/nothing", "404 page not found\n"),
            ] {
                #expect(
                    try await run(box, ["curl", "-s", "-H", "X-A: 1", "localhost:81" + path])
                        == expected, "\(path)")
            }
            let client = try await run(box, ["curl", "-s", "localhost:81/clientip"])
            #expect(client.hasPrefix("127.0.0.1:"))
            let code = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}"]
            #expect(try await run(box, code + ["localhost:81/echo?code=503"]) == "503")
            _ = try await run(box, ["curl", "-s", "localhost:81/exit?code=3"])
            #expect(try await server.wait() == 3)
            #expect(log.text.contains("Started HTTP server on port 81\n"))
        }
    }

    @Test("liveness is well for ten seconds; servers end when they are asked to")
    func liveness() throws {
        let box = try ShellMachine()
        try box.simulation.run {
            let sink = CollectingSink(box.simulation)
            let server = try box.start(["agnhost", "liveness"], output: sink, error: sink)
            let code = [
                "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "localhost:8080/healthz",
            ]
            try await box.simulation.sleep(for: .seconds(1))
            #expect(try await run(box, code) == "200")
            try await box.simulation.sleep(for: .seconds(10))
            #expect(try await run(box, code) == "500")
            // As a Go program without a handler, and not of the signal: 128 + 15.
            server.signal(.terminate)
            #expect(try await server.wait() == 2)
            for (words, code) in [(["pause"], Int32(0)), (["nginx"], 0), (["sleep", "99"], 143)] {
                let process = try box.start(words, output: sink, error: sink)
                try await box.simulation.sleep(for: .seconds(1))
                process.signal(.terminate)
                #expect(try await process.wait() == code, "\(words)")
            }
        }
    }

    @Test("mounttest tells of files, in the order of its questions")
    func mounts() throws {
        let box = try ShellMachine()
        try box.machine.files.makeDirectory("/v")
        try box.machine.files.setMode("/v", 0o1777)
        try box.machine.files.write("/v/a", "text\n".bytes, mode: 0o640)
        try box.simulation.run {
            #expect(
                try await run(
                    box,
                    [
                        "agnhost", "mounttest", "--file_content=/v/a", "--file_mode=/v",
                        "--file_perm=/v/a", "--new_file_0666=/v/b",
                    ])
                    == "content of file \"/v/b\": mount-tester new file\n\n"
                    + "mode of file \"/v\": dtrwxrwxrwx\nperms of file \"/v/a\": -rw-r-----\n"
                    + "content of file \"/v/a\": text\n\n")
            #expect(
                try await run(box, ["agnhost", "mounttest", "--file_content=/none"])
                    == "error reading file \"/none\": no such file or directory\n[1]")
            #expect(
                try await run(box, ["agnhost", "entrypoint-tester", "a", "b"])
                    == "[agnhost entrypoint-tester a b]\n")
            #expect(
                try await run(box, ["agnhost", "webhook"])
                    == "agnhost: the command \"webhook\" is not offered by Kubarium's image\n[1]")
            let lines = try await run(
                box, ["agnhost", "logs-generator", "--log-lines-total", "3", "--run-duration=3s"])
            #expect(lines.split(separator: "\n").count == 3)
        }
    }
}
