import Simulation

/// `expr`: one expression, each word an argument.
struct ExprProgram: Applet {
    static let usage = "EXPRESSION"

    func main(_ call: Call) async throws -> Int32 {
        guard !call.arguments.isEmpty else { throw AppletFailure("too few arguments", status: 2) }
        var expression = ExprExpression(call.arguments)
        let value = try expression.evaluate()
        try await call.print(value)
        return value.isEmpty || value == "0" ? 1 : 0
    }
}

/// Evaluates the words of `expr` by recursive descent, the loosest operator first.
///
/// ```
///   |   &   = == != < <= > >=   + -   * / %   STRING : REGEX
/// ```
/// Source: POSIX `expr`; `length`, `substr`, `index`, `match` and `quote` are GNU's and BusyBox's.
struct ExprExpression {
    private var words: ArraySlice<String>
    private var depth = 0

    init(_ words: [String]) { self.words = words[...] }

    /// **Throws** an `AppletFailure` of status 2 for whatever is wrong.
    mutating func evaluate() throws(AppletFailure) -> String {
        let value = try either()
        guard words.isEmpty else { throw Self.syntaxError }
        return value
    }

    private static let syntaxError = AppletFailure("syntax error", status: 2)

    private static func isTrue(_ value: String) -> Bool { !value.isEmpty && value != "0" }

    private mutating func take(_ operators: [String]) -> String? {
        guard let word = words.first, operators.contains(word) else { return nil }
        return words.removeFirst()
    }

    private mutating func either() throws(AppletFailure) -> String {
        depth += 1
        defer { depth -= 1 }
        guard depth < ShellLimits.parserDepth else { throw Self.syntaxError }
        var left = try both()
        while take(["|"]) != nil {
            let right = try both()
            if !Self.isTrue(left) { left = right }
        }
        return left
    }

    private mutating func both() throws(AppletFailure) -> String {
        var left = try comparison()
        while take(["&"]) != nil {
            let right = try comparison()
            if !Self.isTrue(left) || !Self.isTrue(right) { left = "0" }
        }
        return left
    }

    private mutating func comparison() throws(AppletFailure) -> String {
        var left = try sum()
        while let sign = take(["=", "==", "!=", "<", "<=", ">", ">="]) {
            let right = try sum()
            let order: Int
            if let a = Int(left), let b = Int(right) {
                order = a < b ? -1 : a > b ? 1 : 0
            } else {
                let isLess = left.utf8.lexicographicallyPrecedes(right.utf8)
                order = left.bytes == right.bytes ? 0 : isLess ? -1 : 1
            }
            let holds =
                switch sign {
                case "<": order < 0
                case "<=": order <= 0
                case ">": order > 0
                case ">=": order >= 0
                case "!=": order != 0
                default: order == 0
                }
            left = holds ? "1" : "0"
        }
        return left
    }

    private mutating func sum() throws(AppletFailure) -> String {
        var left = try product()
        while let sign = take(["+", "-"]) {
            let (a, b) = (try Self.number(left), try Self.number(try product()))
            left = String(sign == "+" ? a &+ b : a &- b)
        }
        return left
    }

    private mutating func product() throws(AppletFailure) -> String {
        var left = try match()
        while let sign = take(["*", "/", "%"]) {
            let (a, b) = (try Self.number(left), try Self.number(try match()))
            if sign == "*" {
                left = String(a &* b)
                continue
            }
            guard b != 0 else { throw AppletFailure("division by zero", status: 2) }
            left = String(
                sign == "/"
                    ? a.dividedReportingOverflow(by: b).partialValue
                    : a.remainderReportingOverflow(dividingBy: b).partialValue)
        }
        return left
    }

    private static func number(_ word: String) throws(AppletFailure) -> Int {
        guard let number = Int(word) else {
            throw AppletFailure("non-numeric argument", status: 2)
        }
        return number
    }

    private mutating func match() throws(AppletFailure) -> String {
        var left = try primary()
        while take([":"]) != nil { left = try Self.match(left, try primary()) }
        return left
    }

    /// The first group, or the length of what matched from the start on.
    private static func match(_ value: String, _ pattern: String) throws(AppletFailure) -> String {
        do throws(RegularExpression.Failure) {
            let expression = try RegularExpression(
                pattern.hasPrefix("^") ? pattern : "^" + pattern, syntax: .basic)
            let found = try expression.firstMatch(in: value.bytes)
            if expression.groupCount > 0 {
                let group = found.flatMap { $0.groups.count > 1 ? $0.groups[1] : nil }
                return group.map { text(value.bytes[$0]) } ?? ""
            }
            return String(found.map { text(value.bytes[$0.range]).unicodeScalars.count } ?? 0)
        } catch {
            throw AppletFailure("\(pattern): \(error.text)", status: 2)
        }
    }

    private mutating func primary() throws(AppletFailure) -> String {
        guard let word = words.popFirst() else { throw Self.syntaxError }
        switch word {
        case "(":
            let value = try either()
            guard take([")"]) != nil else { throw Self.syntaxError }
            return value
        case ")": throw Self.syntaxError
        case "length" where !words.isEmpty:
            return String(try operand().unicodeScalars.count)
        case "quote" where !words.isEmpty: return try operand()
        case "match" where words.count >= 2:
            return try Self.match(try operand(), try operand())
        case "index" where words.count >= 2:
            let (value, characters) = (try operand(), try operand())
            let place = value.unicodeScalars.enumerated().first { _, scalar in
                characters.unicodeScalars.contains(scalar)
            }
            return String(place.map { $0.offset + 1 } ?? 0)
        case "substr" where words.count >= 3: return try substring()
        default: return word
        }
    }

    private mutating func operand() throws(AppletFailure) -> String {
        guard let word = words.popFirst() else { throw Self.syntaxError }
        return word
    }

    private mutating func substring() throws(AppletFailure) -> String {
        let value = Array(try operand().unicodeScalars)
        let (start, length) = (try Self.number(try operand()), try Self.number(try operand()))
        guard start > 0, length > 0, start <= value.count else { return "" }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: value[(start - 1)...].prefix(length))
        return String(view)
    }
}
