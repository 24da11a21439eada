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
    private let start: RegularExpressionStart

    init(_ pattern: String, syntax: Syntax, ignoresCase: Bool = false) throws(Failure) {
        var parser = RegularExpressionParser(pattern.bytes, syntax, ignoresCase)
        root = try parser.parse()
        groupCount = parser.groupCount
        hasChoice = parser.hasChoice
        start = RegularExpressionStart(root)
        self.ignoresCase = ignoresCase
    }

    /// A plain text as an expression: `grep -F`.
    init(literal: String, ignoresCase: Bool) {
        root = .sequence(literal.bytes.map { .byte(ignoresCase ? $0.lowered : $0) })
        groupCount = 0
        hasChoice = false
        start = RegularExpressionStart(root)
        self.ignoresCase = ignoresCase
    }

    /// The leftmost match that starts at `start` or after; `isLineStart` is for `^` there.
    func firstMatch(in text: [UInt8], from start: Int = 0) throws(Failure) -> Match? {
        guard start <= text.count else { return nil }
        var matcher = RegularExpressionMatcher(
            text: text, ignoresCase: ignoresCase, groups: groupCount)
        for position in start...text.count where canBegin(text, position) {
            if let match = try matcher.match(root, at: position, wantsLongest: hasChoice) {
                return match
            }
        }
        return nil
    }

    private func canBegin(_ text: [UInt8], _ position: Int) -> Bool {
        guard let bytes = start.bytes else { return true }
        guard position < text.count else { return false }
        return bytes[Int(ignoresCase ? text[position].lowered : text[position])]
    }

    /// All matches that do not overlap.
    func matches(in text: [UInt8]) throws(Failure) -> [Match] {
        var found: [Match] = []
        var position = 0
        while position <= text.count, let match = try firstMatch(in: text, from: position) {
            // Nothing at the very end of the match before is no match of its own.
            if match.range.isEmpty, match.range.lowerBound == found.last?.range.upperBound {
                position = match.range.upperBound + 1
                continue
            }
            found.append(match)
            position = match.range.isEmpty ? match.range.upperBound + 1 : match.range.upperBound
        }
        return found
    }
}
