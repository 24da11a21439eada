package import APIServer
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
package import Simulation

/// Carries the API server's questions to webhooks that listen on this machine.
///
/// ```
///   task of the cluster ──post──▶ event loop ──TLS, HTTP/1.1──▶ 127.0.0.1:8443
///          ▲ waits                     │
///          └────── driver.inject ◀─────┘
/// ```
/// Only loopback addresses are called: a cluster for lessons must not reach into a network.
package final class LoopbackWebhooks: WebhookTransport {
    private let simulation: Simulation
    private let driver: RealTimeDriver
    private let group: MultiThreadedEventLoopGroup

    package init(_ simulation: Simulation, driver: RealTimeDriver) {
        (self.simulation, self.driver) = (simulation, driver)
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    }

    /// Ends the event loop; no question is asked any more.
    package func close() { group.shutdownGracefully { _ in } }

    private typealias Outcome = Result<[UInt8], WebhookFailure>

    package func post(
        _ body: [UInt8], to target: WebhookTarget
    ) async throws(WebhookFailure) -> [UInt8] {
        let address = try LoopbackAddress(target.url)
        let answers = Mailbox<Outcome>(simulation)
        let driver = driver
        ask(body, address, target) { outcome in
            driver.inject { answers.send(outcome) }
        }
        let outcome: Outcome?
        do { outcome = try await answers.next() } catch {
            throw WebhookFailure("context canceled")
        }
        guard let outcome else { throw WebhookFailure("context canceled") }
        return try outcome.get()
    }

    /// Runs on the event loop; `report` is called once.
    private func ask(
        _ body: [UInt8], _ address: LoopbackAddress, _ target: WebhookTarget,
        _ report: @escaping @Sendable (Outcome) -> Void
    ) {
        let promise = group.next().makePromise(of: [UInt8].self)
        let limit = TimeAmount(target.timeout)
        promise.futureResult.eventLoop.scheduleTask(in: limit) {
            promise.fail(WebhookFailure("context deadline exceeded"))
        }
        promise.futureResult.whenComplete { result in
            report(result.mapError { Self.failure($0, address) })
        }
        let context: NIOSSLContext
        do { context = try Self.tls(target.authorities) } catch {
            return promise.fail(WebhookFailure("unable to load root certificates: \(error)"))
        }
        let connected = ClientBootstrap(group: promise.futureResult.eventLoop)
            .connectTimeout(limit)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let operations = channel.pipeline.syncOperations
                    try operations.addHandler(
                        NIOSSLClientHandler(
                            context: context,
                            serverHostname: address.isName ? address.host : nil))
                    try operations.addHTTPClientHandlers()
                    try operations.addHandler(WebhookExchange(body, address, promise))
                }
            }.connect(host: address.host, port: address.port)
        connected.whenFailure { promise.fail($0) }
        promise.futureResult.whenComplete { _ in
            connected.whenSuccess { $0.close(promise: nil) }
        }
    }

    private static func tls(_ authorities: String) throws -> NIOSSLContext {
        var settings = TLSConfiguration.makeClientConfiguration()
        settings.trustRoots = .certificates(
            try NIOSSLCertificate.fromPEMBytes(Array(authorities.utf8)))
        // The cluster's own authority signs with Ed25519, which BoringSSL must be asked for.
        settings.verifySignatureAlgorithms = [
            .ed25519, .ecdsaSecp256R1Sha256, .ecdsaSecp384R1Sha384, .rsaPssRsaeSha256,
            .rsaPssRsaeSha384, .rsaPssRsaeSha512, .rsaPkcs1Sha256, .rsaPkcs1Sha384,
            .rsaPkcs1Sha512,
        ]
        return try NIOSSLContext(configuration: settings)
    }

    /// Go's words for what went wrong on a real socket.
    private static func failure(_ error: any Error, _ address: LoopbackAddress) -> WebhookFailure {
        if let failure = error as? WebhookFailure { return failure }
        if error is NIOSSLError || error is NIOSSLExtraError {
            return WebhookFailure(
                "tls: failed to verify certificate: x509: certificate signed by unknown authority")
        }
        if error is NIOConnectionError {
            return WebhookFailure(
                "dial tcp \(address.host):\(address.port): connect: connection refused")
        }
        return WebhookFailure("EOF")
    }
}

/// The parts of `https://127.0.0.1:8443/validate?timeout=10s`.
struct LoopbackAddress: Hashable, Sendable {
    let host: String
    let port: Int
    /// With the query.
    let target: String

    var isName: Bool { host == "localhost" }

    /// **Throws** for an address that is not of this machine.
    init(_ url: String) throws(WebhookFailure) {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0] == "https:" else {
            throw WebhookFailure("unsupported protocol scheme")
        }
        let authority = parts[2].split(separator: "?")[0].split(separator: ":")
        host = authority.first.map(String.init) ?? ""
        port = authority.count > 1 ? Int(authority[1]) ?? 0 : 443
        guard ["localhost", "127.0.0.1"].contains(host), (1...65_535).contains(port) else {
            throw WebhookFailure("only https://127.0.0.1 and https://localhost can be called")
        }
        target = "/" + (parts.count > 3 ? parts[3] : "")
    }
}

/// Sends one request and collects its answer.
private final class WebhookExchange: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let body: [UInt8]
    private let address: LoopbackAddress
    private let promise: EventLoopPromise<[UInt8]>
    private var status = 0
    private var answer: [UInt8] = []

    init(_ body: [UInt8], _ address: LoopbackAddress, _ promise: EventLoopPromise<[UInt8]>) {
        (self.body, self.address, self.promise) = (body, address, promise)
    }

    func channelActive(context: ChannelHandlerContext) {
        let head = HTTPRequestHead(
            version: .http1_1, method: .POST, uri: address.target,
            headers: [
                "Host": "\(address.host):\(address.port)", "Content-Type": "application/json",
                "Accept": "application/json, */*", "User-Agent": "kube-apiserver-admission",
                "Content-Length": String(body.count), "Connection": "close",
            ])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(
            wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = Int(head.status.code)
        case .body(let buffer):
            guard answer.count + buffer.readableBytes <= Defaults.bodyBytesMax else {
                return promise.fail(WebhookFailure("http: request body too large"))
            }
            answer += buffer.readableBytesView
        case .end:
            if status == 200 {
                promise.succeed(answer)
            } else {
                promise.fail(WebhookFailure("the server responded with status \(status)"))
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) { promise.fail(WebhookFailure("EOF")) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(error)
        context.close(promise: nil)
    }
}
