import Cluster
import Dispatch
import Gateway
import PKI
import Simulation

/// Rows about real sockets: a booted cluster behind the gateway, and clients on the loopback.
enum HTTPSBenchmarks {
    private static let requests = 4000

    /// One client that asks again as soon as it has its answer.
    static let get = Benchmark("GET of a pod over HTTPS keep-alive") {
        try withServer { client in
            for _ in 0..<requests / 10 { try client.get() }
            var times: [Duration] = []
            for _ in 0..<requests {
                times.append(try Stopwatch.time { try client.get() })
            }
            times.sort()
            let slow = times[times.count * 99 / 100]
            return Measurement(
                median: times[times.count / 2],
                note: "one client after another's answer; p99 \(slow.readable)")
        }
    }

    /// Runs `body` with a client of a cluster that somebody else's thread drives.
    private static func withServer<Result>(
        _ body: (KeepAliveClient) throws -> Result
    ) throws -> Result {
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
        let pod = "etcd-\(cluster.topology.controlPlane.name)"
        let stopped = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            driver.run()
            stopped.signal()
        }
        defer {
            driver.stop()
            stopped.wait()
        }
        let client = try KeepAliveClient(
            port: listener.port, path: "/api/v1/namespaces/kube-system/pods/\(pod)",
            authorityPEM: cluster.pki.authority.certificatePEM, identity: admin)
        defer { client.close() }
        return try body(client)
    }
}
