import Simulation

/// Walks the syntax tree and does what it says: one shell, or one subshell of it.
///
/// ```
///   run(script) ─▶ and-or lists ─▶ pipelines ─▶ commands ─▶ expansion ─▶ redirection ─▶
///       function │ builtin │ program (a process of the machine)
/// ```
/// **Invariants**
/// 1. A stage of a pipeline, `( )`, `$( )` and `&` run in a process of their own, on a copy of the
///    state; everything else runs in the shell's own task.
/// 2. Every command takes a little of the cluster's time (`ShellLimits`), so no script can stop it.
/// 3. `Unwind` is how control leaves a command early; `ShellFailure` becomes a message where it is
///    caught, at the simple command.
///
/// `$$` is the number of the main shell, also in subshells.
final class Interpreter: Sendable {
    let process: Process
    let shellID: Int
    let started: SimulatedInstant
    private let confined: Confined<ShellState>
    /// The processes that this shell waits for: they are told of Ctrl-C.
    let foreground: Confined<[RunningProcess]>
    /// Signals that came and whose traps have not run.
    let pendingSignals: Confined<[Signal]>
    /// Woken when a child ends or a signal comes.
    let changes: WaitQueue

    init(process: Process, state: ShellState, shellID: Int? = nil) {
        self.process = process
        self.shellID = shellID ?? process.id
        started = process.simulation.now
        confined = Confined(process.simulation, state)
        foreground = Confined(process.simulation, [])
        pendingSignals = Confined(process.simulation, [])
        changes = WaitQueue(process.simulation)
    }

    var state: ShellState {
        _read { yield confined.value }
        _modify { yield &confined.value }
    }

    // MARK: - Lists

    /// Runs all of a script. `isTail` says that nothing follows it in this process.
    @discardableResult
    func run(_ script: Script, _ io: Descriptors, isTail: Bool = false) async throws -> Int32 {
        for (index, item) in script.items.enumerated() {
            try await runTraps(io)
            if item.isBackground {
                try startJob(item, io)
                state.lastStatus = 0
            } else {
                let isLast = isTail && index == script.items.count - 1
                try await run(item.list, io, isTail: isLast)
            }
        }
        try await runTraps(io)
        return state.lastStatus
    }

    private func run(_ list: AndOrList, _ io: Descriptors, isTail: Bool) async throws {
        var pipelines = [(isAnd: true, pipeline: list.first)]
        pipelines += list.rest
        for (index, entry) in pipelines.enumerated() {
            if index > 0, entry.isAnd != (state.lastStatus == 0) { continue }
            let isLast = index == pipelines.count - 1
            let isCondition = !isLast || entry.pipeline.isNegated
            if isCondition { state.conditionDepth += 1 }
            defer { if isCondition { state.conditionDepth -= 1 } }
            let status = try await run(
                entry.pipeline, io, isTail: isTail && isLast && !entry.pipeline.isNegated)
            state.lastStatus = status
            if status != 0, !isCondition, state.options.exitsOnError, state.conditionDepth == 0 {
                throw Unwind.exit(status)
            }
        }
    }

    private func run(
        _ pipeline: Pipeline, _ io: Descriptors, isTail: Bool
    ) async throws -> Int32 {
        var status: Int32
        if pipeline.commands.count == 1 {
            status = try await run(pipeline.commands[0], io, isTail: isTail)
        } else {
            status = try await runStages(pipeline.commands, io)
        }
        if pipeline.isNegated { status = status == 0 ? 1 : 0 }
        return status
    }

    /// Runs the stages of a pipeline side by side.
    private func runStages(_ commands: [Command], _ io: Descriptors) async throws -> Int32 {
        var children: [RunningProcess] = []
        var previous: BytePipe?
        for (index, command) in commands.enumerated() {
            var stage = io
            let input = previous
            let output = index < commands.count - 1 ? BytePipe(process.simulation) : nil
            if let input { stage.set(0, to: input as any ByteSource) }
            if let output { stage.set(1, to: output as any ByteSink) }
            previous = output
            children.append(
                try startSubshell(
                    stage, text: "",
                    onEnd: {
                        input?.closeReading()
                        output?.closeWriting()
                    },
                    body: { shell, io in try await shell.run(command, io, isTail: true) }))
        }
        var codes: [Int32] = []
        for child in children { codes.append(try await wait(for: child)) }
        if state.options.failsInPipes { return codes.last { $0 != 0 } ?? 0 }
        return codes.last ?? 0
    }

