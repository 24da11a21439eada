import Session
package import Transcript

/// Follows a learner through a lab's steps: which are done, which command comes next.
///
/// A console step is done when each of its commands that shows something has been matched, in
/// order, by a command of the same intent with the expected output. Commands that show nothing
/// (`export`, an editor) or only prepare (`crash etcd3`) are means: how a learner does them is
/// theirs. What a command shows on another of the lab's routes is expected as well.
package struct StepMatcher {
    package let lab: Lab
    /// The step that is to be done now; the number of steps once all are.
    package private(set) var stepIndex = 0
    /// The command of the step's section that is expected next.
    private(set) var commandIndex = 0
    private var bindings: [String: String] = [:]
    /// The lab on its other ways.
    private let others: [Lab]
    /// Why the last command of the right intent did not count.
    package private(set) var lastDifference: OutputPattern.Difference?

    package init(_ lab: Lab) {
        self.lab = lab
        others = lab.routes.map { lab.on(route: $0) }
        skipSilentCommands()
    }

    package enum Event: Hashable, Sendable {
        /// The command has nothing to do with what comes next.
        case other
        /// It is one of the step's commands; more follow.
        case matched
        /// All commands of the step have been matched: wait and check, then call `finishStep`.
        case stepTyped
        /// A try at the right command, but its output is not what is expected.
        case differs(OutputPattern.Difference)
    }

    package var step: Lab.Step? {
        stepIndex < lab.steps.count ? lab.steps[stepIndex] : nil
    }

    package var isDone: Bool { step == nil }

    /// The command that is expected next; nil when only checks are left of the step.
    package var nextCommand: Transcript.Command? {
        guard let step else { return nil }
        let commands = lab.section(of: step).commands
        return commandIndex < commands.count ? commands[commandIndex] : nil
    }

    /// Takes a command that was typed, with what it showed.
    package mutating func take(
        _ command: Transcript.Command, output: [String], exitCode: Int?
    ) -> Event {
        guard let step, let expected = nextCommand else { return .other }
        guard let wanted = Self.intent(of: expected), let typed = Self.intent(of: command),
            wanted.accepts(typed)
        else { return .other }
        let expectation = Expectation(expected, words: lab.section(of: step).words)
        if let difference = expectation.compare(output, exitCode: exitCode, &bindings),
            !isExpectedElsewhere(output, exitCode)
        {
            // A learner who explores is not wrong, nor is one who keeps an output in a file.
            guard typed.isTry(of: wanted), !output.isEmpty else { return .other }
            lastDifference = difference
            return .differs(difference)
        }
        lastDifference = nil
        commandIndex += 1
        skipSilentCommands()
        return nextCommand == nil ? .stepTyped : .matched
    }

    /// Whether another route has this output at this place.
    private mutating func isExpectedElsewhere(_ output: [String], _ exitCode: Int?) -> Bool {
        let commands = step.map { lab.section(of: $0).commands } ?? []
        let rank = commands.prefix(commandIndex).count { !Self.isMeans($0) }
        for other in others {
            guard let step = step.flatMap({ step in other.steps.first { $0.name == step.name } })
            else { continue }
            let section = other.section(of: step)
            let counting = section.commands.filter { !Self.isMeans($0) }
            guard rank < counting.count else { continue }
            var found = bindings
            let expectation = Expectation(counting[rank], words: section.words)
            if expectation.compare(output, exitCode: exitCode, &found) == nil {
                bindings = found
                return true
            }
        }
        return false
    }

    /// Whether nothing is left to type in the step, so that only its checks count.
    package var onlyChecksAreLeft: Bool { step != nil && nextCommand == nil }

    /// Goes on to the next step.
    package mutating func finishStep() {
        guard stepIndex < lab.steps.count else { return }
        stepIndex += 1
        commandIndex = 0
        lastDifference = nil
        skipSilentCommands()
    }

    private mutating func skipSilentCommands() {
        while let command = nextCommand, Self.isMeans(command) { commandIndex += 1 }
    }

    /// Whether it proves nothing: it shows nothing, or nothing of the cluster's own.
    private static func isMeans(_ command: Transcript.Command) -> Bool {
        command.isEditor || command.output.isEmpty || Judge.isOwn(command)
            || intent(of: command) == nil
    }

    /// What a command of a transcript is for.
    package static func intent(of command: Transcript.Command) -> Intent? {
        Intent(command.input.joined(separator: "\n"), at: command.prompt)
    }
}
