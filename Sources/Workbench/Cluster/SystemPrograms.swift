import API
import APIServer
import Client
import ContainerRuntime
import ControllerManager
import DNS
import Etcd
import PKI
import PodNetwork
import Proxy
import Scheduler
import Simulation

/// The programs of the cluster's own images: each runs one component until it is killed.
enum SystemPrograms {
    /// What containers can run: the standard programs and the components of `cluster`.
    static func catalog(of cluster: Cluster) -> ProgramCatalog {
        var catalog = StandardPrograms.catalog
        for (name, body) in bodies {
            catalog[name] = ComponentProgram(cluster: WeakCluster(cluster), body: body)
        }
        catalog["kubectl"] = KubectlProgram(cluster: cluster)
        return catalog
    }

    private typealias Body = ComponentProgram.Body

    private static let bodies: [(String, Body)] = [
        ("etcd", runEtcd), ("kube-apiserver", runAPIServer),
        ("kube-controller-manager", runControllerManager), ("kube-scheduler", runScheduler),
        ("kube-proxy", runProxy), ("coredns", runDNS), ("calico-node", runCalicoNode),
        ("calico-kube-controllers", runUntilKilled),
    ]

    // MARK: - The control plane

    /// Serves the member's data, and holds etcd's port, until it is killed; the data stay.
    private static func runEtcd(_ cluster: Cluster, _ process: Process) async throws {
        let quota = try quotaBytes(process)
        let listener = try process.listen(Defaults.etcdPort)
        defer { listener.close() }
        try cluster.store.start(quotaBytes: quota)
        defer { cluster.store.stop() }
        while let connection = try? await listener.accept() { connection.close() }
    }

    /// The value of `--quota-backend-bytes`; nil without it.
    ///
    /// **Throws** for what is no number, in the words of Go's flags.
    private static func quotaBytes(_ process: Process) throws -> Int64? {
        guard let word = flag("quota-backend-bytes", process).last else { return nil }
        guard let bytes = Int64(word) else {
            throw ClusterError(
                "invalid value \(GoText.quoted(word)) for flag -quota-backend-bytes: parse error")
        }
        return bytes
    }

