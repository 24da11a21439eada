import API
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Collects the requests of one connection (HTTP/1.1) or of one stream (HTTP/2), one at a time,
/// hands each to the simulation, and watches over the time that clients take.
///
/// ```
///            head                end, or too much          end of the answer
///   idle ───────────▶ collecting ─────────────────▶ answering ───────────────▶ idle, or closed
/// ```
final class RequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        case idle
        case collecting(HTTPRequestHead, [UInt8])
        case answering
    }
    private let pipeline: RequestPipeline
    private let peer: APIRequest.Peer
    private let isHTTP2: Bool
    /// What speaks HTTP/1.1 before this handler, and leaves with it when the connection changes.
    private let codec: [any RemovableChannelHandler]
    private var state = State.idle
    private var answer: ResponseChannel?
    private var keepsAlive = true
    /// The answer has begun before the request was read to its end.
    private var isDiscarding = false
    private var deadline: Scheduled<Void>?
    private var stall: Scheduled<Void>?

    /// `codec` is empty for a stream of HTTP/2.
    init(
        pipeline: RequestPipeline, certificates: [[UInt8]], address: String,
        codec: [any RemovableChannelHandler]
    ) {
        self.pipeline = pipeline
        self.codec = codec
        peer = APIRequest.Peer(certificateChain: certificates, address: address)
        isHTTP2 = codec.isEmpty
    }

    func handlerAdded(context: ChannelHandlerContext) {
        setDeadline(context, pipeline.patience.head)
    }

    // MARK: - From the client

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(let buffer): collect(buffer, context)
        case .end:
            if case .collecting(let head, let body) = state { dispatch(head, body, context) }
            isDiscarding = false
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        // Behind a request for an upgrade there is no other request.
        keepsAlive =
            head.isKeepAlive && head.version != .http1_0 && !head.headers.contains(name: "upgrade")
        state = .collecting(head, [])
        setDeadline(context, pipeline.patience.body)
        if !isHTTP2, head.headers.first(name: "expect")?.lowercased() == "100-continue" {
            let go = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
        }
    }

    private func collect(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        guard case .collecting(let head, var body) = state else { return }
        state = .idle  // The body has one owner while it grows.
        body += buffer.readableBytesView.prefix(Defaults.bodyBytesMax - body.count)
        if body.count >= Defaults.bodyBytesMax {
            isDiscarding = true
            keepsAlive = false
            dispatch(head, body, context)
        } else {
            state = .collecting(head, body)
        }
    }

    private func dispatch(
        _ head: HTTPRequestHead, _ body: [UInt8], _ context: ChannelHandlerContext
    ) {
        state = .answering
        deadline?.cancel()
        let answer = ResponseChannel(context.channel, pipeline.driver, isHead: head.method == .HEAD)
        self.answer = answer
        pipeline.serve(RequestTranslation.request(head, body: body, peer: peer), answer)
    }

    // MARK: - To the client

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if !keepsAlive, !isHTTP2, head.status != .continue {
                head.headers.replaceOrAdd(name: "Connection", value: "close")
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            finish(context, data, promise)
        }
    }

    private func finish(
        _ context: ChannelHandlerContext, _ data: NIOAny, _ promise: EventLoopPromise<Void>?
    ) {
        answer = nil
        state = .idle
        stall?.cancel()
        let channel = context.channel
        let mustLinger = isDiscarding
        let sent = promise ?? context.eventLoop.makePromise(of: Void.self)
        if mustLinger || (!keepsAlive && !isHTTP2) {
            sent.futureResult.whenComplete { _ in
                guard mustLinger else { return channel.close(promise: nil) }
                channel.eventLoop.scheduleTask(in: Defaults.refusalLinger) {
                    channel.close(promise: nil)
                }
            }
        } else if !isHTTP2 {
            setDeadline(context, pipeline.patience.idle)
        }
        context.writeAndFlush(data, promise: sent)
    }

    // MARK: - Another protocol

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        guard let order = event as? UpgradeOrder, !isHTTP2 else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        deadline?.cancel()
        stall?.cancel()
        answer = nil
        let operations = context.pipeline.syncOperations
        context.writeAndFlush(wrapOutboundOut(.head(order.head)), promise: nil)
        let decoder = WebSocketFrameDecoder(maxFrameSize: Defaults.messageBytesMax)
        do {
            try operations.addHandlers(
                [
                    ByteToMessageHandler(decoder), WebSocketFrameEncoder(),
                    WebSocketProtocolErrorHandler(),
                    IdleStateHandler(allTimeout: Defaults.streamIdleMax),
                    WebSocketHandler(port: order.port),
                ], position: .after(self))
        } catch { return context.close(promise: promise) }
        operations.removeHandler(self, promise: promise)
        // The decoder last: what it has read too far goes to its successor.
        for handler in codec { operations.removeHandler(handler, promise: nil) }
    }

    // MARK: - Events of the connection

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stall?.cancel()
        if context.channel.isWritable {
            answer?.resumeIfWritable()
        } else {
            let channel = context.channel
            stall = context.eventLoop.scheduleTask(in: TimeAmount(pipeline.patience.stall)) {
                channel.close(promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        stall?.cancel()
        answer?.clientIsGone()
        answer = nil
        context.fireChannelInactive()
    }

    private func setDeadline(_ context: ChannelHandlerContext, _ time: Duration) {
        deadline?.cancel()
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: TimeAmount(time)) {
            channel.close(promise: nil)
        }
    }
}