    // MARK: - Processes

    /// Starts a subshell: `body` runs on a copy of this shell.
    func startSubshell(
        _ io: Descriptors, text: String, onEnd: @escaping @Sendable () -> Void = {},
        body: @escaping @Sendable (Interpreter, Descriptors) async throws -> Int32
    ) throws -> RunningProcess {
        try checkForkLimit()
        var copy = state
        copy.subshellDepth += 1
        copy.traps = [:]
        copy.isInteractive = false
        copy.jobs = []
        copy.loopDepth = 0
        let (snapshot, shellID) = (copy, shellID)
        let program = InlineProgram { process in
            let shell = Interpreter(process: process, state: snapshot, shellID: shellID)
            let status = await shell.finish(io) { try await body(shell, io) }
            onEnd()
            return status
        }
        return process.machine.processes.start(
            program, arguments: process.arguments,
            environment: Environment(sorting: state.environment),
            workingDirectory: process.workingDirectory, streams: io.streams, on: process.machine,
            parent: process.id)
    }

    private func checkForkLimit() throws {
        guard process.machine.processes.all.count < ShellLimits.processes,
            state.subshellDepth < ShellLimits.subshellDepth
        else {
            let text =
                state.dialect.isBash
                ? "fork: retry: Resource temporarily unavailable"
                : "can't fork: Resource temporarily unavailable"
            throw ShellFailure(text, status: state.dialect.isBash ? 254 : 2)
        }
    }

    /// Waits for a child in the foreground.
    func wait(for child: RunningProcess) async throws -> Int32 {
        foreground.value.append(child)
        defer { foreground.value.removeAll { $0 === child } }
        do { return try await child.wait() } catch {
            // Nobody will wait for it again; a terminal that hangs up ends its programs too.
            child.signal(.hangUp)
            throw Unwind.cancelled
        }
    }

    /// Starts the program that a command names and waits for it.
    func runProgram(
        _ words: [String], environment: [String: String], _ io: Descriptors, isTail: Bool
    ) async throws -> Int32 {
        let executable = try executable(words)
        try await pause(ShellLimits.programStart)
        if isTail, state.traps.isEmpty {
            return try await replace(with: executable, environment: environment, io)
        }
        try checkForkLimit()
        let child = process.machine.processes.start(
            executable.program, arguments: executable.arguments,
            environment: Environment(sorting: environment),
            workingDirectory: process.workingDirectory, streams: io.streams, on: process.machine,
            parent: process.id)
        return try await wait(for: child)
    }

    /// Runs a program in place of this shell: what `exec` does.
    func replace(
        with executable: Executable, environment: [String: String], _ io: Descriptors
    ) async throws -> Int32 {
        process.machine.processes.rename(process.id, executable.arguments)
        let same = Process(
            id: process.id, parent: process.parent, arguments: executable.arguments,
            environment: Environment(sorting: environment),
            workingDirectory: process.workingDirectory, streams: io.streams,
            machine: process.machine)
        throw Unwind.exit(await executable.program.run(same))
    }

    /// Finds the program that a command names.
    func executable(_ words: [String]) throws -> Executable {
        let name = words.first ?? ""
        do throws(LaunchError) {
            return try process.machine.executable(
                for: words, path: state.value("PATH") ?? "",
                workingDirectory: process.workingDirectory, shell: "/bin/sh")
        } catch {
            switch error {
            case .notInPath, .noSuchFile:
                throw ShellFailure(state.dialect.notFound(name), status: 127, isFatal: false)
            case .execFormat(let path):
                let shown = name.contains("/") ? name : path
                let reason = state.dialect.isBash ? "cannot execute binary file: " : ""
                throw ShellFailure(
                    "\(shown): \(reason)Exec format error", status: 126, isFatal: false)
            case .isDirectory:
                let reason = state.dialect.isBash ? "Is a directory" : "Permission denied"
                throw ShellFailure("\(name): \(reason)", status: 126, isFatal: false)
            case .permissionDenied:
                throw ShellFailure("\(name): Permission denied", status: 126, isFatal: false)
            }
        }
    }

