package import Cluster
package import ContainerRuntime
import Etcd
package import Simulation

/// A cluster with somebody in front of it: one seed, the master host, its terminals.
///
/// A session is its seed and its input: the same lines typed at the same instants of the cluster's
/// time give the same screens.
package final class LearnerSession {
    package let cluster: Cluster
    package let master: Machine
    package let control: SessionControl
    package let editor: SessionEditor
    /// Where the cluster stood when the learner sat down.
    package let origin: SessionOrigin
    package private(set) var inputLog: [InputLogEntry] = []
    private var terminals: [String: SessionTerminal] = [:]
    private let onTerminal: ((SessionTerminal) -> Void)?

    /// What a session is made from.
    package struct Configuration: Sendable {
        /// The world that the cluster is to live in; nothing in it yet.
        package var simulation: Simulation
        package var topology: Topology
        /// Where etcd keeps its data; nil for memory.
        package var dataDirectory: String?
        package var pace: Pace
        /// Commands of the master besides the usual ones: `labs`, `check`.
        package var programs: [String: any Program]

        package init(
            simulation: Simulation, topology: Topology = .document,
            dataDirectory: String? = nil, pace: Pace = .instant,
            programs: [String: any Program] = [:]
        ) {
            (self.simulation, self.topology) = (simulation, topology)
            (self.dataDirectory, self.pace, self.programs) = (dataDirectory, pace, programs)
        }
    }

    /// A line that was typed, where and when.
    package struct InputLogEntry: Sendable, Hashable {
        package var instant: SimulatedInstant
        package var terminal: String
        package var input: SessionTerminal.Input
    }

    /// Boots a cluster and sits down at its master.
    ///
    /// `onTerminal` is told of each new terminal before its shell starts.
    ///
    /// **Throws** a sentence if the cluster cannot be made.
    package init(
        _ configuration: Configuration,
        onTerminal: ((SessionTerminal) -> Void)? = nil
    ) throws(ClusterError) {
        let simulation = configuration.simulation
        cluster = try Cluster(
            simulation: simulation, topology: configuration.topology,
            dataDirectory: configuration.dataDirectory)
        control = SessionControl(simulation, pace: configuration.pace)
        editor = SessionEditor(simulation)
        self.onTerminal = onTerminal
        master = try MasterHost(cluster: cluster, control: control, editor: editor)
            .machine(with: configuration.programs)
        try cluster.boot()
        let store = cluster.store
        let status = try? simulation.run { try await store.status() }
        origin = SessionOrigin(instant: simulation.now, revision: status?.revision ?? 0)
        _ = terminal("")
    }

    package var simulation: Simulation { cluster.simulation }

    /// The terminal called `name`, opened now if it is not open yet.
    package func terminal(_ name: String) -> SessionTerminal {
        if let terminal = terminals[name], !terminal.hasEnded { return terminal }
        let terminal = SessionTerminal(simulation, name: name)
        terminals[name] = terminal
        onTerminal?(terminal)
        let streams = Process.Streams(
            input: TerminalSource(simulation, terminal), output: TerminalSink(terminal),
            error: TerminalSink(terminal), terminal: terminal, isOutputTerminal: true)
        _ = master.processes.start(
            LoginShell(terminal: terminal), arguments: ["-bash"],
            environment: MasterHost.environment, workingDirectory: "/root", streams: streams,
            on: master)
        advance(until: { terminal.isWaiting }, limit: Defaults.interruptLimit)
        return terminal
    }

    /// Types at a terminal.
    package func feed(_ input: SessionTerminal.Input, to name: String) {
        inputLog.append(
            InputLogEntry(instant: simulation.now, terminal: name, input: input))
        terminal(name).feed(input)
    }

    /// Lets the cluster go on, as fast as it can, until `isDone`, at most for `limit` of its time.
    ///
    /// Returns whether `isDone` came true.
    @discardableResult
    package func advance(until isDone: () -> Bool, limit: Duration) -> Bool {
        simulation.advance(to: simulation.now.advanced(by: limit), until: isDone)
        // `clock advance` may go further than a command may run.
        if !isDone(), let end = control.skipsUntil { simulation.advance(to: end, until: isDone) }
        return isDone()
    }
}
