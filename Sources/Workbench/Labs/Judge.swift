package import Session
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
/// 1. Every claimed output is the replayed one, but for what only timing changes.
/// 2. Every console step has been done, in order, by commands of the same intent.
/// 3. Every check of the lab holds in the replayed cluster.
package struct Judge {
    private let lab: Lab
    private let texts: Texts
    private let console: any Console
    private var matcher: StepMatcher
    private var mask = TimingMask()

    package init(_ lab: Lab, on console: any Console, texts: Texts) {
        (self.lab, self.console, self.texts) = (lab, console, texts)
        matcher = StepMatcher(lab)
    }

    /// Kubarium's own commands: they show where the learner stands, which is no proof of anything.
    private static let ownCommands: Set<String> = ["labs", "lab", "check", "help", "clock"]

    /// Nil if the text passes; else the first thing that does not.
    package mutating func judge(_ text: String) -> Finding? {
        let transcript: Transcript
        do { transcript = try Transcript(parsing: text.withoutTerminalCodes) } catch {
            return Finding(line: error.line, message: error.message, next: nextInput)
        }
        let commands = transcript.commands
        guard !commands.isEmpty else {
            return Finding(line: 1, message: texts.noCommands, next: nextInput)
        }
        for command in commands {
            if let finding = take(command) { return finding }
        }
        if let finding = settleIfTyped() { return finding }
        if let finding = outlier() { return finding }
        guard let step = matcher.step else { return nil }
        return Finding(
            line: (commands.last?.line ?? 1) + (commands.last?.output.count ?? 0),
            message: texts.missing(step.name), difference: matcher.lastDifference,
            next: nextInput)
    }

    private func outlier() -> Finding? {
        guard let outlier = mask.outlier else { return nil }
        let difference = OutputPattern.Difference(
            expected: outlier.replayed, found: outlier.claimed, line: 1)
        return Finding(
            line: outlier.line, message: texts.replayDiffers, difference: difference,
            next: nextInput)
    }

    private var nextInput: String? { matcher.nextCommand?.input.joined(separator: "\n") }

    private mutating func take(_ command: Transcript.Command) -> Finding? {
        let program = command.input.first?.split(separator: " ").first.map(String.init) ?? ""
        if command.prompt.isHost, Self.ownCommands.contains(program) { return takeOwn(command) }
        if let name = Redefinition.find(in: command.input, protecting: programs) {
            return Finding(line: command.line, message: texts.redefined(name), next: nextInput)
        }
        ConsoleAligner(console).align(to: command.prompt)
        let standing = console.prompt(of: command.prompt.terminal)
        guard standing.trimmingBlanks == command.prompt.description.trimmingBlanks else {
            return Finding(
                line: command.line, message: texts.wrongPrompt(standing), next: nextInput)
        }
        let claimed = Self.claimedOutput(of: command)
        let result = console.run(
            ConsoleCommand(
                terminal: command.prompt.terminal, input: command.input,
                editorText: command.isEditor ? claimed : nil))
        if result.wasInterrupted {
            return Finding(line: command.line, message: texts.hangs, next: nextInput)
        }
        let replayed = result.output.droppingEmptyEnd
        if let finding = compare(command, claimed, replayed) { return finding }
        return follow(command, result, replayed)
    }

    /// `clock advance` moves the replay's clock, too; all other output of our own is not judged.
    private func takeOwn(_ command: Transcript.Command) -> Finding? {
        if command.input.first?.hasPrefix("clock advance ") == true {
            _ = console.run(
                ConsoleCommand(terminal: command.prompt.terminal, input: command.input))
        }
        return nil
    }

    /// The programs whose meaning the lab rests on.
    private var programs: Set<String> {
        Set(lab.transcript.commands.compactMap { StepMatcher.intent(of: $0)?.words.first })
            .union(["kubectl", "etcdctl", "curl"])
    }

    /// Without what Kubarium itself has put between the lines.
    private static func claimedOutput(of command: Transcript.Command) -> [String] {
        var lines = command.output.filter { !$0.hasPrefix("## ") }
        // In a learner's text a number in brackets is a line like any other.
        if let code = command.exitCode { lines.append("[\(code)]") }
        return lines.droppingEmptyEnd
    }

    private mutating func compare(
        _ command: Transcript.Command, _ claimed: [String], _ replayed: [String]
    ) -> Finding? {
        let input = command.input.joined(separator: "\n")
        guard
            let index = mask.firstDifference(
                claimed: claimed, replayed: replayed, command: input,
                line: command.line + command.input.count)
        else { return nil }
        let difference = OutputPattern.Difference(
            expected: index < replayed.count ? replayed[index] : nil,
            found: index < claimed.count ? claimed[index] : nil, line: index + 1)
        return Finding(
            line: command.line + command.input.count + index, message: texts.replayDiffers,
            difference: difference, next: input)
    }

    private mutating func follow(
        _ command: Transcript.Command, _ result: ConsoleResult, _ output: [String]
    ) -> Finding? {
        if command.isEditor { return nil }
        switch matcher.take(command, output: output, exitCode: result.exitCode) {
        case .other, .matched, .differs: break
        case .stepTyped: return settleIfTyped()
        }
        if matcher.onlyChecksAreLeft { _ = settleIfTyped() }
        return nil
    }

    /// Waits for and checks what the steps that are typed say; a finding for what is not so.
    private mutating func settleIfTyped() -> Finding? {
        while matcher.onlyChecksAreLeft, let step = matcher.step {
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

/// Finds where a learner gives a program's name another meaning.
enum Redefinition {
    /// The name, if one of `programs` becomes an alias or a function, or PATH is changed.
    static func find(in input: [String], protecting programs: Set<String>) -> String? {
        let text = input.joined(separator: "\n")
        for name in programs.sorted() {
            let forms = ["alias \(name)=", "\(name)()", "\(name) ()", "function \(name) "]
            if forms.contains(where: { contains(text, $0) }) { return name }
        }
        return contains(text, "PATH=") ? "PATH" : nil
    }

    /// Whether `form` begins a word of `text`.
    private static func contains(_ text: String, _ form: String) -> Bool {
        var rest = text[...]
        var previous: Character = " "
        while let first = rest.first {
            let isStart = !(previous.isLetter || previous.isNumber || "_-/.".contains(previous))
            if isStart, rest.hasPrefix(form) { return true }
            previous = first
            rest = rest.dropFirst()
        }
        return false
    }
}

extension String {
    /// Without the colours and cursor movements that a copied or recorded screen may hold.
    var withoutTerminalCodes: String {
        guard utf8.contains(27) || utf8.contains(13) else { return self }
        var result: [UInt8] = []
        var bytes = Array(utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == 27, bytes.first == UInt8(ascii: "[") {
                bytes = bytes.dropFirst().drop { $0 < 64 || $0 > 126 }.dropFirst()
            } else if byte != 13 {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
