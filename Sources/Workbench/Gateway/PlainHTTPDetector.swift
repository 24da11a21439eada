import NIOCore

/// Answers plain HTTP on the TLS port as Go's server does, and lets everything else pass.
///
/// Upstream: go net/http server.go, `tlsRecordHeaderLooksLikeHTTP`.
final class PlainHTTPDetector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private var hasDecided = false
    private static let beginnings = ["GET /", "HEAD ", "POST ", "PUT /", "OPTIO"]
    private static let answer =
        "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !hasDecided {
            hasDecided = true
            let buffer = unwrapInboundIn(data)
            let start = buffer.getString(at: buffer.readerIndex, length: 5) ?? ""
            if Self.beginnings.contains(start) {
                let channel = context.channel
                let sent = context.eventLoop.makePromise(of: Void.self)
                sent.futureResult.whenComplete { _ in channel.close(promise: nil) }
                context.writeAndFlush(
                    wrapOutboundOut(ByteBuffer(string: Self.answer)), promise: sent)
                return
            }
        }
        context.fireChannelRead(data)
    }
}
