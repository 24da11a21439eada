import NIOCore
import NIOHTTP1
import NIOWebSocket
import Synchronization

/// The two ways of a WebSocket's messages, between its connection's thread and the simulation's.
///
/// ```
///   socket ─ deliver ─▶ inbox ─ receive ─▶ simulation      a full inbox stops the reading
///   socket ◀──────────────────── send ──── simulation      a slow client stops the sender
/// ```
/// Once the client is gone `receive` gives nil and `send` gives false.
final class WebSocketPort: Sendable {
    private struct State {
        var isGone = false
        var hasEnded = false
        var inbox: [[UInt8]] = []
        /// **Unit**: bytes in the inbox, with something for each message.
        var inboxBytes = 0
        var reader: CheckedContinuation<Void, Never>?
        /// **Unit**: bytes handed over that the connection's thread has not taken yet.
        var bytesInFlight = 0
        var writers: [CheckedContinuation<Void, Never>] = []
        var whenGone: (@Sendable () -> Void)?
    }
    private static let messageOverhead = 64
    private let channel: any Channel
    private let driver: RealTimeDriver
    private let opcode: WebSocketOpcode
    private let state = Mutex(State())

    /// `isText` says in which kind of frames messages are sent.
    init(_ channel: any Channel, _ driver: RealTimeDriver, isText: Bool) {
        (self.channel, self.driver) = (channel, driver)
        opcode = isText ? .text : .binary
        channel.closeFuture.whenComplete { _ in self.clientIsGone() }
    }

    // MARK: - In the simulation

    /// The client's next message; nil once there will be none.
    func receive() async -> [UInt8]? {
        while true {
            let (message, isOver) = state.withLock { state -> ([UInt8]?, Bool) in
                guard !state.inbox.isEmpty else { return (nil, state.isGone || state.hasEnded) }
                let message = state.inbox.removeFirst()
                state.inboxBytes -= message.count + Self.messageOverhead
                return (message, false)
            }
            if let message {
                if hasRoom { channel.read() }
                return message
            }
            if isOver { return nil }
            await withCheckedContinuation { continuation in
                state.withLock { $0.reader = continuation }
                wakeReader()
            }
        }
    }

    /// Sends a message as soon as there is room; false if the client is gone.
    func send(_ message: [UInt8]) async -> Bool {
        while true {
            let isWritable = channel.isWritable
            let (isGone, hasRoom) = state.withLock { state -> (Bool, Bool) in
                let hasRoom =
                    isWritable && state.bytesInFlight < Defaults.answerBytesInFlightMax
                if hasRoom, !state.isGone { state.bytesInFlight += message.count }
                return (state.isGone, hasRoom)
            }
            if isGone { return false }
            if hasRoom { break }
            await withCheckedContinuation { continuation in
                state.withLock { $0.writers.append(continuation) }
                wakeWriters()
            }
        }
        let channel = channel
        let opcode = opcode
        channel.eventLoop.execute {
            let data = channel.allocator.buffer(bytes: message)
            channel.writeAndFlush(
                WebSocketFrame(fin: true, opcode: opcode, data: data), promise: nil)
            self.state.withLock { $0.bytesInFlight -= message.count }
            self.wakeWriters()
        }
        return true
    }

    /// Ends the connection in order, after what was sent.
    func close() {
        let channel = channel
        channel.eventLoop.execute {
            channel.triggerUserOutboundEvent(CloseOrder(code: .normalClosure), promise: nil)
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

    /// Whether more should be read from the socket.
    var hasRoom: Bool { state.withLock { $0.inboxBytes < Defaults.inboxBytesMax } }

    func deliver(_ message: [UInt8]) {
        state.withLock {
            $0.inbox.append(message)
            $0.inboxBytes += message.count + Self.messageOverhead
        }
        wakeReader()
    }

    /// The client will send no more.
    func endInput() {
        state.withLock { $0.hasEnded = true }
        wakeReader()
    }

    /// Lets those go on who wait for room, if there is some or if nobody is there any more.
    func wakeWriters() {
        let isWritable = channel.isWritable
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            let hasRoom = isWritable && state.bytesInFlight < Defaults.answerBytesInFlightMax
            guard hasRoom || state.isGone else { return [] }
            defer { state.writers = [] }
            return state.writers
        }
        for writer in waiting { writer.resume() }
        if !waiting.isEmpty { driver.wake() }
    }

    private func wakeReader() {
        let reader = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.inbox.isEmpty || state.isGone || state.hasEnded else { return nil }
            defer { state.reader = nil }
            return state.reader
        }
        guard let reader else { return }
        reader.resume()
        driver.wake()
    }

    private func clientIsGone() {
        let action = state.withLock { state -> (@Sendable () -> Void)? in
            state.isGone = true
            defer { state.whenGone = nil }
            return state.whenGone
        }
        wakeReader()
        wakeWriters()
        action?()
    }
}

/// To the handler of requests: answer with this, then carry the port's messages.
struct UpgradeOrder: Sendable {
    var head: HTTPResponseHead
    var port: WebSocketPort
}

/// To the handler of a WebSocket: say goodbye.
struct CloseOrder: Sendable {
    var code: WebSocketErrorCode
}
