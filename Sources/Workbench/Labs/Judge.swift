package import Session
import Simulation
import Transcript

/// Judges what a learner says their console showed: by its text and by replay.
///
/// ```
/// the learner's text ─▶ commands ─▶ typed again, from the lab's seed
///                          │                 │
///                          │   claimed output = replayed output?   (`TimingMask`)
///                          └──▶ the next expected command, with its output?  (`StepMatcher`)
/// ```
/// **Invariants**
/// 1. Every claimed output is the replayed one, but for what only timing changes; and all that
///    timing changes can be true together.
/// 2. Every console step has been done, in order, by commands of the same intent.
/// 3. Every check of the lab holds in the replayed cluster.
package struct Judge {
    private let lab: Lab
    private let texts: Texts
    private let console: any Console
    private var matcher: StepMatcher
    private var mask = TimingMask()
    /// The programs whose meaning the lab rests on.
    private let programs: Set<String>
    /// Where the file ends, so far.
    private var lastLine = 1
    /// What this file has of its own, by which copies of it can be known.
    private(set) var marks: [CopyMark] = []

    package init(_ lab: Lab, on console: any Console, texts: Texts) {
        (self.lab, self.console, self.texts) = (lab, console, texts)
        matcher = StepMatcher(lab)
        programs = Self.programs(of: lab)
    }

    /// The programs whose meaning a lab rests on.
    static func programs(of lab: Lab) -> Set<String> {
        Set(lab.transcript.commands.compactMap { StepMatcher.intent(of: $0)?.words.first })
            .union(["kubectl", "etcdctl", "curl"])
    }

    /// Whether a command is one of Kubarium's own: they show where the learner stands, which is no
    /// proof of anything.
    static func isOwn(_ command: Transcript.Command) -> Bool {
        OwnWords.areTyped(
            in: command.input.first, at: command.prompt, besides: ["clock", "timeline"])
    }

    /// Nil if the text passes; else the first thing that does not.
    package mutating func judge(_ text: String) -> Finding? {
        let transcript: Transcript
        do { transcript = try Transcript(parsing: text.withoutTerminalCodes) } catch {
            return Finding(line: error.line, message: error.message, next: nextInput)
        }
        let commands = TakenBack.removed(from: transcript.commands)
        guard !commands.isEmpty else {
            return Finding(line: 1, message: texts.noCommands, next: nextInput)
        }
        for command in commands {
            if let finding = take(command) { return finding }
        }
        return finish()
    }

    /// Nil if what has been taken so far is the whole lab; else what is missing or contradicts.
    mutating func finish() -> Finding? {
        if let finding = settleIfTyped() { return finding }
        if let finding = contradiction() { return finding }
        guard let step = matcher.step else { return nil }
        return Finding(
            line: lastLine, message: texts.missing(step.name), difference: matcher.lastDifference,
            next: nextInput)
    }

    /// What cannot be true together with the rest of the file.
    func contradiction() -> Finding? {
        guard let line = mask.contradiction(origin: console.origin) else { return nil }
        let difference = OutputPattern.Difference(
            expected: line.replayed, found: line.claimed, line: 1)
        return Finding(
            line: line.number, message: texts.contradicts, difference: difference,
            next: nextInput)
    }

    /// Where the lab's steps stand; the number of steps once all are done.
    var stepIndex: Int { matcher.stepIndex }

    private var nextInput: String? { matcher.nextCommand?.input.joined(separator: "\n") }

    /// Types the next command of the file again; a finding if that shows something else.
    mutating func take(_ command: Transcript.Command) -> Finding? {
        switch replay(command) {
        case .own: nil
        case .differs(let finding): finding
        case .same(let result, let replayed): follow(command, result, replayed)
        }
    }

    /// What came of typing a command of the file again.
    enum Replay {
        /// It is one of Kubarium's own, and shows nothing that is judged.
        case own
        /// It shows what the file says: the lines are the replay's.
        case same(ConsoleResult, [String])
        case differs(Finding)
    }

    /// Types the next command of the file again and compares; which step it is for is not asked.
    mutating func replay(_ command: Transcript.Command) -> Replay {
        lastLine = command.line + command.output.count
        if Self.isOwn(command) {
            takeOwn(command)
            return .own
        }
        if let name = Redefinition.find(in: command.input, protecting: programs) {
            return .differs(
                Finding(line: command.line, message: texts.redefined(name), next: nextInput))
        }
        ConsoleAligner(console).align(to: command.prompt)
        let standing = console.prompt(of: command.prompt.terminal)
        guard standing.trimmingBlanks == command.prompt.description.trimmingBlanks else {
            return .differs(
                Finding(line: command.line, message: texts.wrongPrompt(standing), next: nextInput))
        }
        let editorText = Self.shownLines(of: command)
        let result = console.run(
            ConsoleCommand(
                terminal: command.prompt.terminal, input: command.input,
                editorText: command.isEditor ? editorText : nil))
        if result.wasInterrupted {
            return .differs(Finding(line: command.line, message: texts.hangs, next: nextInput))
        }
        let replayed = result.output.droppingEmptyEnd
        let difference = compare(command, replayed, result.start)
        marks += CopyMark.marks(
            of: command, claimed: editorText, replayed: replayed, exitCode: result.exitCode,
            in: lab)
        return difference.map { .differs($0) } ?? .same(result, replayed)
    }

    /// They are typed in the replay too, for they take time, but what they show is not judged.
    private func takeOwn(_ command: Transcript.Command) {
        _ = console.run(ConsoleCommand(terminal: command.prompt.terminal, input: command.input))
    }

    /// All lines below the command; a line of our own words at the end is not the command's.
    private static func shownLines(of command: Transcript.Command) -> [String] {
        var lines = command.output
        // In a learner's text a number in brackets is a line like any other.
        if let code = command.exitCode { lines.append("[\(code)]") }
        while let last = lines.last, last.isEmpty || last.hasPrefix("## ") { lines.removeLast() }
        return lines
    }

    /// The claimed output without what Kubarium itself has put between the lines.
    private static func claimedOutput(
        of command: Transcript.Command, beside replayed: [String]
    ) -> [(line: Int, text: String)] {
        var lines: [(line: Int, text: String)] = []
        for (index, text) in shownLines(of: command).enumerated() {
            // A program may print such a line, too.
            let isPrinted = lines.count < replayed.count && replayed[lines.count] == text
            if isPrinted || !text.hasPrefix("## ") { lines.append((index, text)) }
        }
        return lines
    }

    private mutating func compare(
        _ command: Transcript.Command, _ replayed: [String], _ start: SimulatedInstant
    ) -> Finding? {
        let input = command.input.joined(separator: "\n")
        let claimed = Self.claimedOutput(of: command, beside: replayed)
        let top = command.line + command.input.count
        guard
            let index = mask.firstDifference(
                claimed: claimed.map(\.text), replayed: replayed, command: input, line: top,
                start: start)
        else { return nil }
        let difference = OutputPattern.Difference(
            expected: index < replayed.count ? replayed[index] : nil,
            found: index < claimed.count ? claimed[index].text : nil, line: index + 1)
        return Finding(
            line: top + (index < claimed.count ? claimed[index].line : claimed.count),
            message: texts.replayDiffers, difference: difference, next: input)
    }

    private mutating func follow(
        _ command: Transcript.Command, _ result: ConsoleResult, _ output: [String]
    ) -> Finding? {
        if command.isEditor { return nil }
        switch matcher.take(command, output: output, exitCode: result.exitCode) {
        case .other, .matched, .differs: break
        case .stepTyped:
            if let finding = settleStep() { return finding }
        }
        if matcher.onlyChecksAreLeft { _ = settleIfTyped() }
        return nil
    }

    /// Waits for and checks what the steps that are typed say; a finding for what is not so.
    private mutating func settleIfTyped() -> Finding? {
        while matcher.onlyChecksAreLeft {
            if let finding = settleStep() { return finding }
        }
        return nil
    }

    /// The same for the step that is to be done now, and no further: what follows may be an exercise
    /// that the learner has not begun.
    private mutating func settleStep() -> Finding? {
        if let step = matcher.step {
            for wait in step.waits {
                let outcome = console.wait(until: wait.condition, within: wait.limit)
                if case .differs(let reason) = outcome {
                    return Finding(line: 1, message: texts.notSo(reason), next: nextInput)
                }
            }
            for check in step.checks {
                if case .differs(let reason) = console.holds(check) {
                    return Finding(line: 1, message: texts.notSo(reason), next: nextInput)
                }
            }
            matcher.finishStep()
        }
        return nil
    }
}
