/// What became of one step of a lab in a submission.
package struct StepVerdict: Sendable, Hashable {
    package var name: String
    /// What the step is worth.
    package var points: Int
    /// Why it was lost; nil if it was done.
    package var reason: String?
    /// Where in the learner's file; nil if that cannot be said.
    package var line: Int?

    package init(name: String, points: Int, reason: String? = nil, line: Int? = nil) {
        (self.name, self.points, self.reason, self.line) = (name, points, reason, line)
    }

    package var isDone: Bool { reason == nil }
}

/// What is made of a whole submission.
package struct Verdict: Sendable, Hashable {
    package enum Outcome: String, Sendable, CaseIterable {
        case passed
        case failed
        /// It could not be judged: see `reason`.
        case broken
        /// Nothing was handed in.
        case missing
    }
    package var outcome: Outcome
    package var steps: [StepVerdict]
    /// The first thing that is wrong; nil if it passed.
    package var reason: String?
    /// In the learner's file; nil if that cannot be said.
    package var line: Int?
    package var marks: [CopyMark]

    package init(
        _ outcome: Outcome, steps: [StepVerdict] = [], reason: String? = nil, line: Int? = nil,
        marks: [CopyMark] = []
    ) {
        (self.outcome, self.steps, self.reason) = (outcome, steps, reason)
        (self.line, self.marks) = (line, marks)
    }

    package var points: Int { steps.filter(\.isDone).reduce(0) { $0 + $1.points } }
    package var mostPoints: Int { steps.reduce(0) { $0 + $1.points } }
}
