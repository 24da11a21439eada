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
    /// Told of each new terminal before its shell starts.
    package var onTerminal: ((SessionTerminal) -> Void)?
    private let log: SessionLog
    private var terminals: [String: SessionTerminal] = [:]

    /// What a session is made from.
    package struct Configuration: Sendable {
        /// The world that the cluster is to live in; nothing in it yet.
        package var simulation: Simulation
        package var topology: Topology
        package var storage: ClusterStorage
        package var pace: Pace
        /// Commands of the master besides the usual ones: `labs`, `check`.
        package var programs: [String: any Program]

        package init(
            simulation: Simulation, topology: Topology = .document,
            storage: ClusterStorage = .memory, pace: Pace = .instant,
            programs: [String: any Program] = [:]
        ) {
            (self.simulation, self.topology) = (simulation, topology)
            (self.storage, self.pace, self.programs) = (storage, pace, programs)
        }
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
            storage: configuration.storage)
        control = SessionControl(simulation, pace: configuration.pace)
        log = SessionLog(simulation)
        editor = SessionEditor(simulation, log: log)
        self.onTerminal = onTerminal
        let faults = ClusterFaults(cluster)
        master = try MasterHost(
            cluster: cluster, control: control, editor: editor, faults: faults
        ).machine(with: configuration.programs)
        try cluster.boot()
        let store = cluster.etcd
        let status = try? simulation.run { try await store.status() }
        origin = SessionOrigin(instant: simulation.now, revision: status?.revision ?? 0)
        _ = open("")
    }

    package var simulation: Simulation { cluster.simulation }

    /// Everything that has come in so far.
    package var inputLog: [InputLogEntry] { log.entries }

    // MARK: - Terminals

    /// The terminals that have been opened, by name.
    package var openTerminals: [SessionTerminal] {
        terminals.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The terminal called `name`, opened now if it is not open yet.
    package func terminal(_ name: String) -> SessionTerminal {
        if let terminal = terminals[name], !terminal.hasEnded { return terminal }
        note(.open, for: name)
        return open(name)
    }

    /// The terminal called `name` as it is, even if its shell has ended.
    package func existingTerminal(_ name: String) -> SessionTerminal? { terminals[name] }

    private func open(_ name: String) -> SessionTerminal {
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

    // MARK: - What comes in

    /// Takes what comes in from outside: a line that is typed, a file. Notes it in the log.
    ///
    /// What an editor leaves is noted by the editor itself, inside the command that started it.
    package func feed(_ input: SessionInput, to name: String) {
        switch input {
        case .line(let text): press(.line(text), input, at: name)
        case .endOfFile: press(.endOfFile, input, at: name)
        case .interrupt: press(.interrupt, input, at: name)
        case .open: _ = terminal(name)
        case .editor: break
        case .file(let path, let contents):
            note(input, for: name)
            put(contents, at: path)
        case .labFile(let path, let contents):
            note(input, for: name)
            put(contents, at: path)
        case .lab, .told: note(input, for: name)
        }
    }

    private func press(_ key: SessionTerminal.Input, _ input: SessionInput, at name: String) {
        let terminal = terminal(name)
        note(input, for: name)
        terminal.feed(key)
    }

    /// Notes what comes in now, once everything that is due now has been done.
    ///
    /// Whoever drives may have stopped in the middle of an instant; a replay must not.
    private func note(_ input: SessionInput, for name: String) {
        simulation.advance(to: simulation.now)
        log.append(input, terminal: name)
    }

    /// A file that cannot be written is none: the learner's own machine decides what comes.
    private func put(_ contents: [UInt8]?, at path: String) {
        guard let contents else {
            try? master.files.remove(path)
            return
        }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try? master.files.makeDirectory(String(path[..<slash]), withParents: true)
        }
        try? master.files.write(path, contents)
    }

    /// Gives what was recorded, each entry at its instant; then lets the cluster go on until `end`.
    ///
    /// `onEntry` sees each entry after it was taken. **Order**: before anything else comes in.
    package func replay(
        _ entries: [InputLogEntry], until end: SimulatedInstant? = nil,
        onEntry: (InputLogEntry) -> Void = { _ in }
    ) {
        editor.expect(
            entries.compactMap { if case .editor(let text) = $0.input { .some(text) } else { nil } }
        )
        for entry in entries {
            // What the editor left is asked for by the editor.
            if case .editor = entry.input { continue }
            simulation.advance(to: entry.instant)
            feed(entry.input, to: entry.terminal)
            onEntry(entry)
        }
        if let end { simulation.advance(to: end) }
        editor.expect([])
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
