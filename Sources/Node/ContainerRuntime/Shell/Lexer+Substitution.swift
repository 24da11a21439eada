/// Substitutions: `$name`, `${...}`, `$(...)`, `$((...))` and backquotes.
extension Lexer {
    /// Reads the substitution that starts here; nil if the `$` stands for itself.
    mutating func substitution(isQuoted: Bool = false) throws(SyntaxError) -> WordPart? {
        try deeper()
        defer { depth -= 1 }
        if peek() == .backquote { return try backquoted(isQuoted: isQuoted) }
        guard let next = peek(1) else { return nil }
        if next == UInt8(ascii: "{") {
            position += 2
            return .parameter(try braced(isQuoted: isQuoted))
        }
        if next == UInt8(ascii: "(") {
            if peek(2) == UInt8(ascii: "("), let end = arithmeticEnd(from: position + 3) {
                return try arithmetic(from: position + 3, to: end)
            }
            position += 2
            return .command(try nestedScript())
        }
        if next.isNameStart {
            position += 1
            return .parameter(Parameter(name: name()))
        }
        guard next.isDigit || "?$#@*!-".utf8.contains(next) else { return nil }
        position += 2
        return .parameter(Parameter(name: text([next])))
    }

    mutating func name() -> String {
        let start = position
        while let byte = peek(), byte.isNamePart { position += 1 }
        return text(input[start..<position])
    }

    /// The program inside `$(...)`, its `)` skipped.
    private mutating func nestedScript() throws(SyntaxError) -> Script {
        var parser = Parser(lexer: self)
        let script = try parser.script(until: [")"])
        try parser.expectOperator(")")
        self = parser.lexer
        return script
    }

    private mutating func backquoted(isQuoted: Bool) throws(SyntaxError) -> WordPart {
        position += 1
        var raw: [UInt8] = []
        while let byte = peek() {
            position += 1
            if byte == .backquote {
                var inner = Lexer(raw, dialect: dialect, isFinal: true)
                inner.depth = depth
                inner.line = line
                var parser = Parser(lexer: inner)
                return .command(try parser.script(until: []))
            }
            if byte == .backslash, let next = peek() {
                position += 1
                let isSpecial =
                    next == .backquote || next == .backslash || next == .dollar
                    || (isQuoted && next == .doubleQuote)
                raw += isSpecial ? [next] : [byte, next]
            } else {
                raw.append(byte)
            }
        }
        throw .unterminatedQuote("`")
    }

    // MARK: - Arithmetic

    /// Where the `))` is that closes an expression opened before `start`; nil if there is none.
    func arithmeticEnd(from start: Int) -> Int? {
        var level = 0
        var index = start
        while index < input.count {
            if input[index] == UInt8(ascii: "(") { level += 1 }
            if input[index] == UInt8(ascii: ")") {
                if level == 0 {
                    let closes = index + 1 < input.count && input[index + 1] == UInt8(ascii: ")")
                    return closes ? index : nil
                }
                level -= 1
            }
            index += 1
        }
        return nil
    }

    mutating func arithmetic(from start: Int, to end: Int) throws(SyntaxError) -> WordPart {
        var inner = Lexer(Array(input[start..<end]), dialect: dialect, isFinal: true)
        inner.depth = depth
        let parts = try inner.doubleQuoted(until: nil)
        position = end + 2
        return .arithmetic(Word(parts: parts))
    }

    // MARK: - Braces

    /// `${...}` from after its brace.
    private mutating func braced(isQuoted: Bool) throws(SyntaxError) -> Parameter {
        if peek() == UInt8(ascii: "#"), let next = peek(1), next != UInt8(ascii: "}") {
            position += 1
            let parameter = Parameter(name: try bracedName(), modifier: .length)
            try expectBrace()
            return parameter
        }
        if peek() == UInt8(ascii: "!"), peek(1) != UInt8(ascii: "}") {
            throw .unsupported("${!name}")
        }
        var parameter = Parameter(name: try bracedName())
        if peek() == UInt8(ascii: "[") { throw dialect.arrayError("${\(parameter.name)[...]}") }
        parameter.modifier = try modifier(isQuoted: isQuoted)
        return parameter
    }

    private mutating func bracedName() throws(SyntaxError) -> String {
        guard let byte = peek() else { throw .incomplete(expecting: "}") }
        if byte.isNameStart { return name() }
        if byte.isDigit {
            let start = position
            while let digit = peek(), digit.isDigit { position += 1 }
            return text(input[start..<position])
        }
        guard "?$#@*!-".utf8.contains(byte) else { throw .badSubstitution(rest()) }
        position += 1
        return text([byte])
    }

