import Session
import Transcript

/// Judges a text that has not passed, step by step: what is wrong in one place costs that step, and
/// the judging goes on behind it.
///
/// **Invariants**
/// 1. A command whose output is not the replay's counts for no step.
/// 2. A step is done when its commands are typed, whatever came before, and its checks hold then or
///    after a later command.
/// 3. A step that has only checks is asked about once the step before it is done, and at the end.
struct PartialJudge {
    private let lab: Lab
    private let console: any Console
    private let texts: Texts
    private var judge: Judge
    private var steps: StepsInAnyOrder
    private var isDone: [Bool]
    /// Steps that are typed and have been waited for.
    private var isSettled: [Bool]
    /// What went wrong with a step, first.
    private var findings: [Int: Finding] = [:]
    /// Where each command stands in the file, and the step that was open then.
    private var places: [(line: Int, step: Int)] = []

    init(_ lab: Lab, on console: any Console, texts: Texts) {
        (self.lab, self.console, self.texts) = (lab, console, texts)
        judge = Judge(lab, on: console, texts: texts)
        steps = StepsInAnyOrder(lab)
        isDone = Array(repeating: false, count: lab.steps.count)
        isSettled = isDone
    }

    /// The marks of all commands.
    var marks: [CopyMark] { judge.marks }

    /// Judges all commands. `first` is what a strict judge has found, in step `lost`: that step is
    /// lost in any case, since the whole has not passed.
    mutating func judge(
        _ commands: [Transcript.Command], first: Finding, lost: Int
    ) -> [StepVerdict] {
        for command in commands { take(command) }
        for index in lab.steps.indices where steps.isTyped(index) && !isDone[index] {
            settle(index, waiting: !isSettled[index])
        }
        if let finding = judge.contradiction() { blame(step(of: finding.line), finding) }
        return verdicts(first, min(lost, lab.steps.count - 1))
    }

    private mutating func take(_ command: Transcript.Command) {
        places.append((command.line, firstOpen ?? lab.steps.count - 1))
        switch judge.replay(command) {
        case .own: break
        case .differs(let finding):
            blame(steps.step(meantBy: command) ?? firstOpen, finding)
        case .same(let result, let output):
            if !command.isEditor {
                let typed = steps.take(command, output: output, exitCode: result.exitCode)
                if let typed { settle(typed, waiting: true) }
            }
            for index in lab.steps.indices where isToBeAsked(index) {
                settle(index, waiting: false)
            }
        }
    }

    private var firstOpen: Int? { isDone.firstIndex(of: false) }

    /// Whether a typed step waits for its checks, or a step of checks alone has come up.
    private func isToBeAsked(_ index: Int) -> Bool {
        guard !isDone[index], steps.isTyped(index) else { return false }
        return isSettled[index] || index == 0 || isDone[index - 1]
    }

    private mutating func settle(_ index: Int, waiting: Bool) {
        let step = lab.steps[index]
        isSettled[index] = isSettled[index] || waiting
        for wait in step.waits {
            let outcome = console.wait(
                until: wait.condition, within: waiting ? wait.limit : .zero)
            if case .differs = outcome { return }
        }
        for check in step.checks {
            if case .differs = console.holds(check) { return }
        }
        isDone[index] = true
        findings[index] = nil
    }

    private mutating func blame(_ index: Int?, _ finding: Finding) {
        guard let index, findings[index] == nil else { return }
        isDone[index] = false
        findings[index] = finding
    }

    /// The step that was open at a line of the learner's file: where a contradiction counts.
    private func step(of line: Int) -> Int? { places.last { $0.line <= line }?.step }

    // MARK: - What to say

    private func verdicts(_ first: Finding, _ lost: Int) -> [StepVerdict] {
        zip(lab.steps, lab.pointsOfSteps).enumerated().map { index, pair in
            let (step, points) = pair
            if isDone[index], index != lost { return StepVerdict(name: step.name, points: points) }
            let finding = findings[index] ?? (index == lost ? first : missing(index, step))
            return StepVerdict(
                name: step.name, points: points, reason: finding.oneLine(texts),
                line: finding.line > 1 ? finding.line : nil)
        }
    }

    private func missing(_ index: Int, _ step: Lab.Step) -> Finding {
        if steps.isTyped(index) {
            for condition in step.states {
                if case .differs(let reason) = console.holds(condition) {
                    return Finding(line: 1, message: texts.notSo(reason), next: nil)
                }
            }
        }
        return Finding(
            line: 1, message: texts.missing(step.name), difference: steps.lastDifference(of: index),
            next: steps.nextCommand(of: index)?.input.joined(separator: "\n"))
    }
}

extension Finding {
    /// On one line, without the line's number; for a table.
    func oneLine(_ texts: Texts) -> String {
        var text = message
        if let difference {
            text += "; \(texts.expected) \(Self.short(difference.expected ?? texts.nothing))"
            text += "; \(texts.found.trimmingBlanks) "
            text += Self.short(difference.found ?? texts.nothing)
        } else if let next {
            text += "; " + texts.next(Self.short(next))
        }
        return text
    }

    /// Without line breaks and other control characters, and not too long for a cell.
    private static func short(_ text: String) -> String {
        let plain = text.map { $0.isNewline || $0 == "\t" ? " " : $0 }
            .filter { ($0.asciiValue ?? 32) >= 32 && $0.asciiValue != 127 }
        return plain.count > 160 ? String(plain.prefix(157)) + "..." : String(plain)
    }
}
