import NIOCore
import NIOWebSocket

/// Puts the frames of one WebSocket together to messages for its port, and answers pings.
///
/// ```
///            text, binary                 goodbye of either side          its answer, or too late
///   open ───────────────────▶ port   open ───────────────────────▶ closing ─────────────────▶ end
/// ```
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame
    private let port: WebSocketPort
    /// The parts so far of a message in several frames.
    private var fragments: [UInt8]?
    private var isClosing = false

    init(port: WebSocketPort) { self.port = port }

    // MARK: - From the client

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        // After a goodbye only the other one counts.
        if isClosing, frame.opcode != .connectionClose { return }
        guard frame.maskKey != nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
            return close(context, .protocolError)
        }
        switch frame.opcode {
        case .text, .binary, .continuation: collect(frame, context)
        case .ping:
            // Who does not read its pongs gets no more of them.
            guard context.channel.isWritable else { return }
            let pong = WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)
            context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
        case .pong: return
        case .connectionClose: answerClose(frame, context)
        default: close(context, .protocolError)
        }
    }

    private func collect(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
        let isContinuation = frame.opcode == .continuation
        guard isContinuation == (fragments != nil) else { return close(context, .protocolError) }
        var message = fragments ?? []
        fragments = nil  // The parts have one owner while they grow.
        message += frame.unmaskedData.readableBytesView
        guard message.count <= Defaults.messageBytesMax else {
            return close(context, .messageTooLarge)
        }
        if frame.fin { port.deliver(message) } else { fragments = message }
    }

    private func answerClose(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
        port.endInput()
        if isClosing { return context.close(promise: nil) }
        var data = frame.unmaskedData
        close(context, data.readWebSocketErrorCode() ?? .normalClosure)
        context.close(promise: nil)
    }

    /// No more is read than the cluster takes.
    func read(context: ChannelHandlerContext) {
        if port.hasRoom || isClosing { context.read() }
    }

    // MARK: - To the client

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        guard let order = event as? CloseOrder else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        close(context, order.code)
    }

    private func close(_ context: ChannelHandlerContext, _ code: WebSocketErrorCode) {
        guard !isClosing else { return }
        isClosing = true
        port.endInput()
        var data = context.channel.allocator.buffer(capacity: 2)
        data.write(webSocketErrorCode: code)
        context.writeAndFlush(
            wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: data)),
            promise: nil)
        context.read()
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Defaults.closeLinger) { channel.close(promise: nil) }
    }

    // MARK: - Events of the connection

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        port.wakeWriters()
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { return close(context, .goingAway) }
        context.fireUserInboundEventTriggered(event)
    }
}
