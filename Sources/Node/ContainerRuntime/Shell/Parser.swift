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

    private static let reserved: Set<String> = [
        "if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac",
        "{", "}", "!", "[[", "function",
    ]
    /// Reserved words that only end or continue a command.
    private static let closers: Set<String> = [
        "then", "elif", "else", "fi", "do", "done", "esac", "}",
    ]

    // MARK: - Tokens

    mutating func peek() throws(SyntaxError) -> Lexer.Token {
        if let peeked { return peeked }
        beforePeek = lexer
        let token = try lexer.next()
        peeked = token
        return token
    }

    mutating func advance() { peeked = nil }

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

    // MARK: - Commands

    private mutating func command() throws(SyntaxError) -> Command {
        try lexer.deeper()
        defer { lexer.depth -= 1 }
        guard let kind = try compound() else { return try simple() }
        var command = Command(kind: kind, line: lexer.line)
        while let redirection = try redirection() { command.redirections.append(redirection) }
        return command
    }

    /// A compound command, if one starts here.
    private mutating func compound() throws(SyntaxError) -> CommandKind? {
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

    private mutating func takeWord(_ text: String) throws(SyntaxError) -> Bool {
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

    private mutating func functionBody(_ name: String) throws(SyntaxError) -> CommandKind {
        try skipNewlines()
        return .function(name: name, body: try command())
    }

    // MARK: - Simple commands

    private mutating func simple() throws(SyntaxError) -> Command {
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

    private static func startsRedirection(_ text: String) -> Bool {
        text.hasPrefix("<") || text.hasPrefix(">") || text.hasPrefix("&>")
    }

    private mutating func redirection() throws(SyntaxError) -> Redirection? {
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

    // MARK: - Conditions

    private mutating func conditionOr() throws(SyntaxError) -> Condition {
        var left = try conditionAnd()
        while try peekOperator() == "||" {
            advance()
            left = .either(left, try conditionAnd())
        }
        return left
    }

    private mutating func conditionAnd() throws(SyntaxError) -> Condition {
        var left = try conditionPrimary()
        while try peekOperator() == "&&" {
            advance()
            left = .both(left, try conditionPrimary())
        }
        return left
    }

    private mutating func conditionPrimary() throws(SyntaxError) -> Condition {
        try lexer.deeper()
        defer { lexer.depth -= 1 }
        try skipNewlines()
        if try takeWord("!") { return .not(try conditionPrimary()) }
        if try peekOperator() == "(" {
            advance()
            let inner = try conditionOr()
            try expectOperator(")")
            return inner
        }
        let first = try conditionWord()
        if let flag = first.plainText, flag.utf8.count == 2, flag.hasPrefix("-"),
            case .word(let operand) = try peek(), operand.plainText != "]]"
        {
            advance()
            return .unary(flag, operand)
        }
        if let comparison = try peekOperator(), comparison == "<" || comparison == ">" {
            advance()
            return .binary(first, comparison, try conditionWord())
        }
        guard let comparison = try peekPlain(), comparison != "]]" else { return .word(first) }
        advance()
        if comparison == "=~" {
            lexer.skipBlanks()
            return .binary(first, comparison, try lexer.word(isRegularExpression: true))
        }
        return .binary(first, comparison, try conditionWord())
    }

    private mutating func conditionWord() throws(SyntaxError) -> Word {
        guard case .word(let word) = try peek() else { throw try unexpected() }
        advance()
        return word
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
