import Simulation

/// POSIX regular expressions, basic and extended, over bytes: for grep, sed, awk and `[[ =~ ]]`.
///
/// A backtracking matcher that finds the leftmost match, and the longest one where there are
/// alternatives. The number of steps is limited: a pattern built to explode fails with `.tooHard`.
/// Differs: POSIX's rule for the longest of several sub-matches is not followed.
struct RegularExpression: Sendable {
    enum Syntax: Sendable { case basic, extended }

    /// Why a text is not a regular expression, or cannot be matched.
    enum Failure: Error, Sendable {
        case unmatchedBracket, unmatchedParenthesis, unmatchedBrace, badRepetition
        case badBackreference, trailingBackslash, tooHard, tooDeep

        /// As the C library says it.
        var text: String {
            switch self {
            case .unmatchedBracket: "Unmatched [, [^, [:, [., or [="
            case .unmatchedParenthesis: "Unmatched ( or \\("
            case .unmatchedBrace: "Unmatched \\{"
            case .badRepetition: "Invalid preceding regular expression"
            case .badBackreference: "Invalid back reference"
            case .trailingBackslash: "Trailing backslash"
            case .tooHard: "Regular expression too big"
            case .tooDeep: "Regular expression too big"
            }
        }
    }

    /// One match: the range of each group, group 0 being the whole.
    struct Match: Sendable {
        var groups: [Range<Int>?]
        var range: Range<Int> { groups.first.flatMap { $0 } ?? 0..<0 }
    }

    indirect enum Node: Sendable {
        case byte(UInt8)
        case any
        case set([Bool])
        case start, end, wordStart, wordEnd, wordEdge, notWordEdge
        case group(Int, Node)
        case sequence([Node])
        case choice([Node])
        case repetition(Node, min: Int, max: Int)
        case backreference(Int)
    }

    let root: Node
    let groupCount: Int
    let ignoresCase: Bool
    private let hasChoice: Bool

    init(_ pattern: String, syntax: Syntax, ignoresCase: Bool = false) throws(Failure) {
        var parser = RegularExpressionParser(pattern.bytes, syntax, ignoresCase)
        root = try parser.parse()
        groupCount = parser.groupCount
        hasChoice = parser.hasChoice
        self.ignoresCase = ignoresCase
    }

    /// A plain text as an expression: `grep -F`.
    init(literal: String, ignoresCase: Bool) {
        root = .sequence(literal.bytes.map { .byte(ignoresCase ? $0.lowered : $0) })
        groupCount = 0
        hasChoice = false
        self.ignoresCase = ignoresCase
    }

    /// The leftmost match that starts at `start` or after; `isLineStart` is for `^` there.
    func firstMatch(in text: [UInt8], from start: Int = 0) throws(Failure) -> Match? {
        guard start <= text.count else { return nil }
        var matcher = Matcher(text: text, ignoresCase: ignoresCase, groups: groupCount)
        for position in start...text.count {
            if let match = try matcher.match(root, at: position, wantsLongest: hasChoice) {
                return match
            }
        }
        return nil
    }

    /// All matches that do not overlap.
    func matches(in text: [UInt8]) throws(Failure) -> [Match] {
        var found: [Match] = []
        var position = 0
        while position <= text.count, let match = try firstMatch(in: text, from: position) {
            found.append(match)
            position = match.range.isEmpty ? match.range.upperBound + 1 : match.range.upperBound
        }
        return found
    }
}

/// Tries an expression at one place after another.
private struct Matcher {
    typealias Failure = RegularExpression.Failure
    typealias Node = RegularExpression.Node
    let text: [UInt8]
    let ignoresCase: Bool
    private var groups: [Range<Int>?]
    private var stepsLeft = 2_000_000
    private var depth = 0

    init(text: [UInt8], ignoresCase: Bool, groups: Int) {
        self.text = text
        self.ignoresCase = ignoresCase
        self.groups = Array(repeating: nil, count: groups + 1)
    }

    /// What is still to be matched after a node: a list, so that it can be shared.
    final class Rest {
        let node: Node
        let next: Rest?
        /// Set when this ends a group: its number and start.
        let closes: (group: Int, start: Int)?
        /// Set when this is one turn of a repetition: how many are done, and where this one began.
        let turn: (done: Int, start: Int)?

        init(
            _ node: Node, _ next: Rest?, closes: (Int, Int)? = nil, turn: (Int, Int)? = nil
        ) {
            (self.node, self.next) = (node, next)
            self.closes = closes.map { (group: $0.0, start: $0.1) }
            self.turn = turn.map { (done: $0.0, start: $0.1) }
        }
    }

    mutating func match(
        _ node: Node, at position: Int, wantsLongest: Bool
    ) throws(Failure) -> RegularExpression.Match? {
        var best: RegularExpression.Match?
        groups = groups.map { _ in nil }
        _ = try run(Rest(node, nil), position) { groups, end in
            if best == nil || end > (best?.range.upperBound ?? 0) {
                var all = groups
                all[0] = position..<end
                best = RegularExpression.Match(groups: all)
            }
            return !wantsLongest
        }
        return best
    }

