import Session
import Transcript

/// Puts what is typed behind prompts together to commands: what is told to the open lab, and what
/// `undo` takes back.
struct CommandFollower {
    /// A command in the recording.
    struct Mark {
        /// Where its first line is in the recording.
        var index: Int
        var text: String
        /// Whether it is one of Kubarium's own words: it does nothing to the cluster.
        var isOwn: Bool
        /// Whether the screen shows it as a line; Ctrl-D leaves none.
        var isLine: Bool
        /// The terminal's name.
        var terminal: String
        /// Whether the master's prompt stood there, not that of a shell in a container.
        var isAtHost: Bool
    }

    /// A command that has not been told yet.
    private struct Pending {
        /// Nil for what is no command line: Ctrl-D.
        var command: Transcript.Command?
        /// What was shown before the command was typed.
        var shownBefore: [UInt8]
    }

    private(set) var marks: [Mark] = []
    private var pending: [String: Pending] = [:]

    /// Something was typed at a terminal; it is entry `index` of the recording.
    mutating func typed(_ input: SessionInput, at terminal: SessionTerminal, index: Int) {
        guard let prompt = terminal.prompt else { return }
        switch input {
        case .line(let line): typed(line, behind: prompt, at: terminal, index)
        case .endOfFile:
            // A program that reads lines without a prompt is not left, only told that it was all.
            if prompt.isEmpty { return }
            begin(nil, behind: prompt, text: "Ctrl-D", isOwn: false, at: terminal, index)
        default: return
        }
    }

    private mutating func typed(
        _ line: String, behind prompt: String, at terminal: SessionTerminal, _ index: Int
    ) {
        if prompt == "> ", pending[terminal.name] != nil {
            pending[terminal.name]?.command?.input.append(line)
            return
        }
        // Something that runs reads this line; it is no command.
        if prompt.isEmpty { return }
        let blanks = line.trimmingBlanks.isEmpty
        let parts = Prompt.split(prompt)
        let isOwn = blanks || parts.map { OwnWords.areTyped(in: line, at: $0.prompt) } == true
        let command = parts.map { Transcript.Command(prompt: $0.prompt, input: [line]) }
        begin(command, behind: prompt, text: line, isOwn: isOwn, at: terminal, index)
    }

    private mutating func begin(
        _ command: Transcript.Command?, behind prompt: String, text: String, isOwn: Bool,
        at terminal: SessionTerminal, _ index: Int
    ) {
        marks.append(
            Mark(
                index: index, text: text, isOwn: isOwn, isLine: command != nil,
                terminal: terminal.name,
                isAtHost: Prompt.split(prompt)?.prompt.isHost ?? true))
        pending[terminal.name] = Pending(command: command, shownBefore: terminal.takeOutput())
    }

    /// Whether a command of the terminal is over and has not been told.
    func isDue(at terminal: SessionTerminal) -> Bool {
        guard pending[terminal.name] != nil else { return false }
        if terminal.hasEnded { return true }
        guard let prompt = terminal.prompt else { return false }
        return prompt != "> " && !prompt.isEmpty
    }

    /// The command that is over, with what it showed; `shown` is everything since the last one.
    mutating func take(
        at terminal: SessionTerminal
    ) -> (command: Transcript.Command?, result: ConsoleResult, shown: [UInt8]) {
        let done = pending.removeValue(forKey: terminal.name)
        let output = terminal.takeOutput()
        let result = ConsoleResult(
            output: SessionConsole.lines(output), exitCode: Int(terminal.lastStatus),
            prompt: terminal.prompt ?? "")
        return (done?.command, result, (done?.shownBefore ?? []) + output)
    }
}
