import API
import Encoding
import Foundation
import Simulation
import Testing

@testable import Gateway

/// Port-forward, from SPDY's bytes to whole tunnels.
@Suite("Tunnels to ports of pods", .serialized)
struct PortTunnelTests {
    @Test("the dictionary of SPDY's headers is the one that everybody has")
    func dictionary() {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in SPDYHeaders.dictionary {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        #expect(SPDYHeaders.dictionary.count == 1423)
        #expect(high << 16 | low == SPDYHeaders.dictionaryID)
    }

    @Test("frames survive being cut anywhere, and headers keep their stream across frames")
    func framing() throws {
        var writer = SPDYWriter()
        let frames: [SPDYFrame] = [
            .synStream(
                id: 1, headers: [SPDYHeader(name: "port", value: "80")], isFinal: true),
            .data(id: 1, bytes: [1, 2, 3], isFinal: false),
            .synStream(
                id: 3, headers: [SPDYHeader(name: "streamtype", value: "data")], isFinal: false),
            .ping(id: 9), .reset(id: 3, status: 5), .data(id: 1, bytes: [], isFinal: true), .goAway,
        ]
        let bytes = frames.flatMap { writer.bytes(of: $0) }
        for size in [1, 7, bytes.count] {
            var reader = SPDYReader()
            var read: [SPDYFrame] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                read += try reader.read(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(read == frames)
        }
    }

    @Test("nonsense is refused, whatever it is")
    func nonsense() {
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: UInt64(seed), stream: "nonsense")
            var bytes = (0..<64).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            // A length that the bytes have, so that the body is looked at.
            bytes.replaceSubrange(0..<8, with: [0x80, 3, 0, 1, 0, 0, 0, 56])
            var reader = SPDYReader()
            #expect(throws: SPDYFrame.Failure.self) { try reader.read(bytes) }
        }
        var reader = SPDYReader()
        #expect(throws: SPDYFrame.Failure.tooLarge) {
            try reader.read([0, 0, 0, 1, 0, 0xff, 0xff, 0xff])
        }
    }

    private func makeServer() throws -> TestServer {
        try TestServer { simulation in
            { _ in
                APIResponse(
                    status: 101, body: .upgrade(.ports(EchoPorts(simulation: simulation))))
            }
        }
    }

    /// What the server sends in the tunnel, as frames, until `isEnough`.
    private func frames(
        _ client: WebSocketClient, until isEnough: ([SPDYFrame]) -> Bool
    ) throws -> [SPDYFrame] {
        var reader = SPDYReader()
        var frames: [SPDYFrame] = []
        while !isEnough(frames), let event = client.next(), case .message(let bytes) = event {
            frames += try reader.read(bytes)
        }
        return frames
    }

    private func headers(_ kind: String, _ port: Int, _ request: Int) -> [SPDYHeader] {
        [
            SPDYHeader(name: "streamtype", value: kind),
            SPDYHeader(name: "port", value: String(port)),
            SPDYHeader(name: "requestid", value: String(request)),
        ]
    }

    @Test("a pair of streams is a connection; a port where nobody listens is told of")
    func tunnel() throws {
        let server = try makeServer()
        defer { server.stop() }
        let client = try WebSocketClient(
            port: server.listener.port, path: "/portforward",
            subprotocols: [PortTunnel.subprotocol])
        defer { client.vanish() }
        guard case .answer(101, PortTunnel.subprotocol, _)? = client.next() else {
            Issue.record("no upgrade")
            return
        }
        var writer = SPDYWriter()
        let opening: [SPDYFrame] = [
            .synStream(id: 1, headers: headers("error", 80, 0), isFinal: true),
            .synStream(id: 3, headers: headers("data", 80, 0), isFinal: false),
            .data(id: 3, bytes: Array("hello".utf8), isFinal: true),
            .synStream(id: 5, headers: headers("error", 81, 1), isFinal: true),
            .synStream(id: 7, headers: headers("data", 81, 1), isFinal: false),
            .synStream(id: 9, headers: headers("tea", 81, 1), isFinal: false),
            .ping(id: 11),
        ]
        for frame in opening { client.send(writer.bytes(of: frame)) }
        let frames = try frames(client) { frames in
            // The answers of tasks of their own; the ping is answered behind all that was asked.
            frames.filter { if case .data(_, _, true) = $0 { true } else { false } }.count == 4
                && frames.contains(.ping(id: 11))
        }
        #expect(frames.contains(.data(id: 3, bytes: Array("hello".utf8), isFinal: false)))
        #expect(frames.contains(.data(id: 3, bytes: [], isFinal: true)))
        #expect(frames.contains(.data(id: 1, bytes: [], isFinal: true)))
        #expect(frames.contains(.data(id: 5, bytes: Array("refused".utf8), isFinal: false)))
        #expect(frames.contains(.reset(id: 9, status: SPDYFrame.protocolError)))
        #expect(frames.contains(.ping(id: 11)))
    }

    @Test("the older form has two channels for each port, which begin with its number")
    func channels() throws {
        let server = try makeServer()
        defer { server.stop() }
        let client = try WebSocketClient(
            port: server.listener.port, path: "/portforward?ports=80&ports=8081",
            subprotocols: ["v4.channel.k8s.io"])
        defer { client.vanish() }
        #expect(client.next() != nil)
        for start: [UInt8] in [[0, 80, 0], [1, 80, 0], [2, 0x91, 0x1f], [3, 0x91, 0x1f]] {
            #expect(client.next() == .message(start))
        }
        #expect(client.next(on: 3) == Array("refused".utf8))
        client.send([0] + Array("hello".utf8))
        #expect(client.next(on: 0) == Array("hello".utf8))
    }
}

/// Port 80 gives back what it gets; elsewhere nobody listens.
private struct EchoPorts: PodPorts {
    let simulation: Simulation

    func connect(to port: Int) async throws(PortForwardFailure) -> any ByteChannel {
        guard port == 80 else { throw PortForwardFailure("refused") }
        return BytePipe(simulation)
    }
}
