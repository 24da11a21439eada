import Dispatch
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A small client for WebSockets that a test drives step by step; nothing waits without an end.
final class WebSocketClient: Sendable {
    /// What comes from the server.
    enum Event: Equatable, Sendable {
        case answer(status: Int, subprotocol: String?, body: String)
        case message([UInt8])
        case pong([UInt8])
        case close(code: Int)
        case end
    }
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let channel: any Channel
    private let events: EventQueue
    private let unsent = Mutex(0)

    /// Connects and asks for an upgrade.
    init(
        port: Int, path: String, subprotocols: [String], method: String = "GET",
        extraHeaders: [String] = []
    ) throws {
        let events = EventQueue()
        self.events = events
        var settings = TLSConfiguration.makeClientConfiguration()
        settings.certificateVerification = .none
        settings.applicationProtocols = ["http/1.1"]
        // BoringSSL takes Ed25519 only from those who say so.
        settings.verifySignatureAlgorithms = [.ed25519, .ecdsaSecp256R1Sha256]
        let context = try NIOSSLContext(configuration: settings)
        channel = try ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let operations = channel.pipeline.syncOperations
                    try operations.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: nil))
                    try operations.addHandler(WebSocketClientHandler(events))
                }
            }
            .connect(host: "127.0.0.1", port: port).wait()
        // Whoever vanishes sends a reset, as a killed process with unread bytes does.
        if let options = channel as? any SocketOptionProvider {
            try options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).wait()
        }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
        head += "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        head += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        if !subprotocols.isEmpty {
            head += "Sec-WebSocket-Protocol: \(subprotocols.joined(separator: ", "))\r\n"
        }
        for line in extraHeaders { head += line + "\r\n" }
        write(Array((head + "\r\n").utf8))
    }

    /// The next event, or nil after ten seconds without one.
    func next() -> Event? { events.next() }

    /// The next message whose first byte is `stream`, without it; others are skipped.
    func next(on stream: UInt8) -> [UInt8]? {
        while let event = next(), event != .end {
            if case .message(let bytes) = event, bytes.first == stream {
                return Array(bytes.dropFirst())
            }
        }
        return nil
    }

    /// All of one stream until the connection's goodbye.
    func all(on stream: UInt8) -> [UInt8] {
        var bytes: [UInt8] = []
        while let more = next(on: stream) { bytes += more }
        return bytes
    }

    func write(_ bytes: [UInt8]) {
        unsent.withLock { $0 += bytes.count }
        channel.writeAndFlush(ByteBuffer(bytes: bytes)).whenSuccess { [self] in
            unsent.withLock { $0 -= bytes.count }
        }
    }

    /// **Unit**: bytes written here that the connection has not taken.
    var bytesUnsent: Int { unsent.withLock { $0 } }

    /// Sends a frame; `mask` nil breaks the rule that clients mask.
    func send(
        _ bytes: [UInt8], opcode: UInt8 = 2, isFinal: Bool = true, mask: [UInt8]? = [1, 2, 3, 4]
    ) {
        var frame: [UInt8] = [(isFinal ? 0x80 : 0) | opcode]
        let maskBit: UInt8 = mask == nil ? 0 : 0x80
        switch bytes.count {
        case ..<126: frame.append(maskBit | UInt8(bytes.count))
        case ..<65_536:
            frame += [maskBit | 126, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)]
        default:
            frame.append(maskBit | 127)
            for shift in stride(from: 56, through: 0, by: -8) {
                frame.append(UInt8(bytes.count >> shift & 0xff))
            }
        }
        if let mask {
            frame += mask
            let isPlain = mask == [0, 0, 0, 0]
            frame += isPlain ? bytes : bytes.enumerated().map { $1 ^ mask[$0 % 4] }
        } else {
            frame += bytes
        }
        write(frame)
    }

    /// Stops or goes on reading from the socket.
    func setReading(_ reads: Bool) {
        try? channel.setOption(.autoRead, value: reads).wait()
        if reads { channel.read() }
    }

    /// Goes away without a goodbye.
    func vanish() {
        let channel = channel
        try? channel.eventLoop.submit {
            // Below TLS, which would say goodbye.
            try channel.pipeline.syncOperations.context(handlerType: NIOSSLClientHandler.self)
                .close(promise: nil)
        }.wait()
        try? group.syncShutdownGracefully()
    }
}

/// Events from the connection's thread to the test's.
final class EventQueue: Sendable {
    private let arrivals = DispatchSemaphore(value: 0)
    private let events = Mutex([WebSocketClient.Event]())

    func add(_ event: WebSocketClient.Event) {
        events.withLock { $0.append(event) }
        arrivals.signal()
    }

    func next() -> WebSocketClient.Event? {
        guard arrivals.wait(timeout: .now() + 10) == .success else { return nil }
        return events.withLock { events in
            // The end stays the end.
            guard events.first == .end else { return events.isEmpty ? nil : events.removeFirst() }
            arrivals.signal()
            return .end
        }
    }
}

/// Reads the answer's head, then frames.
private final class WebSocketClientHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let events: EventQueue
    private var pending: [UInt8] = []
    private var isOpen = false
    private var refusal: Int?

    init(_ events: EventQueue) { self.events = events }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        pending += unwrapInboundIn(data).readableBytesView
        if !isOpen, refusal == nil { readHead() }
        while isOpen, readFrame() {}
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let refusal {
            let body = String(decoding: pending, as: UTF8.self)
            events.add(.answer(status: refusal, subprotocol: nil, body: body))
        }
        events.add(.end)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func readHead() {
        let blank = Array("\r\n\r\n".utf8)
        guard let end = pending.indices.first(where: { pending[$0...].starts(with: blank) })
        else { return }
        let lines = String(decoding: pending[..<end], as: UTF8.self)
            .split(separator: "\r\n").map(String.init)
        pending.removeFirst(end + 4)
        let status = Int(lines[0].split(separator: " ")[1]) ?? 0
        guard status == 101 else {
            refusal = status
            return
        }
        let field = lines.first { $0.lowercased().hasPrefix("sec-websocket-protocol: ") }
        let accept = lines.first { $0.hasPrefix("Sec-WebSocket-Accept: ") } ?? ""
        events.add(
            .answer(
                status: 101, subprotocol: field.map { String($0.dropFirst(24)) }, body: accept))
        isOpen = true
    }

    private func readFrame() -> Bool {
        guard pending.count >= 2 else { return false }
        var (start, count) = (2, Int(pending[1] & 0x7f))
        if count == 126 {
            guard pending.count >= 4 else { return false }
            (start, count) = (4, Int(pending[2]) << 8 | Int(pending[3]))
        } else if count == 127 {
            guard pending.count >= 10 else { return false }
            (start, count) = (10, pending[2..<10].reduce(0) { $0 << 8 | Int($1) })
        }
        guard pending.count >= start + count else { return false }
        let bytes = Array(pending[start..<start + count])
        switch pending[0] & 0x0f {
        case 8:
            let code = bytes.count >= 2 ? Int(bytes[0]) << 8 | Int(bytes[1]) : 1005
            events.add(.close(code: code))
        case 10: events.add(.pong(bytes))
        default: events.add(.message(bytes))
        }
        pending.removeFirst(start + count)
        return true
    }
}
