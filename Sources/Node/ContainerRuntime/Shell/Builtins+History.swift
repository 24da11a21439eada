import Simulation

/// `history`: what was typed at this shell's prompt, as in bash and in busybox's ash.
///
/// Differs: it begins with the shell; the prompt's own memory of earlier runs (arrow up, Ctrl-R) is
/// not shown, so that a session shows the same when it is replayed.
extension Builtins {
    static let past: [String: Builtin] = ["history": history]

    private static let history: Builtin = { shell, arguments, io in
        let words = Array(arguments.dropFirst())
        if words == ["-c"] {
            shell.state.history = []
            shell.state.nextHistory = 1
            return 0
        }
        var count = Int.max
        if let word = words.first {
            guard words.count == 1, let number = Int(word), number >= 0 else {
                await shell.complain("history: \(word): numeric argument required", io)
                return 1
            }
            count = number
        }
        let lines = shell.state.history
        let first = shell.state.nextHistory - lines.count
        let isBash = shell.state.dialect.isBash
        var text = ""
        for (index, line) in lines.enumerated().suffix(min(count, lines.count)) {
            let number = String(first + index)
            let blanks = String(repeating: " ", count: max(0, (isBash ? 5 : 4) - number.count))
            text += "\(blanks)\(number)\(isBash ? "  " : " ")\(line)\n"
        }
        try await io.output.write(text)
        return 0
    }
}

extension Interpreter {
    /// Keeps what was typed for `history`.
    func remember(_ text: String) {
        let lines = text.split(separator: "\n")
        guard lines.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else { return }
        state.history.append(lines.joined(separator: "\n"))
        state.nextHistory &+= 1
        if state.history.count > ShellLimits.historyEntries { state.history.removeFirst() }
    }
}
