package import PodNetwork
import Simulation

/// Gives sandboxes their network: the CNI.
package protocol NetworkPlugin: Sendable {
    /// Why no pod can have a network yet; nil when the plugin works.
    var failure: String? { get }
    /// Makes the namespace of a sandbox (ADD).
    func attach(_ sandbox: PodAttachment) async throws(CRI.Failure) -> NetworkNamespace
    /// Takes it down and frees its address (DEL).
    func detach(_ namespace: NetworkNamespace) async
}

/// For whom a network is made.
package struct PodAttachment: Sendable {
    package var sandboxID: String
    package var podName: String
    package var podNamespace: String
    package var podUID: String
    /// Known once the plugin has chosen it.
    package var address: IPv4Address?
}

/// A plugin in Calico's manner: an address of the node's block, and a note of it on the pod.
///
/// Upstream: projectcalico cni-plugin `cmdAdd`, which patches the pod's annotations
/// `cni.projectcalico.org/containerID`, `podIP` and `podIPs` with the address and `/32`.
package final class CalicoPlugin: NetworkPlugin, Sendable {
    private let network: SimulatedNetwork
    private let ipam: IPAM
    private let host: NetworkNamespace
    private let annotate: @Sendable (PodAttachment) async -> Void
    private let currentFailure: Confined<String?>

    /// `annotate` writes the note through the API, under the plugin's own identity.
    package init(
        network: SimulatedNetwork, ipam: IPAM, host: NetworkNamespace,
        annotate: @escaping @Sendable (PodAttachment) async -> Void = { _ in }
    ) {
        (self.network, self.ipam, self.host, self.annotate) = (network, ipam, host, annotate)
        currentFailure = Confined(network.simulation, nil)
    }

    /// Set by whoever runs the cluster while calico-node is not up.
    package var failure: String? {
        get { currentFailure.value }
        set { currentFailure.value = newValue }
    }

    package func attach(_ sandbox: PodAttachment) async throws(CRI.Failure) -> NetworkNamespace {
        var sandbox = sandbox
        guard let address = ipam.allocate(on: host.name) else {
            throw CRI.Failure(
                .unknown,
                "failed to setup network for sandbox \"\(sandbox.sandboxID)\": plugin "
                    + "type=\"calico\" failed (add): no IPs available in pools: [\(ipam.pool)]")
        }
        sandbox.address = address
        let name = "\(sandbox.podNamespace)/\(sandbox.podName)"
        let namespace = network.makePod(name, on: host, addresses: [address])
        await annotate(sandbox)
        return namespace
    }

    package func detach(_ namespace: NetworkNamespace) async {
        for address in namespace.addresses { ipam.release(address) }
        network.remove(namespace)
    }
}
