package import Cluster
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
package import PKI
package import Simulation

/// An HTTPS listener on 127.0.0.1 in front of an API server inside a simulation.
///
/// It has threads of its own for the sockets; the simulation is driven by whoever calls
/// `driver.run()`, and requests wait until somebody does.
package final class GatewayListener: Sendable {
    package let driver: RealTimeDriver
    /// The port on which it listens.
    package let port: Int
    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel

    /// Listens on `port`, 0 for any that is free, and shows `identity` to clients, for whom it
    /// waits as `patience` says.
    ///
    /// **Throws** `GatewayError` if the port or the identity cannot be used.
    package init(
        simulation: Simulation, driver: RealTimeDriver, identity: Identity, port: Int,
        patience: ClientPatience = ClientPatience(),
        handler: @escaping @Sendable () -> ComponentTransport.APIHandler?
    ) throws(GatewayError) {
        self.driver = driver
        let context: NIOSSLContext
        do { context = try TLSSettings.makeContext(identity) } catch {
            throw GatewayError("cannot use the server's certificate: \(error)")
        }
        let connections = ConnectionPipeline(
            tls: context,
            pipeline: RequestPipeline(
                simulation: simulation, driver: driver, patience: patience, handler: handler))
        // One core is the simulation's.
        let threads = max(1, min(4, System.coreCount - 1))
        group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { connections.configure($0) }
        do {
            channel = try bootstrap.bind(host: "127.0.0.1", port: port).wait()
        } catch {
            try? group.syncShutdownGracefully()
            throw GatewayError(port: port, error)
        }
        self.port = channel.localAddress?.port ?? port
    }

    /// Closes the listener and every connection.
    package func close() {
        try? channel.close().wait()
        try? group.syncShutdownGracefully()
    }
}

/// Why the gateway cannot serve; a sentence for whoever started it.
package struct GatewayError: Error, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }

    init(port: Int, _ error: any Error) {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE:
            description =
                "port \(port) of 127.0.0.1 is in use; choose another with --port, or 0 for any"
        case EACCES:
            description = "port \(port) of 127.0.0.1 is not allowed to this user; choose another"
        default: description = "cannot listen on 127.0.0.1:\(port): \(error)"
        }
    }
}
