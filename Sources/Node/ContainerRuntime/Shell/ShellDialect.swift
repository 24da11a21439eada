/// How a shell words what it says: BusyBox's ash in containers, bash on the master.
package struct ShellDialect: Sendable, Hashable {
    package enum Kind: Sendable { case ash, bash }
    package var kind: Kind
    /// What errors start with: `sh`, `-bash`, a script's name.
    package var name: String
    /// Errors name the line: in scripts.
    package var showsLines: Bool

    package init(_ kind: Kind, name: String, showsLines: Bool = false) {
        (self.kind, self.name, self.showsLines) = (kind, name, showsLines)
    }

    /// A container's `sh`.
    package static let ash = ShellDialect(.ash, name: "sh")
    /// The master's login shell.
    package static let bash = ShellDialect(.bash, name: "-bash")

    var isBash: Bool { kind == .bash }

    /// `name: line 3: ` or `name: `.
    func prefix(line: Int) -> String { showsLines ? "\(name): line \(line): " : "\(name): " }

    func notFound(_ command: String) -> String {
        isBash && !command.contains("/")
            ? "\(command): command not found"
            : isBash ? "\(command): No such file or directory" : "\(command): not found"
    }

    func cannotOpen(_ path: String, _ error: FileError) -> String {
        if isBash { return "\(path): \(error.text)" }
        let reason = error == .notFound ? "no such file" : error.text
        return "can't open \(path): \(reason)"
    }

    func cannotCreate(_ path: String, _ error: FileError) -> String {
        if isBash { return "\(path): \(error.text)" }
        let reason = error == .notFound ? "nonexistent directory" : error.text
        return "can't create \(path): \(reason)"
    }

    func cannotChangeDirectory(_ path: String, _ error: FileError) -> String {
        isBash ? "cd: \(path): \(error.text)" : "cd: can't cd to \(path): \(error.text)"
    }

    /// Arrays are bash's; this shell has none.
    func arrayError(_ what: String) -> SyntaxError {
        isBash ? .unsupported("arrays") : .badSubstitution(what)
    }

    func message(_ error: SyntaxError) -> String {
        switch error {
        case .unsupported(let what): return "\(what): not supported by this shell"
        case .tooDeep: return "syntax error: nested too deeply"
        default: return isBash ? bashMessage(error) : ashMessage(error)
        }
    }

    private func ashMessage(_ error: SyntaxError) -> String {
        switch error {
        case .incomplete(let expecting):
            let hint = expecting.map { " (expecting \"\($0)\")" } ?? ""
            return "syntax error: unexpected end of file" + hint
        case .unterminatedQuote: return "syntax error: unterminated quoted string"
        case .unexpected(let token, let expecting):
            let hint = expecting.map { " (expecting \"\($0)\")" } ?? ""
            let shown = token == "newline" || token == "word" ? token : "\"\(token)\""
            return "syntax error: unexpected \(shown)\(hint)"
        case .badLoopVariable: return "syntax error: bad for loop variable"
        case .badFunctionName: return "syntax error: bad function name"
        default: return "syntax error: bad substitution"
        }
    }

    private func bashMessage(_ error: SyntaxError) -> String {
        switch error {
        case .incomplete: return "syntax error: unexpected end of file"
        case .unterminatedQuote(let quote):
            return "unexpected EOF while looking for matching `\(quote)'"
        case .unexpected(let token, _):
            return "syntax error near unexpected token `\(token)'"
        case .badSubstitution(let text): return "${\(text)}: bad substitution"
        case .badLoopVariable: return "syntax error: not a valid identifier"
        default: return "syntax error"
        }
    }
}
