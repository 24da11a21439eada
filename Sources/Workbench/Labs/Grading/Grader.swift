import Cluster
import Session

/// Grades a folder of submissions.
///
/// ```
/// files ─▶ learner and lab ─▶ one booted cluster for each lab
///                                   │ copied for each file (`ForkPool`)
///             strict judge ◀────────┤
///             judge of single steps ◀┘ for those that failed
///                    └─▶ rows ─▶ copies of one another ─▶ table, csv, json, junit
/// ```
/// **Invariants**
/// 1. Every file has a row, whatever it holds.
/// 2. The rows do not depend on how many run side by side.
package struct Grader {
    private let workbench: LabWorkbench
    private let labs: [Lab]
    private let seeds: Seeds
    private let isolation: Isolation
    private let limits: ForkPool.Limits
    private var texts: Texts { workbench.texts }

    /// Which seed a submission was made with.
    package enum Seeds: Sendable {
        /// The lab's own.
        case lab
        case learner(LearnerSeed)
        /// As a list says: seeds by learner. Who is not in it has the lab's own.
        case roster(Roster)
    }

    /// Where submissions are judged.
    package enum Isolation: Sendable, Hashable {
        /// In copies of this process, so many side by side. **Order**: it has one thread.
        case processes(Int)
        /// In this one, for tests.
        case none
    }

    /// `secondsPerFile` is the processor's time that the judging of one file may take.
    package init(
        _ workbench: LabWorkbench, labs: [Lab], seeds: Seeds = .lab, isolation: Isolation,
        secondsPerFile: Int = 20
    ) {
        limits = ForkPool.Limits(seconds: secondsPerFile)
        (self.workbench, self.labs) = (workbench, labs)
        (self.seeds, self.isolation) = (seeds, isolation)
    }

    /// Grades `submissions`, whose paths are below `folder`; `onProgress` hears how many are done.
    package func grade(
        _ submissions: [Submission], in folder: String, onProgress: (Int) -> Void = { _ in }
    ) -> GradeReport {
        var verdicts: [Int: Verdict] = [:]
        func note(_ position: Int, _ verdict: Verdict) {
            verdicts[position] = verdict
            onProgress(verdicts.count)
        }
        for lab in labs {
            let positions = submissions.indices.filter { submissions[$0].lab == lab.name }
            let jobs = positions.map {
                Job(submissions[$0], path: folder + "/" + submissions[$0].path, position: $0)
            }
            if !jobs.isEmpty { judge(jobs, of: lab, note) }
        }
        var rows: [GradeReport.Row] = []
        for (position, submission) in submissions.enumerated() {
            let verdict = verdicts[position] ?? Verdict(.broken, reason: texts.whichLab)
            rows.append(GradeReport.Row(submission, verdict))
        }
        var report = GradeReport(rows: rows + missing(submissions))
        report.rows.sort {
            ($0.submission.learner, $0.submission.path) < (
                $1.submission.learner, $1.submission.path
            )
        }
        report.findCopies(seedsDiffer: seedsDiffer)
        return report
    }

    private var seedsDiffer: Bool {
        switch seeds {
        case .lab: return false
        case .learner: return true
        case .roster(let roster):
            let known = roster.seeds.values.compactMap { $0 }
            return known.count == roster.seeds.count && Set(known).count == known.count
        }
    }

    /// The learners of a roster of whom there is nothing.
    private func missing(_ submissions: [Submission]) -> [GradeReport.Row] {
        guard case .roster(let roster) = seeds else { return [] }
        let known = Set(submissions.map(\.learner))
        return roster.seeds.keys.sorted().filter { !known.contains($0) }.map { learner in
            GradeReport.Row(
                Submission(learner: learner, path: ""),
                Verdict(.missing, reason: texts.nothingHandedIn))
        }
    }

    // MARK: - One lab

    private struct Job {
        var submission: Submission
        var path: String
        var position: Int
        var failed: (Finding, step: Int)?

        init(_ submission: Submission, path: String, position: Int) {
            (self.submission, self.path, self.position) = (submission, path, position)
        }
    }

    private func judge(_ jobs: [Job], of lab: Lab, _ note: (Int, Verdict) -> Void) {
        let judge = SubmissionJudge(lab, texts: texts)
        var start = start(of: lab)
        var failed: [Job] = []
        carryOut(jobs, of: lab, judge, from: &start) { job, answer in
            switch answer {
            case .decided(let verdict): note(job.position, verdict)
            case .failed(let finding, let step):
                var again = job
                again.failed = (finding, step)
                failed.append(again)
            }
        }
        carryOut(failed, of: lab, judge, from: &start) { job, answer in
            if case .decided(let verdict) = answer { note(job.position, verdict) }
        }
    }

    /// What every copy of this process starts with.
    private struct Start {
        /// A booted cluster; nil where each learner has their own.
        var console: SessionConsole?
        /// What such a cluster has answered in other copies.
        var memory = ConsoleMemory()
    }

    private func start(of lab: Lab) -> Start {
        guard isolation != .none, case .lab = seeds else { return Start() }
        return Start(console: try? workbench.console(for: lab))
    }

    private func carryOut(
        _ jobs: [Job], of lab: Lab, _ judge: SubmissionJudge, from start: inout Start,
        finished: (Job, StrictAnswer) -> Void
    ) {
        guard case .processes(let width) = isolation else {
            for job in jobs { finished(job, work(job, judge, lab, start).answer) }
            return
        }
        var memory = start.memory
        ForkPool(limits: limits, width: width).run(
            jobs.count,
            work: { index in
                work(jobs[index], judge, lab, Start(console: start.console, memory: memory)).bytes
            },
            finished: { index, answer in
                let message = GradingMessage(answer, judge, texts)
                memory.merge(message.learned)
                finished(jobs[index], message.answer)
            })
        start.memory = memory
    }

    /// In the copy: everything that has to do with what the file holds.
    private func work(
        _ job: Job, _ judge: SubmissionJudge, _ lab: Lab, _ start: Start
    ) -> GradingMessage {
        let text: String
        do { text = try SubmissionReader.text(job.path) } catch {
            return GradingMessage(.decided(judge.broken(texts.refused(error))))
        }
        var own = lab
        own.seed = seed(of: job.submission.learner, lab)
        if RecordingText.isRecording(text) {
            let judge = SubmissionJudge(own, texts: texts)
            return GradingMessage(.decided(judge.proof(text, workbench)))
        }
        let fresh: SessionConsole
        do {
            fresh =
                if let console = start.console { console } else { try workbench.console(for: own) }
        } catch { return GradingMessage(.decided(judge.broken("\(error)"))) }
        let console = RememberingConsole(fresh, memory: start.memory)
        let limited = LimitedConsole(console)
        let answer: StrictAnswer
        if let (finding, step) = job.failed {
            answer = .decided(judge.partial(text, first: finding, step: step, on: limited))
        } else {
            answer = StrictAnswer(judge.strict(text, on: limited))
        }
        return GradingMessage(answer, learned: console.learned)
    }

    private func seed(of learner: String, _ lab: Lab) -> UInt64 {
        switch seeds {
        case .lab: lab.seed
        case .learner(let seed): seed.seed(of: learner)
        case .roster(let roster): (roster.seeds[learner] ?? nil) ?? lab.seed
        }
    }
}

extension Grader {
    /// What has been handed in: the files below `folder` with their learners and labs.
    ///
    /// `lab` is what all are of, if the teacher says so. Nil if there is no such folder.
    package static func submissions(
        in folder: String, lab: Lab?, of labs: [Lab]
    ) -> [Submission]? {
        let guess = LabGuess(labs)
        return SubmissionReader.paths(below: folder)?.map { path in
            let name = SubmissionName(path: path)
            let byName = name.labNumber.flatMap { number in labs.first { $0.number == number } }
            var submission = Submission(
                learner: name.learner, path: path, lab: lab?.name ?? byName?.name)
            if submission.lab == nil, let text = try? SubmissionReader.text(folder + "/" + path) {
                submission.lab = guess.lab(of: text)
            }
            return submission
        }
    }
}
