package import Simulation

/// The open streams of a command that runs in a container for somebody far away.
///
/// Made by the API server for `exec` and `attach`, joined to the process by the kubelet, used by
/// kubectl in this process or carried over a WebSocket by the gateway.
package final class RemoteSession: Sendable {
    /// What the caller writes and the command reads; closed at once if no stdin was asked for.
    package let standardInput: BytePipe
    package let standardOutput: BytePipe
    package let standardError: BytePipe
    /// The caller's own terminal, when a tty was asked for from inside this process: the shell in
    /// the container then reads lines from it as a local one would.
    package let terminal: (any Terminal)?
    private let outcome: Mailbox<Outcome>
    private let departure: Mailbox<Void>
    private let window: Confined<TerminalSize>

    /// How the command ended.
    package enum Outcome: Hashable, Sendable {
        case exited(code: Int)
        /// It could not be run; the text is the runtime's.
        case failed(Status)
    }

    package init(_ simulation: Simulation, terminal: (any Terminal)? = nil) {
        standardInput = BytePipe(simulation)
        standardOutput = BytePipe(simulation)
        standardError = BytePipe(simulation)
        self.terminal = terminal
        outcome = Mailbox(simulation)
        departure = Mailbox(simulation)
        window = Confined(simulation, TerminalSize())
    }

    /// How large the caller's terminal is, as far as it has said so.
    package var size: TerminalSize { window.value }

    /// For the caller: its terminal has another size now.
    package func resize(_ size: TerminalSize) { window.value = size }

    /// For the kubelet: the command has ended.
    package func finish(_ result: Outcome) {
        outcome.send(result)
        outcome.finish()
        departure.finish()
        standardOutput.closeWriting()
        standardError.closeWriting()
        standardInput.closeReading()
    }

    /// For the caller: how the command ended; nil if the connection was lost.
    package func wait() async throws(CancellationError) -> Outcome? { try await outcome.next() }

    /// For the kubelet: returns once the caller has gone away, or the command has ended.
    package func waitForDeparture() async throws(CancellationError) {
        _ = try await departure.next()
    }

    /// For the caller: it goes away, and the kubelet ends the command.
    package func abandon() {
        departure.finish()
        standardInput.closeWriting()
        standardOutput.closeReading()
        standardError.closeReading()
    }
}
