import API
import Client
import ContainerRuntime
import Etcd
import PodNetwork
import Simulation
import Testing

@testable import Cluster

/// What a learner sees who moves a manifest out of `/etc/kubernetes/manifests`, and back again.
///
/// One cluster serves all tests, one after the other; each leaves it whole.
@Suite("Control plane faults", .serialized)
struct ControlPlaneFaultTests {
    private static let booted = Result {
        let cluster = try Cluster(
            simulation: Simulation(seed: 5), topology: Topology(nodeCount: 2))
        try cluster.boot()
        return cluster
    }

    private let cluster: Cluster

    init() throws { cluster = try Self.booted.get() }

    /// Runs `body` while the pod of `component` is gone, `after` once it is back.
    private func without(
        _ component: String, _ body: @escaping @Sendable (KubeClient) async throws -> Void,
        after: @escaping @Sendable (KubeClient) async throws -> Void
    ) throws {
        let (cluster, files) = (cluster, cluster.controlPlane.files)
        let manifest = "/etc/kubernetes/manifests/\(component).yaml"
        try cluster.simulation.run {
            try files.rename(manifest, to: "/tmp/moved.yaml")
            try await cluster.simulation.sleep(for: .seconds(60))
            try await body(cluster.admin)
            try files.rename("/tmp/moved.yaml", to: manifest)
            try await cluster.simulation.sleep(for: .seconds(60))
            let mirror = try await cluster.admin.get(
                Pod.self, namespace: "kube-system", name: "\(component)-server4-master")
            #expect(mirror.status[condition: "Ready"]?.isTrue == true)
            try await after(cluster.admin)
        }
    }

    private static func isGone(_ component: String, _ client: KubeClient) async throws -> Bool {
        let pods = try await client.list(Pod.self, namespace: "kube-system").items
        return !pods.contains { $0.metadata.name.hasPrefix(component) }
    }

    /// The service accounts of the namespace `shop`.
    private static func accounts(_ client: KubeClient) async throws -> [String] {
        try await client.list(ServiceAccount.self, namespace: "shop").items.map(\.metadata.name)
    }

    @Test("without a scheduler pods stay Pending, until it is back")
    func scheduler() throws {
        try without("kube-scheduler") { client in
            #expect(try await Self.isGone("kube-scheduler", client))
            var pod = Pod(namespace: "default", name: "waiting")
            pod.value["spec"]["containers"] = [
                ["name": "main", "image": "busybox", "command": ["sleep", "99999"]]
            ]
            try await client.create(pod)
            try await client.simulation.sleep(for: .seconds(30))
            let found = try await client.get(Pod.self, namespace: "default", name: "waiting")
            #expect(found.spec.nodeName == nil)
            #expect(found.status.phase == "Pending")
        } after: { client in
            let found = try await client.get(Pod.self, namespace: "default", name: "waiting")
            #expect(found.status.phase == "Running")
        }
    }

    @Test("without a controller manager nobody makes a new namespace's service account")
    func controllerManager() throws {
        try without("kube-controller-manager") { client in
            #expect(try await Self.isGone("kube-controller-manager", client))
            try await client.create(Namespace(name: "shop"))
            try await client.simulation.sleep(for: .seconds(30))
            let accounts = try await Self.accounts(client)
            #expect(accounts == [])
        } after: { client in
            let accounts = try await Self.accounts(client)
            #expect(accounts == ["default"])
        }
    }

    @Test("without an API server connections are refused; the pods run on")
    func apiServer() throws {
        let cluster = cluster
        try without("kube-apiserver") { client in
            let error = await #expect(throws: Status.self) { try await client.list(Pod.self) }
            #expect(error?.message.contains("connect: connection refused") == true)
            let runtime = try #require(cluster.nodes[1].runtime)
            #expect(runtime.containers(ofPod: nil).contains { $0.state == .running })
        } after: { client in
            let pods = try await client.list(Pod.self, namespace: "kube-system").items
            // Only the server's own container was started anew, and as a new pod.
            #expect(pods.allSatisfy { $0.status.containerStatuses.first?.restartCount == 0 })
        }
    }

    @Test("without etcd the API server fails and says so; with it all data are back")
    func etcd() throws {
        let kept = ConfigMap(namespace: "default", name: "kept")
        try cluster.simulation.run { [cluster] in _ = try await cluster.admin.create(kept) }
        try without("etcd") { [cluster] client in
            #expect(!cluster.store.isRunning)
            let read = await #expect(throws: Status.self) { try await client.list(Pod.self) }
            #expect(read?.code == 500)
            #expect(
                read?.message.hasSuffix("127.0.0.1:2379: connect: connection refused\"") == true)
            let write = await #expect(throws: Status.self) {
                try await client.create(ConfigMap(namespace: "default", name: "lost"))
            }
            #expect(write?.message.contains("code = Unavailable") == true)
            let health = try await client.send(client.request("GET", "/livez"))
            #expect(health.status == 500)
        } after: { client in
            let names = try await client.list(ConfigMap.self, namespace: "default").items
                .map(\.metadata.name)
            #expect(names.contains("kept"))
            #expect(!names.contains("lost"))
            let health = try await client.send(client.request("GET", "/livez"))
            #expect(health.status == 200)
        }
    }

    @Test("a caller that is cut off waits for 30 s, and is told of a timeout")
    func partition() throws {
        let (cluster, node) = (cluster, cluster.nodes[1])
        cluster.network.setCut(from: node.plan.name, to: cluster.controlPlane.plan.name, true)
        let begin = cluster.simulation.now
        try cluster.simulation.run {
            let transport = cluster.transport(from: node.network)
            let error = await #expect(throws: TransportError.self) {
                try await transport.send(APIRequest(method: "GET", path: "/version"))
            }
            #expect("\(String(describing: error))".contains("i/o timeout"))
        }
        #expect(begin.duration(to: cluster.simulation.now) == Defaults.dialTimeout)
        cluster.network.setCut(from: node.plan.name, to: cluster.controlPlane.plan.name, false)
        #expect(throws: Never.self) {
            try cluster.simulation.run {
                _ = try await cluster.transport(from: node.network).send(
                    APIRequest(method: "GET", path: "/version"))
            }
        }
    }
}
