import Session
import Simulation

/// A console that a submission cannot use up: so many commands, so much of the cluster's time.
///
/// What goes beyond is not typed; it counts as a command that does not end.
final class LimitedConsole: Console {
    /// A lesson has some twenty commands.
    static let mostCommands = 1000
    /// Room for a lesson that lets days go by.
    static let mostTime: Duration = .hours(24 * 60)
    /// What all commands together may show. **Unit**: lines.
    static let mostLines = 500_000

    private let console: any Console
    private var commands = 0
    /// When the last command was typed.
    private var latest: SimulatedInstant
    private var lines = 0

    init(_ console: any Console) {
        self.console = console
        latest = console.origin.instant
    }

    var origin: SessionOrigin { console.origin }

    private var isUsedUp: Bool {
        commands >= Self.mostCommands || lines >= Self.mostLines
            || latest >= origin.instant.advanced(by: Self.mostTime)
    }

    func run(_ command: ConsoleCommand) -> ConsoleResult {
        guard !isUsedUp else {
            return ConsoleResult(wasInterrupted: true, start: latest)
        }
        commands += 1
        let result = console.run(command)
        lines += result.output.count
        latest = result.start
        return result
    }

    func prompt(of terminal: String) -> String { console.prompt(of: terminal) }

    func leaveShell(of terminal: String) { if !isUsedUp { console.leaveShell(of: terminal) } }

    func holds(_ condition: StateCondition) -> ConditionOutcome { console.holds(condition) }

    func wait(until condition: StateCondition, within limit: Duration) -> ConditionOutcome {
        console.wait(until: condition, within: limit)
    }
}
