import API
import Client
package import ContainerRuntime
import Kubelet
import PKI
package import PodNetwork
import Simulation

/// One machine of the cluster: its host, its container runtime, its kubelet.
package final class ClusterNode: Sendable {
    package let plan: Topology.Node
    /// The host's own files.
    package let files: FileSystem
    /// The host's own network.
    package let network: NetworkNamespace
    package let plugin: CalicoPlugin
    private let simulation: Simulation
    private let state: Confined<State>

    private struct State {
        var runtime: NodeRuntime?
        var kubelet: KubeletProcess?
        var kubeletTask: Task<Void, Never>?
    }

    init(
        plan: Topology.Node, files: FileSystem, network: NetworkNamespace, plugin: CalicoPlugin,
        simulation: Simulation
    ) {
        (self.plan, self.files, self.network, self.plugin) = (plan, files, network, plugin)
        self.simulation = simulation
        state = Confined(simulation, State())
    }

    /// The container runtime; nil until the node is prepared.
    var runtime: NodeRuntime? { state.value.runtime }

    /// The kubelet, if it runs.
    var kubelet: KubeletProcess? { state.value.kubeletTask == nil ? nil : state.value.kubelet }

    /// Gives the node its runtime and its kubelet.
    func prepare(_ cluster: Cluster) {
        let runtime = NodeRuntime(
            simulation,
            NodeRuntime.Configuration(
                registry: cluster.images, programs: SystemPrograms.catalog(of: cluster),
                plugin: plugin, host: network))
        for image in SystemImages.names(cluster.topology) { runtime.preload(image) }
        let chain = cluster.pki.kubelet(plan.name)?.chain ?? []
        let client = KubeClient(
            transport: cluster.transport(from: network, certificateChain: chain),
            simulation: simulation, userAgent: "kubelet/\(cluster.topology.kubernetesVersion)")
        let kubelet = KubeletProcess(
            configuration: configuration(cluster.topology), client: client, runtime: runtime)
        state.value.runtime = runtime
        state.value.kubelet = kubelet
    }

    private func configuration(_ topology: Topology) -> KubeletConfiguration {
        var configuration = KubeletConfiguration(
            nodeName: plan.name, address: plan.address, hostFiles: files, hostNetwork: network,
            decodeManifest: { bytes in
                (try? Manifest.documents(String(decoding: bytes, as: UTF8.self)))?.first
            })
        configuration.bootCount = simulation.life
        configuration.secondsFromUTC = topology.hostSecondsFromUTC
        configuration.clusterDNS = topology.dnsService.description
        configuration.clusterDomain = topology.clusterDomain
        configuration.kubeletVersion = topology.kubernetesVersion
        if plan.isControlPlane {
            var taint = Taint(["key": "node-role.kubernetes.io/control-plane"])
            taint.effect = "NoSchedule"
            configuration.taints = [taint]
        }
        return configuration
    }

    /// Starts the kubelet, and with it all that it runs.
    package func start() {
        guard let kubelet = state.value.kubelet, state.value.kubeletTask == nil else { return }
        state.value.kubeletTask = simulation.spawn("kubelet \(plan.name)") { [self] in
            await withTaskGroup(of: Void.self) { tasks in
                tasks.addTask { await kubelet.run() }
                tasks.addTask { await self.serve(kubelet) }
            }
        }
    }

    /// Holds the kubelet's port, with a certificate of the kubelet's own making.
    ///
    /// Upstream: kubernetes cmd/kubelet/app/server.go InitializeTLS.
    private func serve(_ kubelet: KubeletProcess) async {
        let name = "\(plan.name)@\(simulation.now.secondsSinceEpoch)"
        guard
            let authority = try? CertificateAuthority(
                commonName: "\(plan.name)-ca@\(simulation.now.secondsSinceEpoch)",
                simulation: simulation),
            let own = try? authority.issue(
                commonName: name, names: [plan.name], addresses: [plan.address.description],
                for: .server)
        else { return }
        let identity = Identity(
            chain: own.chain + [authority.certificate], privateKey: own.privateKey)
        await APIListener(identity: identity, port: Defaults.kubeletPort).run(on: network) {
            await kubelet.answer($0)
        }
    }
}

/// Makes the hosts of a cluster.
struct NodeFactory {
    let simulation: Simulation
    let topology: Topology
    let pki: ClusterPKI
    let network: SimulatedNetwork
    let server: ServerSlot

    func makeNodes() throws(ClusterError) -> [ClusterNode] {
        let ipam = IPAM(simulation, pool: topology.podNetwork)
        var nodes: [ClusterNode] = []
        let hostFiles = HostFiles(
            topology: topology, pki: pki, publicAuthority: try publicAuthority())
        for plan in topology.nodes {
            ipam.assign(plan.podBlock, to: plan.name, firstOffset: plan.podOffset)
            let files = FileSystem(simulation)
            do { try hostFiles.write(to: files, node: plan) } catch {
                throw ClusterError("cannot lay out the files of \(plan.name): \(error.text)")
            }
            let host = network.makeHost(plan.name, addresses: [plan.address])
            let annotator = CalicoAnnotator(try pluginClient(from: host))
            let plugin = CalicoPlugin(network: network, ipam: ipam, host: host) {
                await annotator.annotate($0)
            }
            plugin.failure = Self.noPlugin
            nodes.append(
                ClusterNode(
                    plan: plan, files: files, network: host, plugin: plugin,
                    simulation: simulation))
        }
        return nodes
    }

    private func publicAuthority() throws(ClusterError) -> String {
        do { return try PublicAuthority.make().certificatePEM } catch {
            throw ClusterError(error.description)
        }
    }

    /// What the runtime says of a node whose network is not set up yet.
    static let noPlugin = "cni plugin not initialized"

    /// The CNI plugin's own way to the API server.
    private func pluginClient(from host: NetworkNamespace) throws(ClusterError) -> KubeClient {
        let identity: Identity
        do { identity = try pki.authority.issue(commonName: "calico-cni", for: .client) } catch {
            throw ClusterError(error.description)
        }
        let endpoint = PodNetwork.Endpoint(topology.controlPlane.address, topology.apiPort)
        let transport = ComponentTransport(
            from: host, to: endpoint, certificateChain: identity.chain, simulation: simulation
        ) { [server] in server.handler }
        return KubeClient(
            transport: transport, simulation: simulation, userAgent: "calico-cni/v3.25.0")
    }
}
