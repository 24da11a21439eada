import Session
package import Transcript

/// What a demonstration of a lab says and types, in order.
package struct DemoScript: Sendable {
    package enum Action: Sendable, Hashable {
        /// Words of the lab, between its commands.
        case say(String)
        /// A command of the transcript, or of a step's solution.
        case type(Transcript.Command)
        /// What a step waits for, before the next begins.
        case settle(Lab.Step)
    }

    package struct Item: Sendable, Hashable {
        package var action: Action
        /// The step's position.
        package var step: Int
    }

    package let items: [Item]
    /// The terminals that are typed at. **Order**: as they first come up; the first is always there.
    package let terminals: [String]

    package init(_ lab: Lab) {
        var items: [Item] = []
        var terminals = [""]
        for (index, step) in lab.steps.enumerated() {
            let prose = lab.prose(before: index)
            if !prose.isEmpty { items.append(Item(action: .say(prose), step: index)) }
            let solution = step.solution.map { command in
                Transcript.Command(
                    prompt: Prompt(terminal: command.terminal, text: ""), input: command.input,
                    line: step.line)
            }
            for command in lab.section(of: step).commands + solution {
                items.append(Item(action: .type(command), step: index))
                let name = command.prompt.terminal
                if !terminals.contains(name) { terminals.append(name) }
            }
            items.append(Item(action: .settle(step), step: index))
        }
        let end = lab.prose(before: lab.steps.count)
        if !end.isEmpty { items.append(Item(action: .say(end), step: lab.steps.count)) }
        (self.items, self.terminals) = (items, terminals)
    }

    /// Where a step begins.
    package func start(ofStep step: Int) -> Int {
        items.firstIndex { $0.step >= step } ?? items.count
    }

    /// The terminal of the first command from here on; of the last one before, if none follows.
    package func terminal(at index: Int) -> String {
        let following = items[min(index, items.count)...].lazy.compactMap(Self.terminalName).first
        return following ?? items[..<min(index, items.count)].compactMap(Self.terminalName).last
            ?? ""
    }

    private static func terminalName(_ item: Item) -> String? {
        if case .type(let command) = item.action { command.prompt.terminal } else { nil }
    }
}
