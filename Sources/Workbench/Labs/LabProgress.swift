package import Session
package import Simulation
package import Transcript

/// The lab that is open in a session, and how far the learner is: shared by the prompt, which
/// reports commands, and the commands `lab` and `check`, which show it.
package final class LabProgress: Sendable {
    private struct State {
        var matcher: StepMatcher?
        var book = ProgressBook()
        /// Steps whose solution was shown: `03-downward-env/create`.
        var spent: Set<String>
        var wishes: [Wish] = []
        /// The place of the last hint in the open step's ladder.
        var lastHint: Int?
    }
    private let state: Confined<State>

    /// `spent`: steps that bring no points any more, as in a recording.
    package init(_ simulation: Simulation, spent: [String] = []) {
        state = Confined(simulation, State(spent: Set(spent)))
    }

    package var lab: Lab? { state.value.matcher?.lab }
    package var step: Lab.Step? { state.value.matcher?.step }
    /// The place of the open step among the lab's; their number once all are done.
    package var stepIndex: Int { state.value.matcher?.stepIndex ?? 0 }
    /// What has been done in this session.
    package var book: ProgressBook { state.value.book }
    /// **Order**: sorted.
    package var spent: [String] { state.value.spent.sorted() }

    package func open(_ lab: Lab) {
        state.value.matcher = StepMatcher(lab)
        state.value.lastHint = nil
    }

    /// The open step's solution is known from now on: it brings no points any more.
    func spend() {
        guard let lab, let step else { return }
        state.value.spent.insert("\(lab.name)/\(step.name)")
    }

    /// What is expected next in the open step, counted in its section of the transcript.
    var commandIndex: Int { state.value.matcher?.commandIndex ?? 0 }

    /// What is shown when a lab is opened: its title and what stands before its first step.
    package func introduction() -> String {
        guard let lab else { return "" }
        return Self.quoted("\(lab.name): \(lab.title)\n\n" + lab.prose(before: 0))
    }

    /// Our own words on a console are marked, so that they are never taken for a program's output.
    static func quoted(_ text: String) -> String {
        if text.isEmpty { return "" }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "## \($0)\n" }.joined()
    }

    /// Takes a command that was typed; gives the lines to show, each with its newline.
    package func take(
        _ command: Transcript.Command, _ result: ConsoleResult, _ texts: Texts,
        files: @escaping (String) -> String? = { _ in nil },
        holds: (StateCondition) -> ConditionOutcome
    ) -> String {
        guard var matcher = state.value.matcher else { return "" }
        var attempt = Attempt(
            expected: matcher.nextCommand ?? command, typed: command, output: result.output,
            labFiles: matcher.lab.textFiles, file: files)
        let event = matcher.take(
            command, output: result.output.droppingEmptyEnd, exitCode: result.exitCode)
        state.value.matcher = matcher
        switch event {
        case .differs(let difference):
            attempt.difference = difference
            return "## \(texts.labDiffers)\n" + explanation(of: attempt, texts)
        case .other:
            return Self.sentences(ErrorReader(attempt).reasons, texts) + settle(texts, holds: holds)
        case .matched, .stepTyped: return settle(texts, holds: holds)
        }
    }

    /// Finishes the steps of which only checks are left and hold; gives the lines to show.
    package func settle(_ texts: Texts, holds: (StateCondition) -> ConditionOutcome) -> String {
        var text = ""
        while let matcher = state.value.matcher, matcher.onlyChecksAreLeft, let step = matcher.step
        {
            for condition in step.states {
                if case .differs = holds(condition) { return text }
            }
            let isSpent = state.value.spent.contains("\(matcher.lab.name)/\(step.name)")
            state.value.book.note(isSpent ? .shown : .done, step.name, of: matcher.lab.name)
            state.value.matcher?.finishStep()
            state.value.lastHint = nil
            let number = matcher.stepIndex + 1
            text += texts.stepDone(step.name, number, of: matcher.lab.steps.count) + "\n"
            text += Self.quoted(matcher.lab.prose(before: number))
            if number == matcher.lab.steps.count {
                text += texts.labDone(matcher.lab.name) + "\n"
            }
        }
        return text
    }

    /// What `check` shows: what is done, what differs, what to type next; `news` has just been said.
    package func report(
        _ texts: Texts, after news: String = "", files: (String) -> String? = { _ in nil },
        holds: (StateCondition) -> ConditionOutcome
    ) -> String {
        let settled = settle(texts, holds: holds)
        guard let matcher = state.value.matcher else { return "## \(texts.noLab)\n" }
        guard let step = matcher.step else {
            // What has just been finished says so already.
            return (news + settled).isEmpty ? texts.labDone(matcher.lab.name) + "\n" : settled
        }
        var text = settled + texts.stepOpen(step.name) + "\n"
        if let difference = matcher.lastDifference {
            text += "## \(texts.expected) \(difference.expected ?? texts.nothing)\n"
            text += "## \(texts.found) \(difference.found ?? texts.nothing)\n"
        }
        if let command = matcher.nextCommand {
            text += "## " + texts.next(command.input.joined(separator: "\n")) + "\n"
        } else {
            for condition in step.states {
                if case .differs(let reason) = holds(condition) {
                    text += "## " + texts.notSo(reason) + "\n"
                }
            }
            text += manifestExplanation(texts, files: files)
        }
        return text
    }

    /// The next hint of the open step that fits what is so now; the last one again when there are
    /// no more.
    package func nextHint(_ texts: Texts, holds: (StateCondition) -> ConditionOutcome) -> String {
        guard lab != nil else { return "## \(texts.noLab)\n" }
        guard let hints = step?.hints, !hints.isEmpty else { return "## \(texts.noHint)\n" }
        let last = state.value.lastHint ?? -1
        func fits(_ index: Int) -> Bool { hints[index].condition?.fits(holds) ?? true }
        let next =
            hints.indices.first { $0 > last && fits($0) }
            ?? hints.indices.last { $0 <= last && fits($0) }
        guard let next else { return "## \(texts.noHint)\n" }
        state.value.lastHint = next
        return "## " + texts.hint(hints[next].text) + "\n"
    }

    /// Asks something of the prompt, to be done when the command has ended.
    package func wish(_ wish: Wish) { state.value.wishes.append(wish) }

    package func takeWishes() -> [Wish] {
        defer { state.value.wishes = [] }
        return state.value.wishes
    }
}
