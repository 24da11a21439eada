package import Simulation

/// Where commands can be typed: a session, or in tests something that plays one.
///
/// Labs are replayed and judged against this, so that their rules need no cluster.
package protocol Console: AnyObject {
    /// Where the cluster stood before the first command.
    var origin: SessionOrigin { get }

    /// Types a command at the terminal and waits for the next prompt.
    func run(_ command: ConsoleCommand) -> ConsoleResult

    /// The prompt that stands in the terminal now.
    func prompt(of terminal: String) -> String

    /// Presses Ctrl-D, which leaves a nested shell.
    func leaveShell(of terminal: String)

    /// Whether the cluster is in this state now; nil if that cannot be told, with the reason.
    func holds(_ condition: StateCondition) -> ConditionOutcome

    /// Lets the cluster go on until it is in this state, at most for `limit` of its time.
    func wait(until condition: StateCondition, within limit: Duration) -> ConditionOutcome
}

/// A command as it is typed.
package struct ConsoleCommand: Sendable, Hashable {
    package var terminal: String
    /// The line, and those that go on after a `> ` prompt.
    package var input: [String]
    /// What is typed into an editor, if this starts one.
    package var editorText: [String]?

    package init(terminal: String = "", input: [String], editorText: [String]? = nil) {
        (self.terminal, self.input, self.editorText) = (terminal, input, editorText)
    }
}

/// What came of a command.
package struct ConsoleResult: Sendable, Hashable {
    /// What was shown, without the prompt and what was typed.
    package var output: [String]
    /// Nil where only a nested shell knows it.
    package var exitCode: Int?
    /// The prompt that stands there now.
    package var prompt: String
    /// Whether the command had to be interrupted because it did not end.
    package var wasInterrupted: Bool
    /// When it was typed.
    package var start: SimulatedInstant

    package init(
        output: [String] = [], exitCode: Int? = 0, prompt: String = "",
        wasInterrupted: Bool = false, start: SimulatedInstant = .init(secondsSinceEpoch: 0)
    ) {
        (self.output, self.exitCode) = (output, exitCode)
        (self.prompt, self.wasInterrupted, self.start) = (prompt, wasInterrupted, start)
    }
}

/// Where a cluster stood when somebody sat down in front of it: what is older is the same in every
/// session of one seed.
package struct SessionOrigin: Sendable, Hashable {
    package var instant: SimulatedInstant
    /// etcd's revision.
    package var revision: Int64

    package init(instant: SimulatedInstant, revision: Int64) {
        (self.instant, self.revision) = (instant, revision)
    }
}

/// Whether a state holds.
package enum ConditionOutcome: Sendable, Hashable {
    case holds
    /// It does not; the text says what is so instead.
    case differs(String)
}
