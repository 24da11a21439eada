import Transcript

/// The solution passes, at every seed and pace.
struct SolutionLint {
    private let lab: Lab
    private let rehearsal: Rehearsal
    private let texts: Texts

    init(_ lab: Lab, _ rehearsal: Rehearsal, _ texts: Texts) {
        (self.lab, self.rehearsal, self.texts) = (lab, rehearsal, texts)
    }

    var findings: [LintFinding] {
        var findings: [LintFinding] = []
        for step in lab.steps
        where lab.transcript.section(step.name) == nil && step.solution.isEmpty {
            findings.append(
                LintFinding(.solution, lab.file, step.line, texts.noSolution(step.name)))
        }
        for command in lab.transcript.commands
        where Judge.isOwn(command) && !command.output.allSatisfy({ $0 == "..." }) {
            findings.append(
                LintFinding(.solution, lab.transcriptFile, command.line, texts.shownOwn))
        }
        findings += rehearsal.shown.compactMap(finding)
        findings += rehearsal.failures.map { failure in
            LintFinding(
                .solution, lab.file, failure.line,
                texts.notSoAtSeed(rehearsal.seed, failure.reason))
        }
        return findings
    }

    private func finding(_ shown: Rehearsal.Shown) -> LintFinding? {
        let command = shown.command
        if shown.wasInterrupted {
            return LintFinding(
                .solution, lab.transcriptFile, command.line, texts.hangsAtSeed(rehearsal.seed))
        }
        guard let difference = shown.difference else { return nil }
        var message = texts.differsAtSeed(rehearsal.seed, difference)
        if rehearsal.seed != lab.seed { message += "; " + texts.variesHint }
        let index = difference.expected.flatMap { command.output.firstIndex(of: $0) }
        let line = index.map { command.line + command.input.count + $0 } ?? command.line
        return LintFinding(.solution, lab.transcriptFile, line, message)
    }
}
