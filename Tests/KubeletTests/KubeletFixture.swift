import API
import Client
import ContainerRuntime
import PodNetwork
import Simulation

@testable import Kubelet

/// A program given by a closure.
struct ScriptedProgram: Program {
    let body: @Sendable (Process) async -> Int32

    func run(_ process: Process) async -> Int32 { await body(process) }
}

/// One node with its kubelet, on a fake API server.
final class KubeletFixture: Sendable {
    let simulation = Simulation(seed: 11)
    let api: FakeAPI
    let client: KubeClient
    let runtime: NodeRuntime
    let kubelet: KubeletProcess
    let host: FileSystem

    init() throws {
        api = FakeAPI(simulation)
        client = KubeClient(transport: api, simulation: simulation, userAgent: "test")
        host = FileSystem(simulation)
        try host.makeDirectory("/etc/kubernetes/manifests", withParents: true)
        let network = SimulatedNetwork(simulation)
        let address = IPv4Address(192, 168, 2, 206)
        let namespace = network.makeHost("server6-node2", addresses: [address])
        let ipam = IPAM(simulation, pool: IPv4Block(IPv4Address(10, 244, 0, 0), prefixLength: 16))
        ipam.assign(
            IPv4Block(IPv4Address(10, 244, 244, 192), prefixLength: 26), to: namespace.name,
            firstOffset: 19)
        let programs = Self.programs
        let registry = ImageRegistry(simulation)
        try StandardImages(simulation, applets: programs.names).register(in: registry)
        runtime = NodeRuntime(
            simulation,
            .init(
                registry: registry, programs: programs,
                plugin: CalicoPlugin(
                    network: network, ipam: ipam, host: namespace,
                    annotate: CalicoAnnotator(client).annotate),
                host: namespace))
        kubelet = KubeletProcess(
            configuration: KubeletConfiguration(
                nodeName: "server6-node2", address: address, hostFiles: host,
                hostNetwork: namespace),
            client: client, runtime: runtime)
        _ = api.put(
            [
                "metadata": ["name": "kubernetes", "namespace": "default"],
                "spec": [
                    "clusterIP": "10.96.0.1",
                    "ports": [["name": "https", "port": 443, "protocol": "TCP"]],
                ],
            ], at: "/api/v1/namespaces/default/services/kubernetes", isNew: true)
    }

    private static var programs: ProgramCatalog {
        var programs = ProgramCatalog()
        programs["sleep"] = ScriptedProgram { process in
            let seconds = process.arguments.dropFirst().first.flatMap { Int($0) } ?? 0
            try? await process.simulation.sleep(for: .seconds(seconds))
            return 0
        }
        programs["env"] = ScriptedProgram { process in
            for (name, value) in process.environment {
                try? await process.output.write("\(name)=\(value)\n")
            }
            return 0
        }
        programs["cat"] = ScriptedProgram { process in
            for path in process.arguments.dropFirst() {
                guard let bytes = try? process.files.read(process.resolve(path)) else { return 1 }
                try? await process.output.write(bytes)
            }
            return 0
        }
        programs["fail"] = ScriptedProgram { process in
            try? await process.error.write("it broke\n")
            return 1
        }
        programs["serve"] = ScriptedProgram { process in
            guard let listener = try? process.listen(8080) else { return 1 }
            while let connection = try? await listener.accept() {
                _ = try? await connection.read(upTo: 4096)
                let isWell = process.files.exists("/well")
                try? await connection.write("HTTP/1.1 \(isWell ? 200 : 500) X\r\n\r\n")
                connection.close()
            }
            return 0
        }
        programs["touch"] = ScriptedProgram { process in
            for path in process.arguments.dropFirst() { try? process.files.write(path, []) }
            return 0
        }
        return programs
    }

    /// Runs `body` beside the kubelet.
    func run(_ body: @escaping @Sendable () async throws -> Void) throws {
        try simulation.run {
            let task = self.simulation.spawn("kubelet") { await self.kubelet.run() }
            defer { task.cancel() }
            try await self.simulation.sleep(for: .seconds(1))
            try await body()
        }
    }

    /// Creates a pod bound to the node; `spec` is its spec but for that.
    func create(_ name: String, metadata: Value = [:], _ spec: Value) async throws {
        var pod = Pod(namespace: "default", name: name)
        for (member, value) in metadata.object ?? Object() { pod.value["metadata"][member] = value }
        pod.value["spec"] = spec
        pod.spec.nodeName = "server6-node2"
        pod.spec.serviceAccountName = "default"
        try await client.create(pod)
    }

    func pod(_ name: String) -> Pod? {
        api.object("/api/v1/namespaces/default/pods/\(name)").map { Pod($0) }
    }

    func wait(_ seconds: Int) async throws { try await simulation.sleep(for: .seconds(seconds)) }

    /// The output of a command in the pod's container `main`.
    func exec(_ name: String, _ command: [String]) async throws -> String {
        let session = RemoteSession(simulation)
        kubelet.exec(
            namespace: "default", pod: name, container: "main", command: command, tty: false,
            session: session)
        session.standardInput.closeWriting()
        let output = try await session.standardOutput.readAll()
        switch try await session.wait() {
        case .failed(let status): return status.message
        default: return String(decoding: output, as: UTF8.self)
        }
    }

    /// Where the container `main` of a pod has its files.
    func files(_ name: String) async throws -> String { try await exec(name, ["env"]) }
}
