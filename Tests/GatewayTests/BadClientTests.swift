import API
import Dispatch
import Foundation
import Gateway
import Simulation
import Testing

/// Clients that misbehave: each is given up in time, and harms nobody else.
@Suite("Bad clients of the gateway", .serialized)
struct BadClientTests {
    private static var hurried: ClientPatience {
        var patience = ClientPatience()
        (patience.head, patience.body) = (.milliseconds(300), .milliseconds(300))
        (patience.idle, patience.stall) = (.milliseconds(300), .milliseconds(300))
        return patience
    }

    /// How long `openssl s_client` lives when it sends `text` and then keeps silent.
    ///
    /// Its standard input stays open: only the server can end the connection.
    private func lifetime(of server: TestServer, sending text: String) throws -> Duration? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "s_client", "-quiet", "-connect", "127.0.0.1:\(server.listener.port)",
            "-alpn", "http/1.1",
        ]
        let input = Pipe()
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        let clock = ContinuousClock()
        let started = clock.now
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        defer {
            try? input.fileHandleForWriting.close()
            kill(process.processIdentifier, SIGKILL)
        }
        guard ended.wait(timeout: .now() + 10) == .success else { return nil }
        return started.duration(to: clock.now)
    }

    private static var hasOpenSSL: Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")
    }

    @Test(
        "a head, a body or a next request that never comes ends the connection",
        .enabled(if: hasOpenSSL),
        arguments: [
            "GET /api HTTP/1.1\r\nHost: x\r\nX-Slow: ",
            "POST /api HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123",
            "GET /api HTTP/1.1\r\nHost: x\r\n\r\n",
            "",
        ])
    func silence(_ sent: String) throws {
        let server = try TestServer(patience: Self.hurried) { _ in { _ in text("ok") } }
        defer { server.stop() }
        #expect(try lifetime(of: server, sending: sent) != nil, "the connection was kept")
        #expect(try server.curl("/") == "ok")
    }

    @Test("a socket that says nothing at all is closed, and its client reads the end")
    func halfOpen() throws {
        let server = try TestServer(patience: Self.hurried) { _ in { _ in text("ok") } }
        defer { server.stop() }
        let silent = try RawSocket(port: server.listener.port)
        defer { silent.close() }
        #expect(silent.readsEnd(within: 5))
    }

    @Test("a client that closes its writing half still gets its answer, or an end")
    func halfClosed() throws {
        let server = try TestServer(patience: Self.hurried) { _ in { _ in text("ok") } }
        defer { server.stop() }
        let half = try RawSocket(port: server.listener.port)
        half.closeWriting()
        #expect(half.readsEnd(within: 5))
        half.close()
        #expect(try server.curl("/") == "ok")
    }

    @Test("a watcher that never reads is given up, and its watch is stopped")
    func stalledWatcher() throws {
        let stopped = DispatchSemaphore(value: 0)
        let server = try TestServer(patience: Self.hurried) { simulation in
            { request in
                guard request.path == "/watch" else { return text("ok") }
                let stream = WatchStream(simulation) { stopped.signal() }
                let big = String(repeating: "x", count: 100_000)
                for _ in 0..<400 {
                    stream.send(WatchEvent(type: .added, object: ["s": .string(big)]))
                }
                return APIResponse(status: 200, body: .watch(stream))
            }
        }
        defer { server.stop() }
        // curl stops reading as soon as nobody takes what it prints.
        let process = try server.start("/watch", ["--http1.1", "-N"])
        #expect(stopped.wait(timeout: .now() + 10) == .success, "the watch went on")
        #expect(try server.curl("/") == "ok")
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    @Test("garbage in place of TLS ends that connection only")
    func garbage() throws {
        let server = try TestServer(patience: Self.hurried) { _ in { _ in text("ok") } }
        defer { server.stop() }
        let odd = try RawSocket(port: server.listener.port)
        odd.write([0x16, 0x03, 0x01, 0xff, 0xff] + [UInt8](repeating: 0xaa, count: 4096))
        #expect(odd.readsEnd(within: 5))
        odd.close()
        #expect(try server.curl("/") == "ok")
    }
}

/// A TCP connection without anything on top.
private struct RawSocket {
    struct Failure: Error {}
    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard result == 0 else { throw Failure() }
    }

    func write(_ bytes: [UInt8]) {
        signal(SIGPIPE, SIG_IGN)
        _ = Foundation.write(descriptor, bytes, bytes.count)
    }

    func closeWriting() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// Whether the server ends the connection in time.
    func readsEnd(within seconds: Int) -> Bool {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count == 0 { return true }
            if count < 0 { return errno == ECONNRESET }
        }
    }

    func close() { _ = Foundation.close(descriptor) }
}
