/// The start of a console line on which a command was typed.
///
/// ```
/// [root@server4-master ~]$ kubectl get po        the master's prompt
/// (bob) [root@server4-master ~]$ kubectl get po  the same in the terminal called bob
/// / $ ls                                         a container's prompt
/// > done                                         the rest of an unfinished command
/// ```
package struct Prompt: Hashable, Sendable {
    /// The terminal's name; empty for the first.
    package var terminal: String
    /// As shown, with its blank at the end, without the terminal's name: `/ $ `.
    package var text: String

    package init(terminal: String, text: String) {
        self.terminal = terminal
        self.text = text
    }

    package var description: String { terminal.isEmpty ? text : "(\(terminal)) \(text)" }

    /// Whether the prompt is the master's, not a container's.
    package var isHost: Bool { text.hasPrefix("[") }

    /// Splits a line into its prompt and what was typed; nil if it has no prompt.
    package static func split(_ line: String) -> (prompt: Prompt, command: String)? {
        var rest = line[...]
        var terminal = ""
        if rest.hasPrefix("("), let close = rest.firstIndex(of: ")") {
            let name = rest[rest.index(after: rest.startIndex)..<close]
            let after = rest[rest.index(after: close)...]
            if !name.isEmpty, name.allSatisfy(isNameCharacter), after.hasPrefix(" ") {
                terminal = String(name)
                rest = after.dropFirst()
            }
        }
        guard let end = hostPromptEnd(rest) ?? containerPromptEnd(rest) else { return nil }
        return (
            Prompt(terminal: terminal, text: String(rest[..<end])),
            String(rest[end...])
        )
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "-" || character == "_"
    }

    /// `[user@host dir]$ `, the blank included if it is there.
    private static func hostPromptEnd(_ line: Substring) -> Substring.Index? {
        guard line.hasPrefix("["), let close = line.firstIndex(of: "]"),
            line[..<close].contains("@"), line[..<close].contains(" ")
        else { return nil }
        return signEnd(line, line.index(after: close))
    }

    /// `/ $ `, `~ # `, `/etc $ `: a directory, a blank, a sign.
    private static func containerPromptEnd(_ line: Substring) -> Substring.Index? {
        guard line.hasPrefix("/") || line.hasPrefix("~"), let blank = line.firstIndex(of: " ")
        else {
            return nil
        }
        return signEnd(line, line.index(after: blank))
    }

    private static func signEnd(_ line: Substring, _ index: Substring.Index) -> Substring.Index? {
        guard index < line.endIndex, line[index] == "$" || line[index] == "#" else { return nil }
        let after = line.index(after: index)
        if after == line.endIndex { return after }
        return line[after] == " " ? line.index(after: after) : nil
    }
}
