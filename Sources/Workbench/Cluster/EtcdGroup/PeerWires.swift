import Etcd
import PodNetwork
import Simulation

/// The wires between the members of an etcd: whole messages over the simulated network.
///
/// A message is lost where packets do not pass or nobody listens, when it leaves and when it
/// arrives; Raft sends again what matters.
///
/// Differs: etcd's members hold TCP connections, so that a way that is cut in one direction is
/// noticed in the other, too.
final class PeerWires: PeerTransport {
    private struct Peer {
        weak var member: EtcdMember?
        var network: NetworkNamespace
    }
    private let network: SimulatedNetwork
    /// By the members' ids.
    private let peers: Confined<[UInt64: Peer]>

    init(_ network: SimulatedNetwork) {
        self.network = network
        peers = Confined(network.simulation, [:])
    }

    func add(_ member: EtcdMember, on machine: NetworkNamespace) {
        peers.value[member.configuration.memberID] = Peer(member: member, network: machine)
    }

    func send(_ message: PeerMessage) {
        guard let time = passage(of: message) else { return }
        network.simulation.spawn("etcd peers") { [self] in
            guard (try? await network.simulation.sleep(for: time)) != nil,
                passage(of: message) != nil
            else { return }
            peers.value[message.to]?.member?.receive(message)
        }
    }

    /// How long the message is on its way; nil if it does not arrive.
    private func passage(of message: PeerMessage) -> Duration? {
        guard let source = peers.value[message.from]?.network,
            let address = peers.value[message.to]?.network.addresses.first
        else { return nil }
        return network.passage(
            from: source, to: PodNetwork.Endpoint(address, Defaults.etcdPeerPort))
    }
}
