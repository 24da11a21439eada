package import Etcd
import EtcdGRPC
import Foundation
import Gateway
import PKI
import Simulation

/// An etcd of ours on a real port, driven by a thread of its own.
package final class OwnEtcd {
    package let port: Int
    package let etcd: any EtcdService
    private let driver: RealTimeDriver
    private let server: EtcdGRPCServer
    private let isOver = DispatchSemaphore(value: 0)

    package init(_ keys: EtcdKeys, dataDirectory: String? = nil) throws {
        let simulation = Simulation(seed: 3, start: RealTimeDriver.wallClock)
        let etcd = try EtcdProcess.open(simulation: simulation, dataDirectory: dataDirectory)
        self.etcd = etcd
        let driver = RealTimeDriver(simulation)
        self.driver = driver
        server = try EtcdGRPCServer(
            simulation: simulation, identity: keys.server, authority: keys.authority, port: 0
        ) { etcd }
        port = server.port
        let isOver = isOver
        Thread.detachNewThread {
            driver.run()
            isOver.signal()
        }
    }

    deinit {
        driver.stop()
        isOver.wait()
        server.close()
    }
}
