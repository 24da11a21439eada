/// Simple commands: assignments, words and redirections, in any order.
extension Parser {
    mutating func simple() throws(SyntaxError) -> Command {
        var assignments: [Assignment] = []
        var words: [Word] = []
        var redirections: [Redirection] = []
        var expanded: Set<String> = []
        let line = lexer.line
        while true {
            if let redirection = try redirection() {
                redirections.append(redirection)
                continue
            }
            guard case .word(let word) = try peek() else { break }
            if words.isEmpty, try expandAlias(word, &expanded) { continue }
            advance()
            if words.isEmpty, let assignment = Assignment(word) {
                if lexer.peek() == UInt8(ascii: "("), assignment.value.parts.isEmpty {
                    if lexer.dialect.isBash { throw .unsupported("arrays") }
                    throw try unexpected()
                }
                assignments.append(assignment)
                continue
            }
            words.append(word)
            if words.count == 1, assignments.isEmpty, redirections.isEmpty,
                try peekOperator() == "("
            {
                return Command(kind: try function(word), line: line)
            }
        }
        if words.isEmpty, assignments.isEmpty, redirections.isEmpty { throw try unexpected() }
        return Command(
            kind: .simple(assignments: assignments, words: words), redirections: redirections,
            line: line)
    }

    private mutating func function(_ word: Word) throws(SyntaxError) -> CommandKind {
        advance()
        guard try peekOperator() == ")" else { throw try unexpected(expecting: ")") }
        advance()
        guard let name = word.plainText else { throw .badFunctionName }
        return try functionBody(name)
    }

    private mutating func expandAlias(
        _ word: Word, _ expanded: inout Set<String>
    ) throws(SyntaxError) -> Bool {
        guard let name = word.plainText, let alias = aliases[name],
            expanded.insert(name).inserted
        else { return false }
        advance()
        lexer.insert(alias.bytes)
        return true
    }

    // MARK: - Redirections

    static func startsRedirection(_ text: String) -> Bool {
        text.hasPrefix("<") || text.hasPrefix(">") || text.hasPrefix("&>")
    }

    mutating func redirection() throws(SyntaxError) -> Redirection? {
        var descriptor: Int?
        if case .ioNumber(let number) = try peek() {
            descriptor = number
            advance()
        }
        guard let text = try peekOperator(), Self.startsRedirection(text) else { return nil }
        advance()
        guard case .word(let target) = try peek() else { throw try unexpected() }
        advance()
        let standard = text.hasPrefix("<") ? 0 : 1
        var redirection = Redirection(
            descriptor: descriptor ?? standard, kind: .read, target: target)
        switch text {
        case "<": redirection.kind = .read
        case ">", ">|": redirection.kind = .write
        case ">>": redirection.kind = .append
        case "<>": redirection.kind = .readWrite
        case "&>": redirection.kind = .both(appends: false)
        case "&>>": redirection.kind = .both(appends: true)
        case "<<", "<<-":
            redirection.kind = .text
            redirection.target = try lexer.hereDocument(target, stripsTabs: text == "<<-")
        case "<<<":
            redirection.kind = .text
            redirection.target = Word(parts: [.doubleQuoted(target.parts), .quoted("\n")])
        default:
            redirection.kind = .duplicate
            if text == ">&", descriptor == nil, let name = target.plainText, Int(name) == nil,
                name != "-"
            {
                redirection.kind = .both(appends: false)
            }
        }
        return redirection
    }
}

extension Assignment {
    /// The assignment that a word is, if its unquoted start says so.
    init?(_ word: Word) {
        guard case .literal(let start)? = word.parts.first else { return nil }
        let bytes = start.bytes
        guard let sign = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        var end = sign
        isAppending = end > 0 && bytes[end - 1] == UInt8(ascii: "+")
        if isAppending { end -= 1 }
        name = text(bytes[..<end])
        guard name.isShellName else { return nil }
        value = word
        let rest = text(bytes[(sign + 1)...])
        value.parts.removeFirst()
        if !rest.isEmpty { value.parts.insert(.literal(rest), at: 0) }
    }
}
