import PodNetwork
import Simulation
import Testing

@testable import ContainerRuntime

@Suite("Network programs")
struct NetworkProgramTests {
    private func withServer(
        _ server: String, _ body: @escaping @Sendable (ShellMachine) async throws -> Void
    ) throws {
        let box = try ShellMachine()
        try box.machine.files.makeDirectory(NginxProgram.root, withParents: true)
        try box.machine.files.write(NginxProgram.root + "/index.html", NginxProgram.welcome.bytes)
        try box.simulation.run {
            let log = CollectingSink(box.simulation)
            let process = try box.start([server], output: log, error: log)
            try await box.simulation.sleep(for: .seconds(1))
            try await body(box)
            process.signal(.kill)
        }
    }

    private func run(_ box: ShellMachine, _ script: String) async throws -> String {
        let sink = CollectingSink(box.simulation)
        let process = try box.start(["sh", "-c", script], output: sink, error: sink)
        let code = try await process.wait()
        return sink.text + (code == 0 ? "" : "[\(code)]")
    }

    private func check(_ box: ShellMachine, _ script: String, _ expected: String) async throws {
        let printed = try await run(box, script)
        #expect(printed == expected, "\(script)")
    }

    @Test("curl prints what kubia answers, without a newline of its own")
    func curlKubia() throws {
        try withServer("kubia") { box in
            let hit = "You've hit box\n"
            try await check(box, "curl -s localhost:8080", hit)
            let head = try await run(box, "curl -s -i 10.244.1.5:8080/x")
            #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(head.hasSuffix("\r\n\r\n" + hit))
            try await check(
                box, "curl -s -o /dev/null -w '%{http_code} %{size_download}\\n' localhost:8080",
                "200 15\n")
            try await check(
                box, "wget -qO- localhost:8080; wget -O - localhost:81",
                hit + "Connecting to localhost:81 (127.0.0.1:81)\n"
                    + "wget: can't connect to remote host (127.0.0.1): Connection refused\n[1]")
        }
    }

    @Test("curl fails with curl's own numbers and texts")
    func curlFailures() throws {
        try withServer("nginx") { box in
            try await check(
                box, "curl -sS nosuch.name", "curl: (6) Could not resolve host: nosuch.name\n[6]")
            try await check(
                box, "curl -sS localhost:81",
                "curl: (7) Failed to connect to localhost port 81 after 0 ms: "
                    + "Couldn't connect to server\n[7]")
            try await check(
                box, "curl -sS -f localhost/nofile",
                "curl: (22) The requested URL returned error: 404\n[22]")
            try await check(
                box, "curl -s localhost | grep title", "<title>Welcome to nginx!</title>\n")
            try await check(
                box, "curl -sS --connect-timeout 2 10.9.9.9",
                "curl: (28) Failed to connect to 10.9.9.9 port 80 after 2000 ms: Timeout was reached\n[28]"
            )
            try await check(
                box, "curl --frob x",
                "curl: option --frob: is unknown\n"
                    + "curl: try 'curl --help' or 'curl --manual' for more information\n[2]")
        }
    }

    @Test("curl shows error 60 with all its lines for an unknown authority")
    func curlUnknownIssuer() throws {
        let box = try ShellMachine()
        try box.simulation.run {
            let listener = try box.machine.network.listen(443)
            box.simulation.spawn("server") {
                while let connection = try? await listener.accept() {
                    let options = TLSServerOptions(certificateChain: [[1, 2, 3]])
                    _ = try? await connection.acceptTLS(options)
                }
            }
            let printed = try await run(
                box, "curl -s https://localhost; echo $?; curl -sS https://localhost")
            #expect(printed.hasPrefix("60\ncurl: (60) SSL certificate problem: bad certificate\n"))
            #expect(
                printed.hasSuffix("how to fix it, please visit the web page mentioned above.\n[60]")
            )
            listener.close()
        }
    }
}
