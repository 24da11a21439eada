import PodNetwork
import Simulation

@testable import ContainerRuntime

/// A program given by a closure.
struct ScriptedProgram: Program {
    let body: @Sendable (Process) async -> Int32

    func run(_ process: Process) async -> Int32 { await body(process) }
}

/// One node's runtime with a busybox of a few programs.
struct RuntimeFixture {
    let simulation = Simulation(seed: 7)
    let runtime: NodeRuntime
    let registry: ImageRegistry
    let plugin: CalicoPlugin

    init() throws {
        let network = SimulatedNetwork(simulation)
        let host = network.makeHost("node-1", addresses: [IPv4Address(192, 168, 2, 206)])
        let ipam = IPAM(simulation, pool: IPv4Block(IPv4Address(10, 244, 0, 0), prefixLength: 16))
        ipam.assign(
            IPv4Block(IPv4Address(10, 244, 244, 192), prefixLength: 26), to: "node-1",
            firstOffset: 19)
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
            return 3
        }
        programs["polite"] = ScriptedProgram { process in
            let done = WaitQueue(process.simulation)
            process.handle(.terminate) { done.wakeAll() }
            try? await done.wait()
            try? await process.simulation.sleep(for: .seconds(2))
            return 0
        }
        registry = ImageRegistry(simulation)
        try StandardImages(simulation, applets: programs.names).register(in: registry)
        plugin = CalicoPlugin(network: network, ipam: ipam, host: host)
        runtime = NodeRuntime(
            simulation,
            .init(registry: registry, programs: programs, plugin: plugin, host: host))
    }

    /// Starts a container of a new pod and gives its id.
    func start(
        _ command: [String], image: String = "busybox",
        _ change: @Sendable (inout CRI.ContainerConfig) -> Void = { _ in }
    ) async throws -> String {
        let sandbox = try await runtime.runPodSandbox(
            .init(name: "pod", namespace: "default", uid: "u", hostname: "pod"))
        _ = try await runtime.pullImage(image)
        var config = CRI.ContainerConfig(name: "main", image: image)
        config.command = command
        change(&config)
        let id = try runtime.createContainer(in: sandbox, config)
        try await runtime.startContainer(id)
        return id
    }
}
