/// The conditions of `[[ ]]`.
extension Parser {
    mutating func conditionOr() throws(SyntaxError) -> Condition {
        var left = try conditionAnd()
        while try peekOperator() == "||" {
            advance()
            left = .either(left, try conditionAnd())
        }
        return left
    }

    private mutating func conditionAnd() throws(SyntaxError) -> Condition {
        var left = try conditionPrimary()
        while try peekOperator() == "&&" {
            advance()
            left = .both(left, try conditionPrimary())
        }
        return left
    }

    private mutating func conditionPrimary() throws(SyntaxError) -> Condition {
        try lexer.deeper()
        defer { lexer.depth -= 1 }
        try skipNewlines()
        if try takeWord("!") { return .not(try conditionPrimary()) }
        if try peekOperator() == "(" {
            advance()
            let inner = try conditionOr()
            try expectOperator(")")
            return inner
        }
        let first = try conditionWord()
        if let flag = first.plainText, flag.utf8.count == 2, flag.hasPrefix("-"),
            case .word(let operand) = try peek(), operand.plainText != "]]"
        {
            advance()
            return .unary(flag, operand)
        }
        if let comparison = try peekOperator(), comparison == "<" || comparison == ">" {
            advance()
            return .binary(first, comparison, try conditionWord())
        }
        guard let comparison = try peekPlain(), comparison != "]]" else { return .word(first) }
        advance()
        if comparison == "=~" {
            lexer.skipBlanks()
            return .binary(first, comparison, try lexer.word(isRegularExpression: true))
        }
        return .binary(first, comparison, try conditionWord())
    }

    private mutating func conditionWord() throws(SyntaxError) -> Word {
        guard case .word(let word) = try peek() else { throw try unexpected() }
        advance()
        return word
    }
}
