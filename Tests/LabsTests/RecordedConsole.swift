import Labs
import Session
import Simulation

/// A console that keeps what another one showed, so that it can be shown again without a cluster.
///
/// Replaying the same commands gives the same output; hundreds of forgeries of one session are
/// judged on one recording of it.
final class RecordingConsole: Console {
    /// What was done, and the prompts that stood afterwards.
    struct Entry {
        /// Nil for a shell that was left.
        var command: ConsoleCommand?
        var result: ConsoleResult?
        var prompts: [String: String] = [:]
    }
    private(set) var entries = [Entry()]
    private let console: SessionConsole
    private let pause: Duration

    /// `pause` is what the learner takes before each command, besides typing.
    init(_ console: SessionConsole, pause: Duration = .zero) {
        (self.console, self.pause) = (console, pause)
    }

    var origin: SessionOrigin { console.origin }

    func run(_ command: ConsoleCommand) -> ConsoleResult {
        if pause > .zero { console.session.advance(until: { false }, limit: pause) }
        let result = console.run(command)
        entries.append(
            Entry(command: command, result: result, prompts: [command.terminal: result.prompt]))
        return result
    }

    func prompt(of terminal: String) -> String {
        let prompt = console.prompt(of: terminal)
        entries[entries.count - 1].prompts[terminal] = prompt
        return prompt
    }

    func leaveShell(of terminal: String) {
        console.leaveShell(of: terminal)
        entries.append(Entry(prompts: [terminal: console.prompt(of: terminal)]))
    }

    func holds(_ condition: StateCondition) -> ConditionOutcome { console.holds(condition) }

    func wait(until condition: StateCondition, within limit: Duration) -> ConditionOutcome {
        console.wait(until: condition, within: limit)
    }

    var recording: RecordedConsole { RecordedConsole(entries, origin: origin) }
}

/// Shows again what was recorded, as long as the same commands are typed.
final class RecordedConsole: Console {
    let origin: SessionOrigin
    private let entries: [RecordingConsole.Entry]
    /// How many entries have been shown; tests go back to a place that they have noted.
    var position = 0
    /// Whether something else was typed than what is recorded.
    private(set) var hasDeparted = false

    init(_ entries: [RecordingConsole.Entry], origin: SessionOrigin) {
        (self.entries, self.origin) = (entries, origin)
    }

    func run(_ command: ConsoleCommand) -> ConsoleResult {
        guard position + 1 < entries.count, entries[position + 1].command == command,
            let result = entries[position + 1].result
        else {
            hasDeparted = true
            return ConsoleResult(output: ["not recorded"], exitCode: 127)
        }
        position += 1
        return result
    }

    func prompt(of terminal: String) -> String {
        let known = entries[...position].last { $0.prompts[terminal] != nil }
        return known?.prompts[terminal] ?? ""
    }

    func leaveShell(of terminal: String) {
        if position + 1 < entries.count, entries[position + 1].command == nil {
            position += 1
        } else {
            hasDeparted = true
        }
    }

    // The lab holds at the end of what was recorded, and its steps are judged on that alone.
    func holds(_ condition: StateCondition) -> ConditionOutcome { .holds }

    func wait(until condition: StateCondition, within limit: Duration) -> ConditionOutcome {
        .holds
    }
}
