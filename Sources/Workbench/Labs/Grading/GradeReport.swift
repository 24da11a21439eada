/// What is made of all submissions.
package struct GradeReport: Sendable {
    /// **Order**: by learner, then by file.
    package var rows: [Row]

    package init(rows: [Row]) { self.rows = rows }

    /// One submission.
    package struct Row: Sendable, Hashable {
        package var submission: Submission
        package var verdict: Verdict
        /// Whose submission this one is a copy of, or they of this; with the share in percent.
        package var copies: [Copy] = []

        package init(_ submission: Submission, _ verdict: Verdict) {
            (self.submission, self.verdict) = (submission, verdict)
        }

        /// The names of the steps that were lost.
        package var lost: [String] { verdict.steps.filter { !$0.isDone }.map(\.name) }
    }

    package struct Copy: Sendable, Hashable {
        package var learner: String
        package var share: Int
    }

    /// Whether every submission has passed, and there is one.
    package var hasPassed: Bool {
        !rows.isEmpty && rows.allSatisfy { $0.verdict.outcome == .passed }
    }

    /// Enters which submissions are copies of one another: of one lab, by different learners.
    ///
    /// `seedsDiffer` says that no two learners can have seen one uid.
    mutating func findCopies(seedsDiffer: Bool) {
        let labs = Set(rows.compactMap(\.submission.lab)).sorted()
        for lab in labs {
            let positions = rows.indices.filter { rows[$0].submission.lab == lab }
            let marks = positions.map { position in
                Set(rows[position].verdict.marks.filter { seedsDiffer || $0.kind != .uid })
            }
            for pair in CopyFinder(marks).pairs {
                enter(positions[pair.first], positions[pair.second], pair.share)
            }
        }
    }

    private mutating func enter(_ one: Int, _ other: Int, _ share: Int) {
        let (first, second) = (rows[one].submission.learner, rows[other].submission.learner)
        guard first != second else { return }
        rows[one].copies.append(Copy(learner: second, share: share))
        rows[other].copies.append(Copy(learner: first, share: share))
    }
}
