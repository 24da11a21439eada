package import Session
package import Transcript

/// One lab: prose to read, steps to do, and the transcript that says what a console shows then.
package struct Lab: Sendable {
    /// `3` of `03-downward-env`.
    package var number: Int
    /// `03-downward-env`.
    package var name: String
    package var title: String
    /// The section of the document that the lab is about.
    package var section: String
    package var seed: UInt64
    package var points: Int
    /// How many members the cluster's etcd has.
    package var etcdMembers = 1
    /// The prose and the steps in the order of the file.
    package var blocks: [Block]
    package var transcript: Transcript
    /// The lab's manifests by file name: laid into the master's home when the lab starts.
    package var files: [String: [UInt8]]
    /// Where the lab was read from, for what is said about it.
    package var file = ""
    package var transcriptFile = ""

    package enum Block: Sendable, Hashable {
        case prose(String)
        case step(Step)
    }

    /// One thing to do.
    package struct Step: Sendable, Hashable {
        /// Also the name of its section in the transcript.
        package var name: String
        package var waits: [Wait] = []
        /// What must be so once the step is done.
        package var checks: [StateCondition] = []
        /// What the step is worth; nil for an even share of what the others leave (`pointsOfSteps`).
        package var points: Int?
        /// From a nudge to nearly everything.
        package var hints: [Hint] = []
        /// What to type where the transcript has no section; typed on the master.
        package var solution: [ConsoleCommand] = []
        /// The line of its head in the lab file, counted from 1.
        package var line: Int

        /// What must be so once the step is done, each state once: some are waited for and checked.
        package var states: [StateCondition] {
            var seen: Set<StateCondition> = []
            return (waits.map(\.condition) + checks).filter { seen.insert($0).inserted }
        }

        package init(name: String, line: Int) { (self.name, self.line) = (name, line) }
    }

    /// A rung of a step's ladder of hints.
    package struct Hint: Sendable, Hashable {
        package var text: String
        /// When the hint is of use; nil for always. Asked when the learner asks for a hint.
        package var condition: HintCondition?
        /// In the lab file, counted from 1.
        package var line: Int

        package init(_ text: String, condition: HintCondition? = nil, line: Int = 0) {
            (self.text, self.condition, self.line) = (text, condition, line)
        }
    }

    /// A state of the cluster that a hint fits.
    package enum HintCondition: Sendable, Hashable {
        case holds(StateCondition)
        case fails(StateCondition)

        /// Whether the hint is to be shown, where `holds` tells of a state whether it is so.
        package func fits(_ holds: (StateCondition) -> ConditionOutcome) -> Bool {
            switch self {
            case .holds(let condition): holds(condition) == .holds
            case .fails(let condition): holds(condition) != .holds
            }
        }
    }

    /// A state to wait for after a step, at most for `limit` of the cluster's time.
    package struct Wait: Sendable, Hashable {
        package var condition: StateCondition
        package var limit: Duration
    }

    package var steps: [Step] {
        blocks.compactMap { if case .step(let step) = $0 { step } else { nil } }
    }

    /// What each step is worth: its `points:`, or an even share of what those leave of the lab's.
    ///
    /// What cannot be shared evenly goes to the first of the steps that share.
    package var pointsOfSteps: [Int] {
        let steps = steps
        let sharing = steps.count { $0.points == nil }
        let rest = max(0, points - steps.compactMap(\.points).reduce(0, +))
        var position = 0
        return steps.map { step in
            if let points = step.points { return points }
            position += 1
            return rest / sharing + (position <= rest % sharing ? 1 : 0)
        }
    }

    /// The prose that stands before a step; after the last one, what follows it.
    package func prose(before index: Int) -> String {
        var seen = 0
        var text: [String] = []
        for block in blocks {
            switch block {
            case .prose(let prose): if seen == index { text.append(prose) }
            case .step: seen += 1
            }
        }
        return text.joined(separator: "\n\n")
    }

    /// The commands of a step with their expected outputs.
    package func section(of step: Step) -> Transcript.Section {
        transcript.section(step.name) ?? Transcript.Section(name: step.name)
    }
}

/// What is wrong with a lab's files; a sentence with file and line.
package struct LabError: Error, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
