/// Reads an expression by recursive descent, one function for each level of precedence.
///
/// Macros become comprehensions as they are read; calls into a namespace (`sets.contains(a, b)`)
/// become calls of one function with that whole name.
struct Parser {
    private var tokens: [Token]
    private var position = 0
    private var depth = 0
    /// As deep as cel-go reads, and as the stack bears.
    private static let depthMax = 250

    static func parse(_ source: String) throws(CompileIssue) -> Expression {
        var parser = Parser(tokens: try Lexer.tokens(of: source))
        let expression = try parser.expression()
        guard case .end = parser.token.kind else {
            throw CompileIssue(
                message: "Syntax error: extraneous input '\(parser.token.text)' expecting <EOF>",
                place: parser.token.place)
        }
        return expression
    }

    private init(tokens: [Token]) { self.tokens = tokens }

    private var token: Token { tokens[position] }

    private func isAt(_ symbol: String) -> Bool { token.kind == .symbol(symbol) }

    private mutating func skip(_ symbol: String) -> Bool {
        guard isAt(symbol) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ symbol: String) throws(CompileIssue) {
        guard skip(symbol) else { throw mismatch("'\(symbol)'") }
    }

    private func mismatch(_ expected: String) -> CompileIssue {
        CompileIssue(
            message: "Syntax error: mismatched input '\(token.text)' expecting \(expected)",
            place: token.place)
    }

    /// Counts a level of the tree, which the evaluator will descend too.
    private mutating func descend() throws(CompileIssue) {
        depth += 1
        guard depth <= Self.depthMax else {
            throw CompileIssue(
                message: "expression recursion limit exceeded: \(Self.depthMax)", place: 0)
        }
    }

    // MARK: - Operators

    private mutating func expression() throws(CompileIssue) -> Expression {
        try descend()
        defer { depth -= 1 }
        let condition = try disjunction()
        let place = token.place
        guard skip("?") else { return condition }
        let then = try disjunction()
        try expect(":")
        let otherwise = try expression()
        return .call("_?_:_", target: nil, [condition, then, otherwise], place)
    }

    private mutating func disjunction() throws(CompileIssue) -> Expression {
        var terms = [try conjunction()]
        var places: [Int] = []
        while isAt("||") {
            places.append(token.place)
            position += 1
            terms.append(try conjunction())
        }
        return Self.balanced("_||_", terms[...], places[...])
    }

    private mutating func conjunction() throws(CompileIssue) -> Expression {
        var terms = [try relation()]
        var places: [Int] = []
        while isAt("&&") {
            places.append(token.place)
            position += 1
            terms.append(try relation())
        }
        return Self.balanced("_&&_", terms[...], places[...])
    }

    /// Long chains as trees of little depth, as cel-go does.
    private static func balanced(
        _ name: String, _ terms: ArraySlice<Expression>, _ places: ArraySlice<Int>
    ) -> Expression {
        guard terms.count > 1 else { return terms[terms.startIndex] }
        let middle = places.startIndex + places.count / 2
        let left = terms[terms.startIndex...(terms.startIndex + places.count / 2)]
        return .call(
            name, target: nil,
            [
                balanced(name, left, places[..<middle]),
                balanced(name, terms[left.endIndex...], places[(middle + 1)...]),
            ], places[middle])
    }

    private mutating func relation() throws(CompileIssue) -> Expression {
        try chain(["<", "<=", ">=", ">", "==", "!=", "in"]) { (parser) throws(CompileIssue) in
            try parser.chain(["+", "-"]) { (parser) throws(CompileIssue) in
                try parser.chain(["*", "/", "%"]) { (parser) throws(CompileIssue) in
                    try parser.unary()
                }
            }
        }
    }

    private mutating func chain(
        _ operators: [String], _ next: (inout Parser) throws(CompileIssue) -> Expression
    ) throws(CompileIssue) -> Expression {
        var left = try next(&self)
        let before = depth
        while case .symbol(let symbol) = token.kind, operators.contains(symbol) {
            let place = token.place
            position += 1
            try descend()
            left = .call(
                symbol == "in" ? "@in" : "_\(symbol)_", target: nil, [left, try next(&self)], place)
        }
        depth = before
        return left
    }

    private mutating func unary() throws(CompileIssue) -> Expression {
        let place = token.place
        if skip("!") {
            try descend()
            defer { depth -= 1 }
            return .call("!_", target: nil, [try unary()], place)
        }
        guard skip("-") else { return try member() }
        try descend()
        defer { depth -= 1 }
        // A literal takes its sign in: the least integer cannot be written otherwise.
        switch token.kind {
        case .minInt:
            position += 1
            return try suffixes(.literal(.int(.min), place))
        case .int(let number):
            position += 1
            return try suffixes(.literal(.int(-number), place))
        case .double(let number):
            position += 1
            return try suffixes(.literal(.double(-number), place))
        default: return .call("-_", target: nil, [try unary()], place)
        }
    }

    // MARK: - Members

    private mutating func member() throws(CompileIssue) -> Expression {
        try suffixes(try primary())
    }

