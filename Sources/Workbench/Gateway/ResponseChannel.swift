import NIOCore
import NIOHTTP1
import Synchronization

/// The way of one answer from the simulation's thread to its connection's thread.
///
/// Rules for the caller: in the simulation, `write` does not wait; ask `waitUntilWritable` before
/// each write, and what is under way stays bounded. Once the client is gone writes do nothing.
final class ResponseChannel: Sendable {
    private struct State {
        var isGone = false
        /// **Unit**: bytes handed over that the connection's thread has not taken yet.
        var bytesInFlight = 0
        var waiter: CheckedContinuation<Bool, Never>?
        var whenGone: (@Sendable () -> Void)?
    }
    /// Whether the request was HEAD: the answer has no body.
    let isHead: Bool
    private let channel: any Channel
    private let driver: RealTimeDriver
    private let state = Mutex(State())

    init(_ channel: any Channel, _ driver: RealTimeDriver, isHead: Bool) {
        self.channel = channel
        self.driver = driver
        self.isHead = isHead
    }

    // MARK: - In the simulation

    /// Sends a whole answer.
    func send(_ head: HTTPResponseHead, body: [UInt8]) {
        let (channel, isHead) = (channel, isHead)
        channel.eventLoop.execute {
            channel.write(HTTPServerResponsePart.head(head), promise: nil)
            if !isHead, !body.isEmpty {
                let buffer = channel.allocator.buffer(bytes: body)
                channel.write(HTTPServerResponsePart.body(.byteBuffer(buffer)), promise: nil)
            }
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        }
    }

    /// Sends a whole answer as a gzip file, packed on the connection's thread.
    func sendPacked(_ head: HTTPResponseHead, body: [UInt8]) {
        let channel = channel
        channel.eventLoop.execute { [self] in
            var head = head
            var bytes = body
            if let packed = Gzip.compress(body) {
                bytes = packed
                head.headers.replaceOrAdd(name: "Content-Encoding", value: "gzip")
                head.headers.add(name: "Vary", value: "Accept-Encoding")
            }
            head.headers.replaceOrAdd(name: "Content-Length", value: String(bytes.count))
            send(head, body: bytes)
        }
    }

    /// Sends the head of an answer whose body comes in parts.
    func begin(_ head: HTTPResponseHead) {
        let channel = channel
        channel.eventLoop.execute {
            channel.writeAndFlush(HTTPServerResponsePart.head(head), promise: nil)
        }
    }

    /// Sends `chunks`, each as a chunk of its own, with one flush.
    func write(_ chunks: [[UInt8]]) {
        let size = chunks.reduce(0) { $0 + $1.count }
        let isGone = state.withLock { state -> Bool in
            if !state.isGone { state.bytesInFlight += size }
            return state.isGone
        }
        if isGone { return }
        let channel = channel
        channel.eventLoop.execute {
            for chunk in chunks {
                let buffer = channel.allocator.buffer(bytes: chunk)
                channel.write(HTTPServerResponsePart.body(.byteBuffer(buffer)), promise: nil)
            }
            channel.flush()
            self.state.withLock { $0.bytesInFlight -= size }
            self.resumeIfWritable()
        }
    }

    func end() {
        let channel = channel
        channel.eventLoop.execute {
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        }
    }

    /// Answers 101: from here on the connection carries the messages of a WebSocket.
    func upgrade(_ head: HTTPResponseHead, isText: Bool) -> WebSocketPort {
        let port = WebSocketPort(channel, driver, isText: isText)
        let channel = channel
        channel.eventLoop.execute {
            channel.triggerUserOutboundEvent(
                UpgradeOrder(head: head, port: port), promise: nil)
        }
        return port
    }

    /// Closes the connection (or the stream) without an answer.
    func abort() { channel.close(promise: nil) }

    /// Suspends the calling task until more can be written; false if the client is gone.
    func waitUntilWritable() async -> Bool {
        await withCheckedContinuation { continuation in
            state.withLock { $0.waiter = continuation }
            resumeIfWritable()
        }
    }

    /// Sets what is done, on the connection's thread, when the client leaves; at once if it has.
    func whenGone(_ action: @escaping @Sendable () -> Void) {
        let isGone = state.withLock { state -> Bool in
            if !state.isGone { state.whenGone = action }
            return state.isGone
        }
        if isGone { action() }
    }

    // MARK: - On the connection's thread

    /// Lets the waiting task go on if there is room, or if nobody is there any more.
    func resumeIfWritable() {
        let isWritable = channel.isWritable
        let resumption = state.withLock { state -> (CheckedContinuation<Bool, Never>, Bool)? in
            let hasRoom = isWritable && state.bytesInFlight < Defaults.answerBytesInFlightMax
            guard hasRoom || state.isGone, let waiter = state.waiter else { return nil }
            state.waiter = nil
            return (waiter, !state.isGone)
        }
        guard let (waiter, isThere) = resumption else { return }
        waiter.resume(returning: isThere)
        driver.wake()
    }

    func clientIsGone() {
        let action = state.withLock { state -> (@Sendable () -> Void)? in
            state.isGone = true
            defer { state.whenGone = nil }
            return state.whenGone
        }
        resumeIfWritable()
        action?()
    }
}
