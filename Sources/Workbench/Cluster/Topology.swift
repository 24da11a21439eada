package import PodNetwork

/// Who is who in a cluster: nodes, addresses, networks, versions.
///
/// The default is the document's cluster, as `docs/architecture.md` lists it.
package struct Topology: Sendable {
    package struct Node: Sendable {
        package var name: String
        package var address: IPv4Address
        package var isControlPlane: Bool
        /// The node's block of pod addresses.
        package var podBlock: IPv4Block
        /// How many addresses of the block are passed over before the first pod gets one: the
        /// document's cluster had run pods before.
        package var podOffset: Int
    }

    /// A machine with a member of etcd and nothing else.
    package struct EtcdHost: Sendable {
        package var name: String
        package var address: IPv4Address
    }

    package var nodes: [Node]
    /// How many members etcd has: one, in a pod of the master, or several, on machines beside it.
    package var etcdMembers = 1
    /// **Unit**: bytes that etcd's data may take; nil for etcd's default.
    package var etcdQuotaBytes: Int64?
    package var podNetwork = IPv4Block(IPv4Address(10, 244, 0, 0), prefixLength: 16)
    package var serviceNetwork = IPv4Block(IPv4Address(10, 96, 0, 0), prefixLength: 12)
    package var kubernetesService = IPv4Address(10, 96, 0, 1)
    package var dnsService = IPv4Address(10, 96, 0, 10)
    /// Who resolves names for the hosts: the router of the machine room.
    package var nameServer = IPv4Address(192, 168, 2, 1)
    package var clusterDomain = "cluster.local"
    package var apiPort = 6443
    package var kubernetesVersion = "v1.36.2"
    /// Admission plugins of the API server that are on besides the usual ones.
    package var enableAdmissionPlugins = ["NodeRestriction"]
    /// Usual admission plugins that are off.
    package var disableAdmissionPlugins: [String] = []
    /// **Unit**: seconds east of UTC on the hosts: Asia/Shanghai.
    package var hostSecondsFromUTC = 8 * 3600

    /// The document's cluster: one master, two workers.
    package static let document = Topology(nodes: [
        Node(
            name: "server4-master", address: IPv4Address(192, 168, 2, 204), isControlPlane: true,
            podBlock: IPv4Block(IPv4Address(10, 244, 74, 128), prefixLength: 26), podOffset: 1),
        Node(
            name: "server5-node1", address: IPv4Address(192, 168, 2, 205), isControlPlane: false,
            podBlock: IPv4Block(IPv4Address(10, 244, 191, 192), prefixLength: 26), podOffset: 1),
        Node(
            name: "server6-node2", address: IPv4Address(192, 168, 2, 206), isControlPlane: false,
            podBlock: IPv4Block(IPv4Address(10, 244, 244, 192), prefixLength: 26), podOffset: 19),
    ])

    package init(nodes: [Node]) {
        precondition(nodes.contains(where: \.isControlPlane), "a cluster has a control plane")
        self.nodes = nodes
    }

    /// The document's master with `count` nodes in all; beyond three they are `serverN-nodeM`.
    package init(nodeCount count: Int, etcdMembers: Int = 1) {
        var nodes = Array(Self.document.nodes.prefix(max(1, count)))
        for index in nodes.count..<max(nodes.count, count) {
            let block = IPv4Block(IPv4Address(10, 244, UInt8(index % 250), 0), prefixLength: 26)
            nodes.append(
                Node(
                    name: "server\(index + 4)-node\(index)",
                    address: IPv4Address(192, 168, 2, UInt8(204 + index % 50)),
                    isControlPlane: false, podBlock: block, podOffset: 1))
        }
        self.init(nodes: nodes)
        self.etcdMembers = etcdMembers
    }

    /// The machines of an etcd of several members: `etcd1` at 192.168.2.211 and so on.
    package var etcdHosts: [EtcdHost] {
        guard etcdMembers > 1 else { return [] }
        return (1...etcdMembers).map { number in
            EtcdHost(name: "etcd\(number)", address: IPv4Address(192, 168, 2, UInt8(210 + number)))
        }
    }

    /// Where the API server finds etcd, as its flag `--etcd-servers` says.
    package var etcdURLs: [String] {
        etcdMembers > 1
            ? etcdHosts.map { "https://\($0.address):\(Defaults.etcdPort)" }
            : ["https://127.0.0.1:\(Defaults.etcdPort)"]
    }

    /// Why there can be no such cluster; nil if there can.
    ///
    /// From the eighth on, nodes have the addresses of etcd's machines.
    package static func refusal(nodeCount: Int, etcdMembers: Int) -> String? {
        guard (1...50).contains(nodeCount) else { return "nodes is a number from 1 to 50" }
        guard (1...7).contains(etcdMembers) else { return "etcd-members is a number from 1 to 7" }
        guard etcdMembers == 1 || nodeCount <= 7 else {
            return "with several etcd members there are at most 7 nodes"
        }
        return nil
    }

    /// Where the API server listens, as kubeconfigs name it: `https://192.168.2.204:6443`.
    package var apiURL: String { "https://\(controlPlane.address):\(apiPort)" }

    /// The node that the learner sits at.
    package var controlPlane: Node {
        nodes.first(where: \.isControlPlane) ?? nodes[0]
    }
}
