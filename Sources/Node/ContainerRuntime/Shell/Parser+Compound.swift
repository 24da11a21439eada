/// Compound commands: groups, conditions, loops, choices, functions.
extension Parser {
    private static let reserved: Set<String> = [
        "if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac",
        "{", "}", "!", "[[", "function",
    ]
    /// Reserved words that only end or continue a command.
    private static let closers: Set<String> = [
        "then", "elif", "else", "fi", "do", "done", "esac", "}",
    ]

    mutating func command() throws(SyntaxError) -> Command {
        try lexer.deeper()
        defer { lexer.depth -= 1 }
        guard let kind = try compound() else { return try simple() }
        var command = Command(kind: kind, line: lexer.line)
        while let redirection = try redirection() { command.redirections.append(redirection) }
        return command
    }

    /// A compound command, if one starts here.
    mutating func compound() throws(SyntaxError) -> CommandKind? {
        if try peekOperator() == "(" { return try parenthesised() }
        guard let word = try peekPlain(), Self.reserved.contains(word) else { return nil }
        if Self.closers.contains(word) { throw try unexpected() }
        advance()
        switch word {
        case "{":
            let body = try script(until: ["}"])
            try expectWord("}")
            guard !body.items.isEmpty else { throw .unexpected("}", expecting: nil) }
            return .group(body)
        case "if": return try conditional()
        case "for": return try loopOver()
        case "while", "until": return try loop(isUntil: word == "until")
        case "case": return try choice()
        case "function": return try namedFunction()
        case "[[":
            let condition = try conditionOr()
            try expectWord("]]")
            return .test(condition)
        default: throw .unexpected(word, expecting: nil)
        }
    }

    private mutating func parenthesised() throws(SyntaxError) -> CommandKind {
        advance()
        if lexer.dialect.isBash, lexer.peek() == UInt8(ascii: "("),
            let end = lexer.arithmeticEnd(from: lexer.position + 1),
            case .arithmetic(let word) = try lexer.arithmetic(from: lexer.position + 1, to: end)
        {
            return .arithmetic(word)
        }
        let body = try script(until: [")"])
        try expectOperator(")")
        guard !body.items.isEmpty else { throw .unexpected(")", expecting: nil) }
        return .subshell(body)
    }

    private mutating func filledScript(until closers: Set<String>) throws(SyntaxError) -> Script {
        let script = try script(until: closers)
        guard !script.items.isEmpty else { throw try unexpected() }
        return script
    }

    private mutating func conditional() throws(SyntaxError) -> CommandKind {
        var branches: [(condition: Script, body: Script)] = []
        var otherwise: Script?
        repeat {
            let condition = try filledScript(until: ["then"])
            try expectWord("then")
            branches.append((condition, try filledScript(until: ["elif", "else", "fi"])))
        } while try takeWord("elif")
        if try takeWord("else") { otherwise = try filledScript(until: ["fi"]) }
        try expectWord("fi")
        return .conditional(branches: branches, otherwise: otherwise)
    }

    mutating func takeWord(_ text: String) throws(SyntaxError) -> Bool {
        guard try peekPlain() == text else { return false }
        advance()
        return true
    }

    private mutating func doGroup() throws(SyntaxError) -> Script {
        try expectWord("do")
        let body = try filledScript(until: ["done"])
        try expectWord("done")
        return body
    }

    private mutating func loop(isUntil: Bool) throws(SyntaxError) -> CommandKind {
        let condition = try filledScript(until: ["do"])
        return .loop(condition: condition, body: try doGroup(), isUntil: isUntil)
    }

    private mutating func loopOver() throws(SyntaxError) -> CommandKind {
        if try peekOperator() == "(" { throw .unsupported("for ((") }
        guard let name = try peekPlain(), name.isShellName else { throw .badLoopVariable }
        advance()
        try skipNewlines()
        var words: [Word]?
        if try takeWord("in") {
            var list: [Word] = []
            while case .word(let word) = try peek() {
                list.append(word)
                advance()
            }
            words = list
        }
        if try peekOperator() == ";" { advance() }
        try skipNewlines()
        return .loopOver(name: name, words: words, body: try doGroup())
    }

    private mutating func choice() throws(SyntaxError) -> CommandKind {
        guard case .word(let subject) = try peek() else { throw try unexpected() }
        advance()
        try skipNewlines()
        try expectWord("in")
        var clauses: [(patterns: [Word], body: Script)] = []
        while true {
            try skipNewlines()
            if try takeWord("esac") { return .choice(subject: subject, clauses: clauses) }
            if try peekOperator() == "(" { advance() }
            var patterns: [Word] = []
            repeat {
                if !patterns.isEmpty { advance() }
                guard case .word(let pattern) = try peek() else {
                    throw try unexpected(expecting: ")")
                }
                patterns.append(pattern)
                advance()
            } while try peekOperator() == "|"
            try expectOperator(")")
            clauses.append((patterns, try script(until: [";;", "esac"])))
            if try peekOperator() == ";;" { advance() }
        }
    }

    private mutating func namedFunction() throws(SyntaxError) -> CommandKind {
        guard let name = try peekPlain(), !name.isEmpty else { throw try unexpected() }
        advance()
        if try peekOperator() == "(" {
            advance()
            try expectOperator(")")
        }
        return try functionBody(name)
    }

    mutating func functionBody(_ name: String) throws(SyntaxError) -> CommandKind {
        try skipNewlines()
        return .function(name: name, body: try command())
    }
}
