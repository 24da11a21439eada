/// Evaluates `$((...))`: C's integer expressions in 64 bits, wrapping around.
struct Arithmetic {
    /// Why an expression has no value.
    enum Failure: Error, Sendable {
        case syntax
        case divisionByZero
        case notAName(String)
        case tooDeep
    }

    private let bytes: [UInt8]
    private var position = 0
    private var depth: Int
    /// Operands after a decided `&&`, `||` or `?:` are read but change nothing.
    private var isLive = true
    private var variables: [String: String]
    /// What the expression assigned, in order.
    private(set) var assignments: [(name: String, value: Int)] = []
    private let lookUp: (String) -> String?

    init(_ text: String, depth: Int = 0, lookUp: @escaping (String) -> String?) {
        bytes = text.bytes
        self.depth = depth
        self.lookUp = lookUp
        variables = [:]
    }

    /// The value of the whole text; an empty one is 0.
    mutating func evaluate() throws(Failure) -> Int {
        skipSpace()
        if position == bytes.count { return 0 }
        let value = try comma()
        skipSpace()
        guard position == bytes.count else { throw .syntax }
        return value
    }

    // MARK: - Scanning

    private mutating func skipSpace() {
        while position < bytes.count, bytes[position].isSpace { position += 1 }
    }

    /// Takes the operator if it comes next and no longer one does.
    private mutating func take(_ text: String, unlessFollowedBy others: String = "") -> Bool {
        skipSpace()
        let wanted = text.bytes
        guard position + wanted.count <= bytes.count,
            bytes[position..<position + wanted.count].elementsEqual(wanted)
        else { return false }
        let end = position + wanted.count
        if end < bytes.count, others.utf8.contains(bytes[end]) { return false }
        position = end
        return true
    }

    // MARK: - Levels of precedence

    private mutating func comma() throws(Failure) -> Int {
        var value = try assignment()
        while take(",") { value = try assignment() }
        return value
    }

    private mutating func assignment() throws(Failure) -> Int {
        depth += 1
        defer { depth -= 1 }
        if depth > ShellLimits.parserDepth { throw .tooDeep }
        let start = position
        skipSpace()
        if position < bytes.count, bytes[position].isNameStart {
            let name = name()
            for sign in ["<<=", ">>=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="]
            where take(sign) {
                let right = try assignment()
                let left = try value(of: name)
                return assign(name, try apply(String(sign.dropLast()), left, right))
            }
            if take("=", unlessFollowedBy: "=") { return assign(name, try assignment()) }
            position = start
        }
        return try ternary()
    }

    private mutating func ternary() throws(Failure) -> Int {
        let condition = try binary(0)
        guard take("?") else { return condition }
        let wasLive = isLive
        isLive = wasLive && condition != 0
        let yes = try assignment()
        guard take(":") else { throw .syntax }
        isLive = wasLive && condition == 0
        let no = try assignment()
        isLive = wasLive
        return condition != 0 ? yes : no
    }

    private static let levels: [[(sign: String, not: String)]] = [
        [("||", "")], [("&&", "")], [("|", "|=")], [("^", "=")], [("&", "&=")],
        [("==", ""), ("!=", "")], [("<=", ""), (">=", ""), ("<", "<"), (">", ">")],
        [("<<", "="), (">>", "=")], [("+", "=+"), ("-", "=-")],
        [("*", "=*"), ("/", "="), ("%", "=")], [("**", "")],
    ]

    private mutating func binary(_ level: Int) throws(Failure) -> Int {
        guard level < Self.levels.count else { return try unary() }
        var left = try binary(level + 1)
        scan: while true {
            for (sign, not) in Self.levels[level] where take(sign, unlessFollowedBy: not) {
                if sign == "&&" || sign == "||" {
                    let wasLive = isLive
                    isLive = wasLive && (sign == "&&") == (left != 0)
                    let right = try binary(level + 1)
                    isLive = wasLive
                    left =
                        sign == "&&"
                        ? (left != 0 && right != 0 ? 1 : 0) : (left != 0 || right != 0 ? 1 : 0)
                } else {
                    left = try apply(sign, left, try binary(level + 1))
                }
                continue scan
            }
            return left
        }
    }

