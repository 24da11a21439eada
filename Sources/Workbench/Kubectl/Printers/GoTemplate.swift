import API

/// The part of Go's templates that people use with `-o go-template`.
///
/// `{{.a.b}}`, `{{range .items}}...{{else}}...{{end}}`, `{{if .x}}...{{else}}...{{end}}`,
/// `{{index .m "key" 0}}`, `{{"text"}}`, `{{.}}`, `{{len .items}}`, `{{- ... -}}`.
/// Differs: variables, pipelines and other functions are refused by name.
struct GoTemplate: Sendable {
    private indirect enum Node: Sendable {
        case text(String)
        case show(String)
        case range(String, body: [Node], otherwise: [Node])
        case condition(String, body: [Node], otherwise: [Node])
    }
    private enum Token { case text(String), action(String) }

    private let nodes: [Node]

    init(_ template: String) throws(KubectlError) {
        var tokens = try Self.tokens(template)[...]
        let (nodes, end) = try Self.parse(&tokens, depth: 0)
        guard end == nil else { throw Self.broken("unexpected {{\(end ?? "")}}") }
        self.nodes = nodes
    }

    private static func broken(_ why: String) -> KubectlError {
        .message("error parsing template: template: output: \(why)")
    }

    private static func tokens(_ template: String) throws(KubectlError) -> [Token] {
        var tokens: [Token] = []
        var rest = template[...]
        var trimsNext = false
        while !rest.isEmpty {
            let open = rest.firstRange(of: "{{")
            var text = String(rest[..<(open?.lowerBound ?? rest.endIndex)])
            if trimsNext { text = String(text.drop(while: \.isWhitespace)) }
            rest = open.map { rest[$0.upperBound...] } ?? ""
            if open != nil, rest.hasPrefix("- ") {
                while text.last?.isWhitespace == true { text.removeLast() }
                rest = rest.dropFirst()
            }
            if !text.isEmpty { tokens.append(.text(text)) }
            guard open != nil else { break }
            guard let close = rest.firstRange(of: "}}") else { throw broken("unclosed action") }
            var action = rest[..<close.lowerBound]
            trimsNext = action.hasSuffix(" -")
            if trimsNext { action = action.dropLast() }
            tokens.append(.action(action.trimmed))
            rest = rest[close.upperBound...]
        }
        return tokens
    }

    /// Nodes up to the `end` or `else` that is given back.
    private static func parse(
        _ tokens: inout ArraySlice<Token>, depth: Int
    ) throws(KubectlError) -> ([Node], String?) {
        guard depth < 64 else { throw broken("nested too deeply") }
        var nodes: [Node] = []
        while let token = tokens.popFirst() {
            switch token {
            case .text(let text): nodes.append(.text(text))
            case .action(let action):
                if action == "end" || action == "else" { return (nodes, action) }
                if action.hasPrefix("/*") { continue }
                guard action.hasPrefix("range ") || action.hasPrefix("if ") else {
                    nodes.append(.show(action))
                    continue
                }
                let isRange = action.hasPrefix("range ")
                let operand = action.dropFirst(isRange ? 6 : 3).trimmed
                var (body, end) = try parse(&tokens, depth: depth + 1)
                var otherwise: [Node] = []
                if end == "else" { (otherwise, end) = try parse(&tokens, depth: depth + 1) }
                guard end == "end" else { throw broken("unexpected EOF") }
                nodes.append(
                    isRange
                        ? .range(operand, body: body, otherwise: otherwise)
                        : .condition(operand, body: body, otherwise: otherwise))
                body = []
            }
        }
        return (nodes, nil)
    }

    func text(_ object: Value) throws(KubectlError) -> String {
        var output = ""
        try Self.run(nodes, object, into: &output)
        return output
    }

    private static func run(
        _ nodes: [Node], _ dot: Value, into output: inout String
    ) throws(KubectlError) {
        for node in nodes {
            switch node {
            case .text(let text): output += text
            case .show(let action):
                output += try evaluate(action, dot).map(GoText.plain) ?? "<no value>"
            case .condition(let operand, let body, let otherwise):
                try run(isTrue(try evaluate(operand, dot)) ? body : otherwise, dot, into: &output)
            case .range(let operand, let body, let otherwise):
                let value = try evaluate(operand, dot)
                let items = value.array ?? value.object?.sorted.map(\.value) ?? []
                if items.isEmpty { try run(otherwise, dot, into: &output) }
                for item in items { try run(body, item, into: &output) }
            }
        }
    }

    private static func isTrue(_ value: Value?) -> Bool {
        switch value {
        case nil, .null, .bool(false), .int(0), .string(""): false
        case .array(let items): !items.isEmpty
        case .object(let object): !object.isEmpty
        default: true
        }
    }

    private static func evaluate(_ action: String, _ dot: Value) throws(KubectlError) -> Value? {
        let words = try Words.split(action)
        guard let first = words.first else { throw broken("missing value for command") }
        if first == "index" || first == "len" {
            guard words.count > 1 else { throw broken("wrong number of args for \(first)") }
            var value = try operand(words[1], dot)
            if first == "len" {
                let count =
                    value.array?.count ?? value.object?.count ?? value.string?.utf8.count ?? 0
                return .int(Int64(count))
            }
            for word in words.dropFirst(2) {
                let key = try operand(word, dot)
                if let position = key.int, let items = value.array {
                    guard items.indices.contains(position) else {
                        throw broken("index out of range: \(position)")
                    }
                    value = items[position]
                } else {
                    value = value[key.string ?? ""]
                }
            }
            return value
        }
        guard words.count == 1 else {
            throw broken("function \"\(first)\" is not supported by this kubectl")
        }
        return try operand(first, dot)
    }

    /// `.`, `.a.b`, `"text"`, `12`.
    private static func operand(_ word: String, _ dot: Value) throws(KubectlError) -> Value? {
        if word == "." { return dot }
        if word.hasPrefix(".") {
            var value: Value? = dot
            for name in word.dropFirst().split(separator: ".") { value = value[String(name)] }
            return value
        }
        if word.hasPrefix("\"") || word.hasPrefix("`") { return .string(Words.unquoted(word)) }
        if let number = Int64(word) { return .int(number) }
        throw broken("function \"\(word)\" not defined")
    }
}

/// Words with quotes, as templates have them.
private enum Words {
    static func split(_ text: String) throws(KubectlError) -> [String] {
        var words: [String] = []
        var current = ""
        var quote: Character?
        var isEscaped = false
        for character in text {
            if let open = quote {
                current.append(character)
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == open {
                    quote = nil
                }
            } else if character == "\"" || character == "`" {
                quote = character
                current.append(character)
            } else if character.isWhitespace {
                if !current.isEmpty { words.append(current) }
                current = ""
            } else {
                current.append(character)
            }
        }
        guard quote == nil else {
            throw .message("error parsing template: unterminated quoted string")
        }
        if !current.isEmpty { words.append(current) }
        return words
    }

    static func unquoted(_ word: String) -> String {
        let body = String(word.dropFirst().dropLast())
        guard word.hasPrefix("\"") else { return body }
        return body.replacing("\\n", with: "\n").replacing("\\t", with: "\t").replacing(
            "\\\"", with: "\"")
    }
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmed: String {
        var body = self[...].drop(while: \.isWhitespace)
        while body.last?.isWhitespace == true { body = body.dropLast() }
        return String(body)
    }
}
