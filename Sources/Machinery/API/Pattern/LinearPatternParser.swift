/// Reads the text of a `LinearPattern`.
///
/// Upstream: Go's regexp/syntax/parse.go, whose error texts these are.
struct LinearPatternParser {
    typealias Failure = LinearPattern.Failure
    typealias CharacterSet = LinearPattern.CharacterSet

    private let text: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private var flags = Flags()

    private struct Flags {
        var ignoresCase = false
        var isMultiLine = false
        var dotMatchesNewline = false
    }

    /// Source: Go's maxRepeat and maxHeight.
    private static let repeatMax = 1000
    private static let depthMax = 250

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    mutating func parse() throws(Failure) -> PatternNode {
        let node = try choice()
        guard position == text.count else { throw failure("unexpected )", all) }
        return node
    }

    private var all: String { string(0..<text.count) }

    private func string(_ range: Range<Int>) -> String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: text[range])
        return String(result)
    }

    private func failure(_ problem: String, _ part: String) -> Failure {
        Failure(description: "error parsing regexp: \(problem): `\(part)`")
    }

    private var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    // MARK: - Choices, sequences, repetitions

    private mutating func choice() throws(Failure) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.depthMax else { throw failure("expression nests too deeply", all) }
        let outer = flags
        defer { flags = outer }
        var choices = [try sequence()]
        while take("|") { choices.append(try sequence()) }
        return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private mutating func sequence() throws(Failure) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let start = position
            guard !["*", "+", "?"].contains(scalar), !isCount else {
                throw failure("missing argument to repetition operator", string(start..<start + 1))
            }
            guard let atom = try atom() else { continue }
            nodes.append(try repeated(atom))
        }
        return .sequence(nodes)
    }

    private mutating func repeated(_ atom: PatternNode) throws(Failure) -> PatternNode {
        let start = position
        guard let bounds = try bounds() else { return atom }
        // Lazy or not makes no difference to whether there is a match.
        _ = take("?")
        let first = position
        if try self.bounds() != nil {
            throw failure("invalid nested repetition operator", string(start..<position))
        }
        position = first
        return .repetition(atom, min: bounds.least, max: bounds.most)
    }

    private mutating func bounds() throws(Failure) -> (least: Int, most: Int?)? {
        switch next {
        case "*":
            position += 1
            return (0, nil)
        case "+":
            position += 1
            return (1, nil)
        case "?":
            position += 1
            return (0, 1)
        case "{" where isCount: return try count()
        default: return nil
        }
    }

    /// Whether `{2}`, `{2,}` or `{2,3}` comes next; any other brace stands for itself.
    private var isCount: Bool {
        guard next == "{", let end = text[position...].firstIndex(of: "}") else { return false }
        let inner = string(position + 1..<end)
        let parts = inner.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, !first.isEmpty else { return false }
        return parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    private mutating func count() throws(Failure) -> (least: Int, most: Int?) {
        let start = position
        let end = text[position...].firstIndex(of: "}") ?? position
        let inner = string(start + 1..<end)
        let parts = inner.split(separator: ",", omittingEmptySubsequences: false)
        position = end + 1
        let least = Int(parts[0]) ?? Int.max
        var most: Int? = least
        if parts.count == 2 { most = parts[1].isEmpty ? nil : Int(parts[1]) ?? Int.max }
        guard least <= Self.repeatMax, most ?? least <= Self.repeatMax, most ?? least >= least
        else { throw failure("invalid repeat count", string(start..<position)) }
        return (least, most)
    }

    // MARK: - Atoms

    /// Nil for flags, which match nothing themselves.
    private mutating func atom() throws(Failure) -> PatternNode? {
        guard let scalar = next else { return nil }
        position += 1
        switch scalar {
        case "(": return try group()
        case "[": return .set(try bracket())
        case ".":
            return .set(
                CharacterSet(
                    ranges: flags.dotMatchesNewline ? [] : [0x0a...0x0a], isNegated: true))
        case "^": return .assert(flags.isMultiLine ? .lineStart : .start)
        case "$": return .assert(flags.isMultiLine ? .lineEnd : .end)
        case "\\": return try escape()
        default: return .set(folded([scalar.value...scalar.value]))
        }
    }

    private mutating func group() throws(Failure) -> PatternNode? {
        let start = position - 1
        let outer = flags
        if take("?") {
            if take("P") || next == "<" {
                guard take("<"), let end = text[position...].firstIndex(of: ">") else {
                    throw failure("invalid named capture", string(start..<text.count))
                }
                position = end + 1
            } else if try !readFlags(from: start) {
                return nil
            }
        }
        let node = try choice()
        guard take(")") else { throw failure("missing closing )", all) }
        flags = outer
        return node
    }

    /// `(?i:` and `(?i)`: true if a group follows.
    private mutating func readFlags(from start: Int) throws(Failure) -> Bool {
        var value = true
        while let scalar = next {
            position += 1
            switch scalar {
            case "i": flags.ignoresCase = value
            case "m": flags.isMultiLine = value
            case "s": flags.dotMatchesNewline = value
            case "U": continue
            case "-": value = false
            case ":": return true
            case ")": return false
            default:
                throw failure("invalid or unsupported Perl syntax", string(start..<position))
            }
        }
        throw failure("missing closing )", all)
    }

    private mutating func escape() throws(Failure) -> PatternNode {
        switch next {
        case "A", "z", "b", "B":
            let scalar = next
            position += 1
            switch scalar {
            case "A": return .assert(.start)
            case "z": return .assert(.end)
            case "b": return .assert(.wordEdge)
            default: return .assert(.notWordEdge)
            }
        default: return .set(try escapedSet())
        }
    }

    /// What stands behind a backslash, in or out of brackets.
    private mutating func escapedSet() throws(Failure) -> CharacterSet {
        guard let scalar = next else {
            throw failure("trailing backslash at end of expression", "")
        }
        position += 1
        if let known = PatternClasses.escaped(scalar) { return known }
        if let control = PatternClasses.controls[scalar] {
            return CharacterSet(ranges: [control...control])
        }
        if scalar == "x" { return try hexadecimal() }
        let isLetter = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.value < 0x3a)
        guard scalar.isASCII, !isLetter || !(0x30...0x7a).contains(scalar.value) else {
            throw failure("invalid escape sequence", string(position - 2..<position))
        }
        return folded([scalar.value...scalar.value])
    }

    private mutating func hexadecimal() throws(Failure) -> CharacterSet {
        let start = position - 2
        var digits = ""
        if take("{") {
            while let scalar = next, scalar != "}" {
                digits.unicodeScalars.append(scalar)
                position += 1
            }
            _ = take("}")
        } else {
            while digits.count < 2, let scalar = next {
                digits.unicodeScalars.append(scalar)
                position += 1
            }
        }
        guard let code = UInt32(digits, radix: 16), code <= 0x10_ffff else {
            throw failure("invalid escape sequence", string(start..<position))
        }
        return CharacterSet(ranges: [code...code])
    }

    // MARK: - Brackets

    private mutating func bracket() throws(Failure) -> CharacterSet {
        let start = position - 1
        var set = CharacterSet(ranges: [])
        set.isNegated = take("^")
        var isFirst = true
        while let scalar = next, scalar != "]" || isFirst {
            isFirst = false
            let item = position
            if let named = try namedClass() {
                set.ranges += named
                continue
            }
            position += 1
            var ranges: [ClosedRange<UInt32>] = [scalar.value...scalar.value]
            if scalar == "\\" { ranges = try plainRanges(try escapedSet()) }
            if next == "-", position + 1 < text.count, text[position + 1] != "]",
                let low = single(ranges)
            {
                position += 1
                guard let end = next else { break }
                position += 1
                var high: UInt32? = end.value
                if end == "\\" { high = single(try plainRanges(try escapedSet())) }
                guard let high, high >= low else {
                    throw failure("invalid character class range", string(item..<position))
                }
                ranges = [low...high]
            }
            set.ranges += folded(ranges).ranges
        }
        guard take("]") else { throw failure("missing closing ]", string(start..<text.count)) }
        return set
    }

    private func single(_ ranges: [ClosedRange<UInt32>]) -> UInt32? {
        ranges.count == 1 && ranges[0].count == 1 ? ranges[0].lowerBound : nil
    }

    /// `[^\D]` and the like: a negated class among others, as ranges.
    private func plainRanges(_ set: CharacterSet) throws(Failure) -> [ClosedRange<UInt32>] {
        guard set.isNegated else { return set.ranges }
        var ranges: [ClosedRange<UInt32>] = []
        var start: UInt32 = 0
        for range in set.ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > start { ranges.append(start...range.lowerBound - 1) }
            start = range.upperBound + 1
        }
        return ranges + [start...0x10_ffff]
    }

    /// `[:alpha:]` inside brackets.
    private mutating func namedClass() throws(Failure) -> [ClosedRange<UInt32>]? {
        guard next == "[", position + 1 < text.count, text[position + 1] == ":",
            let end = text[position...].firstIndex(of: "]"), text[end - 1] == ":",
            end > position + 2
        else { return nil }
        let name = string(position + 2..<end - 1)
        guard let ranges = PatternClasses.named[name] else {
            throw failure("invalid character class range", string(position..<end + 1))
        }
        position = end + 1
        return ranges
    }

    /// With the other case of ASCII letters, if the pattern asks for it.
    private func folded(_ ranges: [ClosedRange<UInt32>]) -> CharacterSet {
        guard flags.ignoresCase else { return CharacterSet(ranges: ranges) }
        var all = ranges
        for range in ranges {
            for (letters, distance) in [(UInt32(65)...90, Int32(32)), (UInt32(97)...122, -32)]
            where range.overlaps(letters) {
                let common = range.clamped(to: letters)
                let low = UInt32(Int32(common.lowerBound) + distance)
                all.append(low...UInt32(Int32(common.upperBound) + distance))
            }
        }
        return CharacterSet(ranges: all)
    }
}

