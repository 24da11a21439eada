package import PodNetwork
package import Simulation

/// One running program with everything it can see: arguments, streams, files, network, machine.
///
/// A program's code is a `Program`; a process is one run of it. Killing a process cancels its task,
/// so a program must let `CancellationError` end it.
package final class Process: Sendable {
    package let id: Int
    package let arguments: [String]
    package let machine: Machine
    /// Stands in the process table while the process runs.
    package let parent: Int
    package let streams: Streams
    private let state: Confined<State>
    private struct State {
        var environment: Environment
        var workingDirectory: String
        var handlers: [Signal: @Sendable () -> Void] = [:]
        var listeners: [Listener] = []
    }

    /// The three standard streams, and the terminal they belong to if they do.
    package struct Streams: Sendable {
        package var input: any ByteSource
        package var output: any ByteSink
        package var error: any ByteSink
        /// Set when `input` is a terminal: an interactive shell reads its lines here.
        package var terminal: (any Terminal)?
        /// Whether `output` goes to `terminal`, so that `ls` and others may format for people.
        package var isOutputTerminal: Bool

        package init(
            input: any ByteSource, output: any ByteSink, error: any ByteSink,
            terminal: (any Terminal)? = nil, isOutputTerminal: Bool = false
        ) {
            (self.input, self.output, self.error) = (input, output, error)
            (self.terminal, self.isOutputTerminal) = (terminal, isOutputTerminal)
        }
    }

    package init(
        id: Int, parent: Int, arguments: [String], environment: Environment,
        workingDirectory: String, streams: Streams, machine: Machine
    ) {
        (self.id, self.parent, self.arguments) = (id, parent, arguments)
        (self.streams, self.machine) = (streams, machine)
        state = Confined(
            machine.simulation,
            State(environment: environment, workingDirectory: workingDirectory))
    }

    package var simulation: Simulation { machine.simulation }
    package var files: FileSystem { machine.files }
    package var network: NetworkNamespace { machine.network }
    package var input: any ByteSource { streams.input }
    package var output: any ByteSink { streams.output }
    package var error: any ByteSink { streams.error }

    package var environment: Environment {
        get { state.value.environment }
        set { state.value.environment = newValue }
    }

    package var workingDirectory: String {
        get { state.value.workingDirectory }
        set { state.value.workingDirectory = newValue }
    }

    /// Sets what the program does on a signal instead of dying of it; nil restores the default.
    package func handle(_ signal: Signal, _ handler: (@Sendable () -> Void)?) {
        state.value.handlers[signal] = handler
    }

    func handler(of signal: Signal) -> (@Sendable () -> Void)? { state.value.handlers[signal] }

    /// Listens on a port until the process ends, however it ends: the kernel closes its sockets.
    package func listen(
        _ port: Int, on address: IPv4Address = .any
    ) throws(SocketError) -> Listener {
        let listener = try network.listen(port, on: address)
        state.value.listeners.append(listener)
        return listener
    }

    func closeSockets() {
        for listener in state.value.listeners { listener.close() }
        state.value.listeners = []
    }

    /// `path` as an absolute one, `.` and `..` taken out.
    package func resolve(_ path: String) -> String {
        let joined = path.hasPrefix("/") ? path : workingDirectory + "/" + path
        var parts: [Substring] = []
        for part in joined.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}

/// The code of a program: `ls`, `curl`, the shell, an image's own server.
package protocol Program: Sendable {
    /// Runs to its end and gives the exit code. Cancelled when the process is killed.
    func run(_ process: Process) async -> Int32
}

/// What processes share: one container, or the master host itself.
///
/// It has a root file system, a network namespace, a process table and the programs that its files
/// name: a file with the content `#!program NAME` runs the program NAME of `programs`.
package final class Machine: Sendable {
    package let simulation: Simulation
    package let files: FileSystem
    package let network: NetworkNamespace
    package let hostname: String
    package let programs: ProgramCatalog
    package let processes: ProcessTable
    /// **Unit**: seconds east of UTC; containers run on UTC.
    package let secondsFromUTC: Int
    /// Who runs here: `root`, or the image's user.
    package let user: User
    /// Figures of the machine below: kernel release, CPUs, memory.
    package let hardware: Hardware

    package struct User: Sendable, Hashable {
        package var name: String
        package var id: Int
        package var groupID: Int
        package var groupName: String
        package var home: String

        package init(name: String, id: Int, groupID: Int, groupName: String, home: String) {
            (self.name, self.id, self.groupID) = (name, id, groupID)
            (self.groupName, self.home) = (groupName, home)
        }

        package static let root = User(
            name: "root", id: 0, groupID: 0, groupName: "root", home: "/root")
    }

    package struct Hardware: Sendable {
        package var kernelRelease = "5.15.0-67-generic"
        package var cpus = 4
        /// **Unit**: bytes.
        package var memoryBytes = 8 << 30

        package init() {}
    }

    package init(
        simulation: Simulation, files: FileSystem, network: NetworkNamespace, hostname: String,
        programs: ProgramCatalog, secondsFromUTC: Int = 0, user: User = .root,
        hardware: Hardware = Hardware(), processes: ProcessTable? = nil
    ) {
        (self.simulation, self.files, self.network) = (simulation, files, network)
        (self.hostname, self.programs, self.user) = (hostname, programs, user)
        (self.secondsFromUTC, self.hardware) = (secondsFromUTC, hardware)
        self.processes = processes ?? ProcessTable(simulation)
    }
}

/// The programs that an image's files can name.
package struct ProgramCatalog: Sendable {
    private var programs: [String: any Program]

    package init(_ programs: [String: any Program] = [:]) { self.programs = programs }

    package subscript(name: String) -> (any Program)? {
        get { programs[name] }
        set { programs[name] = newValue }
    }

    package var names: [String] { programs.keys.sorted() }
}
