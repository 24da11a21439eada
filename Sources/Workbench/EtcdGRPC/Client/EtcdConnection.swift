import GRPCCore
import GRPCNIOTransportHTTP2Posix
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// One connection to one member, with TLS done.
///
/// gRPC's own client hides why a connection fails; here it is known and can be said.
final class EtcdConnection: Sendable {
    let address: EtcdAddress
    private let client: GRPCClient<HTTP2ClientTransport.WrappedChannel>
    private let channel: any Channel
    private let handshake: Handshake

    private init(
        _ address: EtcdAddress, _ transport: HTTP2ClientTransport.WrappedChannel,
        _ channel: any Channel, _ handshake: Handshake
    ) {
        (self.address, self.channel, self.handshake) = (address, channel, handshake)
        let client = GRPCClient(transport: transport)
        self.client = client
        Task.detached { try? await client.runConnections() }
    }

    var isOpen: Bool { channel.isActive }

    /// Why the member ended a connection that was open, if it said so.
    var farewell: ConnectFailure? { handshake.failure }

    /// Closes the connection, which ends what runs on it.
    func close() { channel.close(promise: nil) }

    // MARK: - Opening

    /// Connects, and does TLS if `tls` is not nil.
    static func open(
        _ address: EtcdAddress, tls: NIOSSLContext?, on group: any EventLoopGroup
    ) async throws(ConnectFailure) -> EtcdConnection {
        let handshake = Handshake(group.next())
        let connection: EtcdConnection
        do { connection = try await connect(address, tls, handshake, group) } catch {
            // A handshake that never began has nobody who waits for it.
            handshake.end()
            throw ConnectFailure(error)
        }
        do { try await handshake.done(within: Defaults.dialTimeout, of: connection.channel) } catch
        {
            connection.close()
            throw ConnectFailure(error)
        }
        return connection
    }

    /// Connects and begins with TLS.
    private static func connect(
        _ address: EtcdAddress, _ tls: NIOSSLContext?, _ handshake: Handshake,
        _ group: any EventLoopGroup
    ) async throws -> EtcdConnection {
        var configuration = HTTP2ClientTransport.WrappedChannel.Config.defaults
        configuration.http2.authority = address.hostAndPort
        configuration.http2.targetWindowSize = 1 << 20
        configuration.connection.keepalive = .init(
            time: Defaults.keepaliveTime, timeout: Defaults.keepaliveTimeout,
            allowWithoutCalls: false)
        let opened = Mutex<(any Channel)?>(nil)
        let transport = try await HTTP2ClientTransport.WrappedChannel.wrapping(
            config: configuration
        ) { configure in
            let configured = try await bootstrap(group)
                .connect(host: address.host, port: address.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try prepare(channel, address, tls, handshake)
                        try channel.pipeline.syncOperations.addHandler(
                            PingAnswerer(behindPreface: false))
                    }.flatMap { configure(channel) }
                }
            opened.withLock { $0 = configured.channel }
            return configured
        }
        guard let channel = opened.withLock({ $0 }) else { throw ConnectFailure.other("EOF") }
        return EtcdConnection(address, transport, channel, handshake)
    }

    private static func bootstrap(_ group: any EventLoopGroup) -> ClientBootstrap {
        ClientBootstrap(group: group)
            .connectTimeout(.nanoseconds(Int64(Defaults.dialTimeout / .nanoseconds(1))))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
    }

    private static func prepare(
        _ channel: any Channel, _ address: EtcdAddress, _ tls: NIOSSLContext?,
        _ handshake: Handshake
    ) throws {
        guard let tls else { return handshake.succeed() }
        let operations = channel.pipeline.syncOperations
        let isNumber = (try? SocketAddress(ipAddress: address.host, port: 0)) != nil
        try operations.addHandler(
            try NIOSSLClientHandler(
                context: tls, serverHostname: isNumber ? nil : address.host))
        try operations.addHandler(HandshakeNoter(handshake))
    }

    // MARK: - Calls

    /// One request, one answer.
    func unary<Request, Response>(
        _ method: EtcdMethod<Request, Response>, _ message: Request, _ metadata: Metadata,
        timeout: Duration
    ) async throws -> Response {
        var options = CallOptions.defaults
        options.timeout = timeout
        options.maxRequestMessageBytes = Defaults.responseBytesMax
        return try await client.unary(
            request: ClientRequest(message: message, metadata: metadata),
            descriptor: method.descriptor, serializer: method.request,
            deserializer: method.response, options: options
        ) { response in
            try response.message
        }
    }

    /// Sends `requests` as they come, and gives each answer to `receive`, until either side ends
    /// the stream or `receive` returns false.
    func stream<Request, Response>(
        _ method: EtcdMethod<Request, Response>, _ requests: AsyncStream<Request>,
        _ metadata: Metadata, _ receive: @escaping @Sendable (Response) async throws -> Bool
    ) async throws {
        var options = CallOptions.defaults
        options.maxRequestMessageBytes = Defaults.responseBytesMax
        try await client.bidirectionalStreaming(
            request: StreamingClientRequest(metadata: metadata) { writer in
                for await request in requests { try await writer.write(request) }
            },
            descriptor: method.descriptor, serializer: method.request,
            deserializer: method.response, options: options
        ) { response in
            for try await message in response.messages {
                if try await !receive(message) { return }
            }
        }
    }
}

/// How far TLS of one connection is.
final class Handshake: Sendable {
    fileprivate struct State {
        var isDone = false
        var failure: ConnectFailure?
    }
    private let promise: EventLoopPromise<Void>
    private let state = Mutex(State())

    init(_ loop: any EventLoop) { promise = loop.makePromise() }

    var failure: ConnectFailure? { state.withLock(\.failure) }

    func succeed() {
        if state.withLock({ $0.finish() }) { promise.succeed() }
    }

    func fail(_ error: any Error) {
        let failure = ConnectFailure(error)
        let isFirst = state.withLock { state in
            if state.failure == nil { state.failure = failure }
            return state.finish()
        }
        if isFirst { promise.fail(failure) }
    }

    /// Gives up, if nothing has come of it.
    func end() { fail(ConnectFailure.other("EOF")) }

    /// Waits for the end of the handshake.
    func done(within limit: Duration, of channel: any Channel) async throws {
        let alarm = channel.eventLoop.scheduleTask(
            in: .nanoseconds(Int64(limit / .nanoseconds(1)))
        ) { self.fail(ConnectFailure.timedOut) }
        defer { alarm.cancel() }
        try await promise.futureResult.get()
    }
}

extension Handshake.State {
    /// Marks the handshake as over; whether it was not before.
    fileprivate mutating func finish() -> Bool {
        defer { isDone = true }
        return !isDone
    }
}

/// Tells a `Handshake` what TLS says.
private final class HandshakeNoter: ChannelInboundHandler {
    typealias InboundIn = Any
    private let handshake: Handshake
    /// TLS is done for this side, and the other has not said a word since.
    private var awaitsFirstWord = false

    init(_ handshake: Handshake) { self.handshake = handshake }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            awaitsFirstWord = true
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// A server judges the client's certificate when TLS is done for this side already: only its
    /// first word says that it took it.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        awaitsFirstWord = false
        handshake.succeed()
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        handshake.end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The server's alert may be overtaken by the end of the connection.
        let isEnd = (error as? IOError).map { [ECONNRESET, EPIPE].contains($0.errnoCode) } ?? false
        handshake.fail(awaitsFirstWord && isEnd ? ConnectFailure.clientNotAccepted : error)
        context.fireErrorCaught(error)
    }
}