    /// **Throws** for flags that it does not understand, in the words that upstream logs.
    private static func runAPIServer(_ cluster: Cluster, _ process: Process) async throws {
        var configuration = APIServerProcess.Configuration(
            clientAuthority: cluster.pki.authority.certificate,
            tokenKey: cluster.pki.serviceAccountKey)
        configuration.advertiseAddress = cluster.topology.controlPlane.address.description
        configuration.port = cluster.topology.apiPort
        configuration.serviceCIDR = cluster.topology.serviceNetwork.description
        configuration.enableAdmissionPlugins = flag("enable-admission-plugins", process)
        configuration.disableAdmissionPlugins = flag("disable-admission-plugins", process)
        if let problem = AdmissionRegistry.problem(
            enable: configuration.enableAdmissionPlugins,
            disable: configuration.disableAdmissionPlugins)
        {
            throw ClusterError("\"command failed\" err=\(GoText.quoted(problem))")
        }
        let server = APIServerProcess(
            simulation: cluster.simulation, store: cluster.etcd, configuration: configuration,
            kubelets: KubeletDirectory(
                cluster: WeakCluster(cluster), simulation: cluster.simulation),
            webhooks: cluster.webhooks)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            group.addTask {
                guard (try? await server.waitUntilReady()) != nil else { return }
                cluster.apiServer = server
                await APIListener(
                    identity: cluster.pki.apiServer, port: cluster.topology.apiPort
                ).run(on: process.network) { await server.handle($0) }
            }
        }
        cluster.apiServer = nil
    }

    /// The words of `--name=a,b`.
    private static func flag(_ name: String, _ process: Process) -> [String] {
        let prefix = "--\(name)="
        return process.arguments.filter { $0.hasPrefix(prefix) }
            .flatMap { $0.dropFirst(prefix.count).split(separator: ",").map(String.init) }
    }

    private static func runControllerManager(_ cluster: Cluster, _ process: Process) async {
        let agent = "kube-controller-manager/\(cluster.topology.kubernetesVersion)"
        let manager = cluster.client("kube-controller-manager", userAgent: agent)
        let base = cluster.transport(from: process.network)
        await ControllerManagerProcess(
            client: manager, rootAuthority: cluster.pki.authority.certificatePEM,
            signer: AuthoritySigner(authority: cluster.pki.authority),
            clientFor: { account in
                KubeClient(
                    transport: ControllerCredentials(
                        account: account, base: base, manager: manager),
                    simulation: manager.simulation, userAgent: agent)
            }
        ).run()
    }

    private static func runScheduler(_ cluster: Cluster, _ process: Process) async {
        let client = cluster.client(
            "kube-scheduler", userAgent: "kube-scheduler/\(cluster.topology.kubernetesVersion)")
        await SchedulerProcess(client: client).run()
    }

    // MARK: - Add-ons

    private static func runProxy(_ cluster: Cluster, _ process: Process) async {
        let host = process.network
        await KubeProxyProcess(
            client: inClusterClient(cluster, process, direct: true), host: host,
            nodeName: host.name
        ).run()
    }

    private static func runDNS(_ cluster: Cluster, _ process: Process) async {
        await DNSServerProcess(
            client: inClusterClient(cluster, process, direct: false), namespace: process.network,
            clusterDomain: cluster.topology.clusterDomain,
            outside: { [outside = cluster.outside] in outside.addresses(of: $0) }
        ).run()
    }

    /// Pods of this node can have a network while calico-node runs.
    private static func runCalicoNode(_ cluster: Cluster, _ process: Process) async {
        guard let node = cluster.node(process.network.name) else { return }
        node.plugin.failure = nil
        await runUntilKilled(cluster, process)
        node.plugin.failure = NodeFactory.noPlugin
    }

    private static func runUntilKilled(_ cluster: Cluster, _ process: Process) async {
        while (try? await cluster.simulation.sleep(for: .hours(24))) != nil {}
    }

    /// A client with the pod's own service account, as client libraries make it in a pod.
    ///
    /// kube-proxy goes to the server's own address (`direct`), since it is what makes the
    /// Service's address work.
    private static func inClusterClient(
        _ cluster: Cluster, _ process: Process, direct: Bool
    ) -> KubeClient {
        let service = PodNetwork.Endpoint(cluster.topology.kubernetesService, 443)
        let transport = cluster.transport(
            from: process.network, to: direct ? cluster.apiEndpoint : service)
        let name = process.arguments.first?.split(separator: "/").last.map(String.init) ?? "pod"
        return KubeClient(
            transport: ServiceAccountTransport(base: transport, files: process.files),
            simulation: cluster.simulation,
            userAgent: "\(name)/\(cluster.topology.kubernetesVersion)")
    }
}

/// Runs one component as a container's program.
private struct ComponentProgram: Program {
    let cluster: WeakCluster
    let body: Body

    /// **Throws** what keeps the component from starting.
    typealias Body = @Sendable (Cluster, Process) async throws -> Void

    func run(_ process: Process) async -> Int32 {
        guard let cluster = cluster.value else { return 1 }
        process.endOnRequest()
        do { try await body(cluster, process) } catch {
            try? await process.error.write("\(error)\n")
            return 1
        }
        return 0
    }
}

/// A cluster that is not kept alive by what runs in it.
struct WeakCluster: Sendable {
    weak let value: Cluster?

    init(_ cluster: Cluster) { value = cluster }
}

/// Adds the token that the kubelet keeps fresh in a pod's files.
struct ServiceAccountTransport: APITransport {
    let base: ComponentTransport
    let files: FileSystem

    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        var request = request
        let path = "/var/run/secrets/kubernetes.io/serviceaccount/token"
        if let token = try? files.read(path) {
            request.headers["Authorization"] = "Bearer " + String(decoding: token, as: UTF8.self)
        }
        return try await base.send(request)
    }
}
