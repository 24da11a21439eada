import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL

/// Builds the handlers of one accepted connection.
///
/// ```
///   socket ─ PlainHTTPDetector ─ TLS ─┬─ http/1.1: codec, pipelining ─ RequestHandler
///                                     │     after an upgrade: frames ─ WebSocketHandler
///                                     └─ h2: frames ─ a channel per stream: codec ─ RequestHandler
/// ```
struct ConnectionPipeline: Sendable {
    let tls: NIOSSLContext
    let pipeline: RequestPipeline

    func configure(_ channel: any Channel) -> EventLoopFuture<Void> {
        let state = ConnectionState()
        channel.eventLoop.scheduleTask(in: TimeAmount(pipeline.patience.head)) {
            if !state.isNegotiated { channel.close(promise: nil) }
        }
        do {
            let operations = channel.pipeline.syncOperations
            try operations.addHandler(PlainHTTPDetector())
            try operations.addHandler(TLSSettings.makeHandler(tls, state))
        } catch { return channel.eventLoop.makeFailedFuture(error) }
        return channel.configureHTTP2SecureUpgrade(
            h2ChannelConfigurator: { channel in
                channel.eventLoop.makeCompletedFuture { try configureHTTP2(channel, state) }
            },
            http1ChannelConfigurator: { channel in
                channel.eventLoop.makeCompletedFuture { try configureHTTP1(channel, state) }
            })
    }

    private func configureHTTP1(_ channel: any Channel, _ state: ConnectionState) throws {
        noteNegotiated(channel, state)
        let operations = channel.pipeline.syncOperations
        // From the socket on; they leave from the other end.
        let codec: [any RemovableChannelHandler] = [
            ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes)),
            HTTPResponseEncoder(), HTTPServerPipelineHandler(), NIOHTTPResponseHeadersValidator(),
            MalformedRequestHandler(),
        ]
        for handler in codec { try operations.addHandler(handler) }
        try operations.addHandler(makeHandler(channel, state, codec: codec.reversed()))
        try operations.addHandler(ErrorCloser())
    }

    private func configureHTTP2(_ channel: any Channel, _ state: ConnectionState) throws {
        noteNegotiated(channel, state)
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: Defaults.streamsMax),
            HTTP2Setting(parameter: .maxHeaderListSize, value: Defaults.headerListBytesMax),
        ]
        connection.controlFrameRateLimit.maximumCount = Defaults.controlFramesMax
        var stream = NIOHTTP2Handler.StreamConfiguration()
        stream.streamResetFrameRateLimit.maximumCount = Defaults.resetsMax
        stream.streamResetFrameRateLimit.windowLength = Defaults.resetsWindow
        stream.targetWindowSize = 1 << 20
        stream.outboundBufferSizeHighWatermark = 65_536
        stream.outboundBufferSizeLowWatermark = 32_768
        let manager = NIOHTTP2ServerConnectionManagementHandler(
            eventLoop: channel.eventLoop,
            configuration: .init(
                maxIdleTime: TimeAmount(pipeline.patience.idle), maxAge: nil,
                maxGraceTime: .seconds(10),
                keepalive: .init(pingInterval: .seconds(30), ackTimeout: .seconds(20))))
        _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .server, connectionConfiguration: connection, streamConfiguration: stream,
            streamDelegate: manager.http2StreamDelegate
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                let operations = stream.pipeline.syncOperations
                try operations.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
                try operations.addHandler(makeHandler(channel, state, codec: []))
                try operations.addHandler(ErrorCloser())
            }
        }
        try channel.pipeline.syncOperations.addHandler(manager)
        try channel.pipeline.syncOperations.addHandler(ErrorCloser())
    }

    private func noteNegotiated(_ channel: any Channel, _ state: ConnectionState) {
        let leaf = try? channel.pipeline.syncOperations.nioSSL_peerCertificate()?.toDERBytes()
        state.noteNegotiated(leaf: leaf)
    }

    private func makeHandler(
        _ connection: any Channel, _ state: ConnectionState, codec: [any RemovableChannelHandler]
    ) -> RequestHandler {
        RequestHandler(
            pipeline: pipeline, certificates: state.certificates,
            address: connection.remoteAddress?.ipAddress ?? "127.0.0.1", codec: codec)
    }
}

/// The end of every pipeline: after an error nobody handled, the connection is of no more use.
final class ErrorCloser: ChannelInboundHandler {
    typealias InboundIn = Any

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