/// The classes that have names.
enum PatternClasses {
    typealias CharacterSet = LinearPattern.CharacterSet

    static let digit = CharacterSet(ranges: [0x30...0x39])
    static let space = CharacterSet(ranges: [0x09...0x0a, 0x0c...0x0d, 0x20...0x20])
    static let word = CharacterSet(ranges: [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])

    static let controls: [Unicode.Scalar: UInt32] = [
        "a": 7, "f": 12, "t": 9, "n": 10, "r": 13, "v": 11,
    ]

    /// `\d`, `\D` and so on.
    static func escaped(_ scalar: Unicode.Scalar) -> CharacterSet? {
        var set: CharacterSet
        switch scalar {
        case "d", "D": set = digit
        case "s", "S": set = space
        case "w", "W": set = word
        default: return nil
        }
        set.isNegated = scalar.properties.isUppercase
        return set
    }

    static let named: [String: [ClosedRange<UInt32>]] = [
        "alnum": [0x30...0x39, 0x41...0x5a, 0x61...0x7a], "alpha": [0x41...0x5a, 0x61...0x7a],
        "ascii": [0...0x7f], "blank": [0x09...0x09, 0x20...0x20], "cntrl": [0...0x1f, 0x7f...0x7f],
        "digit": [0x30...0x39], "graph": [0x21...0x7e], "lower": [0x61...0x7a],
        "print": [0x20...0x7e], "punct": [0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e],
        "space": [0x09...0x0d, 0x20...0x20], "upper": [0x41...0x5a],
        "word": [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a],
        "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]
}
