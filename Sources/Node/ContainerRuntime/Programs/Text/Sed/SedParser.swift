/// Reads a sed script.
struct SedParser {
    private let bytes: [UInt8]
    private let isExtended: Bool
    private var position = 0
    private var lastPattern: RegularExpression?

    init(_ source: String, isExtended: Bool) {
        (bytes, self.isExtended) = (source.bytes, isExtended)
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skip(_ isSkipped: (UInt8) -> Bool) {
        while let byte = peek(), isSkipped(byte) { position += 1 }
    }

    mutating func parse() throws -> [SedCommand] {
        var commands: [SedCommand] = []
        var open: [Int] = []
        while true {
            skip { $0.isSpace || $0 == UInt8(ascii: ";") }
            guard let byte = peek() else { break }
            if byte == UInt8(ascii: "#") {
                skip { $0 != .newline }
                continue
            }
            var command = SedCommand(action: .groupEnd)
            command.first = try address()
            if command.first != nil, peek() == UInt8(ascii: ",") {
                position += 1
                skip { $0.isBlank }
                guard let second = try address(isSecond: true) else {
                    throw AppletFailure("unexpected ','")
                }
                command.second = second
            }
            skip { $0.isBlank }
            while peek() == UInt8(ascii: "!") {
                command.isNegated = true
                position += 1
                skip { $0.isBlank }
            }
            guard let letter = peek() else { throw AppletFailure("missing command") }
            position += 1
            switch letter {
            case UInt8(ascii: "{"):
                open.append(commands.count)
                command.action = .group(end: 0)
            case UInt8(ascii: "}"):
                guard let start = open.popLast() else { throw AppletFailure("unexpected '}'") }
                commands[start].action = .group(end: commands.count)
            default: command.action = try action(letter)
            }
            commands.append(command)
        }
        guard open.isEmpty else { throw AppletFailure("unterminated {") }
        return commands
    }

    private mutating func number() -> Int? {
        let start = position
        skip(\.isDigit)
        return start == position ? nil : Int(text(bytes[start..<position])) ?? .max
    }

    private mutating func address(isSecond: Bool = false) throws -> SedCommand.Address? {
        guard var byte = peek() else { return nil }
        if isSecond, byte == UInt8(ascii: "+") {
            position += 1
            return .offset(min(number() ?? 0, 1 << 40))
        }
        if byte.isDigit, let first = number() {
            guard peek() == UInt8(ascii: "~") else { return .line(first) }
            position += 1
            return .step(first, number() ?? 0)
        }
        if byte == .dollar {
            position += 1
            return .last
        }
        if byte == .backslash, position + 1 < bytes.count {
            position += 1
            byte = bytes[position]
        } else if byte != UInt8(ascii: "/") {
            return nil
        }
        position += 1
        let pattern = try delimited(byte)
        var ignoresCase = false
        if peek() == UInt8(ascii: "I") {
            ignoresCase = true
            position += 1
        }
        return .pattern(try expression(pattern, ignoresCase: ignoresCase))
    }

    /// The text up to `delimiter`, which may be escaped inside.
    private mutating func delimited(_ delimiter: UInt8) throws -> [UInt8] {
        var result: [UInt8] = []
        var isInSet = false
        while let byte = peek() {
            position += 1
            if byte == delimiter, !isInSet { return result }
            if byte == .backslash, let next = peek(), !isInSet {
                position += 1
                if next == delimiter {
                    result.append(next)
                } else if next == .newline {
                    result += [.backslash, .newline]
                } else {
                    result += [byte, next]
                }
                continue
            }
            if byte == UInt8(ascii: "["), delimiter != UInt8(ascii: "[") {
                // A bracket that is never closed is no set.
                isInSet =
                    isInSet
                    || bytes[position...].prefix { $0 != .newline }.contains(UInt8(ascii: "]"))
            } else if byte == UInt8(ascii: "]"), result.last != UInt8(ascii: "["),
                !(result.last == UInt8(ascii: "^") && result.dropLast().last == UInt8(ascii: "["))
            {
                isInSet = false
            }
            result.append(byte)
        }
        throw AppletFailure("unmatched '\(text([delimiter]))'")
    }

    private mutating func expression(
        _ pattern: [UInt8], ignoresCase: Bool
    ) throws -> RegularExpression {
        if pattern.isEmpty {
            guard let lastPattern else { throw AppletFailure("no previous regexp") }
            return lastPattern
        }
        do throws(RegularExpression.Failure) {
            let expression = try RegularExpression(
                text(pattern), syntax: isExtended ? .extended : .basic, ignoresCase: ignoresCase)
            lastPattern = expression
            return expression
        } catch {
            throw AppletFailure("bad regex '\(text(pattern))': \(error.text)")
        }
    }

    private mutating func action(_ letter: UInt8) throws -> SedCommand.Action {
        switch letter {
        case UInt8(ascii: "s"): return try substitution()
        case UInt8(ascii: "y"):
            guard let delimiter = peek() else {
                throw AppletFailure("bad format in substitution expression")
            }
            position += 1
            let from = Escapes.decode(try delimited(delimiter), style: .ansi).bytes
            let to = Escapes.decode(try delimited(delimiter), style: .ansi).bytes
            guard from.count == to.count else {
                throw AppletFailure("strings for y command are different lengths")
            }
            return .translate(from, to)
        case UInt8(ascii: "a"), UInt8(ascii: "i"), UInt8(ascii: "c"):
            return .text(letter, try textArgument())
        case UInt8(ascii: "q"), UInt8(ascii: "Q"):
            skip { $0.isBlank }
            let code = number() ?? 0
            return .quit(Int32(truncatingIfNeeded: code & 255), prints: letter == UInt8(ascii: "q"))
        case UInt8(ascii: "b"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: ":"):
            skip { $0.isBlank }
            let start = position
            skip { !$0.isSpace && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "}") }
            let name = text(bytes[start..<position])
            return letter == UInt8(ascii: ":") ? .label(name) : .jump(letter, name)
        default:
            guard "pdDnNgGhHxP=l".utf8.contains(letter) else {
                throw AppletFailure("unsupported command \(text([letter]))")
            }
            return .simple(letter)
        }
    }