    /// What follows the name in `${name...}`, with the closing brace.
    private mutating func modifier(isQuoted: Bool) throws(SyntaxError) -> Parameter.Modifier {
        guard let byte = peek() else { throw .incomplete(expecting: "}") }
        position += 1
        switch byte {
        case UInt8(ascii: "}"): return .none
        case UInt8(ascii: ":"): return try afterColon(isQuoted: isQuoted)
        case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "+"):
            let word = try bracedWord(isQuoted: isQuoted)
            return .fallback(Character(Unicode.Scalar(byte)), coversEmpty: false, word)
        case UInt8(ascii: "#"), UInt8(ascii: "%"):
            let isLongest = peek() == byte
            if isLongest { position += 1 }
            let pattern = try bracedWord(isQuoted: false)
            return .trim(fromEnd: byte == UInt8(ascii: "%"), longest: isLongest, pattern)
        case UInt8(ascii: "/"): return try replacement(isQuoted: isQuoted)
        case UInt8(ascii: "^"), UInt8(ascii: ","):
            let isAll = peek() == byte
            if isAll { position += 1 }
            try expectBrace()
            return .changeCase(toUpper: byte == UInt8(ascii: "^"), all: isAll)
        default: throw .badSubstitution(rest())
        }
    }

    private mutating func afterColon(isQuoted: Bool) throws(SyntaxError) -> Parameter.Modifier {
        guard let byte = peek() else { throw .incomplete(expecting: "}") }
        if "-=?+".utf8.contains(byte) {
            position += 1
            let word = try bracedWord(isQuoted: isQuoted)
            return .fallback(Character(Unicode.Scalar(byte)), coversEmpty: true, word)
        }
        let (offset, stop) = try bracedWord(isQuoted: true, stops: [UInt8(ascii: ":")])
        guard stop == UInt8(ascii: ":") else { return .substring(offset: offset, length: nil) }
        return .substring(offset: offset, length: try bracedWord(isQuoted: true))
    }

    private mutating func replacement(isQuoted: Bool) throws(SyntaxError) -> Parameter.Modifier {
        var isAll = false
        var anchor: Character?
        if let byte = peek(), "/#%".utf8.contains(byte) {
            position += 1
            if byte == UInt8(ascii: "/") {
                isAll = true
            } else {
                anchor = Character(Unicode.Scalar(byte))
            }
        }
        let (pattern, stop) = try bracedWord(isQuoted: false, stops: [UInt8(ascii: "/")])
        var with = Word()
        if stop == UInt8(ascii: "/") { with = try bracedWord(isQuoted: isQuoted) }
        return .replace(all: isAll, anchor: anchor, pattern: pattern, with: with)
    }

    private mutating func bracedWord(isQuoted: Bool) throws(SyntaxError) -> Word {
        try bracedWord(isQuoted: isQuoted, stops: []).word
    }

    /// A word up to `}` or one of `stops`, which is skipped and returned.
    private mutating func bracedWord(
        isQuoted: Bool, stops: [UInt8]
    ) throws(SyntaxError) -> (word: Word, stop: UInt8) {
        var parts = PartList()
        while let byte = peek() {
            if byte == UInt8(ascii: "}") || stops.contains(byte) {
                position += 1
                return (Word(parts: parts.finish()), byte)
            }
            try bracedPart(into: &parts, byte, isQuoted: isQuoted)
        }
        throw .incomplete(expecting: "}")
    }

    private mutating func bracedPart(
        into parts: inout PartList, _ byte: UInt8, isQuoted: Bool
    ) throws(SyntaxError) {
        switch byte {
        case .backslash:
            guard let next = peek(1) else { throw .incomplete(expecting: "}") }
            position += 2
            parts.quoted([next])
        case .singleQuote where !isQuoted:
            position += 1
            let start = position
            while let inner = peek(), inner != .singleQuote { position += 1 }
            guard peek() != nil else { throw .unterminatedQuote("'") }
            parts.quoted(Array(input[start..<position]))
            position += 1
        case .doubleQuote:
            position += 1
            parts.append(.doubleQuoted(try doubleQuoted(until: .doubleQuote)))
        case .dollar, .backquote:
            if let inner = try substitution(isQuoted: isQuoted) {
                parts.append(inner)
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

    private mutating func expectBrace() throws(SyntaxError) {
        guard let byte = peek() else { throw .incomplete(expecting: "}") }
        guard byte == UInt8(ascii: "}") else { throw .badSubstitution(rest()) }
        position += 1
    }

    /// The rest of this line, to show in an error.
    private func rest() -> String {
        text(input[position...].prefix { $0 != .newline && $0 != UInt8(ascii: "}") })
    }
}
