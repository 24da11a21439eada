package import Etcd
import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import NIOCore
import NIOPosix
import NIOSSL
package import PKI
package import Simulation

/// etcd's gRPC interface on 127.0.0.1, in front of an etcd inside a simulation.
///
/// ```
///   etcdctl ──TLS──▶ LoopbackListener ──▶ EtcdRPCService ──▶ SimulationEntrance ──▶ EtcdService
///                    (threads of NIO)     (Swift's pool)      (the simulation's thread)
/// ```
/// Requests wait until somebody drives the simulation.
package final class EtcdGRPCServer: Sendable {
    /// The port on which it listens.
    package let port: Int
    private let serving: Task<Void, Never>

    /// Listens on `port`, 0 for any that is free, shows `identity`, and takes clients with a
    /// certificate of `authority` only.
    ///
    /// `service` is asked for, in the simulation, with every request.
    ///
    /// **Throws** a sentence if the port or the identity cannot be used.
    package init(
        simulation: Simulation, identity: Identity, authority: CertificateAuthority, port: Int,
        service: @escaping @Sendable () -> any EtcdService
    ) throws(EtcdGRPCError) {
        let tls: NIOSSLContext
        do { tls = try EtcdTLS.serverContext(identity, authority: authority.certificate) } catch {
            throw EtcdGRPCError("cannot use etcd's certificate: \(error)")
        }
        let group = MultiThreadedEventLoopGroup.singleton
        let bound = group.next().makePromise(of: Int.self)
        let names = ClientNames()
        let transport = HTTP2ServerTransport.Custom(
            listenerFactory: LoopbackListener(
                group: group, tls: tls, names: names, port: port, bound: bound),
            config: Self.configuration)
        let server = GRPCServer(
            transport: transport,
            services: [
                EtcdRPCService(
                    entrance: SimulationEntrance(simulation: simulation), names: names,
                    service: service)
            ])
        serving = Task.detached { try? await server.serve() }
        do { self.port = try bound.futureResult.wait() } catch {
            throw EtcdGRPCError(port: port, error)
        }
    }

    /// Closes the listener and every connection.
    package func close() { serving.cancel() }

    private static var configuration: HTTP2ServerTransport.Custom<LoopbackListener>.Config {
        var configuration = HTTP2ServerTransport.Custom<LoopbackListener>.Config.defaults
        configuration.rpc.maxRequestPayloadSize = Defaults.requestBytesMax
        configuration.http2.maxConcurrentStreams = Defaults.streamsMax
        configuration.http2.targetWindowSize = 1 << 20
        // etcdctl pings every 2 s, with calls or without.
        configuration.connection.keepalive.clientBehavior = .init(
            minPingIntervalWithoutCalls: .seconds(1), allowWithoutCalls: true)
        return configuration
    }
}
