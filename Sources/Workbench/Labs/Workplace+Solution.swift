import Session
import Simulation
import Transcript

/// The open step's solution: shown, or typed for the learner.
extension Workplace {
    /// What to type in the open step, from its start.
    func showSolution() {
        guard let lab = progress.lab else { return say("## \(texts.noLab)\n") }
        guard let step = progress.step else { return say("## \(texts.nothingOpen)\n") }
        let commands = Solution(lab).commands(of: step)
        guard !commands.isEmpty else { return say("## \(texts.noSolution)\n") }
        progress.spend()
        var text = "## " + texts.solution(step.name, points: points(of: step, lab)) + "\n"
        for command in commands {
            for line in command.rendered.split(separator: "\n", omittingEmptySubsequences: false)
                .dropLast()
            {
                text += "##   \(line)\n"
            }
        }
        say(text)
    }

    /// Types the open step's solution, and waits for what the step waits for.
    func skip() {
        guard let lab = progress.lab else { return say("## \(texts.noLab)\n") }
        guard let step = progress.step else { return say("## \(texts.nothingOpen)\n") }
        let index = progress.stepIndex
        let solution = Solution(lab)
        guard !solution.commands(of: step).isEmpty else {
            return say("## \(texts.noSolution)\n")
        }
        progress.spend()
        if isReplaying { return }
        say("## " + texts.skipping(step.name, points: points(of: step, lab)) + "\n")
        let rest = solution.rest(of: step, from: progress.commandIndex) { terminal in
            session.existingTerminal(terminal)?.prompt ?? ""
        }
        whilePlaying { for command in rest { play(command) } }
        let limit = step.waits.map(\.limit).max() ?? Session.Defaults.conditionLimit
        let end = session.simulation.now.advanced(by: limit)
        while progress.stepIndex == index, session.simulation.now < end {
            session.advance(until: { false }, limit: Session.Defaults.typingPause)
            feed(.told, to: "")
        }
        if progress.stepIndex == index { say("## " + texts.skipFailed(step.name) + "\n") }
    }

    private func points(of step: Lab.Step, _ lab: Lab) -> Int {
        zip(lab.steps, lab.pointsOfSteps).first { $0.0.name == step.name }?.1 ?? 0
    }

    private func play(_ command: Transcript.Command) {
        let name = command.prompt.terminal
        // A nested shell is left where the text goes on at the master's prompt.
        for _ in 0..<4 where command.prompt.isHost {
            guard let standing = Prompt.split(session.terminal(name).prompt ?? "")?.prompt,
                !standing.isHost
            else { break }
            press(.endOfFile, at: name)
        }
        session.terminal(name).prepareEditor(command.isEditor ? command.output : nil)
        for line in command.input { press(.line(line), at: name) }
        session.existingTerminal(name)?.prepareEditor(nil)
    }

    /// Types as fast as a person can, and waits for the next prompt.
    private func press(_ input: SessionInput, at name: String) {
        session.advance(until: { false }, limit: Session.Defaults.typingPause)
        feed(input, to: name)
        guard let terminal = session.existingTerminal(name) else { return }
        let isDone = { terminal.isWaiting || terminal.hasEnded }
        if !session.advance(until: isDone, limit: Session.Defaults.commandLimit) {
            feed(.interrupt, to: name)
            session.advance(until: isDone, limit: Session.Defaults.interruptLimit)
        }
        if follower.isDue(at: terminal) { feed(.told, to: name) }
    }
}

/// What a lab says is to be typed.
struct Solution {
    private let lab: Lab

    init(_ lab: Lab) { self.lab = lab }

    /// The commands of a step: its section of the transcript, or the lines of its `solution:`.
    func commands(of step: Lab.Step) -> [Transcript.Command] {
        let section = lab.section(of: step).commands
        if !section.isEmpty { return section }
        return step.solution.map { command in
            Transcript.Command(
                prompt: Prompt(terminal: command.terminal, text: "[root@server4-master ~]$ "),
                input: command.input, output: command.editorText ?? [])
        }
    }

    /// The commands from number `index` on, and before them what opens the shell they are typed in.
    ///
    /// `prompt` tells what stands at a terminal now.
    func rest(
        of step: Lab.Step, from index: Int, prompt: (String) -> String
    ) -> [Transcript.Command] {
        let commands = commands(of: step)
        var first = index
        // What shows nothing is passed over by who follows, yet what comes next may need it.
        while first > 0, commands[first - 1].output.isEmpty || commands[first - 1].isEditor {
            first -= 1
        }
        guard index < commands.count else { return index == 0 ? commands : [] }
        let rest = Array(commands[first...])
        guard let needed = rest.first?.prompt, !needed.isHost,
            Prompt.split(prompt(needed.terminal))?.prompt.isHost ?? true
        else { return rest }
        return opening(before: rest.first, at: needed.terminal) + rest
    }

    /// The commands of the transcript from the one that opened the shell of `command` to the last
    /// before it.
    private func opening(
        before command: Transcript.Command?, at terminal: String
    ) -> [Transcript.Command] {
        let earlier = lab.on(route: "").transcript.commands.prefix { $0.line != command?.line }
            .filter { $0.prompt.terminal == terminal }
        guard let opener = earlier.lastIndex(where: \.prompt.isHost) else { return [] }
        return Array(earlier[opener...])
    }
}
