import API
import APIServer
import Client
import Etcd
import PKI
import Scheduler
import Simulation

@testable import ControllerManager

/// An API server, a scheduler, the controllers under test, and stand-ins for kubelets.
struct TestCluster: Sendable {
    let simulation: Simulation
    let server: APIServerProcess
    private let chain: [[UInt8]]
    /// The nodes whose kubelets live.
    let living: Confined<[String]>
    let admin: KubeClient

    init(seed: UInt64 = 1) throws {
        simulation = Simulation(seed: seed)
        let authority = try CertificateAuthority(commonName: "kubernetes", simulation: simulation)
        chain = try authority.issue(
            commonName: "admin", organizations: ["system:masters"], for: .client
        ).chain
        server = APIServerProcess(
            simulation: simulation, store: try EtcdProcess.open(simulation: simulation),
            configuration: APIServerProcess.Configuration(
                clientAuthority: authority.certificate,
                tokenKey: try SignedTokenKey(simulation: simulation)))
        living = Confined(simulation, ["node-1", "node-2", "node-3"])
        admin = KubeClient(
            transport: AdminTransport(server: server, chain: chain), simulation: simulation,
            userAgent: "kubectl/v1.36.2")
    }

    /// A client that acts as `user`, with no more rights than that user has.
    func client(as user: String) -> KubeClient {
        KubeClient(
            transport: AdminTransport(server: server, chain: chain), simulation: simulation,
            userAgent: "kube-controller-manager/v1.36.2",
            headers: HTTPHeaders([("Impersonate-User", user)]))
    }

    /// Runs `body` in the running cluster.
    func run<Result: Sendable>(
        _ body: @escaping @Sendable (TestCluster) async throws -> Result
    ) throws -> Result {
        try simulation.run(limit: .hours(2)) {
            let life = simulation.spawn("cluster") { await live() }
            defer { life.cancel() }
            try await server.waitUntilReady()
            for name in living.value { try await addNode(name) }
            return try await body(self)
        }
    }

    private func live() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            group.addTask {
                guard (try? await server.waitUntilReady()) != nil else { return }
                await ControllerManagerProcess(
                    client: client(as: "system:kube-controller-manager"), rootAuthority: "PEM",
                    clientFor: { client(as: "system:serviceaccount:kube-system:\($0)") }
                ).run()
            }
            group.addTask {
                guard (try? await server.waitUntilReady()) != nil else { return }
                await SchedulerProcess(client: client(as: "system:kube-scheduler")).run()
            }
            group.addTask {
                guard (try? await server.waitUntilReady()) != nil else { return }
                await FakeKubelets(cluster: self).run()
            }
        }
    }

    private func addNode(_ name: String) async throws {
        var node = Node(namespace: "", name: name)
        node.metadata.labels = ["kubernetes.io/hostname": name, "kubernetes.io/os": "linux"]
        let resources: Value = ["cpu": "4", "memory": "8Gi", "pods": "110"]
        node.value["status"] = [
            "capacity": resources, "allocatable": resources,
            "conditions": [
                ["type": "Ready", "status": "True", "lastHeartbeatTime": "2026-01-01T00:00:00Z"]
            ],
        ]
        try await admin.create(node)
        var lease = Lease(namespace: "kube-node-lease", name: name)
        lease.spec.holderIdentity = name
        try await admin.create(lease)
    }

    // MARK: - What tests ask

    /// Looks once a second until `condition` holds.
    func eventually(
        within limit: Duration = .seconds(120), _ condition: () async throws -> Bool
    ) async throws -> Bool {
        let end = simulation.now.advanced(by: limit)
        while simulation.now < end {
            if try await condition() { return true }
            try await simulation.sleep(for: .seconds(1))
        }
        return try await condition()
    }

    func pods(_ selector: String = "", namespace: String = "default") async throws -> [Pod] {
        let list: ObjectList<Pod> = try await admin.list(
            namespace: namespace, labelSelector: selector)
        return list.items
    }

    func events(of reason: String) async throws -> [String] {
        let list: ObjectList<Event> = try await admin.list(namespace: "default")
        return list.items.filter { $0.value["reason"].string == reason }
            .sorted {
                ($0.value["lastTimestamp"].string ?? "", $0.metadata.resourceVersion) < (
                    $1.value["lastTimestamp"].string ?? "", $1.metadata.resourceVersion
                )
            }
            .compactMap { $0.value["message"].string }
    }

    /// Everything that was refused to a component.
    var refusals: [String] {
        simulation.trace.all.map(\.message).filter { $0.contains("is forbidden: User") }
    }

    func deployment(_ name: String, replicas: Int, image: String = "nginx:1") -> Deployment {
        var deployment = Deployment(namespace: "default", name: name)
        deployment.value["spec"] = [
            "replicas": .int(Int64(replicas)), "selector": ["matchLabels": ["app": .string(name)]],
            "template": Self.template(name, image: image),
        ]
        return deployment
    }

    static func template(_ app: String, image: String = "nginx:1") -> Value {
        [
            "metadata": ["labels": ["app": .string(app)]],
            "spec": ["containers": [["name": "main", "image": .string(image)]]],
        ]
    }
}

/// Shows the administrator's certificate with each request.
private struct AdminTransport: APITransport {
    let server: APIServerProcess
    let chain: [[UInt8]]

    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        var request = request
        request.peer = APIRequest.Peer(certificateChain: chain)
        return await server.handle(request)
    }
}

/// Runs pods as kubelets would: a second to start, a second to stop.
struct FakeKubelets: Sendable {
    let cluster: TestCluster

    func run() async {
        await withTaskGroup(of: Void.self) { group in
            let pods = Informer<Pod>(client: cluster.admin)
            group.addTask { await pods.run() }
            group.addTask { await renewLeases() }
            group.addTask {
                while (try? await cluster.simulation.sleep(for: .seconds(1))) != nil {
                    for pod in pods.list() { await sync(pod) }
                }
            }
        }
    }

    private func renewLeases() async {
        while (try? await cluster.simulation.sleep(for: .seconds(10))) != nil {
            for name in cluster.living.value {
                guard
                    var lease: Lease = try? await cluster.admin.get(
                        namespace: "kube-node-lease", name: name)
                else { continue }
                lease.spec.renewTime = CivilTime(cluster.simulation.now).rfc3339(fractionDigits: 6)
                _ = try? await cluster.admin.update(lease)
            }
        }
    }

    private func sync(_ pod: Pod) async {
        guard let node = pod.spec.nodeName, cluster.living.value.contains(node) else { return }
        let name = pod.namespacedName
        if pod.metadata.isBeingDeleted {
            try? await cluster.admin.delete(
                Pod.self, namespace: name.namespace, name: name.name,
                options: ["kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": 0])
        } else if pod.status.podIP == nil {
            var running = pod
            let ends = pod.metadata.annotations["fake/ends"]
            running.status.phase = ends ?? "Running"
            let number = UInt32(cluster.simulation.random("pod addresses").int(in: 0..<60_000))
            running.status.podIP = "10.244.\(number >> 8).\(number & 255)"
            running.value["status"]["conditions"] = [
                [
                    "type": "Ready", "status": ends == nil ? "True" : "False",
                    "lastTransitionTime": .string(CivilTime(cluster.simulation.now).rfc3339),
                ]
            ]
            _ = try? await cluster.admin.updateStatus(running)
        }
    }
}
