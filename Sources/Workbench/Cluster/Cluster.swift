package import APIServer
package import Client
package import ContainerRuntime
package import Etcd
import PKI
package import PodNetwork
package import Simulation

/// A whole Kubernetes cluster: the only place that knows all components.
///
/// ```
///   topology ──▶ keys ──▶ hosts (files, network) ──▶ kubelets
///                                                       │ static pods
///                etcd, kube-apiserver, kube-controller-manager, kube-scheduler
///                                                       │ Deployments, DaemonSets
///                            kube-proxy, calico-node, coredns
/// ```
/// Every arrow is the real one: the kubelet of the control plane reads manifests and starts
/// containers, and those containers' programs (`SystemPrograms`) are the components.
package final class Cluster: Sendable {
    package let simulation: Simulation
    package let topology: Topology
    package let pki: ClusterPKI
    package let network: SimulatedNetwork
    /// The control plane's etcd, with the data that outlive its container; never started where
    /// etcd has several members.
    package let store: EtcdMember
    /// The etcd of several members; nil if there is one.
    package let etcdGroup: EtcdGroup?
    /// The real etcd that is used instead of it.
    private let external: (etcd: any EtcdService, record: WorldRecord)?
    /// How the API server reaches the members of `etcdGroup`.
    private let balancer: EtcdBalancer?
    package let images: ImageRegistry
    package let nodes: [ClusterNode]
    let server: ServerSlot
    /// The Internet, as far as there is one.
    let outside: OutsideWorld
    private let webhookSlot: Confined<ClusterWebhooks?>

    /// Builds everything and starts nothing.
    ///
    /// `programs` are what containers can run besides the system's own.
    ///
    /// **Throws** if the storage cannot be used, with a sentence that says why.
    package init(
        simulation: Simulation, topology: Topology = .document, storage: ClusterStorage = .memory
    ) throws(ClusterError) {
        self.simulation = simulation
        self.topology = topology
        network = SimulatedNetwork(simulation)
        images = ImageRegistry(simulation)
        server = ServerSlot(simulation)
        outside = try OutsideWorld(network, nameServer: topology.nameServer)
        if let refusal = Self.refusal(of: topology, storage) { throw ClusterError(refusal) }
        etcdGroup = try EtcdGroup(topology, network, directory: storage.directory)
        webhookSlot = Confined(simulation, nil)
        do {
            // Beside a group it is only a place holder.
            store = try EtcdMember(
                simulation: simulation,
                dataDirectory: topology.etcdMembers > 1 ? nil : storage.directory)
        } catch { throw ClusterError(error.description) }
        external = try Self.openExternal(storage, simulation)
        do {
            pki = try ClusterPKI(
                topology: topology,
                simulation: Self.birthplace(
                    external?.record.origin ?? etcdGroup?.origin ?? store.origin, simulation))
        } catch { throw ClusterError(error.description) }
        nodes = try NodeFactory(
            simulation: simulation, topology: topology, pki: pki, network: network, server: server
        ).makeNodes()
        let master = nodes.first(where: \.plan.isControlPlane) ?? nodes[0]
        balancer = etcdGroup?.balancer(for: master.network)
        try registerImages()
        for node in nodes { node.prepare(self) }
    }

    private static func refusal(of topology: Topology, _ storage: ClusterStorage) -> String? {
        if topology.etcdMembers > 1, case .external = storage {
            return "a cluster has one etcd: --etcd-members excludes --store"
        }
        return Topology.refusal(
            nodeCount: topology.nodes.count, etcdMembers: topology.etcdMembers)
    }

    private func registerImages() throws(ClusterError) {
        do {
            let standard = StandardImages(simulation, applets: BusyboxApplets.names)
            try standard.register(in: images)
            try SystemImages(standard: standard, topology: topology).register(in: images)
        } catch { throw ClusterError("cannot lay out the images: \(error.text)") }
    }

    // MARK: - The parts

    /// The etcd that the API server uses.
    ///
    /// Differs: with `--store` the control plane's etcd pod only holds its port; the data are the
    /// real etcd's, and stay in reach when the pod is killed.
    package var etcd: any EtcdService {
        if let external { return external.etcd }
        if let balancer { return balancer }
        return store
    }

    var isOnExternalStore: Bool { external != nil }

    /// The node that the learner sits at.
    package var controlPlane: ClusterNode { nodes.first(where: \.plan.isControlPlane) ?? nodes[0] }

    package func node(_ name: String) -> ClusterNode? { nodes.first { $0.plan.name == name } }

    /// The server that answers now; nil while its container does not run.
    package internal(set) var apiServer: APIServerProcess? {
        get { server.process }
        set { server.process = newValue }
    }

    /// How the API server reaches admission webhooks.
    package var webhooks: ClusterWebhooks {
        if let webhooks = webhookSlot.value { return webhooks }
        let webhooks = ClusterWebhooks(cluster: WeakCluster(self), simulation: simulation)
        webhookSlot.value = webhooks
        return webhooks
    }

    /// Where the API server listens on the simulated network.
    package var apiEndpoint: PodNetwork.Endpoint {
        PodNetwork.Endpoint(topology.controlPlane.address, topology.apiPort)
    }

    /// A way to the API server from `namespace`, with the client certificate `chain`.
    package func transport(
        from namespace: NetworkNamespace, to endpoint: PodNetwork.Endpoint? = nil,
        certificateChain chain: [[UInt8]] = []
    ) -> ComponentTransport {
        ComponentTransport(
            from: namespace, to: endpoint ?? apiEndpoint, certificateChain: chain,
            simulation: simulation
        ) { [server] in server.handler }
    }

    /// A client on the control plane's host, under one of the cluster's own identities.
    package func client(_ name: String, userAgent: String) -> KubeClient {
        let chain = pki.client(name)?.chain ?? []
        return KubeClient(
            transport: transport(from: controlPlane.network, certificateChain: chain),
            simulation: simulation, userAgent: userAgent)
    }

    /// What an administrator's kubectl is.
    package var admin: KubeClient { client("admin", userAgent: "kubectl/v1.36.4") }

    // MARK: - Life

    /// Starts all nodes and drives the simulation until the cluster is up: every node Ready and
    /// everything in kube-system Running. A kept cluster only gets a minute for that.
    ///
    /// **Throws** if that has not come true after ten minutes of the cluster's time.
    package func boot() throws(ClusterError) {
        let reboot = Reboot(cluster: self)
        try etcdGroup?.start()
        let (boot, isReboot) = (simulation.now, reboot.recallPods(try reboot.keptPods()))
        try outside.start()
        if let external {
            simulation.spawn("world record") { [simulation] in
                await external.record.keepUp(in: external.etcd, simulation)
            }
        }
        for node in nodes { node.start() }
        let installer = AddOnInstaller(cluster: self)
        do {
            try simulation.run(limit: Defaults.bootLimit * 2) {
                try await installer.install()
                guard !isReboot else { return try await installer.waitForRecalled(since: boot) }
                try await installer.waitUntilUp()
            }
        } catch { throw ClusterError("the cluster did not come up: \(error)") }
    }
}

/// Why there is no cluster; a sentence for whoever wanted one.
package struct ClusterError: Error, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}

/// Where the running API server can be found; empty while its container does not run.
final class ServerSlot: Sendable {
    private let slot: Confined<APIServerProcess?>

    init(_ simulation: Simulation) { slot = Confined(simulation, nil) }

    var process: APIServerProcess? {
        get { slot.value }
        set { slot.value = newValue }
    }

    var handler: ComponentTransport.APIHandler? {
        guard let process else { return nil }
        return { request in await process.handle(request) }
    }
}