    /// The text of `a`, `i`, `c`: the rest of the line, with escaped newlines.
    private mutating func textArgument() throws -> [UInt8] {
        skip { $0.isBlank }
        if peek() == .backslash {
            position += 1
            let start = position
            skip { $0.isBlank }
            // Blanks behind the backslash are text, unless the text begins on the next line.
            if peek() == .newline { position += 1 } else { position = start }
        }
        var result: [UInt8] = []
        while let byte = peek(), byte != .newline {
            position += 1
            if byte == .backslash, let next = peek() {
                position += 1
                result.append(next)
            } else {
                result.append(byte)
            }
        }
        return result + [.newline]
    }

    private mutating func substitution() throws -> SedCommand.Action {
        guard let delimiter = peek(), delimiter != .newline, delimiter != .backslash else {
            throw AppletFailure("bad format in substitution expression")
        }
        position += 1
        let pattern = try delimited(delimiter)
        let replacement = try replacementText(delimiter)
        var (all, prints, ignoresCase, count) = (false, false, false, 1)
        flags: while let byte = peek() {
            switch byte {
            case UInt8(ascii: "g"): all = true
            case UInt8(ascii: "p"): prints = true
            case UInt8(ascii: "i"), UInt8(ascii: "I"): ignoresCase = true
            case 49...57:
                count = number() ?? 1
                continue flags
            case .newline, UInt8(ascii: ";"), UInt8(ascii: "}"), UInt8(ascii: "#"), .space, .tab:
                break flags
            default: throw AppletFailure("unknown option to s command")
            }
            position += 1
        }
        return .substitute(
            try expression(pattern, ignoresCase: ignoresCase), replacement: replacement, all: all,
            number: count, prints: prints)
    }

    private mutating func replacementText(_ delimiter: UInt8) throws -> [SedCommand.Piece] {
        var pieces: [SedCommand.Piece] = []
        var literal: [UInt8] = []
        func flushed() -> [SedCommand.Piece] { literal.isEmpty ? [] : [.text(literal)] }
        while let byte = peek() {
            position += 1
            if byte == delimiter { return pieces + flushed() }
            if byte == UInt8(ascii: "&") {
                pieces += flushed() + [.group(0)]
                literal = []
            } else if byte == .backslash, let next = peek() {
                position += 1
                switch next {
                case 48...57:
                    pieces += flushed() + [.group(Int(next) - 48)]
                    literal = []
                case UInt8(ascii: "U"), UInt8(ascii: "L"), UInt8(ascii: "E"), UInt8(ascii: "u"),
                    UInt8(ascii: "l"):
                    pieces += flushed() + [.changeCase(next)]
                    literal = []
                case UInt8(ascii: "n"): literal.append(.newline)
                case UInt8(ascii: "t"): literal.append(.tab)
                default: literal.append(next)
                }
            } else {
                literal.append(byte)
            }
        }
        throw AppletFailure("unmatched '\(text([delimiter]))'")
    }
}
