package import Simulation

/// The streams of a container's main process: written to the log, and to whoever is attached.
///
/// A container with `stdin` reads what is attached; one with `tty` too has a terminal that is
/// there before anybody sits at it (`ConsoleTerminal`).
package final class ContainerConsole: Sendable {
    /// Whoever is attached.
    private struct Listener {
        var token: Int
        var output: any ByteSink
        var error: any ByteSink
    }
    private struct State {
        var nextToken = 0
        var listeners: [Listener] = []
    }
    package let log: ContainerLog
    /// Nil if the container was made without `stdin`.
    package let input: BytePipe?
    /// Nil if the container was made without `tty`.
    package let terminal: ConsoleTerminal?
    private let state: Confined<State>

    init(_ simulation: Simulation, hasInput: Bool, hasTerminal: Bool) {
        let log = ContainerLog(simulation)
        self.log = log
        input = hasInput && !hasTerminal ? BytePipe(simulation) : nil
        terminal = hasTerminal ? ConsoleTerminal(simulation, log: log) : nil
        state = Confined(simulation, State())
    }

    /// What the main process is started with.
    func streams(_ simulation: Simulation) -> Process.Streams {
        if let terminal {
            return Process.Streams(
                input: TerminalSource(simulation, terminal), output: TerminalSink(terminal),
                error: TerminalSink(terminal), terminal: terminal, isOutputTerminal: true)
        }
        return Process.Streams(
            input: input ?? FixedSource(simulation),
            output: Sink(console: self, stream: .standardOutput),
            error: Sink(console: self, stream: .standardError))
    }

    /// Shows all further output here too; give the token back to `detach`.
    package func attach(output: any ByteSink, error: any ByteSink) -> Int {
        let token = state.value.nextToken
        state.value.nextToken += 1
        state.value.listeners.append(Listener(token: token, output: output, error: error))
        return token
    }

    package func detach(_ token: Int) { state.value.listeners.removeAll { $0.token == token } }

    func write(_ bytes: [UInt8], to stream: ContainerLog.Stream) async throws(WriteError) {
        log.append(bytes, to: stream)
        for listener in state.value.listeners {
            let sink = stream == .standardOutput ? listener.output : listener.error
            do { try await sink.write(bytes) } catch {
                if case .cancelled = error { throw error }
                detach(listener.token)  // whoever was attached has gone
            }
        }
    }

    func close() {
        log.close()
        input?.closeReading()
        terminal?.hangUp()
    }

    private struct Sink: ByteSink {
        let console: ContainerConsole
        let stream: ContainerLog.Stream

        func write(_ bytes: [UInt8]) async throws(WriteError) {
            try await console.write(bytes, to: stream)
        }
    }
}

/// The terminal of a container, at which people sit down (`attach`) and from which they leave.
package final class ConsoleTerminal: ShellSeat, Sendable {
    private struct State {
        var seat: (any Terminal)?
        var shell: ShellSession?
        var isHungUp = false
    }
    private let log: ContainerLog
    private let state: Confined<State>
    private let arrivals: WaitQueue
    package let interrupts: InterruptStack

    init(_ simulation: Simulation, log: ContainerLog) {
        self.log = log
        state = Confined(simulation, State())
        arrivals = WaitQueue(simulation)
        interrupts = InterruptStack(simulation)
    }

    package var size: TerminalSize { state.value.seat?.size ?? TerminalSize() }

    /// The shell of the container, if it runs one here; whoever sits down finds it.
    package var shell: ShellSession? {
        get { state.value.shell }
        set {
            state.value.shell = newValue
            (state.value.seat as? any ShellSeat)?.shell = newValue
        }
    }

    package func show(_ bytes: [UInt8]) {
        log.append(bytes, to: .standardOutput)
        state.value.seat?.show(bytes)
    }

    package func waitForRoom() async throws(CancellationError) {
        try await state.value.seat?.waitForRoom()
    }

    package func readLine(prompt: String) async throws(TerminalReadError) -> String? {
        while true {
            if state.value.isHungUp { return nil }
            if let seat = state.value.seat { return try await seat.readLine(prompt: prompt) }
            do { try await arrivals.wait() } catch { throw .cancelled }
        }
    }

    /// Somebody sits down; Ctrl-C there reaches the program in front here.
    ///
    /// Returns what to do when they leave.
    package func sit(_ terminal: any Terminal) -> @Sendable () -> Void {
        state.value.seat = terminal
        let outer = (terminal as? any ShellSeat)?.shell
        if let shell = state.value.shell { (terminal as? any ShellSeat)?.shell = shell }
        let token = terminal.interrupts.push { [interrupts] in interrupts.interrupt() }
        arrivals.wakeAll()
        return { [state] in
            terminal.interrupts.remove(token)
            (terminal as? any ShellSeat)?.shell = outer
            state.value.seat = nil
        }
    }

    func hangUp() {
        state.value.isHungUp = true
        arrivals.wakeAll()
    }
}
