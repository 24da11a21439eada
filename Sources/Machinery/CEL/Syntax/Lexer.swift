/// Cuts an expression into tokens.
struct Lexer {
    private let source: [Unicode.Scalar]
    private var position = 0
    private(set) var tokens: [Token] = []

    private static let symbols = [
        "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".",
        ",", "(", ")", "[", "]", "{", "}",
    ].map { Array($0.unicodeScalars) }
    private static let words: Set<String> = ["in", "true", "false", "null"]

    static func tokens(of source: String) throws(CompileIssue) -> [Token] {
        var lexer = Lexer(source: Array(source.unicodeScalars))
        try lexer.run()
        return lexer.tokens
    }

    private init(source: [Unicode.Scalar]) { self.source = source }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        let index = position + offset
        return index < source.count ? source[index] : nil
    }

    private mutating func run() throws(CompileIssue) {
        while let scalar = peek() {
            let start = position
            if scalar.properties.isWhitespace {
                position += 1
            } else if scalar == "/", peek(1) == "/" {
                while let next = peek(), next != "\n" { position += 1 }
            } else if try stringLiteral() {
                continue
            } else if Self.isDigit(scalar) || (scalar == "." && peek(1).map(Self.isDigit) == true) {
                add(try number(), from: start)
            } else if Self.isLetter(scalar) {
                while let next = peek(), Self.isLetter(next) || Self.isDigit(next) { position += 1 }
                let word = text(from: start)
                add(Self.words.contains(word) ? .symbol(word) : .identifier(word), from: start)
            } else if scalar == "`" {
                add(try quotedIdentifier(), from: start)
            } else if let symbol = Self.symbols.first(where: { source[start...].starts(with: $0) })
            {
                position += symbol.count
                add(.symbol(text(from: start)), from: start)
            } else {
                throw CompileIssue(
                    message: "Syntax error: token recognition error at: '\(scalar)'", place: start)
            }
        }
        tokens.append(Token(kind: .end, text: "<EOF>", place: source.count))
    }

    private mutating func add(_ kind: Token.Kind, from start: Int) {
        tokens.append(Token(kind: kind, text: text(from: start), place: start))
    }

    private func text(from start: Int) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: source[start..<position])
        return text
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    private mutating func quotedIdentifier() throws(CompileIssue) -> Token.Kind {
        let start = position
        position += 1
        while let next = peek(), next != "`" { position += 1 }
        guard peek() == "`", position > start + 1 else {
            throw CompileIssue(
                message: "Syntax error: token recognition error at: '`'", place: start)
        }
        position += 1
        return .quotedIdentifier(String(text(from: start).dropFirst().dropLast()))
    }

    // MARK: - Numbers

    private mutating func digits(_ isDigit: (Unicode.Scalar) -> Bool = Lexer.isDigit) {
        while let next = peek(), isDigit(next) { position += 1 }
    }

    private mutating func number() throws(CompileIssue) -> Token.Kind {
        let start = position
        if peek() == "0", peek(1) == "x" || peek(1) == "X" {
            position += 2
            digits { $0.properties.isASCIIHexDigit }
            return try integer(String(text(from: start).dropFirst(2)), radix: 16, start)
        }
        digits()
        var isDouble = false
        if peek() == ".", let next = peek(1), Self.isDigit(next) {
            isDouble = true
            position += 1
            digits()
        }
        let hasSign = peek(1) == "+" || peek(1) == "-"
        if peek() == "e" || peek() == "E", let next = peek(hasSign ? 2 : 1), Self.isDigit(next) {
            isDouble = true
            position += hasSign ? 2 : 1
            digits()
        }
        if isDouble { return .double(Double(text(from: start)) ?? .infinity) }
        return try integer(text(from: start), radix: 10, start)
    }

    private mutating func integer(
        _ digits: String, radix: Int, _ start: Int
    ) throws(CompileIssue) -> Token.Kind {
        let magnitude = UInt64(digits, radix: radix)
        if peek() == "u" || peek() == "U" {
            position += 1
            guard let magnitude else {
                throw CompileIssue(message: "Syntax error: invalid uint literal", place: start)
            }
            return .uint(magnitude)
        }
        if magnitude == Int64.min.magnitude { return .minInt }
        guard let number = magnitude.flatMap(Int64.init(exactly:)) else {
            throw CompileIssue(message: "Syntax error: invalid int literal", place: start)
        }
        return .int(number)
    }

    // MARK: - Strings

    /// Reads a string or bytes literal if one begins here: quotes of four kinds behind `r` and `b`.
    private mutating func stringLiteral() throws(CompileIssue) -> Bool {
        var offset = 0
        var (isRaw, isBytes) = (false, false)
        while let next = peek(offset), offset < 2 {
            if next == "r" || next == "R", !isRaw {
                isRaw = true
            } else if next == "b" || next == "B", !isBytes {
                isBytes = true
            } else {
                break
            }
            offset += 1
        }
        guard let quote = peek(offset), quote == "\"" || quote == "'" else { return false }
        let start = position
        let isTriple = peek(offset + 1) == quote && peek(offset + 2) == quote
        position += offset + (isTriple ? 3 : 1)
        var literal = StringLiteral(isBytes: isBytes)
        while true {
            guard let next = peek(), isTriple || next != "\n" else {
                throw CompileIssue(
                    message: "Syntax error: token recognition error at: '\(text(from: start))'",
                    place: start)
            }
            if next == quote, !isTriple || (peek(1) == quote && peek(2) == quote) { break }
            position += 1
            if next == "\\", !isRaw {
                position = try literal.escape(source, position)
            } else {
                literal.append(next)
                // What a backslash stands before in a raw string does not end it.
                if next == "\\", isRaw, let escaped = peek(), escaped == quote {
                    literal.append(escaped)
                    position += 1
                }
            }
        }
        position += isTriple ? 3 : 1
        add(isBytes ? .bytes(literal.bytes) : .string(literal.text), from: start)
        return true
    }
}