    /// Matches `rest` from `position`; calls `accept` at each end found, until it returns true.
    private mutating func run(
        _ rest: Rest?, _ position: Int, _ accept: ([Range<Int>?], Int) -> Bool
    ) throws(Failure) -> Bool {
        depth += 1
        defer { depth -= 1 }
        guard depth < 4000 else { throw .tooHard }
        var current = rest
        var position = position
        while let item = current {
            stepsLeft -= 1
            guard stepsLeft > 0 else { throw .tooHard }
            if let (group, start) = item.closes {
                let before = groups[group]
                groups[group] = start..<position
                if try run(item.next, position, accept) { return true }
                groups[group] = before
                return false
            }
            switch item.node {
            case .byte, .any, .set:
                guard let next = single(item.node, position) else { return false }
                position = next
                current = item.next
            case .start, .end, .wordStart, .wordEnd, .wordEdge, .notWordEdge:
                guard holds(item.node, position) else { return false }
                current = item.next
            case .sequence(let nodes):
                var next = item.next
                for node in nodes.reversed() { next = Rest(node, next) }
                current = next
            case .group(let number, let inner):
                let close = Rest(.sequence([]), item.next, closes: (number, position))
                current = Rest(inner, close)
            case .choice(let nodes):
                for node in nodes {
                    if try run(Rest(node, item.next), position, accept) { return true }
                }
                return false
            case .backreference(let number):
                guard let range = groups[number] else { return false }
                let end = position + range.count
                guard end <= text.count, equal(range, position..<end) else { return false }
                position = end
                current = item.next
            case .repetition(let inner, let minimum, let maximum):
                return try repetition(item, inner, minimum, maximum, position, accept)
            }
        }
        return accept(groups, position)
    }

    private mutating func repetition(
        _ item: Rest, _ inner: Node, _ minimum: Int, _ maximum: Int, _ position: Int,
        _ accept: ([Range<Int>?], Int) -> Bool
    ) throws(Failure) -> Bool {
        if case .byte = inner { return try simple(item, inner, minimum, maximum, position, accept) }
        if case .any = inner { return try simple(item, inner, minimum, maximum, position, accept) }
        if case .set = inner { return try simple(item, inner, minimum, maximum, position, accept) }
        let done = item.turn?.done ?? 0
        // A turn that matched nothing would go on for ever.
        let isStuck = item.turn.map { $0.done > 0 && $0.start == position } ?? false
        if done < maximum, !isStuck {
            let again = Rest(item.node, item.next, turn: (done + 1, position))
            if try run(Rest(inner, again), position, accept) { return true }
        }
        if done >= minimum || isStuck { return try run(item.next, position, accept) }
        return false
    }

    /// A repeated single character: counts instead of recursing.
    private mutating func simple(
        _ item: Rest, _ inner: Node, _ minimum: Int, _ maximum: Int, _ position: Int,
        _ accept: ([Range<Int>?], Int) -> Bool
    ) throws(Failure) -> Bool {
        var ends = [position]
        while ends.count <= maximum, let next = single(inner, ends[ends.count - 1]) {
            ends.append(next)
        }
        stepsLeft -= ends.count
        while ends.count > minimum, let end = ends.popLast() {
            if try run(item.next, end, accept) { return true }
        }
        return false
    }

    /// Where a node for one character ends if it matches at `position`.
    private func single(_ node: Node, _ position: Int) -> Int? {
        guard position < text.count else { return nil }
        let byte = ignoresCase ? text[position].lowered : text[position]
        switch node {
        case .byte(let wanted): return byte == wanted ? position + 1 : nil
        case .any: return character(after: position)
        case .set(let members):
            guard members[Int(byte)] else { return nil }
            return byte < 128 ? position + 1 : character(after: position)
        default: return nil
        }
    }

    private func character(after position: Int) -> Int {
        var end = position + 1
        if text[position] >= 0xC0 {
            while end < text.count, text[end] & 0xC0 == 0x80, end - position < 4 { end += 1 }
        }
        return end
    }

    private func equal(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        zip(left, right).allSatisfy {
            ignoresCase ? text[$0].lowered == text[$1].lowered : text[$0] == text[$1]
        }
    }

    private func holds(_ node: Node, _ position: Int) -> Bool {
        let before = position > 0 && text[position - 1].isNamePart
        let after = position < text.count && text[position].isNamePart
        switch node {
        case .start: return position == 0
        case .end: return position == text.count
        case .wordStart: return !before && after
        case .wordEnd: return before && !after
        case .wordEdge: return before != after
        case .notWordEdge: return before == after
        default: return false
        }
    }
}

/// Reads the text of a regular expression.
private struct RegularExpressionParser {
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
