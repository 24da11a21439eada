import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import PKI

/// A client with one connection that is kept: HTTP/1.1 over TLS, one request at a time.
///
/// It does as little as a client can, so that what is measured is the server.
final class KeepAliveClient: Sendable {
    /// What is asked.
    struct Request: Sendable {
        var method: HTTPMethod = .GET
        var path: String
        var contentType = "application/json"
        var body: String?
        /// For a watch: the answer counts as whole after this many lines.
        var lines: Int?
    }

    private let channel: any Channel

    /// Connects to `port` of the loopback.
    ///
    /// **Throws** what TLS or the socket throws.
    init(port: Int, authorityPEM: String, identity: Identity, group: any EventLoopGroup) throws {
        var settings = TLSConfiguration.makeClientConfiguration()
        settings.trustRoots = .certificates(
            try NIOSSLCertificate.fromPEMBytes(Array(authorityPEM.utf8)))
        settings.certificateChain =
            try NIOSSLCertificate
            .fromPEMBytes(Array(identity.certificatePEM.utf8)).map { .certificate($0) }
        settings.privateKey = .privateKey(
            try NIOSSLPrivateKey(bytes: Array(identity.privateKeyPEM.utf8), format: .pem))
        settings.signingSignatureAlgorithms = [.ed25519]
        settings.verifySignatureAlgorithms = [.ed25519]
        let context = try NIOSSLContext(configuration: settings)
        channel = try ClientBootstrap(group: group).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let operations = channel.pipeline.syncOperations
                try operations.addHandler(
                    NIOSSLClientHandler(context: context, serverHostname: "localhost"))
                try operations.addHTTPClientHandlers()
                try operations.addHandler(AnswerReader())
            }
        }.connect(host: "127.0.0.1", port: port).wait()
    }

    /// Asks; the future has the bytes of the whole answer's body.
    ///
    /// It fails with `UnexpectedAnswer` for any status but 200 and 201, or as the socket does.
    func send(_ request: Request) -> EventLoopFuture<Int> {
        let answered = channel.eventLoop.makePromise(of: Int.self)
        channel.writeAndFlush(Question(request: request, answered: answered), promise: nil)
        return answered.futureResult
    }

    /// Asks, and waits for the whole answer.
    @discardableResult func ask(_ request: Request) throws -> Int { try send(request).wait() }

    /// Asks `count` times, each time as soon as the answer before is there.
    func send(
        _ count: Int, _ request: @escaping @Sendable (Int) -> Request
    ) -> EventLoopFuture<Void> {
        guard count > 0 else { return channel.eventLoop.makeSucceededVoidFuture() }
        return send(request(count)).flatMap { _ in self.send(count - 1, request) }
    }

    /// Says farewell, and does not wait for the answer: a server in the middle of a watch is silent,
    /// and TLS would be patient with it for five seconds.
    func close() { channel.close(promise: nil) }
}

/// A request, and whom to tell when its answer has come.
private struct Question: Sendable {
    var request: KeepAliveClient.Request
    var answered: EventLoopPromise<Int>
}

/// The server said something else than 200 or 201, or nothing more at all.
private struct UnexpectedAnswer: Error {
    var status: Int
}

/// Keeps the promise of a question when the end of the answer is read.
private final class AnswerReader: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = Question
    typealias OutboundOut = HTTPClientRequestPart

    private var answered: EventLoopPromise<Int>?
    private var status = 0
    private var bytes = 0
    private var linesLeft: Int?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let question = unwrapOutboundIn(data)
        let request = question.request
        (answered, bytes, linesLeft) = (question.answered, 0, request.lines)
        var headers: HTTPHeaders = ["Host": "localhost", "Accept": "application/json"]
        if let body = request.body {
            headers.add(name: "Content-Type", value: request.contentType)
            headers.add(name: "Content-Length", value: "\(body.utf8.count)")
        }
        let head = HTTPRequestHead(
            version: .http1_1, method: request.method, uri: request.path, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if let body = request.body {
            let buffer = context.channel.allocator.buffer(string: body)
            context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        }
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = Int(head.status.code)
        case .body(let buffer):
            bytes += buffer.readableBytes
            guard var left = linesLeft else { return }
            for byte in buffer.readableBytesView where byte == UInt8(ascii: "\n") { left -= 1 }
            linesLeft = left
            if left <= 0 { finish() }
        case .end: finish()
        }
    }

    func channelInactive(context: ChannelHandlerContext) { fail(UnexpectedAnswer(status: status)) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
        context.close(promise: nil)
    }

    private func finish() {
        guard status == 200 || status == 201 else {
            return fail(UnexpectedAnswer(status: status))
        }
        // Who is told may ask the next question at once.
        let done = answered
        answered = nil
        done?.succeed(bytes)
    }

    private func fail(_ error: any Error) {
        let done = answered
        answered = nil
        done?.fail(error)
    }
}
