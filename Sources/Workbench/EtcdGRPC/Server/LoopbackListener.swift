import GRPCNIOTransportHTTP2Posix
import NIOCore
import NIOPosix
import NIOSSL

/// Listens on 127.0.0.1 and speaks mutual TLS with whoever comes.
struct LoopbackListener: HTTP2ServerTransport.ListenerFactory {
    let group: MultiThreadedEventLoopGroup
    let tls: NIOSSLContext
    let names: ClientNames
    let port: Int
    /// Gets the port on which it listens, or why it cannot.
    let bound: EventLoopPromise<Int>

    var eventLoopGroup: any EventLoopGroup { group }

    func makeListeningChannel(
        listenerConfigurator: HTTP2ServerTransport.ListenerConfigurator,
        connectionConfigurator: HTTP2ServerTransport.ConnectionConfigurator
    ) async throws -> NIOAsyncChannel<
        HTTP2ServerTransport.ConnectionConfigurator.ConnectionChannel, Never
    > {
        do {
            let channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelInitializer { listenerConfigurator.configure(channel: $0) }
                .bind(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let operations = channel.pipeline.syncOperations
                        try operations.addHandler(NIOSSLServerHandler(context: tls))
                        try operations.addHandler(HandshakeObserver(names))
                        try operations.addHandler(PingAnswerer(behindPreface: true))
                    }.flatMap {
                        connectionConfigurator.configure(
                            channel: channel, tls: .configured(requireALPN: false))
                    }
                }
            bound.succeed(channel.channel.localAddress?.port ?? port)
            return channel
        } catch {
            bound.fail(error)
            throw error
        }
    }
}