    private func startJob(_ item: Script.Item, _ io: Descriptors) throws {
        var inner = io
        // A job in the background does not read what its shell reads.
        if !state.isInteractive || io.terminal != nil {
            inner.set(0, to: FixedSource(process.simulation))
        }
        let script = Script(
            items: [Script.Item(list: item.list, isBackground: false, text: item.text)])
        let child = try startSubshell(inner, text: item.text) { shell, io in
            try await shell.run(script, io, isTail: true)
        }
        let number = (state.jobs.map(\.number).max() ?? 0) + 1
        state.jobs.append(ShellState.Job(number: number, process: child, text: item.text))
        state.lastBackground = child.process.id
        process.simulation.spawn("job") { [changes] in
            _ = try? await child.wait()
            changes.wakeAll()
        }
        if state.isInteractive { io.terminal?.show("[\(number)] \(child.process.id)\n".bytes) }
    }

    /// Lets a little of the cluster's time pass.
    func pause(_ duration: Duration) async throws {
        do { try await process.simulation.sleep(for: duration) } catch { throw Unwind.cancelled }
    }

    // MARK: - Traps

    /// Runs the traps of signals that came.
    func runTraps(_ io: Descriptors) async throws {
        while !pendingSignals.value.isEmpty {
            let signal = pendingSignals.value.removeFirst()
            guard let action = state.traps[signal.name] else { continue }
            let status = state.lastStatus
            try await runText(action, io)
            state.lastStatus = status
        }
    }

    /// Runs text as the shell would: `eval`, a trap.
    @discardableResult
    func runText(_ text: String, _ io: Descriptors) async throws -> Int32 {
        var parser = Parser(text.bytes, dialect: state.dialect, aliases: state.aliases)
        state.callDepth += 1
        defer { state.callDepth -= 1 }
        guard state.callDepth <= ShellLimits.callDepth else {
            throw ShellFailure("maximum nesting level exceeded (\(ShellLimits.callDepth))")
        }
        var status: Int32 = 0
        while let script = try next(&parser) {
            status = try await run(script, io)
            parser.aliases = state.aliases
        }
        return status
    }

    /// The next command of a text; a mistake in it becomes a failure of the shell.
    func next(_ parser: inout Parser) throws -> Script? {
        do { return try parser.nextCommand() } catch {
            state.line = parser.lexer.line
            throw ShellFailure(state.dialect.message(error), status: 2)
        }
    }

    /// Runs `body` as the whole of this shell and gives the exit status.
    func finish(_ io: Descriptors, _ body: () async throws -> Int32) async -> Int32 {
        var status = await outcome(io, body)
        if let action = state.traps.removeValue(forKey: "EXIT") {
            state.lastStatus = status
            let before = status
            status = await outcome(io) {
                try await runText(action, io)
                return before
            }
        }
        return status
    }

    private func outcome(_ io: Descriptors, _ body: () async throws -> Int32) async -> Int32 {
        do { return try await body() } catch let unwind as Unwind {
            switch unwind {
            case .exit(let status), .abandon(let status), .leaveFunction(let status): return status
            case .leaveLoop, .nextTurn: return state.lastStatus
            case .cancelled: return 130
            }
        } catch let failure as ShellFailure {
            await complain(failure, io)
            return failure.status
        } catch {
            return 1
        }
    }

    /// Shows why a command failed.
    func complain(_ failure: ShellFailure, _ io: Descriptors) async {
        guard failure.namesLine else { return await complain(failure.message, io) }
        await io.complain("\(state.dialect.name): \(failure.message)\n")
    }

    /// Shows an error of a builtin that BusyBox shares with its programs: in ash these say who
    /// they are by the program's name, which is the shell's, and never a line.
    func complainAsProgram(_ message: String, _ io: Descriptors) async {
        if state.dialect.isBash { return await complain(message, io) }
        await io.complain("sh: \(message)\n")
    }

    /// Shows one of the shell's own errors.
    func complain(_ message: String, _ io: Descriptors) async {
        await io.complain(state.dialect.prefix(line: state.line) + message + "\n")
    }
}

/// A program given as a closure: a subshell.
struct InlineProgram: Program {
    let body: @Sendable (Process) async -> Int32

    func run(_ process: Process) async -> Int32 { await body(process) }
}

extension Signal {
    /// Without the `SIG`.
    var name: String {
        switch self {
        case .hangUp: "HUP"
        case .interrupt: "INT"
        case .kill: "KILL"
        case .terminate: "TERM"
        }
    }
}
