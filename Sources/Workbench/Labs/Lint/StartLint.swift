import Session
import Transcript

/// Who has done nothing has not passed: neither the lab nor any step of it.
struct StartLint {
    private let lab: Lab
    private let rehearsal: Rehearsal
    private let texts: Texts

    init(_ lab: Lab, _ rehearsal: Rehearsal, _ texts: Texts) {
        (self.lab, self.rehearsal, self.texts) = (lab, rehearsal, texts)
    }

    var findings: [LintFinding] {
        zip(lab.steps, rehearsal.steps).flatMap { step, seen in
            // A check may hold before its step if the steps before have made it so: it says that
            // this one must not undo that.
            var findings = step.checks.indices
                .filter { seen.heldAtStart[$0] && seen.heldBefore[$0] }
                .map { texts.holdsAlready(step.checks[$0].description) }
            if isSilent(step), seen.waitedBefore, seen.heldBefore.allSatisfy({ $0 }) {
                findings.append(texts.passesByItself(step.name))
            }
            return findings.map { LintFinding(.start, lab.file, step.line, $0) }
        }
    }

    /// Whether no command of the step shows anything: those are means, nobody must type them.
    private func isSilent(_ step: Lab.Step) -> Bool {
        lab.section(of: step).commands.allSatisfy { $0.isEditor || $0.output.isEmpty }
    }
}
