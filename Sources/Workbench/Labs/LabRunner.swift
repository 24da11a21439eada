package import Session
package import Transcript

/// Types a lab's own transcript into a console: to prove the lab, or to show it.
package struct LabRunner {
    private let lab: Lab
    private let console: any Console
    private let texts: Texts

    package init(_ lab: Lab, on console: any Console, texts: Texts) {
        (self.lab, self.console, self.texts) = (lab, console, texts)
    }

    /// Types everything; `onCommand` sees each command as the console showed it.
    ///
    /// Returns the first thing that is not as the lab says; nil if all is.
    package func run(
        onCommand: (Transcript.Command) -> Void = { _ in }
    ) -> Finding? {
        var bindings: [String: String] = [:]
        for step in lab.steps {
            let section = lab.section(of: step)
            for command in section.commands {
                let (shown, result) = typist.type(command)
                onCommand(shown)
                if let finding = judge(command, section.words, result, &bindings) {
                    return finding
                }
            }
            if let finding = solve(step, onCommand) { return finding }
            if let finding = settle(step) { return finding }
        }
        return nil
    }

    /// Types the solution of a step that has no section; its checks tell whether it is one.
    private func solve(
        _ step: Lab.Step, _ onCommand: (Transcript.Command) -> Void
    ) -> Finding? {
        for command in step.solution {
            let (shown, result) = typist.type(command, line: step.line)
            onCommand(shown)
            if result.wasInterrupted {
                return Finding(line: step.line, message: texts.hangs, next: nil)
            }
        }
        return nil
    }

    /// Types one command and gives it as the console showed it.
    package func play(_ command: Transcript.Command) -> Transcript.Command {
        typist.type(command).shown
    }

    /// The prompt behind which a command is typed; shells that it does not belong to are left.
    package func standingPrompt(for command: Transcript.Command) -> String {
        ConsoleAligner(console).align(to: command.prompt)
        return console.prompt(of: command.prompt.terminal)
    }

    private var typist: ConsoleTypist { ConsoleTypist(console) }

    private func judge(
        _ command: Transcript.Command, _ words: [Transcript.Word], _ result: ConsoleResult,
        _ bindings: inout [String: String]
    ) -> Finding? {
        if result.wasInterrupted {
            return Finding(line: command.line, message: texts.hangs, next: nil)
        }
        if command.isEditor { return nil }
        let expectation = Expectation(command, words: words)
        guard
            let difference = expectation.compare(
                result.output, exitCode: result.exitCode, &bindings)
        else { return nil }
        return Finding(
            line: command.line, message: texts.labDiffers, difference: difference,
            next: command.input.joined(separator: "\n"))
    }

    /// Waits for what a step waits for and checks it; a finding for what is not so.
    package func settle(_ step: Lab.Step) -> Finding? {
        for wait in step.waits {
            if case .differs(let reason) = console.wait(until: wait.condition, within: wait.limit) {
                return Finding(line: step.line, message: texts.notSo(reason), next: nil)
            }
        }
        for check in step.checks {
            if case .differs(let reason) = console.holds(check) {
                return Finding(line: step.line, message: texts.notSo(reason), next: nil)
            }
        }
        return nil
    }
}

/// What is not as it should be, where, and what to do about it.
package struct Finding: Hashable, Sendable {
    /// In the transcript or in the learner's file, counted from 1.
    package var line: Int
    package var message: String
    package var difference: OutputPattern.Difference?
    /// The command to type next.
    package var next: String?

    package init(
        line: Int, message: String, difference: OutputPattern.Difference? = nil, next: String?
    ) {
        (self.line, self.message) = (line, message)
        (self.difference, self.next) = (difference, next)
    }

    /// The lines that a person is shown.
    package func rendered(_ texts: Texts) -> String {
        var text = texts.line(line) + message + "\n"
        if let difference {
            text += "  \(texts.expected) \(difference.expected ?? texts.nothing)\n"
            text += "  \(texts.found) \(difference.found ?? texts.nothing)\n"
        }
        if let next { text += "  " + texts.next(next) + "\n" }
        return text
    }
}

extension [String] {
    /// Without the empty lines at the end.
    var droppingEmptyEnd: [String] {
        var lines = self
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
