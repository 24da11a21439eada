import Cluster
import ContainerRuntime
import Simulation

/// A session as a console: each command runs at pace instant, up to a limit of the cluster's time.
package final class SessionConsole: Console {
    package let session: LearnerSession
    private let limit: Duration

    package init(_ session: LearnerSession, commandLimit: Duration = Defaults.commandLimit) {
        self.session = session
        limit = commandLimit
    }

    package var origin: SessionOrigin { session.origin }

    package func run(_ command: ConsoleCommand) -> ConsoleResult {
        let terminal = session.terminal(command.terminal)
        session.advance(until: { false }, limit: Defaults.typingPause)
        _ = terminal.takeOutput()
        if let text = command.editorText { terminal.prepareEditor(text) }
        let start = session.simulation.now
        var wasInterrupted = false
        for line in command.input {
            session.feed(.line(line), to: command.terminal)
            wasInterrupted = !waitForPrompt(terminal) || wasInterrupted
        }
        terminal.prepareEditor(nil)
        let prompt = terminal.prompt ?? ""
        return ConsoleResult(
            output: Self.lines(terminal.takeOutput()),
            exitCode: prompt.contains("@") || terminal.hasEnded ? Int(terminal.lastStatus) : nil,
            prompt: prompt, wasInterrupted: wasInterrupted, start: start)
    }

    /// False if the command had to be interrupted.
    private func waitForPrompt(_ terminal: SessionTerminal) -> Bool {
        let isDone = { terminal.isWaiting || terminal.hasEnded }
        if session.advance(until: isDone, limit: limit) { return true }
        session.feed(.interrupt, to: terminal.name)
        session.advance(until: isDone, limit: Defaults.interruptLimit)
        return false
    }

    package func prompt(of terminal: String) -> String { session.terminal(terminal).prompt ?? "" }

    package func leaveShell(of name: String) {
        let terminal = session.terminal(name)
        session.feed(.endOfFile, to: name)
        _ = waitForPrompt(terminal)
        _ = terminal.takeOutput()
    }

    /// What a screen shows of these bytes, without colours; a line that does not end is a line, too.
    package static func lines(_ bytes: [UInt8]) -> [String] {
        var lines = String(decoding: bytes, as: UTF8.self).withoutTerminalCodes.split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    // MARK: - The state of the cluster

    package func holds(_ condition: StateCondition) -> ConditionOutcome {
        wait(until: condition, within: .zero)
    }

    package func wait(
        until condition: StateCondition, within limit: Duration
    ) -> ConditionOutcome {
        let checker = ConditionChecker(client: session.cluster.admin, machine: session.master)
        let simulation = session.simulation
        let end = simulation.now.advanced(by: limit)
        do {
            return try simulation.run(limit: limit + Defaults.commandLimit) {
                while true {
                    let outcome = await checker.check(condition)
                    if outcome == .holds || simulation.now >= end { return outcome }
                    try await simulation.sleep(for: Defaults.conditionPoll)
                }
            }
        } catch { return .differs("\(error)") }
    }
}
