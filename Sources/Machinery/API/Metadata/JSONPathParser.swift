/// Reads a JSONPath template.
///
/// Upstream: kubernetes client-go/util/jsonpath/parser.go.
struct JSONPathParser {
    private typealias Step = JSONPath.Step

    private let input: [Character]
    private var position = 0
    /// Filters and unions hold templates of their own; nobody needs many levels.
    private let depth: Int
    private static let depthLimit = 16

    init(_ text: String, depth: Int = 0) {
        input = Array(text)
        self.depth = depth
    }

    mutating func parse() throws(JSONPathError) -> [JSONPath.Node] {
        var stack: [(head: [JSONPath.Step], body: [JSONPath.Node])] = [([], [])]
        while position < input.count {
            if input[position] != "{" {
                let start = position
                while position < input.count, input[position] != "{" { position += 1 }
                stack[stack.count - 1].body.append(.text(String(input[start..<position])))
                continue
            }
            position += 1
            let steps = try action()
            switch steps.first {
            case .identifier("range"):
                if stack.count > Self.depthLimit {
                    throw JSONPathError("range is nested too deeply")
                }
                stack.append((Array(steps.dropFirst()), []))
            case .identifier("end") where stack.count > 1:
                close(&stack)
            case .identifier("end"): stack[0].body.append(.strayEnd)
            default: stack[stack.count - 1].body.append(.action(steps))
            }
        }
        // A range without an end reaches to the end of the template.
        while stack.count > 1 { close(&stack) }
        return stack[0].body
    }

    private func close(_ stack: inout [(head: [JSONPath.Step], body: [JSONPath.Node])]) {
        let block = stack.removeLast()
        stack[stack.count - 1].body.append(.range(block.head, body: block.body))
    }

    /// The steps up to the closing brace, or up to the end of a nested template.
    private mutating func action(isNested: Bool = false) throws(JSONPathError) -> [Step] {
        var steps: [Step] = []
        while true {
            guard position < input.count else {
                if isNested { return steps }
                throw JSONPathError("unclosed action")
            }
            let character = input[position]
            if starts(with: "[?(") {
                steps.append(try filter())
            } else if starts(with: "..") {
                if case .recursive = steps.last {
                    throw JSONPathError("invalid multiple recursive descent")
                }
                position += 2
                steps.append(.recursive)
                if let next = peek(), Self.isAlphanumeric(next) { steps.append(field()) }
            } else if character == "}" {
                position += 1
                return steps
            } else if character == "\n" || character == "\r" || character == "\r\n" {
                throw JSONPathError("unclosed action")
            } else if character == " " || character == "@" || character == "$" {
                position += 1
            } else if character == "[" {
                steps += try brackets()
            } else if character == "\"" || character == "'" {
                steps.append(.literal(.string(try quoted(character))))
            } else if character == "." {
                position += 1
                steps.append(field())
            } else if character == "+" || character == "-" || character.isASCIIDigit {
                steps.append(try number())
            } else if Self.isAlphanumeric(character) {
                steps.append(identifier())
            } else {
                throw JSONPathError(
                    "unrecognized character in action: \(Self.described(character))")
            }
        }
    }

    private func peek() -> Character? { position < input.count ? input[position] : nil }

    private func starts(with prefix: String) -> Bool {
        input[position...].starts(with: prefix)
    }

    /// A name after a dot; a backslash protects the next character.
    private mutating func field() -> Step {
        var name = ""
        while let character = peek(), !Self.isTerminator(character) {
            position += 1
            if character == "\\" {
                guard let next = peek() else { break }
                name.append(next)
                position += 1
            } else {
                name.append(character)
            }
        }
        return name == "*" ? .wildcard : .field(name)
    }

    private mutating func identifier() -> Step {
        var word = ""
        while let character = peek(), !Self.isTerminator(character) {
            word.append(character)
            position += 1
        }
        switch word {
        case "true", "True", "TRUE": return .literal(true)
        case "false", "False", "FALSE": return .literal(false)
        default: return .identifier(word)
        }
    }

    private mutating func number() throws(JSONPathError) -> Step {
        var text = ""
        while let character = peek(), character.isASCIIDigit || "+-.eE".contains(character) {
            text.append(character)
            position += 1
        }
        if let number = Int64(text) { return .literal(.int(number)) }
        guard let number = Double(text) else { throw JSONPathError("cannot parse number \(text)") }
        return .literal(.double(number))
    }

