import Encoding
import API
import Dispatch
import Foundation
import Gateway
import PKI
import Simulation
import Testing

@Suite(
    "Gateway", .serialized,
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")))
struct GatewayTests {
    static let versions = ["--http1.1", "--http2"]

    @Test("both versions of HTTP carry a request and its answer", arguments: versions)
    func roundTrip(version: String) throws {
        let server = try TestServer { _ in
            { request in
                var body: [UInt8] = []
                if case .bytes(let bytes) = request.body { body = bytes }
                let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
                return text(
                    "\(request.method) \(request.path) [\(query)] "
                        + "\(request.headers["X-Test"] ?? "-") \(body.count) "
                        + "\(request.peer.certificateChain.isEmpty ? 0 : 1)",
                    status: 201)
            }
        }
        defer { server.stop() }
        #expect(
            try server.curl("/api/v1/pods?a=1&b=x%20y", [version, "-H", "X-Test: yes"])
                == "GET /api/v1/pods [a=1 b=x y] yes 0 0")
        // OpenSSL may send the authority along with the leaf.
        let certificate = ["--cert", "client.crt", "--key", "client.key"]
        let posted = try server.curl("/p", [version, "-d", "12345"] + certificate)
        #expect(posted == "POST /p [] - 5 1")
        let head = try server.curl("/h", [version, "-I"])
        #expect(head.contains(" 201"))
        #expect(head.lowercased().contains("content-length: 16"))
        let status = try server.curl("/s", [version, "-o", "/dev/null", "-w", "%{http_version}"])
        #expect(status == (version == "--http2" ? "2" : "1.1"))
    }

    @Test("the API server sees the client's certificate as it was shown")
    func peerCertificate() throws {
        let server = try TestServer { _ in
            { request in text(Base64.encode(request.peer.certificateChain.first ?? [])) }
        }
        defer { server.stop() }
        let shown = try server.curl("/", ["--cert", "client.crt", "--key", "client.key"])
        #expect(shown == Base64.encode(server.client.chain[0]))
    }

    @Test("nobody outside can ask for value trees")
    func valueTree() throws {
        let server = try TestServer { _ in { text($0.headers["Accept"] ?? "") } }
        defer { server.stop() }
        let both = "application/json, APPLICATION/vnd.kubarium.value-tree"
        #expect(try server.curl("/", ["-H", "Accept: \(both)"]) == "application/json")
        #expect(
            try server.curl("/", ["-H", "Accept: \(MediaType.valueTree)"])
                == "application/x-not-offered")
    }

    @Test(
        "a body over the limit is cut one byte past it, and the answer arrives", arguments: versions
    )
    func largeBody(version: String) throws {
        let server = try TestServer { _ in
            { request in
                guard case .bytes(let bytes) = request.body else { return text("none") }
                return text(String(bytes.count), status: 413)
            }
        }
        defer { server.stop() }
        let file = server.directory.appendingPathComponent("large")
        try Data(count: 5 << 20).write(to: file)
        let answer = try server.curl("/", [version, "-X", "POST", "--data-binary", "@large"])
        #expect(answer.hasPrefix("3145729"))
        try Data(count: 3 << 20).write(to: file)
        #expect(
            try server.curl("/", [version, "-X", "POST", "--data-binary", "@large"]) == "3145728")
    }

    @Test("events of a watch arrive as they happen", arguments: versions)
    func watch(version: String) throws {
        let server = try TestServer { simulation in
            { _ in
                let stream = WatchStream(simulation)
                simulation.spawn("events") {
                    for index in 1...3 {
                        let object: Value = ["n": .int(Int64(index))]
                        stream.send(WatchEvent(type: .added, object: object))
                        try? await simulation.sleep(for: .milliseconds(100))
                    }
                    stream.end()
                }
                return APIResponse(status: 200, body: .watch(stream))
            }
        }
        defer { server.stop() }
        let lines = (1...3).map { #"{"type":"ADDED","object":{"n":\#($0)}}"# + "\n" }
        #expect(try server.curl("/watch", [version]) == lines.joined())
    }

    @Test(
        "a watcher that goes away is forgotten, one that does not read is waited for",
        arguments: versions)
    func abort(version: String) throws {
        let stopped = DispatchSemaphore(value: 0)
        let server = try TestServer { simulation in
            { _ in
                let stream = WatchStream(simulation) { stopped.signal() }
                let big = String(repeating: "x", count: 100_000)
                for _ in 0..<200 {
                    stream.send(WatchEvent(type: .added, object: ["s": .string(big)]))
                }
                return APIResponse(status: 200, body: .watch(stream))
            }
        }
        defer { server.stop() }
        let process = try server.start("/watch", [version])
        let pipe = try #require(process.standardOutput as? Pipe)
        #expect(try pipe.fileHandleForReading.read(upToCount: 100)?.isEmpty == false)
        #expect(stopped.wait(timeout: .now() + 0.2) == .timedOut)
        // Not SIGTERM, which a child of a dispatch thread may have blocked.
        kill(process.processIdentifier, SIGKILL)
        #expect(stopped.wait(timeout: .now() + 5) == .success)
        #expect(try server.curl("/watch", ["-m", "1", "-o", "/dev/null"]).contains("timed out"))
        #expect(stopped.wait(timeout: .now() + 5) == .success)
    }

    @Test("many clients at once get each their own answer")
    func concurrency() throws {
        let server = try TestServer { simulation in
            { request in
                try? await simulation.sleep(for: .milliseconds(20))
                return text(request.path + "\n")
            }
        }
        defer { server.stop() }
        let clients = try (0..<12).map { index in
            try server.start(
                "/c\(index)/[1-40]", [index % 2 == 0 ? "--http1.1" : "--http2"])
        }
        for (index, process) in clients.enumerated() {
            let expected = (1...40).map { "/c\(index)/\($0)\n" }.joined()
            #expect(try TestServer.output(of: process) == expected)
        }
    }

    @Test("plain HTTP is told what is wrong, and a server that is down hangs up")
    func refusals() throws {
        let server = try TestServer { _ in nil }
        defer { server.stop() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        process.arguments = ["-sS", "--http1.0", "http://127.0.0.1:\(server.listener.port)/api"]
        process.standardOutput = Pipe()
        try process.run()
        #expect(
            try TestServer.output(of: process)
                == "Client sent an HTTP request to an HTTPS server.\n")
        #expect(try server.curl("/", ["--http1.1"]).contains("Empty reply from server"))
    }

    @Test("a busy port is refused with a sentence")
    func busyPort() throws {
        let server = try TestServer { _ in nil }
        defer { server.stop() }
        let error = #expect(throws: GatewayError.self) {
            _ = try GatewayListener(
                simulation: server.simulation, driver: server.listener.driver,
                identity: server.client, port: server.listener.port
            ) { nil }
        }
        #expect(error?.description.contains("is in use; choose another with --port") == true)
    }
}
