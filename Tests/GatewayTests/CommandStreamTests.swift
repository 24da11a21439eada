import API
import Dispatch
import Foundation
import Gateway
import Simulation
import Testing

/// `exec` over WebSockets, before commands of the test's own.
@Suite("Streams of commands", .serialized)
struct CommandStreamTests {
    private static let path = "/api/v1/namespaces/default/pods/web/exec"

    /// A server whose `exec` runs the command that the query names.
    private func makeServer(killed: DispatchSemaphore? = nil) throws -> TestServer {
        try TestServer { simulation in
            { request in
                let command = RemoteCommandRequest(
                    stdin: request.parameter("stdin") == "true", stdout: true,
                    stderr: request.parameter("tty") != "true",
                    tty: request.parameter("tty") == "true"
                ) { () async throws(Status) -> RemoteSession in
                    let name = request.parameter("command") ?? ""
                    guard name != "missing" else {
                        throw .internalError("executable file not found in $PATH")
                    }
                    let session = RemoteSession(simulation)
                    if request.parameter("stdin") != "true" {
                        session.standardInput.closeWriting()
                    }
                    let task = simulation.spawn("command") {
                        session.finish(.exited(code: await run(name, session, simulation)))
                    }
                    simulation.spawn("departure") {
                        try? await session.waitForDeparture()
                        task.cancel()
                        killed?.signal()
                    }
                    return session
                }
                return APIResponse(status: 101, body: .upgrade(.command(command)))
            }
        }
    }

    private func client(
        _ server: TestServer, _ query: String, _ subprotocols: [String] = ["v5.channel.k8s.io"]
    ) throws -> WebSocketClient {
        try WebSocketClient(
            port: server.listener.port, path: Self.path + "?" + query, subprotocols: subprotocols)
    }

