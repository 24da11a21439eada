package import Etcd
import PodNetwork
import Simulation

/// An etcd of several members, each on a machine of its own beside the cluster's nodes.
///
/// ```
///   API server ──EtcdBalancer──▶ etcd1:2379 ◀──:2380──▶ etcd2 ◀──:2380──▶ etcd3
///                                     └────────────:2380──────────────────┘
/// ```
/// kubeadm calls this an external etcd: the master has no static pod for it, and the manifest of
/// kube-apiserver names the members' addresses.
///
/// Differs: the members' machines have no files and nobody can log in there; their disks are in
/// memory, or folders of `--data-dir`.
package final class EtcdGroup: Sendable {
    /// A member and its machine.
    struct Seat: Sendable {
        var host: Topology.EtcdHost
        var member: EtcdMember
        var network: NetworkNamespace
    }

    /// What there is to tell of a member: news of the group, or that its process has died.
    package enum Event: Sendable {
        case news(MemberNews)
        case death
    }

    private struct State {
        var listeners: [String: [Listener]] = [:]
        var observer: (@Sendable (_ member: String, Event) -> Void)?
    }
    let network: SimulatedNetwork
    private let seats: [Seat]
    private let state: Confined<State>

    /// Each member keeps its data in a folder of `directory`, or in memory; nil if the topology has
    /// no machines for it.
    ///
    /// **Throws** if the directory cannot be used, with a sentence that says why.
    init?(
        _ topology: Topology, _ network: SimulatedNetwork, directory: String?
    ) throws(ClusterError) {
        guard !topology.etcdHosts.isEmpty else { return nil }
        if let directory, EtcdProcess.holdsSingleMember(directory) {
            throw ClusterError(
                "etcd: \(directory) holds an etcd of one member: leave --etcd-members out")
        }
        let simulation = network.simulation
        let state = Confined(simulation, State())
        let wires = PeerWires(network)
        let configurations = topology.etcdHosts.map { host in
            var configuration = EtcdConfiguration(
                name: host.name, peerURL: "https://\(host.address):\(Defaults.etcdPeerPort)",
                clientURL: "https://\(host.address):\(Defaults.etcdPort)")
            configuration.setQuota(topology.etcdQuotaBytes)
            return configuration
        }
        var seats: [Seat] = []
        for (host, configuration) in zip(topology.etcdHosts, configurations) {
            let member: EtcdMember
            do {
                member = try EtcdMember(
                    simulation: simulation, configuration: configuration, group: configurations,
                    dataDirectory: directory.map { "\($0)/\(host.name)" }, transport: wires
                ) { state.value.observer?(host.name, .news($0)) }
            } catch { throw ClusterError(error.description) }
            let namespace = network.makeHost(host.name, addresses: [host.address])
            wires.add(member, on: namespace)
            seats.append(Seat(host: host, member: member, network: namespace))
        }
        (self.seats, self.network, self.state) = (seats, network, state)
    }

    /// The world in which the members' data began.
    var origin: DiskOrigin? { seats.first?.member.origin }

    /// Ends all members and lets go of their directories, as when the program ends.
    package func close() { for seat in seats { seat.member.close() } }

    /// **Order**: `etcd1`, `etcd2` and so on.
    package var names: [String] { seats.map(\.host.name) }

    /// Tells `observer` of all that happens from now on.
    package func observe(_ observer: @escaping @Sendable (_ member: String, Event) -> Void) {
        state.value.observer = observer
    }

    /// The member at one of the machines' addresses.
    func seat(at address: IPv4Address) -> Seat? { seats.first { $0.host.address == address } }

    package func member(_ name: String) -> EtcdMember? { seat(name)?.member }

    private func seat(_ name: String) -> Seat? { seats.first { $0.host.name == name } }

    /// A client on the machine `host`.
    func balancer(for host: NetworkNamespace) -> EtcdBalancer {
        var addresses: [String: IPv4Address] = [:]
        for seat in seats { addresses[seat.host.name] = seat.host.address }
        let network = self.network
        return EtcdBalancer(network.simulation, seats.map(\.member)) { [addresses] member in
            guard let address = addresses[member.configuration.name] else { return false }
            let endpoint = PodNetwork.Endpoint(address, Defaults.etcdPort)
            return (try? network.route(from: host, to: endpoint)) != nil
        }
    }

    // MARK: - Life

    /// Starts all members.
    func start() throws(ClusterError) { for name in names { try start(name) } }

    /// Starts the process of a member, on what its disk has; one that runs goes on.
    ///
    /// **Throws** if its ports are taken or its data cannot be used.
    package func start(_ name: String) throws(ClusterError) {
        guard let seat = seat(name), !seat.member.isRunning else { return }
        do {
            let listeners = [
                try seat.network.listen(Defaults.etcdPort),
                try seat.network.listen(Defaults.etcdPeerPort),
            ]
            state.value.listeners[name] = listeners
            for listener in listeners { greet(listener) }
        } catch { throw ClusterError("\(name) cannot listen: \(error.text)") }
        do { try seat.member.start() } catch { throw ClusterError(error.description) }
    }

    /// Takes connections: requests and messages go as whole values, beside them.
    private func greet(_ listener: Listener) {
        network.simulation.spawn("etcd port") {
            while let connection = try? await listener.accept() { connection.close() }
        }
    }

    /// Kills the process of a member; its disk stays.
    package func crash(_ name: String) {
        guard let seat = seat(name), seat.member.isRunning else { return }
        for listener in state.value.listeners.removeValue(forKey: name) ?? [] { listener.close() }
        seat.member.stop()
        state.value.observer?(name, .death)
    }

    // MARK: - The network between the members

    /// Lets no packet of `source` reach `target`; the other way they still pass.
    package func cut(from source: String, to target: String) {
        network.setCut(from: source, to: target, true)
    }

    /// Lets all packets between members pass again.
    package func heal() {
        for source in names {
            for target in names where target != source {
                network.setCut(from: source, to: target, false)
            }
        }
    }
}
