import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import PKI

/// A client with one connection that is kept: HTTP/1.1 over TLS, one request at a time.
///
/// It does as little as a client can, so that what is measured is the server.
final class KeepAliveClient {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let channel: any Channel
    private let head: HTTPRequestHead

    /// Connects to `port` of the loopback; every `get` asks for `path`.
    ///
    /// **Throws** what TLS or the socket throws.
    init(port: Int, path: String, authorityPEM: String, identity: Identity) throws {
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
        head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: path,
            headers: ["Host": "localhost", "Accept": "application/json"])
    }

    /// Asks, and waits for the whole answer.
    ///
    /// **Throws** `UnexpectedAnswer` for any status but 200, or what the socket throws.
    func get() throws {
        let answered = channel.eventLoop.makePromise(of: Void.self)
        channel.write(Question(head: head, answered: answered), promise: nil)
        channel.flush()
        try answered.futureResult.wait()
    }

    func close() {
        try? channel.close().wait()
        try? group.syncShutdownGracefully()
    }
}

/// A request, and whom to tell when its answer has come.
private struct Question {
    var head: HTTPRequestHead
    var answered: EventLoopPromise<Void>
}

/// The server said something else than 200, or nothing more at all.
private struct UnexpectedAnswer: Error {
    var status: Int?
}

/// Keeps the promise of a question when the end of the answer is read.
private final class AnswerReader: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = Question
    typealias OutboundOut = HTTPClientRequestPart

    private var answered: EventLoopPromise<Void>?
    private var status = 0

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let question = unwrapOutboundIn(data)
        answered = question.answered
        context.write(wrapOutboundOut(.head(question.head)), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = Int(head.status.code)
        case .body: break
        case .end:
            if status == 200 { answered?.succeed(()) } else { fail() }
            answered = nil
        }
    }

    func channelInactive(context: ChannelHandlerContext) { fail() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answered?.fail(error)
        answered = nil
        context.close(promise: nil)
    }

    private func fail() {
        answered?.fail(UnexpectedAnswer(status: status))
        answered = nil
    }
}
