package import Cluster
import Dispatch
import Foundation
import PKI

/// `kubarium serve`: a cluster on real sockets, driven at the pace of the wall clock.
///
/// The cluster's simulation should start at about `RealTimeDriver.wallClock`: clients judge the
/// server's certificate by their own clock.
package struct GatewayServer: Sendable {
    private let cluster: Cluster

    package init(cluster: Cluster) { self.cluster = cluster }

    /// Serves the booted cluster until SIGINT or SIGTERM, on this thread; gives the exit code.
    ///
    /// `announce` is told, in one line without a newline, when clients can come. A kubeconfig for
    /// an administrator is written to `kubeconfigPath`, readable by its owner only.
    ///
    /// **Throws** `GatewayError` if the port is busy or the file cannot be written.
    package func run(
        port: Int, kubeconfigPath: String?, announce: (String) -> Void
    ) throws(GatewayError) -> Int32 {
        guard (0...65_535).contains(port) else {
            throw GatewayError("\(port) is not a port; ports are 0 to 65535")
        }
        signal(SIGPIPE, SIG_IGN)
        let cluster = cluster
        let driver = RealTimeDriver(cluster.simulation)
        let webhooks = LoopbackWebhooks(cluster.simulation, driver: driver)
        cluster.webhooks.outsideTransport = webhooks
        defer { webhooks.close() }
        let listener = try GatewayListener(
            simulation: cluster.simulation, driver: driver, identity: cluster.pki.apiServer,
            port: port
        ) { cluster.apiHandler }
        defer { listener.close() }
        let server = "https://127.0.0.1:\(listener.port)"
        var line = "kubarium: serving \(server)"
        if let kubeconfigPath {
            try writeKubeconfig(server: server, to: kubeconfigPath)
            line += ", kubeconfig \(kubeconfigPath)"
        }
        let interrupts = [SIGINT, SIGTERM].map { onSignal($0, driver.stop) }
        defer { for interrupt in interrupts { interrupt.cancel() } }
        announce(line)
        driver.run()
        return 0
    }

    private func writeKubeconfig(server: String, to path: String) throws(GatewayError) {
        guard let admin = cluster.pki.client("admin") else {
            throw GatewayError("the cluster has no administrator")
        }
        let text = KubeconfigText(
            server: server, authorityPEM: cluster.pki.authority.certificatePEM,
            user: "kubernetes-admin", identity: admin
        ).yaml
        try PrivateFile.write(text, to: path, what: "the kubeconfig")
    }

    private func onSignal(
        _ number: Int32, _ action: @escaping @Sendable () -> Void
    ) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: action)
        source.resume()
        return source
    }
}
