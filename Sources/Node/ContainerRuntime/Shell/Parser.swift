/// Builds the syntax tree from tokens, by recursive descent.
///
/// An interactive shell and a script are read one complete command at a time, so that what comes
/// before a syntax error has run: `nextCommand()`.
struct Parser {
    var lexer: Lexer
    private var peeked: Lexer.Token?
    /// The lexer before `peeked` was read.
    private var beforePeek: Lexer?
    var aliases: [String: String] = [:]

    init(lexer: Lexer) { self.lexer = lexer }

    init(
        _ text: [UInt8], dialect: ShellDialect, aliases: [String: String] = [:],
        isFinal: Bool = true
    ) {
        lexer = Lexer(text, dialect: dialect, isFinal: isFinal)
        self.aliases = aliases
    }

    // MARK: - Tokens

    mutating func peek() throws(SyntaxError) -> Lexer.Token {
        if let peeked { return peeked }
        beforePeek = lexer
        let token = try lexer.next()
        peeked = token
        return token
    }

    mutating func advance() { peeked = nil }

    /// The text that is not taken yet.
    var rest: [UInt8] {
        let lexer = peeked == nil ? self.lexer : beforePeek ?? self.lexer
        return Array(lexer.input[lexer.position...])
    }

    mutating func peekOperator() throws(SyntaxError) -> String? {
        if case .operator(let text) = try peek() { return text }
        return nil
    }

    /// The unquoted text of the next word.
    mutating func peekPlain() throws(SyntaxError) -> String? {
        if case .word(let word) = try peek() { return word.plainText }
        return nil
    }

    mutating func skipNewlines() throws(SyntaxError) {
        while case .newline = try peek() { advance() }
    }

    mutating func expectOperator(_ text: String) throws(SyntaxError) {
        guard try peekOperator() == text else { throw try unexpected(expecting: text) }
        advance()
        // What follows belongs to whoever called: it must not be looked at here.
    }

    mutating func expectWord(_ text: String) throws(SyntaxError) {
        guard try peekPlain() == text else { throw try unexpected(expecting: text) }
        advance()
    }

    /// The error for the token that comes next.
    mutating func unexpected(expecting: String? = nil) throws(SyntaxError) -> SyntaxError {
        switch try peek() {
        case .end: return .incomplete(expecting: expecting)
        case .newline: return .unexpected("newline", expecting: expecting)
        case .operator(let text): return .unexpected(text, expecting: expecting)
        case .ioNumber(let number): return .unexpected(String(number), expecting: expecting)
        case .word(let word):
            return .unexpected(word.plainText ?? "word", expecting: expecting)
        }
    }

    // MARK: - Lists

    /// The next complete command: all up to a newline outside of any construct. Nil at the end.
    mutating func nextCommand() throws(SyntaxError) -> Script? {
        try skipNewlines()
        if case .end = try peek() { return nil }
        var script = Script()
        while true {
            script.items.append(try item())
            switch try peek() {
            case .newline:
                advance()
                return script
            case .end: return script
            case .word, .ioNumber: continue
            case .operator(let text):
                // A separator was taken with the item before; another operator starts a command
                // (a subshell, a redirection) or is a mistake.
                if text != "(" && !Self.startsRedirection(text) { throw try unexpected() }
            }
        }
    }

    /// Commands up to one of `closers` (reserved words or operators), which stays unread; with no
    /// closers, up to the end of the text.
    mutating func script(until closers: Set<String>) throws(SyntaxError) -> Script {
        var script = Script()
        while true {
            try skipNewlines()
            if let stop = try closer(), closers.contains(stop) { return script }
            if case .end = try peek() {
                if closers.isEmpty { return script }
                throw .incomplete(expecting: closers.count == 1 ? closers.first : firstOf(closers))
            }
            script.items.append(try item())
        }
    }

    /// The closer that ash names when a construct is unfinished.
    private func firstOf(_ closers: Set<String>) -> String? {
        for name in ["then", "do", "done", "fi", "esac", ";;", "}", ")"]
        where closers.contains(name) {
            return name
        }
        return nil
    }

    private mutating func closer() throws(SyntaxError) -> String? {
        if let text = try peekOperator() { return text }
        return try peekPlain()
    }

    private mutating func item() throws(SyntaxError) -> Script.Item {
        _ = try peek()
        let start = lexer.skippedStart(before: beforePeek)
        var list = AndOrList(first: try pipeline())
        while let text = try peekOperator(), text == "&&" || text == "||" {
            advance()
            try skipNewlines()
            list.rest.append((text == "&&", try pipeline()))
        }
        var isBackground = false
        _ = try peek()
        let source = lexer.sourceText(from: start, before: beforePeek)
        if let text = try peekOperator(), text == "&" || text == ";" {
            isBackground = text == "&"
            advance()
        }
        return Script.Item(list: list, isBackground: isBackground, text: source)
    }

    private mutating func pipeline() throws(SyntaxError) -> Pipeline {
        var isNegated = false
        while try peekPlain() == "!" {
            isNegated.toggle()
            advance()
        }
        var commands = [try command()]
        while let text = try peekOperator(), text == "|" || text == "|&" {
            advance()
            if text == "|&" {
                commands[commands.count - 1].redirections.append(
                    Redirection(
                        descriptor: 2, kind: .duplicate, target: Word(parts: [.literal("1")])))
            }
            try skipNewlines()
            commands.append(try command())
        }
        return Pipeline(isNegated: isNegated, commands: commands)
    }
}

extension Lexer {
    /// Where the token after `before` starts.
    func skippedStart(before: Lexer?) -> Int {
        guard var before else { return position }
        before.skipBlanks()
        return before.position
    }

    /// The text from `start` to the token that is looked at, without blanks at its end.
    func sourceText(from start: Int, before: Lexer?) -> String {
        let end = min(before?.position ?? position, input.count)
        guard start < end else { return "" }
        var slice = input[start..<end]
        while let last = slice.last, last.isSpace { slice = slice.dropLast() }
        return text(slice)
    }
}
