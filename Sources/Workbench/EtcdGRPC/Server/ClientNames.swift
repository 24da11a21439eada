import NIOCore
import NIOSSL
import NIOTLS
import PKI
import Synchronization

/// Whose certificate came over which connection.
///
/// gRPC tells a service the address of the other end and not its certificate; so the name is noted
/// when TLS is done, and looked up by the address.
final class ClientNames: Sendable {
    private let names = Mutex<[String: String]>([:])

    /// The common name behind `peer`, as gRPC writes addresses: `ipv4:127.0.0.1:40312`.
    func name(of peer: String) -> String? { names.withLock { $0[peer] } }

    fileprivate func note(_ name: String?, for peer: String) {
        names.withLock { $0[peer] = name }
    }
}

/// Notes the client's name when TLS is done, forgets it when the connection ends, and closes a
/// connection that takes too long.
final class HandshakeObserver: ChannelInboundHandler {
    typealias InboundIn = Any
    private let names: ClientNames
    private var peer = ""
    private var deadline: Scheduled<Void>?

    init(_ names: ClientNames) { self.names = names }

    func handlerAdded(context: ChannelHandlerContext) {
        let address = context.remoteAddress
        peer = "ipv4:\(address?.ipAddress ?? ""):\(address?.port ?? 0)"
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: Defaults.handshakeMax) {
            channel.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            deadline?.cancel()
            let leaf = try? context.pipeline.syncOperations.nioSSL_peerCertificate()?.toDERBytes()
            let subject = leaf.flatMap { CertificateVerifier.subject(ofDER: $0) }
            names.note(subject?.commonName, for: peer)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        names.note(nil, for: peer)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Bad TLS, or none: there is nobody to tell.
        context.close(promise: nil)
    }
}
