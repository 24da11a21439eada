import PodNetwork
import Simulation

@testable import ContainerRuntime

/// A small machine with BusyBox, to run shell scripts on.
struct ShellMachine {
    let simulation: Simulation
    let machine: Machine
    let network: SimulatedNetwork

    init(
        user: Machine.User = .root, programs: ProgramCatalog = StandardPrograms.catalog
    ) throws {
        simulation = Simulation(seed: 1)
        network = SimulatedNetwork(simulation)
        let namespace = network.makeHost("box", addresses: [IPv4Address(10, 244, 1, 5)])
        let files = FileSystem(simulation)
        for directory in [
            "/bin", "/tmp", "/etc", "/root", "/dev", "/var/log", "/home", "/work/box",
        ] {
            try files.makeDirectory(directory, withParents: true)
        }
        try files.setMode("/tmp", 0o1777)
        try files.addNull("/dev/null")
        for name in BusyboxApplets.names + ["bash", "curl", "nginx", "kubia", "pause", "agnhost"] {
            try files.write("/bin/" + name, Array("#!program \(name)\n".utf8), mode: 0o755)
        }
        try files.write("/etc/passwd", Array("root:x:0:0:root:/root:/bin/sh\n".utf8))
        machine = Machine(
            simulation: simulation, files: files, network: namespace, hostname: "box",
            programs: programs, user: user)
    }

    /// What a command printed, both streams together, and its exit code.
    struct Outcome {
        var output: String
        var error: String
        var code: Int32
    }

    /// Starts a process with collecting streams.
    func start(
        _ arguments: [String], output: any ByteSink, error: any ByteSink, input: [UInt8] = [],
        directory: String = "/"
    ) throws -> RunningProcess {
        let executable = try machine.executable(
            for: arguments, path: "/bin", workingDirectory: directory)
        return machine.processes.start(
            executable.program, arguments: executable.arguments,
            environment: ["PATH": "/bin", "HOME": "/root"], workingDirectory: directory,
            streams: Process.Streams(
                input: FixedSource(simulation, input), output: output, error: error),
            on: machine)
    }

    /// Runs a program to its end.
    func run(_ arguments: [String], input: [UInt8] = []) throws -> Outcome {
        try simulation.run {
            let output = CollectingSink(simulation)
            let error = CollectingSink(simulation)
            let process = try start(arguments, output: output, error: error, input: input)
            let code = try await process.wait()
            return Outcome(output: output.text, error: error.text, code: code)
        }
    }

    /// What a script prints, errors among the rest, with the exit code in brackets if not 0.
    func transcript(_ script: String, shell: String = "sh") throws -> String {
        try simulation.run {
            let sink = CollectingSink(simulation)
            let process = try start(
                [shell, "-c", script], output: sink, error: sink, directory: "/work/box")
            let code = try await process.wait()
            var text = sink.text
            if !text.isEmpty, !text.hasSuffix("\n") { text += "%\n" }
            return code == 0 ? text : text + "[\(code)]\n"
        }
    }
}
