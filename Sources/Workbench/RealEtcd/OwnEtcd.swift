package import Etcd
import EtcdGRPC
import Foundation
import Gateway
import PKI
import Simulation

/// An etcd of ours on real ports, one for each member, driven by a thread of its own.
package final class OwnEtcd {
    package let ports: [Int]
    /// The first member.
    package let etcd: any EtcdService
    private let driver: RealTimeDriver
    private let servers: [EtcdGRPCServer]
    private let isOver = DispatchSemaphore(value: 0)

    package var port: Int { ports[0] }

    /// One member, or several that elect a leader first; each on a folder of `dataDirectory`.
    package init(
        _ keys: EtcdKeys, members count: Int = 1, dataDirectory: String? = nil,
        quotaBytes: Int64 = Etcd.Defaults.quotaBytes
    ) throws {
        let simulation = Simulation(seed: 3, start: RealTimeDriver.wallClock)
        let members: [EtcdMember]
        if count == 1 {
            let member = try EtcdMember(
                simulation: simulation, dataDirectory: dataDirectory,
                configuration: EtcdConfiguration(quotaBytes: quotaBytes))
            members = [member]
        } else {
            members = try Self.group(simulation, count, dataDirectory, quotaBytes)
        }
        for member in members { try member.start() }
        let driver = RealTimeDriver(simulation)
        (self.driver, etcd) = (driver, members[0])
        servers = try members.map { member in
            try EtcdGRPCServer(
                simulation: simulation, identity: keys.server, authority: keys.authority, port: 0
            ) { member }
        }
        ports = servers.map(\.port)
        let isOver = isOver
        Thread.detachNewThread {
            driver.run()
            isOver.signal()
        }
    }

    deinit {
        driver.stop()
        isOver.wait()
        for server in servers { server.close() }
    }

    private static func group(
        _ simulation: Simulation, _ count: Int, _ dataDirectory: String?, _ quotaBytes: Int64
    ) throws -> [EtcdMember] {
        let wires = ShortWires(simulation)
        let group = (1...count).map { number in
            EtcdConfiguration(
                name: "etcd\(number)", peerURL: "http://127.0.0.\(number):2380",
                clientURL: "http://127.0.0.\(number):2379", quotaBytes: quotaBytes)
        }
        let members = try group.map { configuration in
            try EtcdMember(
                simulation: simulation, configuration: configuration, group: group,
                dataDirectory: dataDirectory.map { "\($0)/\(configuration.name)" },
                transport: wires
            ) { _ in }
        }
        for member in members { wires.add(member) }
        return members
    }
}

/// Carries what members of one process say to each other, as soon as it is said.
private final class ShortWires: PeerTransport {
    private let simulation: Simulation
    private let members: Confined<[UInt64: EtcdMember]>

    init(_ simulation: Simulation) {
        self.simulation = simulation
        members = Confined(simulation, [:])
    }

    func add(_ member: EtcdMember) { members.value[member.configuration.memberID] = member }

    func send(_ message: PeerMessage) {
        simulation.spawn("etcd peers") { [members] in
            members.value[message.to]?.receive(message)
        }
    }
}
