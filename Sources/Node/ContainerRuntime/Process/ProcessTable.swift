package import Simulation

/// The processes of one machine, by number: what `ps` shows and `kill` reaches.
package final class ProcessTable: Sendable {
    /// One line of `ps`.
    package struct Entry: Sendable {
        package var id: Int
        package var parent: Int
        package var arguments: [String]
        package var user: String
        package var started: SimulatedInstant
    }

    private struct State {
        var nextID = 1
        var entries: [Int: Entry] = [:]
        var running: [Int: RunningProcess] = [:]
    }
    private let simulation: Simulation
    private let state: Confined<State>

    package init(_ simulation: Simulation) {
        self.simulation = simulation
        state = Confined(simulation, State())
    }

    /// In the order of their numbers.
    package var all: [Entry] { state.value.entries.values.sorted { $0.id < $1.id } }

    /// Starts `program` as a new process of `machine` and returns at once.
    package func start(
        _ program: any Program, arguments: [String], environment: Environment,
        workingDirectory: String, streams: Process.Streams, on machine: Machine, parent: Int = 0
    ) -> RunningProcess {
        let id = state.value.nextID
        state.value.nextID += 1
        let process = Process(
            id: id, parent: parent, arguments: arguments, environment: environment,
            workingDirectory: workingDirectory, streams: streams, machine: machine)
        let running = RunningProcess(process)
        state.value.entries[id] = Entry(
            id: id, parent: parent, arguments: arguments, user: machine.user.name,
            started: simulation.now)
        state.value.running[id] = running
        running.begin(program) { [state] in
            state.value.entries[id] = nil
            state.value.running[id] = nil
        }
        return running
    }

    /// The process with this number, while it runs.
    package subscript(id: Int) -> RunningProcess? { state.value.running[id] }

    /// Shows other arguments for a process: it has executed another program.
    package func rename(_ id: Int, _ arguments: [String]) {
        state.value.entries[id]?.arguments = arguments
    }

    /// Sends a signal. False if there is no such process.
    package func signal(_ id: Int, _ signal: Signal) -> Bool {
        guard let process = state.value.running[id] else { return false }
        process.signal(signal)
        return true
    }

    /// Kills everything: the end of a container.
    package func killAll() {
        for id in state.value.running.keys.sorted() { state.value.running[id]?.signal(.kill) }
    }
}

/// The signals that matter here, with Linux's numbers.
package enum Signal: Int, Sendable {
    case hangUp = 1
    case interrupt = 2
    case kill = 9
    case terminate = 15
}

/// A process under way: how to end it, and how it ended.
package final class RunningProcess: Sendable {
    package let process: Process
    private struct State {
        var task: Task<Void, Never>?
        var exitCode: Int32?
        var fatalSignal: Signal?
    }
    private let state: Confined<State>
    private let ended: WaitQueue

    init(_ process: Process) {
        self.process = process
        state = Confined(process.simulation, State())
        ended = WaitQueue(process.simulation)
    }

    func begin(_ program: any Program, onEnd: @escaping @Sendable () -> Void) {
        state.value.task = process.simulation.spawn(process.arguments.first ?? "process") {
            [process, state, ended] in
            let code = await program.run(process)
            process.closeSockets()
            // A process that a signal ended shows 128 plus its number, as shells do.
            state.value.exitCode = state.value.fatalSignal.map { 128 + Int32($0.rawValue) } ?? code
            onEnd()
            ended.wakeAll()
        }
    }

    /// Delivers a signal: to the program's handler if it has one, else it dies of it.
    package func signal(_ signal: Signal) {
        guard state.value.exitCode == nil else { return }
        if signal != .kill, let handler = process.handler(of: signal) { return handler() }
        // Linux ignores signals without a handler for process 1 of a PID namespace: `sleep` as a
        // container's command dies only of SIGKILL, after the grace period.
        if signal != .kill, process.id == 1, process.parent == 0 { return }
        state.value.fatalSignal = signal
        state.value.task?.cancel()
    }

    /// Cancels the program, which decides itself how it ends.
    func finish() { state.value.task?.cancel() }

    /// The exit code, once there is one.
    package var exitCode: Int32? { state.value.exitCode }

    /// Waits for the end and gives the exit code.
    package func wait() async throws(CancellationError) -> Int32 {
        while true {
            if let code = state.value.exitCode { return code }
            try await ended.wait()
        }
    }
}

extension Process {
    /// Ends when it is asked to, by SIGTERM or SIGINT: `run` is cancelled, and what it gives is the
    /// exit code. For programs whose real ones handle these signals.
    package func endOnRequest() {
        for signal in [Signal.terminate, .interrupt] {
            handle(signal) { [processes = machine.processes, id] in processes[id]?.finish() }
        }
    }
}
