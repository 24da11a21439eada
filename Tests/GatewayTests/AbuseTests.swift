import API
import Foundation
import Gateway
import Testing

/// Requests that no decent client sends: each gets a clear answer, and the server lives on.
@Suite(
    "Abuse of the gateway", .serialized,
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")))
struct AbuseTests {
    /// A server that tells what it was asked: method, path as it came, bytes of the body.
    private static func echo() throws -> TestServer {
        try TestServer { _ in
            { request in
                var count = 0
                if case .bytes(let bytes) = request.body { count = bytes.count }
                return text("\(request.method) \(request.path) \(count)")
            }
        }
    }

    /// What the server says to `lines`, sent as they are through TLS, until it hangs up.
    private func converse(with server: TestServer, _ lines: String) throws -> String {
        let answer = try converse(with: server, Array(lines.utf8), speaking: "http/1.1")
        return String(decoding: answer, as: UTF8.self)
    }

    private func converse(
        with server: TestServer, _ bytes: [UInt8], speaking version: String
    ) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "s_client", "-quiet", "-ign_eof", "-connect", "127.0.0.1:\(server.listener.port)",
            "-alpn", version,
        ]
        let input = Pipe()
        process.standardInput = input
        process.standardOutput = Pipe()
        process.standardError = FileHandle.nullDevice
        try process.run()
        try? input.fileHandleForWriting.write(contentsOf: Data(bytes))
        defer { try? input.fileHandleForWriting.close() }
        let output = try #require(process.standardOutput as? Pipe)
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return answer
    }

    @Test("a flood of headers is refused with 431 or ends the stream")
    func headerFlood() throws {
        let server = try Self.echo()
        defer { server.stop() }
        let flood = (0..<5000).map { "X-\($0): \(String(repeating: "a", count: 100))" }
        try flood.joined(separator: "\n").write(
            to: server.directory.appendingPathComponent("flood"), atomically: true, encoding: .utf8)
        let answer = try server.curl("/", ["--http1.1", "-H", "@flood", "-w", " %{http_code}"])
        #expect(answer.hasSuffix("431"), "\(answer)")
        let large = String(repeating: "b", count: 100_000)
        let single = try server.curl(
            "/", ["--http1.1", "-H", "X: \(large)", "-w", " %{http_code}"])
        #expect(single.contains("431 Request Header Fields Too Large"), "\(single)")
        let stream = try server.curl("/", ["--http2", "-H", "@flood", "-w", " %{http_code}"])
        #expect(!stream.hasSuffix("200"), "\(stream)")
        #expect(try server.curl("/a") == "GET /a 0")
    }

    @Test(
        "bytes that are no request are answered with 400 and the end",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")),
        arguments: [
            "nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET  HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost x\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                + "Content-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "GET / HTTP/1.1\r\nX-Null: a\0b\r\n\r\n",
        ])
    func noRequest(_ sent: String) throws {
        let server = try Self.echo()
        defer { server.stop() }
        let answer = try converse(with: server, sent)
        #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(answer)")
        #expect(answer.hasSuffix("\r\n\r\n400 Bad Request"), "\(answer)")
        #expect(try server.curl("/a") == "GET /a 0")
    }

    @Test(
        "requests sent at once are answered in their order",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
    func pipelining() throws {
        let server = try Self.echo()
        defer { server.stop() }
        var lines = (0..<50).map { "GET /\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined()
        lines += "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        let answer = try converse(with: server, lines)
        let bodies = answer.split(separator: "\r\n\r\n").dropFirst().map {
            $0.prefix { !$0.isNewline && $0 != "H" }
        }
        #expect(bodies == (0..<50).map { "GET /\($0) 0" } + ["GET /last 0"])
    }

    @Test("bodies come in chunks or after 100 Continue, methods and paths as they were sent")
    func oddities() throws {
        let server = try Self.echo()
        defer { server.stop() }
        for version in GatewayTests.versions {
            let file = server.directory.appendingPathComponent("body")
            try Data(count: 70_000).write(to: file)
            let body = [version, "-X", "POST", "--data-binary", "@body"]
            #expect(
                try server.curl("/c", body + ["-H", "Expect: 100-continue"]) == "POST /c 70000")
            if version == "--http1.1" {
                let chunked = body + ["-H", "Transfer-Encoding: chunked"]
                #expect(try server.curl("/c", chunked) == "POST /c 70000")
            }
            for method in ["OPTIONS", "TRACE", "PROPFIND", "BREW"] {
                let answer = try server.curl("/m", [version, "-X", method, "-w", " %{http_code}"])
                #expect(
                    answer == "\(method) /m 0 200"
                        || (version == "--http1.1" && answer.hasPrefix("400 ")), "\(answer)")
            }
            for path in ["/a/../b", "//a", "/a//b/", "/a%2fb", "/%00", "/%zz", "/%ff%fe"] {
                let answer = try server.curl(path, [version, "--path-as-is"])
                #expect(answer.hasPrefix("GET /"), "\(path): \(answer)")
            }
        }
    }

    @Test("many streams on one connection, and streams given up at once, leave it usable")
    func streams() throws {
        let server = try Self.echo()
        defer { server.stop() }
        let many = [
            "--http2", "--no-progress-meter", "-Z", "--parallel-max", "300", "-o", "/dev/null",
        ]
        let codes = try server.curl("/[1-600]", many + ["-w", "%{http_code}\n"])
        #expect(codes == String(repeating: "200\n", count: 600))
        #expect(try server.curl("/a") == "GET /a 0")
    }

    @Test(
        "who opens streams only to reset them is told to calm down and loses the connection",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
    func rapidReset() throws {
        let server = try Self.echo()
        defer { server.stop() }
        let answer = [UInt8](
            try converse(with: server, Self.resets(of: 4000), speaking: "h2"))
        // GOAWAY: the last stream, then ENHANCE_YOUR_CALM.
        let farewell = Self.frames(answer).first { $0.type == 7 }
        #expect(farewell?.payload.dropFirst(4).prefix(4) == [0, 0, 0, 11])
        #expect(try server.curl("/a") == "GET /a 0")
    }

    @Test(
        "who gives up many streams, as a busy watcher does, keeps the connection",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
    func manyResets() throws {
        let server = try Self.echo()
        defer { server.stop() }
        // DATA that belongs to no stream: the error that ends the connection, and no other.
        let last = Self.frame(type: 0, stream: 0, [0])
        let answer = [UInt8](
            try converse(with: server, Self.resets(of: 600) + last, speaking: "h2"))
        let farewell = Self.frames(answer).first { $0.type == 7 }
        #expect(farewell?.payload.dropFirst(4).prefix(4) == [0, 0, 0, 1])
    }

    /// The preface, then `count` streams that are opened and reset at once.
    private static func resets(of count: UInt32) -> [UInt8] {
        var bytes = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
        bytes += frame(type: 4, stream: 0, [])
        // GET https://x/ in HPACK's static table; then RST_STREAM with CANCEL.
        let head: [UInt8] = [0x82, 0x87, 0x84, 0x41, 1, UInt8(ascii: "x")]
        for stream in stride(from: 1, to: 2 * count, by: 2) {
            bytes += frame(type: 1, flags: 5, stream: stream, head)
            bytes += frame(type: 3, stream: stream, [0, 0, 0, 8])
        }
        return bytes
    }

    /// A frame of HTTP/2 (RFC 9113, section 4.1).
    private static func frame(
        type: UInt8, flags: UInt8 = 0, stream: UInt32, _ payload: [UInt8]
    ) -> [UInt8] {
        let id = (0..<4).map { UInt8(truncatingIfNeeded: stream >> (24 - 8 * $0)) }
        return [0, 0, UInt8(payload.count), type, flags] + id + payload
    }

    private static func frames(_ bytes: [UInt8]) -> [(type: UInt8, payload: [UInt8])] {
        var frames: [(UInt8, [UInt8])] = []
        var rest = bytes[...]
        while rest.count >= 9 {
            let head = Array(rest.prefix(9))
            let size = Int(head[0]) << 16 + Int(head[1]) << 8 + Int(head[2])
            rest = rest.dropFirst(9)
            frames.append((head[3], Array(rest.prefix(size))))
            rest = rest.dropFirst(size)
        }
        return frames
    }
}
