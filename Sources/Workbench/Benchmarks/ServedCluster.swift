import Cluster
import Dispatch
import Gateway
import NIOCore
import NIOPosix
import PKI
import Simulation

/// A booted cluster behind the gateway, driven by a thread of its own, as `kubarium serve` has it.
final class ServedCluster: Sendable {
    private let listener: GatewayListener
    private let authority: String
    private let admin: Identity
    /// All clients share a thread, so that the server has the other core.
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    /// The path of a pod that is there from the beginning.
    let pod: String

    private init(_ cluster: Cluster, _ listener: GatewayListener, _ admin: Identity) {
        (self.listener, self.admin) = (listener, admin)
        authority = cluster.pki.authority.certificatePEM
        pod = "/api/v1/namespaces/kube-system/pods/etcd-\(cluster.topology.controlPlane.name)"
    }

    /// Runs `body` while a cluster is served.
    ///
    /// **Throws** what a boot, a socket or `body` throws.
    static func with<Result>(_ body: (ServedCluster) throws -> Result) throws -> Result {
        // TLS clients judge certificates by their own clock.
        let simulation = Simulation(
            seed: 1, start: RealTimeDriver.wallClock.advanced(by: .minutes(-2)))
        let cluster = try Cluster(simulation: simulation)
        try cluster.boot()
        simulation.advance(to: RealTimeDriver.wallClock)
        let driver = RealTimeDriver(simulation)
        let listener = try GatewayListener(
            simulation: simulation, driver: driver, identity: cluster.pki.apiServer, port: 0
        ) { cluster.apiHandler }
        defer { listener.close() }
        guard let admin = cluster.pki.client("admin") else {
            throw ClusterError("the cluster has no administrator")
        }
        let stopped = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            driver.run()
            stopped.signal()
        }
        defer {
            driver.stop()
            stopped.wait()
        }
        let served = ServedCluster(cluster, listener, admin)
        defer { try? served.group.syncShutdownGracefully() }
        return try body(served)
    }

    /// A connection of its own, as the administrator.
    ///
    /// **Throws** what TLS or the socket throws.
    func connect() throws -> KeepAliveClient {
        try KeepAliveClient(
            port: listener.port, authorityPEM: authority, identity: admin, group: group)
    }
}