    /// Checks the handshake's answer and the empty message that follows it.
    private func open(_ client: WebSocketClient, _ subprotocol: String) {
        let accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
        #expect(
            client.next() == .answer(status: 101, subprotocol: subprotocol, body: accept))
        #expect(client.next() == .message([1]))
    }

    @Test("input comes back as output, its end is told, and the status says success")
    func echo() throws {
        let server = try makeServer()
        defer { server.stop() }
        let client = try client(
            server, "command=cat&stdin=true", ["v5.channel.k8s.io", "v4.channel.k8s.io"])
        defer { client.vanish() }
        open(client, "v5.channel.k8s.io")
        client.send([0] + Array("hi".utf8))
        #expect(client.next(on: 1) == Array("hi".utf8))
        // In two parts, with a ping between them.
        client.send([0] + Array("in ".utf8), isFinal: false)
        client.send([7], opcode: 9)
        client.send(Array("parts".utf8), opcode: 0)
        #expect(client.next() == .pong([7]))
        #expect(client.next(on: 1) == Array("in parts".utf8))
        client.send([255, 0])
        #expect(client.next(on: 3) == Array(#"{"metadata":{},"status":"Success"}"#.utf8))
        #expect(client.next() == .close(code: 1000))
    }

    @Test("an exit code comes as the cause of a failure; a command that cannot start as its text")
    func endings() throws {
        let server = try makeServer()
        defer { server.stop() }
        let failing = try client(server, "command=fail")
        defer { failing.vanish() }
        open(failing, "v5.channel.k8s.io")
        #expect(failing.next(on: 2) == Array("oh no".utf8))
        let status = String(decoding: failing.next(on: 3) ?? [], as: UTF8.self)
        #expect(status.contains(#""reason":"NonZeroExitCode""#))
        #expect(status.contains(#""causes":[{"reason":"ExitCode","message":"3"}]"#))
        let missing = try client(server, "command=missing", ["v4.channel.k8s.io"])
        defer { missing.vanish() }
        open(missing, "v4.channel.k8s.io")
        let text = String(decoding: missing.next(on: 3) ?? [], as: UTF8.self)
        #expect(text.contains("Internal error occurred: executable file not found in $PATH"))
    }

    @Test("the terminal's size reaches the command; nonsense does not harm it")
    func resize() throws {
        let server = try makeServer()
        defer { server.stop() }
        let client = try client(server, "command=size&stdin=true&tty=true")
        defer { client.vanish() }
        open(client, "v5.channel.k8s.io")
        client.send([4] + Array("nonsense".utf8))
        client.send([4] + Array(#"{"Width":-1,"Height":99999999999999999999}"#.utf8))
        client.send([77])
        client.send([])
        client.send([4] + Array(#"{"Width":132,"Height":43}"#.utf8))
        client.send([0, 10])
        #expect(client.next(on: 1) == Array("132x43".utf8))
    }

    @Test("the base64 form carries the same as text")
    func base64() throws {
        let server = try makeServer()
        defer { server.stop() }
        let client = try client(
            server, "command=cat&stdin=true", ["v4.base64.channel.k8s.io"])
        defer { client.vanish() }
        #expect(client.next() != nil)
        #expect(client.next() == .message(Array("1".utf8)))
        client.send(Array("0aGk=".utf8), opcode: 1)
        #expect(client.next() == .message(Array("1aGk=".utf8)))
    }

    @Test("who asks for no upgrade, another one or an unknown protocol is told so")
    func refusals() throws {
        let server = try makeServer()
        defer { server.stop() }
        let plain = try server.curl(Self.path, ["--http1.1"])
        #expect(plain.contains(#""message":"Upgrade request required""#))
        let spdy = try server.curl(
            Self.path,
            ["--http1.1", "-X", "POST", "-H", "Connection: Upgrade", "-H", "Upgrade: SPDY/3.1"])
        #expect(spdy.contains("unable to upgrade: this server does not carry"))
        #expect(try server.curl(Self.path, ["--http2"]).contains("Upgrade request required"))
        let unknown = try client(server, "command=cat", ["chat"])
        defer { unknown.vanish() }
        #expect(
            unknown.next()
                == .answer(
                    status: 403, subprotocol: nil, body: "missing or bad WebSocket-Protocol"))
    }

    @Test("a client that does not read stops the command; one that vanishes ends it")
    func slowClient() throws {
        let killed = DispatchSemaphore(value: 0)
        let server = try makeServer(killed: killed)
        defer { server.stop() }
        let client = try client(server, "command=flood")
        open(client, "v5.channel.k8s.io")
        client.setReading(false)
        #expect(killed.wait(timeout: .now() + 0.2) == .timedOut)
        #expect(try server.curl(Self.path, ["--http1.1"]).contains("Upgrade request required"))
        client.vanish()
        #expect(killed.wait(timeout: .now() + 10) == .success)
    }

    @Test("a client that breaks the protocol is told how, and its command ends")
    func hostileClients() throws {
        let killed = DispatchSemaphore(value: 0)
        let server = try makeServer(killed: killed)
        defer { server.stop() }
        let attacks: [(code: Int, attack: (WebSocketClient) -> Void)] = [
            (1002, { $0.send([0, 65], mask: nil) }),
            (1002, { $0.send([0, 65], opcode: 0) }),
            (1002, { $0.send([0, 65], opcode: 3) }),
            (1009, { $0.write([0x82, 0xff, 0, 0, 0, 0, 0x7f, 0, 0, 0, 1, 2, 3, 4]) }),
        ]
        for (code, attack) in attacks {
            let client = try client(server, "command=cat&stdin=true")
            open(client, "v5.channel.k8s.io")
            attack(client)
            #expect(client.next() == .close(code: code))
            #expect(killed.wait(timeout: .now() + 10) == .success)
            client.vanish()
        }
    }

    @Test("input that the command does not read stays with the client")
    func greedyClient() throws {
        let killed = DispatchSemaphore(value: 0)
        let server = try makeServer(killed: killed)
        defer { server.stop() }
        let client = try client(server, "command=sleep&stdin=true")
        open(client, "v5.channel.k8s.io")
        let block = [UInt8](repeating: 0, count: 1 << 19)
        for _ in 0..<48 { client.send(block, mask: [0, 0, 0, 0]) }
        // The server is alive and has had time to read, if it wanted to.
        for _ in 0..<5 {
            #expect(
                try server.curl(Self.path, ["--http1.1"]).contains("Upgrade request required"))
        }
        #expect(client.bytesUnsent > 0)
        client.vanish()
        #expect(killed.wait(timeout: .now() + 10) == .success)
    }
}

/// The commands of these tests.
private func run(_ name: String, _ session: RemoteSession, _ simulation: Simulation) async -> Int {
    switch name {
    case "cat":
        while let bytes = try? await session.standardInput.read() {
            try? await session.standardOutput.write(bytes)
        }
    case "fail":
        try? await session.standardError.write("oh no")
        return 3
    case "size":
        _ = try? await session.standardInput.read()
        let size = session.size
        try? await session.standardOutput.write("\(size.columns)x\(size.rows)")
    case "flood":
        let block = [UInt8](repeating: 120, count: 32_768)
        while (try? await session.standardOutput.write(block)) != nil {}
    default: try? await simulation.sleep(for: .hours(1))
    }
    return 0
}
