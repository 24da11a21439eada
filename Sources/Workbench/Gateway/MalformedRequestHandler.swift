import NIOCore
import NIOHTTP1

/// Tells a client of HTTP/1.1 what is wrong with the bytes it sent, as Go's server does.
///
/// After such bytes nobody knows where the next request begins, so the connection ends.
///
/// Upstream: go net/http server.go, `conn.serve`
final class MalformedRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart
    /// An answer has begun: there is no room for another.
    private var isAnswering = false

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError, !isAnswering {
            let isTooLong = error == .headerOverflow
            refuse(context, isTooLong ? .requestHeaderFieldsTooLarge : .badRequest)
        }
        context.fireErrorCaught(error)
    }

    private func refuse(_ context: ChannelHandlerContext, _ status: HTTPResponseStatus) {
        let text = ByteBuffer(string: "\(status.code) \(status.reasonPhrase)")
        let headers = HTTPHeaders([
            ("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close"),
            ("Content-Length", String(text.readableBytes)),
        ])
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(text))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): isAnswering = !head.isInformational
        case .body: break
        case .end: isAnswering = false
        }
        context.write(data, promise: promise)
    }
}

extension HTTPResponseHead {
    /// `100 Continue` and its like, which announce an answer without being one.
    fileprivate var isInformational: Bool { (100..<200).contains(status.code) }
}