    private mutating func suffixes(_ first: Expression) throws(CompileIssue) -> Expression {
        var operand = first
        let before = depth
        while true {
            let place = token.place
            if skip(".") {
                try descend()
                operand = try field(of: operand, place)
            } else if skip("[") {
                try descend()
                let isOptional = skip("?")
                let index = try expression()
                try expect("]")
                operand = .call(
                    isOptional ? "_[?_]" : "_[_]", target: nil, [operand, index], place)
            } else if isAt("{"), let name = Self.dottedName(operand) {
                position += 1
                operand = .message(name, try fields(), place)
            } else {
                depth = before
                return operand
            }
        }
    }

    private mutating func field(
        of operand: Expression, _ place: Int
    ) throws(CompileIssue) -> Expression {
        let isOptional = skip("?")
        let name: String
        switch token.kind {
        case .identifier(let text): name = text
        // A keyword is no identifier, but may name a field in none of its meanings.
        case .quotedIdentifier(let text): name = text
        default: throw mismatch("IDENTIFIER")
        }
        position += 1
        let call = token.place
        guard !isOptional, skip("(") else {
            return .select(operand, field: name, isTest: false, isOptional: isOptional, place)
        }
        let arguments = try self.arguments(until: ")")
        if let macro = try Macros.expand(name, target: operand, arguments, call) { return macro }
        if case .identifier(let namespace, _) = operand,
            FunctionTable.shared.overloads["\(namespace).\(name)"] != nil
        {
            return .call("\(namespace).\(name)", target: nil, arguments, call)
        }
        return .call(name, target: operand, arguments, call)
    }

    private mutating func arguments(until end: String) throws(CompileIssue) -> [Expression] {
        var arguments: [Expression] = []
        guard !skip(end) else { return [] }
        repeat { arguments.append(try expression()) } while skip(",")
        try expect(end)
        return arguments
    }

    // MARK: - Primaries

    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let",
        "loop", "package", "namespace", "return", "var", "void", "while",
    ]

    private mutating func primary() throws(CompileIssue) -> Expression {
        let token = self.token
        position += 1
        switch token.kind {
        case .int(let number): return .literal(.int(number), token.place)
        case .uint(let number): return .literal(.uint(number), token.place)
        case .double(let number): return .literal(.double(number), token.place)
        case .string(let text): return .literal(.string(text), token.place)
        case .bytes(let bytes): return .literal(.bytes(bytes), token.place)
        case .symbol("true"): return .literal(.bool(true), token.place)
        case .symbol("false"): return .literal(.bool(false), token.place)
        case .symbol("null"): return .literal(.null, token.place)
        case .symbol("("):
            let inner = try expression()
            try expect(")")
            return inner
        case .symbol("["): return try list(token.place)
        case .symbol("{"): return try map(token.place)
        case .symbol("."), .identifier: return try name(token)
        case .minInt:
            throw CompileIssue(message: "Syntax error: invalid int literal", place: token.place)
        case .quotedIdentifier, .symbol, .end:
            position -= 1
            throw mismatch(
                "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, "
                    + "NUM_UINT, STRING, BYTES, IDENTIFIER}")
        }
    }

    private mutating func name(_ first: Token) throws(CompileIssue) -> Expression {
        if first.kind == .symbol(".") { position += 1 }
        let token = tokens[position - 1]
        guard case .identifier(let name) = token.kind else {
            position -= 1
            throw mismatch("IDENTIFIER")
        }
        guard !Self.reserved.contains(name) else {
            throw CompileIssue(
                message: "Syntax error: reserved identifier: \(name)", place: token.place)
        }
        let call = self.token.place
        guard skip("(") else { return .identifier(name, token.place) }
        let arguments = try self.arguments(until: ")")
        if let macro = try Macros.expand(name, target: nil, arguments, call) { return macro }
        return .call(name, target: nil, arguments, call)
    }

    private mutating func list(_ place: Int) throws(CompileIssue) -> Expression {
        var items: [(item: Expression, isOptional: Bool)] = []
        while !skip("]") {
            let isOptional = skip("?")
            items.append((try expression(), isOptional))
            guard skip(",") else {
                try expect("]")
                break
            }
        }
        return .list(items, place)
    }

    /// `a.b.c` as the name of a type; nil for what can be none.
    private static func dottedName(_ expression: Expression) -> String? {
        switch expression {
        case .identifier(let name, _): name
        case .select(let operand, let field, false, false, _):
            dottedName(operand).map { "\($0).\(field)" }
        default: nil
        }
    }

    private mutating func fields() throws(CompileIssue) -> [MessageField] {
        var fields: [MessageField] = []
        while !skip("}") {
            let isOptional = skip("?")
            let place = token.place
            let name: String
            switch token.kind {
            case .identifier(let text), .quotedIdentifier(let text): name = text
            default: throw mismatch("IDENTIFIER")
            }
            position += 1
            try expect(":")
            fields.append(
                MessageField(
                    name: name, value: try expression(), isOptional: isOptional, place: place))
            guard skip(",") else {
                try expect("}")
                break
            }
        }
        return fields
    }

    private mutating func map(_ place: Int) throws(CompileIssue) -> Expression {
        var entries: [(key: Expression, value: Expression, isOptional: Bool)] = []
        while !skip("}") {
            let isOptional = skip("?")
            let key = try expression()
            try expect(":")
            entries.append((key, try expression(), isOptional))
            guard skip(",") else {
                try expect("}")
                break
            }
        }
        return .map(entries, place)
    }
}