/// What has been read of a literal.
private struct StringLiteral {
    let isBytes: Bool
    private(set) var bytes: [UInt8] = []
    private(set) var text = ""

    init(isBytes: Bool) { self.isBytes = isBytes }

    mutating func append(_ scalar: Unicode.Scalar) {
        if isBytes { bytes += UTF8.encode(scalar).map(Array.init) ?? [] }
        text.unicodeScalars.append(scalar)
    }

    /// Takes in what follows a backslash at `position`; returns what lies behind.
    mutating func escape(_ source: [Unicode.Scalar], _ position: Int) throws(CompileIssue) -> Int {
        func issue() -> CompileIssue {
            CompileIssue(message: "Syntax error: invalid escape sequence", place: position - 1)
        }
        guard position < source.count else { throw issue() }
        let simple: [Unicode.Scalar: Unicode.Scalar] = [
            "a": "\u{7}", "b": "\u{8}", "f": "\u{c}", "n": "\n", "r": "\r", "t": "\t",
            "v": "\u{b}", "\\": "\\", "'": "'", "\"": "\"", "`": "`", "?": "?",
        ]
        if let scalar = simple[source[position]] {
            append(scalar)
            return position + 1
        }
        let (count, skipped, radix): (Int, Int, Int)
        switch source[position] {
        case "x", "X": (count, skipped, radix) = (2, 1, 16)
        case "u": (count, skipped, radix) = (4, 1, 16)
        case "U": (count, skipped, radix) = (8, 1, 16)
        case "0"..."3": (count, skipped, radix) = (3, 0, 8)
        default: throw issue()
        }
        let start = position + skipped
        guard start + count <= source.count else { throw issue() }
        var digits = ""
        digits.unicodeScalars.append(contentsOf: source[start..<start + count])
        guard let code = UInt32(digits, radix: radix) else { throw issue() }
        if isBytes, radix == 8 || count == 2 {
            guard let byte = UInt8(exactly: code) else { throw issue() }
            bytes.append(byte)
        } else {
            guard let scalar = Unicode.Scalar(code) else { throw issue() }
            append(scalar)
        }
        return start + count
    }
}