    private func apply(_ sign: String, _ left: Int, _ right: Int) throws(Failure) -> Int {
        switch sign {
        case "|": return left | right
        case "^": return left ^ right
        case "&": return left & right
        case "==": return left == right ? 1 : 0
        case "!=": return left != right ? 1 : 0
        case "<=": return left <= right ? 1 : 0
        case ">=": return left >= right ? 1 : 0
        case "<": return left < right ? 1 : 0
        case ">": return left > right ? 1 : 0
        case "<<": return left &<< right
        case ">>": return left &>> right
        case "+": return left &+ right
        case "-": return left &- right
        case "*": return left &* right
        case "**":
            guard right >= 0 else { throw .syntax }
            var (power, base, exponent) = (1, left, right)
            while exponent > 0 {
                if exponent & 1 == 1 { power = power &* base }
                base = base &* base
                exponent >>= 1
            }
            return power
        case "/", "%":
            if right == 0 {
                if isLive { throw .divisionByZero }
                return 0
            }
            return sign == "/"
                ? left.dividedReportingOverflow(by: right).partialValue
                : left.remainderReportingOverflow(dividingBy: right).partialValue
        default: throw .syntax
        }
    }

    private mutating func unary() throws(Failure) -> Int {
        depth += 1
        defer { depth -= 1 }
        if depth > ShellLimits.parserDepth { throw .tooDeep }
        if take("++") { return try step(1) }
        if take("--") { return try step(-1) }
        if take("!") { return try unary() == 0 ? 1 : 0 }
        if take("~") { return ~(try unary()) }
        if take("-") { return 0 &- (try unary()) }
        if take("+") { return try unary() }
        return try primary()
    }

    private mutating func step(_ change: Int) throws(Failure) -> Int {
        skipSpace()
        guard position < bytes.count, bytes[position].isNameStart else { throw .syntax }
        let name = name()
        return assign(name, try value(of: name) &+ change)
    }

    private mutating func primary() throws(Failure) -> Int {
        skipSpace()
        guard position < bytes.count else { throw .syntax }
        if take("(") {
            let value = try comma()
            guard take(")") else { throw .syntax }
            return value
        }
        if bytes[position].isDigit { return try number() }
        guard bytes[position].isNameStart else { throw .syntax }
        let name = name()
        let value = try value(of: name)
        if take("++") { _ = assign(name, value &+ 1) }
        if take("--") { _ = assign(name, value &- 1) }
        return value
    }

    private mutating func number() throws(Failure) -> Int {
        let start = position
        while position < bytes.count, bytes[position].isNamePart || bytes[position] == 35 {
            position += 1
        }
        guard let value = Self.number(text(bytes[start..<position])) else { throw .syntax }
        return value
    }

    /// Decimal, `0x` hexadecimal, `0` octal or `base#digits`.
    static func number(_ text: String) -> Int? {
        let lower = text.lowercased()
        if lower.hasPrefix("0x") { return Int(lower.dropFirst(2), radix: 16) }
        if let hash = lower.firstIndex(of: "#") {
            guard let base = Int(lower[..<hash]), (2...36).contains(base) else { return nil }
            return Int(lower[lower.index(after: hash)...], radix: base)
        }
        if lower.count > 1, lower.hasPrefix("0") { return Int(lower.dropFirst(), radix: 8) }
        return Int(lower)
    }

    // MARK: - Variables

    private mutating func name() -> String {
        let start = position
        while position < bytes.count, bytes[position].isNamePart { position += 1 }
        return text(bytes[start..<position])
    }

    private mutating func value(of name: String) throws(Failure) -> Int {
        guard let text = variables[name] ?? lookUp(name) else { return 0 }
        let trimmed = text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" })
            .joined(separator: " ")
        if trimmed.isEmpty { return 0 }
        if let value = Int(trimmed), !trimmed.hasPrefix("0") || trimmed == "0" { return value }
        if depth > 20 { throw .tooDeep }
        var inner = Arithmetic(trimmed, depth: depth + 10, lookUp: lookUp)
        return try inner.evaluate()
    }

    private mutating func assign(_ name: String, _ value: Int) -> Int {
        if isLive {
            variables[name] = String(value)
            assignments.append((name, value))
        }
        return value
    }
}
