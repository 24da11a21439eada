package import Cluster
import Session

/// Proves that a lab can be done, must be done, and is the same at every seed.
///
/// It plays the lab's own solution at several seeds and at several paces, and looks at what was
/// seen (`Rehearsal`). What it looks for is in `LintFinding.Rule`; each rule has its file.
///
/// **Rules for authors**
/// 1. The solution passes at every seed: what differs is a hole.
/// 2. No check holds before its step, and no step passes by itself.
/// 3. Every ladder has three hints or more, and each is seen in some state of its step.
/// 4. No hole is wider than what stands in it at all seeds and paces.
/// 5. Both languages have the same steps, with the same checks, hints, points and solutions.
/// 6. Every file of the lab is used, valid, and the same as where the transcript types it.
package struct LabLint {
    /// A seed to play at, counted from the lab's own, and how slowly.
    private struct Performance {
        var seedOffset: UInt64
        /// Before the first command.
        var start: Duration
        /// Before each command.
        var pause: Duration
    }

    private let root: String
    private let texts: Texts

    private let performances: [Performance]

    /// `rehearsals`: how often each lab is played, each time at another seed; 1 to 3.
    package init(library: LabLibrary, texts: Texts, rehearsals: Int = 3) {
        (root, self.texts) = (library.root, texts)
        performances = Array(Self.performances.prefix(rehearsals))
    }

    /// Different seeds at different paces: what is the same in all is the same always.
    private static let performances = [
        Performance(seedOffset: 0, start: .zero, pause: .zero),
        Performance(seedOffset: 1, start: .seconds(170), pause: .seconds(11)),
        Performance(seedOffset: 2, start: .seconds(1260), pause: .seconds(67)),
    ]

    /// All that is wrong with the lab of this number or name, in the order of files and lines.
    package func findings(for word: String) throws(ClusterError) -> [LintFinding] {
        let lab: Lab
        do { lab = try LabLibrary(root: root, language: .english).lab(word) } catch {
            return [syntaxFinding(error)]
        }
        var findings = LadderLint(lab, texts).countFindings
        let chinese = LabLibrary(root: root, language: .chinese)
        do {
            let other = try chinese.lab(lab.name)
            findings += LanguageLint(lab, other, texts).findings
        } catch { findings.append(syntaxFinding(error)) }
        findings += FileLint(lab, texts).findings
        let rehearsals = try rehearse(lab)
        for rehearsal in rehearsals {
            findings += SolutionLint(lab, rehearsal, texts).findings
            findings += LadderLint(lab, texts).findings(rehearsal)
            findings += StartLint(lab, rehearsal, texts).findings
            findings += FileLint(lab, texts).findings(rehearsal)
        }
        findings += HoleLint(lab, rehearsals, texts).findings
        for route in lab.routes { findings += try routeFindings(lab.on(route: route)) }
        return Self.sorted(findings.map(relative))
    }

    /// Another way through the lab has its own outputs, and nothing else of its own.
    private func routeFindings(_ lab: Lab) throws(ClusterError) -> [LintFinding] {
        let rehearsals = try rehearse(lab)
        return rehearsals.flatMap { SolutionLint(lab, $0, texts).findings }
            + HoleLint(lab, rehearsals, texts).findings
    }

    private func rehearse(_ lab: Lab) throws(ClusterError) -> [Rehearsal] {
        var rehearsals: [Rehearsal] = []
        let last = performances.count - 1
        for (index, performance) in performances.enumerated() {
            var lab = lab
            lab.seed &+= performance.seedOffset
            let console = try LabWorkbench(library: nil, texts: texts).console(for: lab)
            console.session.advance(until: { false }, limit: performance.start)
            var rehearser = Rehearser(lab, on: console, looks: index == 0) {
                if performance.pause > .zero {
                    console.session.advance(until: { false }, limit: performance.pause)
                }
            }
            rehearsals.append(
                rehearser.run(offering: index == last ? FileLint(lab, texts).manifests : []))
        }
        return rehearsals
    }

    private func syntaxFinding(_ error: LabError) -> LintFinding {
        let text = error.description
        return LintFinding(.syntax, "", 0, shortened(text))
    }

    /// Files are named as they are found from the folder of the labs.
    private func relative(_ finding: LintFinding) -> LintFinding {
        var finding = finding
        finding.file = shortened(finding.file)
        return finding
    }

    private func shortened(_ path: String) -> String {
        path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path
    }

    private static func sorted(_ findings: [LintFinding]) -> [LintFinding] {
        var seen: Set<LintFinding> = []
        return findings.filter { seen.insert($0).inserted }.sorted {
            ($0.file, $0.line, $0.message) < ($1.file, $1.line, $1.message)
        }
    }
}