    private mutating func quoted(_ quote: Character) throws(JSONPathError) -> String {
        position += 1
        var text = ""
        while let character = peek() {
            position += 1
            if character == quote { return text }
            if character == "\n" { break }
            guard character == "\\", let next = peek() else {
                text.append(character)
                continue
            }
            position += 1
            switch next {
            case "n": text.append("\n")
            case "t": text.append("\t")
            case "r": text.append("\r")
            case "a": text.append("\u{07}")
            case "b": text.append("\u{08}")
            case "f": text.append("\u{0C}")
            case "v": text.append("\u{0B}")
            default: text.append(next)
            }
        }
        throw JSONPathError("unterminated quoted string")
    }
}

// MARK: - Brackets

extension JSONPathParser {
    private mutating func brackets() throws(JSONPathError) -> [JSONPath.Step] {
        position += 1
        let start = position
        while let character = peek(), character != "]" {
            if character == "\n" { break }
            position += 1
        }
        guard peek() == "]" else { throw JSONPathError("unterminated array") }
        let text = String(input[start..<position])
        position += 1
        return try steps(inBrackets: text)
    }

    private func steps(inBrackets text: String) throws(JSONPathError) -> [JSONPath.Step] {
        if text == "*" { return [.slice(from: nil, to: nil, step: nil)] }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        if parts.count > 1 {
            var alternatives: [[JSONPath.Step]] = []
            for part in parts {
                alternatives.append(try steps(inBrackets: Self.trimmed(String(part))))
            }
            return [.union(alternatives)]
        }
        if text.count >= 2, text.hasPrefix("'"), text.hasSuffix("'"),
            !text.dropFirst().dropLast().contains("'")
        {
            return try nested("." + text.dropFirst().dropLast())
        }
        let bounds = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard bounds.count <= 3, bounds.allSatisfy({ $0.isEmpty || Int32($0) != nil }),
            !text.contains("+"), !text.isEmpty
        else { throw JSONPathError("invalid array index \(text)") }
        let numbers = bounds.map { Int32($0).map { Int($0) } }
        if numbers.count == 1, let index = numbers[0] { return [.index(index)] }
        return [
            .slice(
                from: numbers[0], to: numbers.count > 1 ? numbers[1] : nil,
                step: numbers.count > 2 ? numbers[2] : nil)
        ]
    }

    /// `[?(@.type=="Ready")]`: up to the parenthesis that no quotes protect.
    private mutating func filter() throws(JSONPathError) -> JSONPath.Step {
        position += 3
        let start = position
        var quote: Character?
        while let character = peek() {
            if character == "\n" { break }
            if let open = quote {
                if character == open, input[position - 1] != "\\" { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == ")" {
                let text = String(input[start..<position])
                position += 1
                guard peek() == "]" else { throw JSONPathError("unclosed array expect ]") }
                position += 1
                return try comparison(text)
            }
            position += 1
        }
        throw JSONPathError("unterminated filter")
    }

    private func comparison(_ text: String) throws(JSONPathError) -> JSONPath.Step {
        let signs: Set<Character> = ["!", "<", ">", "="]
        let left = text.prefix { !signs.contains($0) }
        let rest = text.dropFirst(left.count)
        let operation = rest.prefix { signs.contains($0) }
        let right = rest.dropFirst(operation.count)
        guard !left.isEmpty, !operation.isEmpty, !right.isEmpty else {
            return .filter(left: try nested(text), operation: "exists", right: [])
        }
        return .filter(
            left: try nested(String(left)), operation: String(operation),
            right: try nested(Self.trimmed(String(right))))
    }

    private func nested(_ text: String) throws(JSONPathError) -> [JSONPath.Step] {
        if depth >= Self.depthLimit { throw JSONPathError("filters are nested too deeply") }
        var parser = JSONPathParser(text, depth: depth + 1)
        return try parser.action(isNested: true)
    }

    private static func trimmed(_ text: String) -> String {
        let head = text.drop { $0 == " " }
        return String(head.reversed().drop { $0 == " " }.reversed())
    }

    private static func isTerminator(_ character: Character) -> Bool {
        character.isWhitespace || ".,[]$@{}".contains(character)
    }

    private static func isAlphanumeric(_ character: Character) -> Bool {
        character == "_" || character.isLetter || character.isNumber
    }

    /// Go's `%#U`: `U+0026 '&'`.
    private static func described(_ character: Character) -> String {
        let code = character.unicodeScalars.first?.value ?? 0
        let hex = String(code, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(4 - hex.count, 0)) + hex + " '\(character)'"
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { self >= "0" && self <= "9" && isASCII }
}
