/// Cuts a shell text into operators and words.
///
/// Words are parsed on the way, with the substitutions inside them: `$(...)` holds a whole program,
/// so the lexer hands over to a `Parser` there and takes over again after the `)`.
/// Works on bytes; all that means something to a shell is ASCII.
struct Lexer: Sendable {
    enum Token: Sendable {
        case word(Word)
        case `operator`(String)
        /// A number right before a redirection: the `2` of `2>`.
        case ioNumber(Int)
        case newline
        case end
    }

    private(set) var input: [UInt8]
    var position = 0
    var line = 1
    /// How deep the text is nested here.
    var depth = 0
    let dialect: ShellDialect
    /// Nothing follows the text: what is unfinished stays so.
    let isFinal: Bool

    init(_ input: [UInt8], dialect: ShellDialect, isFinal: Bool) {
        self.input = input
        self.dialect = dialect
        self.isFinal = isFinal
    }

    func peek(_ offset: Int = 0) -> UInt8? {
        let index = position + offset
        return index < input.count ? input[index] : nil
    }

    /// Puts an alias's text before what comes next.
    mutating func insert(_ text: [UInt8]) { input.insert(contentsOf: text, at: position) }

    private static let operators = [
        "<<-", "<<<", "&>>", "&&", "||", ";;", "<<", ">>", "<&", ">&", "<>", ">|", "&>", "|&",
        "<", ">", "|", "&", ";", "(", ")",
    ].map { Array($0.utf8) }

    mutating func next() throws(SyntaxError) -> Token {
        skipBlanks()
        guard let byte = peek() else { return .end }
        if byte == .newline {
            position += 1
            line += 1
            return .newline
        }
        if let number = ioNumber() { return .ioNumber(number) }
        for candidate in Self.operators where starts(with: candidate) {
            position += candidate.count
            return .operator(text(candidate))
        }
        return .word(try word())
    }

    /// Skips blanks, comments and continued lines.
    mutating func skipBlanks() {
        while let byte = peek() {
            if byte == .space || byte == .tab || byte == .carriageReturn {
                position += 1
            } else if byte == .backslash, peek(1) == .newline {
                position += 2
                line += 1
            } else if byte == UInt8(ascii: "#") {
                while let next = peek(), next != .newline { position += 1 }
            } else {
                return
            }
        }
    }

    func starts(with text: [UInt8]) -> Bool {
        guard position + text.count <= input.count else { return false }
        return input[position..<position + text.count].elementsEqual(text)
    }

    private mutating func ioNumber() -> Int? {
        var end = position
        while end < input.count, input[end].isDigit, end - position < 3 { end += 1 }
        guard end > position, end < input.count,
            input[end] == UInt8(ascii: "<") || input[end] == UInt8(ascii: ">"),
            let number = Int(text(input[position..<end]))
        else { return nil }
        position = end
        return number
    }

    // MARK: - Words

    /// Reads a word; the caller knows that one starts here.
    ///
    /// In a regular expression after `=~`, parentheses and bars belong to the word.
    mutating func word(isRegularExpression: Bool = false) throws(SyntaxError) -> Word {
        var parts = PartList()
        while let byte = peek() {
            if byte.isBlank || byte == .newline { break }
            if !isRegularExpression, byte.isShellOperator { break }
            try part(into: &parts, byte)
        }
        return Word(parts: parts.finish())
    }

    /// Reads one part of an unquoted word.
    private mutating func part(into parts: inout PartList, _ byte: UInt8) throws(SyntaxError) {
        switch byte {
        case .backslash:
            guard let next = peek(1) else {
                if !isFinal { throw .incomplete(expecting: nil) }
                position += 1
                return parts.quoted([.backslash])
            }
            position += 2
            if next == .newline { line += 1 } else { parts.quoted([next]) }
        case .singleQuote:
            position += 1
            parts.quoted(try upTo(.singleQuote))
        case .doubleQuote:
            position += 1
            parts.append(.doubleQuoted(try doubleQuoted(until: .doubleQuote)))
        case .dollar where peek(1) == .singleQuote:
            position += 2
            parts.quoted(try ansiQuoted())
        case .dollar where peek(1) == .doubleQuote:
            position += 1
        case .dollar, .backquote:
            if let substitution = try substitution() {
                parts.append(substitution)
            } else {
                parts.literal(byte)
                position += 1
            }
        default:
            parts.literal(byte)
            position += 1
        }
    }

    /// The text up to `quote`, which is skipped.
    private mutating func upTo(_ quote: UInt8) throws(SyntaxError) -> [UInt8] {
        let start = position
        while let byte = peek() {
            position += 1
            if byte == quote { return Array(input[start..<position - 1]) }
            if byte == .newline { line += 1 }
        }
        throw .unterminatedQuote(Character(Unicode.Scalar(quote)))
    }

