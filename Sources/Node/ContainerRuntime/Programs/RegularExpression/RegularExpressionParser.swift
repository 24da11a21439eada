/// Reads the text of a regular expression.
struct RegularExpressionParser {
    typealias Failure = RegularExpression.Failure
    typealias Node = RegularExpression.Node
    private let bytes: [UInt8]
    private let isExtended: Bool
    private let ignoresCase: Bool
    private var position = 0
    private var depth = 0
    private(set) var groupCount = 0
    private(set) var hasChoice = false
    private var openGroups = 0

    init(_ bytes: [UInt8], _ syntax: RegularExpression.Syntax, _ ignoresCase: Bool) {
        (self.bytes, isExtended, self.ignoresCase) = (bytes, syntax == .extended, ignoresCase)
    }

    mutating func parse() throws(Failure) -> Node {
        let node = try choice()
        guard position == bytes.count else { throw .unmatchedParenthesis }
        return node
    }

    private func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    /// Whether the special character comes next: plain in extended syntax, escaped in basic.
    private func isNext(_ special: Character) -> Bool {
        guard let byte = special.asciiValue else { return false }
        return isExtended ? peek() == byte : peek() == .backslash && peek(1) == byte
    }

    private mutating func skipSpecial() { position += isExtended ? 1 : 2 }

    private mutating func choice() throws(Failure) -> Node {
        depth += 1
        defer { depth -= 1 }
        if depth > 100 { throw .tooDeep }
        var options = [try sequence()]
        while isNext("|") {
            skipSpecial()
            options.append(try sequence())
            hasChoice = true
        }
        return options.count == 1 ? options[0] : .choice(options)
    }

    private mutating func sequence() throws(Failure) -> Node {
        var nodes: [Node] = []
        while position < bytes.count {
            if isNext("|") { break }
            if isNext(")"), openGroups > 0 { break }
            if isNext(")"), !isExtended { throw .unmatchedParenthesis }
            let atom = try atom(isFirst: nodes.isEmpty)
            nodes.append(try repeated(atom))
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func atom(isFirst: Bool) throws(Failure) -> Node {
        let byte = bytes[position]
        if isNext("(") {
            skipSpecial()
            groupCount += 1
            let number = groupCount
            openGroups += 1
            let inner = try choice()
            guard isNext(")") else { throw .unmatchedParenthesis }
            skipSpecial()
            openGroups -= 1
            return .group(number, inner)
        }
        position += 1
        switch byte {
        case UInt8(ascii: "."): return .any
        case UInt8(ascii: "["): return try set()
        case UInt8(ascii: "^") where isExtended || isFirst: return .start
        case .dollar where isExtended || position == bytes.count || isNext(")") || isNext("|"):
            return .end
        case UInt8(ascii: "*") where isExtended && isFirst: throw .badRepetition
        case UInt8(ascii: "+"), UInt8(ascii: "?"):
            if isExtended && isFirst { throw .badRepetition }
            return .byte(byte)
        case .backslash: return try escaped()
        default: return .byte(ignoresCase ? byte.lowered : byte)
        }
    }

    private mutating func escaped() throws(Failure) -> Node {
        guard let byte = peek() else { throw .trailingBackslash }
        position += 1
        switch byte {
        case UInt8(ascii: "<"): return .wordStart
        case UInt8(ascii: ">"): return .wordEnd
        case UInt8(ascii: "b"): return .wordEdge
        case UInt8(ascii: "B"): return .notWordEdge
        case UInt8(ascii: "w"), UInt8(ascii: "W"):
            return .set((0...255).map { UInt8($0).isNamePart == (byte == UInt8(ascii: "w")) })
        case UInt8(ascii: "s"), UInt8(ascii: "S"):
            return .set((0...255).map { UInt8($0).isSpace == (byte == UInt8(ascii: "s")) })
        case UInt8(ascii: "n"): return .byte(.newline)
        case UInt8(ascii: "t"): return .byte(.tab)
        case 49...57:
            let number = Int(byte) - 48
            guard number <= groupCount else { throw .badBackreference }
            return .backreference(number)
        default: return .byte(ignoresCase ? byte.lowered : byte)
        }
    }

    private mutating func repeated(_ atom: Node) throws(Failure) -> Node {
        var node = atom
        var count = 0
        while let byte = peek() {
            count += 1
            if count > 20 { throw .badRepetition }
            if byte == UInt8(ascii: "*") {
                if case .start = node, !isExtended {
                    position += 1
                    return .sequence([node, .byte(byte)])
                }
                position += 1
                node = .repetition(node, min: 0, max: .max - 1)
            } else if isNext("+") {
                skipSpecial()
                node = .repetition(node, min: 1, max: .max - 1)
            } else if isNext("?") {
                skipSpecial()
                node = .repetition(node, min: 0, max: 1)
            } else if isNext("{"), let bounds = try bounds() {
                node = .repetition(node, min: bounds.lowerBound, max: bounds.upperBound)
            } else {
                break
            }
        }
        return node
    }

    /// `{2}`, `{2,}`, `{2,5}`; nil (nothing read) if an extended brace is only a brace.
    private mutating func bounds() throws(Failure) -> ClosedRange<Int>? {
        let start = position
        skipSpecial()
        var low: Int?
        var high: Int?
        low = number()
        if peek() == UInt8(ascii: ",") {
            position += 1
            high = number() ?? .max - 1
        } else {
            high = low
        }
        guard isNext("}"), let high else {
            if isExtended {
                position = start
                return nil
            }
            throw .unmatchedBrace
        }
        skipSpecial()
        let minimum = low ?? 0
        guard minimum <= high, minimum <= 1000, high == .max - 1 || high <= 1000 else {
            throw .badRepetition
        }
        return minimum...high
    }

    private mutating func number() -> Int? {
        let start = position
        while let byte = peek(), byte.isDigit { position += 1 }
        return Int(text(bytes[start..<position]))
    }

    /// A bracket expression from after its `[`.
    private mutating func set() throws(Failure) -> Node {
        var members = [Bool](repeating: false, count: 256)
        var isNegated = false
        if peek() == UInt8(ascii: "^") {
            isNegated = true
            position += 1
        }
        var isFirst = true
        while true {
            guard let byte = peek() else { throw .unmatchedBracket }
            position += 1
            if byte == UInt8(ascii: "]"), !isFirst { break }
            isFirst = false
            if byte == UInt8(ascii: "["), peek() == UInt8(ascii: ":") {
                try namedClass(&members)
                continue
            }
            if peek() == UInt8(ascii: "-"), let high = peek(1), high != UInt8(ascii: "]") {
                position += 2
                if byte <= high { for member in byte...high { members[Int(member)] = true } }
            } else {
                members[Int(byte)] = true
            }
        }
        if ignoresCase {
            for lower in UInt8(ascii: "a")...UInt8(ascii: "z") where members[Int(lower.uppered)] {
                members[Int(lower)] = true
            }
        }
        return .set(isNegated ? members.map(!) : members)
    }

    private mutating func namedClass(_ members: inout [Bool]) throws(Failure) {
        position += 1
        let start = position
        while let byte = peek(), byte.isLetter { position += 1 }
        let name = text(bytes[start..<position])
        guard peek() == UInt8(ascii: ":"), peek(1) == UInt8(ascii: "]"),
            let ranges = CharacterClass.members(name)
        else { throw .unmatchedBracket }
        position += 2
        for range in ranges { for member in range { members[Int(member)] = true } }
    }
}
