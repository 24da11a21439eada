import Session
import Transcript

/// Each step has a ladder of hints, and each rung is of use to somebody.
struct LadderLint {
    private let lab: Lab
    private let texts: Texts
    /// A nudge, the way, and nearly everything.
    static let leastHints = 3

    init(_ lab: Lab, _ texts: Texts) { (self.lab, self.texts) = (lab, texts) }

    /// Ladders that are too short.
    var countFindings: [LintFinding] {
        lab.steps.filter { $0.hints.count < Self.leastHints }.map { step in
            LintFinding(
                .hints, lab.file, step.line,
                texts.fewHints(step.name, step.hints.count, Self.leastHints))
        }
    }

    /// Hints whose condition fits no state from the step's beginning to its solution, or only one
    /// in which the step is done.
    func findings(_ rehearsal: Rehearsal) -> [LintFinding] {
        zip(lab.steps, rehearsal.steps).flatMap { step, seen in
            step.hints.indices.compactMap { index in
                guard let condition = step.hints[index].condition,
                    !seen.hintsThatFit.contains(index) || isSolved(step, condition)
                else { return nil }
                return LintFinding(
                    .hints, lab.file, step.hints[index].line,
                    texts.unreachableHint(described(condition)))
            }
        }
    }

    /// Whether what the hint asks for is all that is left to do of the step.
    private func isSolved(_ step: Lab.Step, _ condition: Lab.HintCondition) -> Bool {
        guard case .holds(let state) = condition else { return false }
        let isCheckStep = lab.transcript.section(step.name) == nil
        return isCheckStep && step.waits.isEmpty && step.checks == [state]
    }

    private func described(_ condition: Lab.HintCondition) -> String {
        switch condition {
        case .holds(let state): state.description
        case .fails(let state): texts.not(state.description)
        }
    }
}