    /// The inside of `$'...'` with its escapes.
    private mutating func ansiQuoted() throws(SyntaxError) -> [UInt8] {
        var raw: [UInt8] = []
        while let byte = peek() {
            position += 1
            if byte == .singleQuote { return Escapes.decode(raw, style: .ansi).bytes }
            raw.append(byte)
            if byte == .backslash, let next = peek() {
                raw.append(next)
                position += 1
            }
        }
        throw .unterminatedQuote("'")
    }

    /// The parts up to `end`, as in double quotes; nil reads to the end of the text.
    mutating func doubleQuoted(until end: UInt8?) throws(SyntaxError) -> [WordPart] {
        try deeper()
        defer { depth -= 1 }
        var parts = PartList()
        while let byte = peek() {
            if byte == end {
                position += 1
                return parts.finish()
            }
            switch byte {
            case .backslash:
                try escapeInDoubleQuotes(into: &parts, end)
            case .dollar, .backquote:
                if let substitution = try substitution(isQuoted: true) {
                    parts.append(substitution)
                } else {
                    parts.literal(byte)
                    position += 1
                }
            default:
                if byte == .newline { line += 1 }
                parts.literal(byte)
                position += 1
            }
        }
        if let end { throw .unterminatedQuote(Character(Unicode.Scalar(end))) }
        return parts.finish()
    }

    /// In double quotes a backslash quotes only what would be special.
    private mutating func escapeInDoubleQuotes(
        into parts: inout PartList, _ end: UInt8?
    ) throws(SyntaxError) {
        guard let next = peek(1) else {
            if end != nil { throw .unterminatedQuote("\"") }
            parts.literal(.backslash)
            position += 1
            return
        }
        position += 2
        switch next {
        case .newline: line += 1
        case .dollar, .backquote, .backslash: parts.literal(next)
        case .doubleQuote where end != nil: parts.literal(next)
        default:
            parts.literal(.backslash)
            parts.literal(next)
        }
    }

    mutating func deeper() throws(SyntaxError) {
        depth += 1
        if depth > ShellLimits.parserDepth { throw .tooDeep }
    }

    /// Takes the here-document for `delimiter` out of the text: it starts after this line.
    mutating func hereDocument(_ delimiter: Word, stripsTabs: Bool) throws(SyntaxError) -> Word {
        let end = Array(delimiter.parts.map(Self.delimiterText).joined().utf8)
        guard let lineEnd = input[position...].firstIndex(of: .newline) else {
            if isFinal { return Word() }
            throw .incomplete(expecting: nil)
        }
        var body: [UInt8] = []
        var start = lineEnd + 1
        var isFinished = false
        while start < input.count, !isFinished {
            let stop = input[start...].firstIndex(of: .newline) ?? input.count
            var row = input[start..<stop]
            if stripsTabs { row = row.drop { $0 == .tab } }
            start = min(stop + 1, input.count)
            if row.elementsEqual(end) { isFinished = true } else { body += row + [.newline] }
        }
        if !isFinished, !isFinal { throw .incomplete(expecting: nil) }
        input.removeSubrange(lineEnd + 1..<max(start, lineEnd + 1))
        if delimiter.hasQuotes { return Word(parts: [.quoted(text(body))]) }
        var inner = Lexer(body, dialect: dialect, isFinal: true)
        inner.depth = depth
        return Word(parts: [.doubleQuoted(try inner.doubleQuoted(until: nil))])
    }

    private static func delimiterText(_ part: WordPart) -> String {
        switch part {
        case .literal(let text), .quoted(let text): text
        case .doubleQuoted(let parts): parts.map(delimiterText).joined()
        default: ""
        }
    }
}

/// Collects the parts of a word, joining neighbours of one kind.
struct PartList {
    private var parts: [WordPart] = []
    private var pendingLiteral: [UInt8] = []
    private var pendingQuoted: [UInt8]?

    mutating func literal(_ byte: UInt8) {
        flushQuoted()
        pendingLiteral.append(byte)
    }

    mutating func quoted(_ bytes: [UInt8]) {
        flushLiteral()
        pendingQuoted = (pendingQuoted ?? []) + bytes
    }

    mutating func append(_ part: WordPart) {
        flushLiteral()
        flushQuoted()
        parts.append(part)
    }

    mutating func finish() -> [WordPart] {
        flushLiteral()
        flushQuoted()
        return parts
    }

    private mutating func flushLiteral() {
        guard !pendingLiteral.isEmpty else { return }
        parts.append(.literal(text(pendingLiteral)))
        pendingLiteral = []
    }

    private mutating func flushQuoted() {
        guard let bytes = pendingQuoted else { return }
        parts.append(.quoted(text(bytes)))
        pendingQuoted = nil
    }
}
