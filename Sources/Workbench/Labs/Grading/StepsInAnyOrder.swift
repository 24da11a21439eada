import Transcript

/// Looks for every step of a lab by itself, for partial credit: one that is missing does not hide
/// those behind it.
///
/// A command counts for one step, the first that takes it. Within a step the order is the lab's.
struct StepsInAnyOrder {
    private var matchers: [StepMatcher]

    init(_ lab: Lab) {
        matchers = lab.steps.map { step in
            var single = lab
            single.blocks = [.step(step)]
            return StepMatcher(single)
        }
    }

    /// The step whose last command this was; nil if it was none's.
    mutating func take(
        _ command: Transcript.Command, output: [String], exitCode: Int?
    ) -> Int? {
        for index in matchers.indices where !isTyped(index) {
            switch matchers[index].take(command, output: output, exitCode: exitCode) {
            case .matched: return nil
            case .stepTyped: return index
            case .other, .differs: continue
            }
        }
        return nil
    }

    /// The step that a command whose output cannot be believed was meant for; nil if for none.
    func step(meantBy command: Transcript.Command) -> Int? {
        guard let typed = StepMatcher.intent(of: command) else { return nil }
        return matchers.indices.first { index in
            guard !isTyped(index), let next = matchers[index].nextCommand else { return false }
            return StepMatcher.intent(of: next)?.accepts(typed) ?? false
        }
    }

    /// Whether nothing is left to type in this step.
    func isTyped(_ index: Int) -> Bool { matchers[index].nextCommand == nil }

    func nextCommand(of index: Int) -> Transcript.Command? { matchers[index].nextCommand }

    func lastDifference(of index: Int) -> OutputPattern.Difference? {
        matchers[index].lastDifference
    }
}
