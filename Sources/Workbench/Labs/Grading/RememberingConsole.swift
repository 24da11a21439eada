import Session

/// A console that answers from memory as long as it is asked what another was asked before it.
///
/// At the first call that is new everything is asked once more, of the console itself.
final class RememberingConsole: Console {
    private let console: any Console
    private let memory: ConsoleMemory
    private var place = ConsoleMemory.Place()
    /// The calls that memory has answered; nil since the console itself is asked.
    private var calls: [ConsoleMemory.Call]? = []
    /// What was not in the memory.
    private(set) var learned = ConsoleMemory()

    /// **Order**: `console` is fresh, as that was whose answers `memory` has.
    init(_ console: any Console, memory: ConsoleMemory) {
        (self.console, self.memory) = (console, memory)
    }

    var origin: SessionOrigin { console.origin }

    func run(_ command: ConsoleCommand) -> ConsoleResult {
        guard case .result(let result) = answer(.run(command)) else { return ConsoleResult() }
        return result
    }

    func prompt(of terminal: String) -> String {
        guard case .prompt(let prompt) = answer(.prompt(terminal: terminal)) else { return "" }
        return prompt
    }

    func leaveShell(of terminal: String) { _ = answer(.leaveShell(terminal: terminal)) }

    func holds(_ condition: StateCondition) -> ConditionOutcome { outcome(.holds(condition)) }

    func wait(until condition: StateCondition, within limit: Duration) -> ConditionOutcome {
        outcome(.wait(condition, within: limit))
    }

    private func outcome(_ call: ConsoleMemory.Call) -> ConditionOutcome {
        guard case .outcome(let outcome) = answer(call) else { return .differs("") }
        return outcome
    }

    private func answer(_ call: ConsoleMemory.Call) -> ConsoleMemory.Answer {
        place = place.behind(call)
        if calls != nil, let known = memory[place] {
            calls?.append(call)
            return known
        }
        for past in calls ?? [] { _ = console.answer(past) }
        calls = nil
        let answer = console.answer(call)
        learned.keep(answer, at: place)
        return answer
    }
}

extension Console {
    fileprivate func answer(_ call: ConsoleMemory.Call) -> ConsoleMemory.Answer {
        switch call {
        case .run(let command): return .result(run(command))
        case .prompt(let terminal): return .prompt(prompt(of: terminal))
        case .leaveShell(let terminal):
            leaveShell(of: terminal)
            return .nothing
        case .holds(let condition): return .outcome(holds(condition))
        case .wait(let condition, let limit):
            return .outcome(wait(until: condition, within: limit))
        }
    }
}
