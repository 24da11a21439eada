/// Reads the text of a label selector: one token of lookahead, upstream's words for errors.
///
/// Upstream: kubernetes apimachinery/pkg/labels/selector.go Lexer, Parser.
struct SelectorParser {
    private enum Token: Hashable {
        case closedParenthesis, comma, exclamation, doubleEquals, end, equals, greaterThan
        case identifier, `in`, lessThan, notEquals, notIn, openParenthesis, error
    }
    private typealias Item = (token: Token, text: String)

    private var items: [Item] = []
    private var position = 0

    init(_ text: String) { items = Self.tokens(of: Array(text.utf8)) }

    mutating func parse() throws(SelectorError) -> [LabelRequirement] {
        var requirements: [LabelRequirement] = []
        while true {
            let next = peek()
            switch next.token {
            case .end: return requirements
            case .identifier, .exclamation: break
            default:
                throw SelectorError(
                    "found '\(next.text)', expected: !, identifier, or 'end of string'")
            }
            requirements.append(try requirement())
            let separator = take()
            switch separator.token {
            case .end: return requirements
            case .comma:
                let following = peek()
                if following.token != .identifier, following.token != .exclamation {
                    throw SelectorError(
                        "found '\(following.text)', expected: identifier after ','")
                }
            default:
                throw SelectorError("found '\(separator.text)', expected: ',' or 'end of string'")
            }
        }
    }

    private mutating func requirement() throws(SelectorError) -> LabelRequirement {
        do throws(SelectorError) {
            let requirement = try readRequirement()
            if let problem = requirement.problem() { throw SelectorError(problem) }
            return requirement
        } catch {
            throw SelectorError("unable to parse requirement: \(error)")
        }
    }

    private mutating func readRequirement() throws(SelectorError) -> LabelRequirement {
        var isNegated = false
        var item = take()
        if item.token == .exclamation {
            isNegated = true
            item = take()
        }
        guard item.token == .identifier else { throw expected("identifier", item) }
        let key = item.text
        let problems = Names.qualifiedName(key)
        if !problems.isEmpty {
            throw SelectorError(
                "<nil>: Invalid value: \(GoText.quoted(key)): " + problems.joined(separator: "; "))
        }
        if isNegated { return LabelRequirement(key: key, operation: .doesNotExist) }
        let next = peek()
        if next.token == .end || next.token == .comma {
            return LabelRequirement(key: key, operation: .exists)
        }
        let operation = try operation()
        let values = operation == .in || operation == .notIn ? try values() : try exactValue()
        return LabelRequirement(key: key, operation: operation, values: values)
    }

    private mutating func operation() throws(SelectorError) -> LabelRequirement.Operation {
        let item = take(asValue: false)
        switch item.token {
        case .in: return .in
        case .notIn: return .notIn
        case .equals: return .equals
        case .doubleEquals: return .doubleEquals
        case .notEquals: return .notEquals
        case .greaterThan: return .greaterThan
        case .lessThan: return .lessThan
        default: throw expected("in, notin, =, ==, !=, gt, lt", item)
        }
    }

    private mutating func exactValue() throws(SelectorError) -> [String] {
        let next = peek()
        if next.token == .end || next.token == .comma { return [""] }
        let item = take()
        guard item.token == .identifier else { throw expected("identifier", item) }
        return [item.text]
    }

    private mutating func values() throws(SelectorError) -> [String] {
        let opening = take()
        guard opening.token == .openParenthesis else {
            throw SelectorError("found '\(opening.text)' expected: '('")
        }
        let first = peek()
        switch first.token {
        case .closedParenthesis:
            _ = take()
            return []
        case .identifier, .comma: break
        default: throw expected("',', ')' or identifier", first)
        }
        let values = try list()
        let closing = take()
        guard closing.token == .closedParenthesis else { throw expected("')'", closing) }
        return values
    }

    /// What stands between parentheses; `(,)` holds the empty value.
    private mutating func list() throws(SelectorError) -> [String] {
        var values: [String] = []
        while true {
            let item = take()
            switch item.token {
            case .identifier:
                values.append(item.text)
                let next = peek()
                if next.token == .closedParenthesis { return values }
                if next.token != .comma { throw expected("',' or ')'", next) }
            case .comma:
                if values.isEmpty { values.append("") }
                let next = peek()
                if next.token == .closedParenthesis { return values + [""] }
                if next.token == .comma {
                    _ = take()
                    values.append("")
                }
            default: throw expected("',', or identifier", item)
            }
        }
    }

    private func expected(_ what: String, _ item: Item) -> SelectorError {
        SelectorError("found '\(item.text)', expected: \(what)")
    }

    /// `asValue`: the words `in` and `notin` count as identifiers.
    private func peek(asValue: Bool = true) -> Item {
        guard position < items.count else { return (.end, "") }
        let item = items[position]
        if asValue, item.token == .in || item.token == .notIn { return (.identifier, item.text) }
        return item
    }

    private mutating func take(asValue: Bool = true) -> Item {
        let item = peek(asValue: asValue)
        position += 1
        return item
    }
}

// MARK: - Tokens

extension SelectorParser {
    private static let symbols: [String: Token] = [
        ")": .closedParenthesis, ",": .comma, "!": .exclamation, "==": .doubleEquals,
        "=": .equals, ">": .greaterThan, "<": .lessThan, "!=": .notEquals, "(": .openParenthesis,
    ]

    private static func tokens(of bytes: [UInt8]) -> [Item] {
        var items: [Item] = []
        var position = 0
        while position < bytes.count {
            if isSpace(bytes[position]) {
                position += 1
            } else if isSymbol(bytes[position]) {
                items.append(symbol(in: bytes, at: &position))
            } else {
                let start = position
                while position < bytes.count, !isSpace(bytes[position]), !isSymbol(bytes[position])
                {
                    position += 1
                }
                let word = String(decoding: bytes[start..<position], as: UTF8.self)
                items.append((word == "in" ? .in : word == "notin" ? .notIn : .identifier, word))
            }
        }
        return items
    }

    /// The longest run of symbol characters that means something.
    private static func symbol(in bytes: [UInt8], at position: inout Int) -> Item {
        var text = ""
        var best: Item?
        while position < bytes.count, isSymbol(bytes[position]) {
            text.append(Character(Unicode.Scalar(bytes[position])))
            if let token = symbols[text] {
                best = (token, text)
            } else if best != nil {
                break
            }
            position += 1
        }
        return best ?? (.error, "error expected: keyword found '\(text)'")
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 32 || byte == 9 || byte == 10 || byte == 13
    }

    private static func isSymbol(_ byte: UInt8) -> Bool { "=!(),><".utf8.contains(byte) }
}
