import Session
import Transcript

/// A lab's own solution, typed from one seed to the end, with all that was seen on the way.
///
/// Unlike `LabRunner` it goes on after a difference: an author wants to see all of them.
struct Rehearsal {
    /// A command of the transcript and what it showed.
    struct Shown {
        var command: Transcript.Command
        var words: [Transcript.Word]
        var output: [String]
        /// Nil where only a nested shell knows it.
        var exitCode: Int?
        var wasInterrupted: Bool
        /// What earlier holes had found before it.
        var bindings: [String: String]
        var difference: OutputPattern.Difference?
    }

    /// What was so in a step, where the rehearsal was asked to look.
    struct Step {
        /// Which checks held before the first step.
        var heldAtStart: [Bool] = []
        /// Which checks held when the step began.
        var heldBefore: [Bool] = []
        /// Whether all that is waited for held when the step began.
        var waitedBefore = true
        /// Which hints fitted some state of the step, from its beginning to its solution.
        var hintsThatFit: Set<Int> = []
    }

    /// Something that a step waits for or checks, and that is not so after its solution.
    struct Failure {
        var line: Int
        var reason: String
    }

    var seed: UInt64
    var shown: [Shown] = []
    /// One for each step; empty if nobody looked.
    var steps: [Step] = []
    var failures: [Failure] = []
    /// Lab files that the server would not take, and what it said.
    var refusals: [String: String] = [:]
}

/// Plays a lab and notes what it sees.
struct Rehearser {
    private let lab: Lab
    private let console: any Console
    /// Lets some of the cluster's time go by before a command.
    private let pause: () -> Void
    private let looks: Bool
    private var bindings: [String: String] = [:]
    private var rehearsal: Rehearsal

    /// `looks`: whether the states of the steps are noted, which takes time.
    init(_ lab: Lab, on console: any Console, looks: Bool, pause: @escaping () -> Void = {}) {
        (self.lab, self.console, self.looks, self.pause) = (lab, console, looks, pause)
        rehearsal = Rehearsal(seed: lab.seed)
    }

    /// Offers each of these files to the server, then plays the whole lab.
    mutating func run(offering files: [String] = []) -> Rehearsal {
        for file in files { offer(file) }
        if looks {
            rehearsal.steps = lab.steps.map { step in
                Rehearsal.Step(heldAtStart: step.checks.map { console.holds($0) == .holds })
            }
        }
        for (index, step) in lab.steps.enumerated() {
            lookBefore(step, index)
            let section = lab.section(of: step)
            for command in section.commands {
                pause()
                type(command, section.words)
                lookAtHints(of: step, index)
            }
            for command in step.solution {
                pause()
                let result = ConsoleTypist(console).type(command, line: step.line).result
                if result.wasInterrupted { fail(step.line, "Ctrl-C") }
                lookAtHints(of: step, index)
            }
            settle(step)
            lookAtHints(of: step, index)
        }
        return rehearsal
    }

    /// A dry run: the server says what is wrong with the file, and nothing changes.
    private mutating func offer(_ file: String) {
        let line = "kubectl create --dry-run=server -f \(file)"
        let result = console.run(ConsoleCommand(input: [line]))
        if result.exitCode != 0 { rehearsal.refusals[file] = result.output.first ?? "" }
    }

    private mutating func type(_ command: Transcript.Command, _ words: [Transcript.Word]) {
        let result = ConsoleTypist(console).type(command).result
        var shown = Rehearsal.Shown(
            command: command, words: words, output: result.output, exitCode: result.exitCode,
            wasInterrupted: result.wasInterrupted, bindings: bindings)
        if !command.isEditor {
            shown.difference = Expectation(command, words: words).compare(
                result.output, exitCode: result.exitCode, &bindings)
        }
        rehearsal.shown.append(shown)
    }

    private mutating func settle(_ step: Lab.Step) {
        for wait in step.waits {
            if case .differs(let reason) = console.wait(until: wait.condition, within: wait.limit) {
                fail(step.line, reason)
            }
        }
        for check in step.checks {
            if case .differs(let reason) = console.holds(check) { fail(step.line, reason) }
        }
    }

    private mutating func fail(_ line: Int, _ reason: String) {
        rehearsal.failures.append(Rehearsal.Failure(line: line, reason: reason))
    }

    // MARK: - Looking

    private mutating func lookBefore(_ step: Lab.Step, _ index: Int) {
        guard looks else { return }
        rehearsal.steps[index].heldBefore = step.checks.map { console.holds($0) == .holds }
        rehearsal.steps[index].waitedBefore = step.waits.allSatisfy {
            console.holds($0.condition) == .holds
        }
        lookAtHints(of: step, index)
    }

    private mutating func lookAtHints(of step: Lab.Step, _ index: Int) {
        guard looks else { return }
        for (position, hint) in step.hints.enumerated()
        where !rehearsal.steps[index].hintsThatFit.contains(position) {
            let fits = hint.condition?.fits { console.holds($0) } ?? true
            if fits { rehearsal.steps[index].hintsThatFit.insert(position) }
        }
    }
}
