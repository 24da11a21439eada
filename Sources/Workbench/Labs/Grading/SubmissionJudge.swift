import Cluster
package import Session
import Transcript

/// Judges one submission on a console of its own: strictly first, and if that fails step by step.
package struct SubmissionJudge {
    private let lab: Lab
    private let texts: Texts

    package init(_ lab: Lab, texts: Texts) { (self.lab, self.texts) = (lab, texts) }

    /// A file that cannot be judged.
    package func broken(_ reason: String) -> Verdict { lostAll(.broken, reason) }

    private func lostAll(
        _ outcome: Verdict.Outcome, _ reason: String, line: Int? = nil
    ) -> Verdict {
        let steps = zip(lab.steps, lab.pointsOfSteps).map { step, points in
            StepVerdict(name: step.name, points: points, reason: reason, line: line)
        }
        return Verdict(outcome, steps: steps, reason: reason, line: line)
    }

    /// What the strict judge has found.
    package enum Strict: Sendable {
        case decided(Verdict)
        /// Something is wrong in the step with this position: judge step by step on a fresh console.
        case failed(Finding, step: Int)
    }

    /// Whether the text passes as a whole. **Order**: `console` is fresh.
    package func strict(_ text: String, on console: any Console) -> Strict {
        let text = text.withoutTerminalCodes
        do {
            let transcript = try Transcript(parsing: text)
            if transcript.commands.isEmpty {
                return .decided(lostAll(.failed, texts.noCommands, line: 1))
            }
        } catch {
            return .decided(lostAll(.failed, error.message, line: error.line))
        }
        var judge = Judge(lab, on: console, texts: texts)
        if let finding = judge.judge(text) { return .failed(finding, step: judge.stepIndex) }
        let steps = zip(lab.steps, lab.pointsOfSteps).map {
            StepVerdict(name: $0.name, points: $1)
        }
        return .decided(Verdict(.passed, steps: steps, marks: judge.marks))
    }

    /// What each step is worth in a proof, whose session is replayed on a cluster of its own.
    package func proof(_ text: String, _ workbench: LabWorkbench) -> Verdict {
        let judgement: ProofJudge.Judgement
        do { judgement = try ProofJudge(lab, workbench).judge(text) } catch {
            return broken(error.description)
        }
        let finding = judgement.finding
        let steps = zip(lab.steps, lab.pointsOfSteps).map { step, points in
            let reason: String? =
                switch judgement.book.mark(step, of: lab) {
                case .done: nil
                case .shown: texts.stepIsShown
                case nil: finding?.oneLine(texts) ?? texts.missing(step.name)
                }
            return StepVerdict(
                name: step.name, points: points, reason: reason, line: finding?.line)
        }
        return Verdict(
            finding == nil ? .passed : .failed, steps: steps, reason: finding?.oneLine(texts),
            line: finding?.line, marks: [CopyMark(.proof, text)])
    }

    /// What each step is worth in a text that has not passed. **Order**: `console` is fresh.
    package func partial(
        _ text: String, first: Finding, step: Int, on console: any Console
    ) -> Verdict {
        guard let transcript = try? Transcript(parsing: text.withoutTerminalCodes),
            !lab.steps.isEmpty
        else { return lostAll(.failed, first.oneLine(texts), line: first.line) }
        var judge = PartialJudge(lab, on: console, texts: texts)
        let commands = TakenBack.removed(from: transcript.commands)
        let steps = judge.judge(commands, first: first, lost: step)
        return Verdict(
            .failed, steps: steps, reason: first.oneLine(texts),
            line: first.line > 1 ? first.line : nil, marks: judge.marks)
    }
}
