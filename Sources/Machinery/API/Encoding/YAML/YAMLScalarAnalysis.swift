/// Which styles can hold a string without changing it.
///
/// Upstream: go.yaml.in/yaml/v2 emitterc.go yaml_emitter_analyze_scalar
struct YAMLScalarAnalysis {
    private(set) var hasLineBreaks = false
    private(set) var allowsPlain = true
    private(set) var allowsSingleQuotes = true
    private(set) var allowsBlock = true

    init(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        guard !scalars.isEmpty else {
            allowsBlock = false
            return
        }
        if text.hasPrefix("---") || text.hasPrefix("...") { allowsPlain = false }
        var hasSpecials = false
        for (index, scalar) in scalars.enumerated() {
            if Self.isIndicator(at: index, in: scalars) { allowsPlain = false }
            if !Self.isPrintable(scalar) { hasSpecials = true }
            if Self.isBreak(scalar) { hasLineBreaks = true }
        }
        examineSpaces(scalars)
        if hasSpecials { (allowsPlain, allowsSingleQuotes, allowsBlock) = (false, false, false) }
        if hasLineBreaks { allowsPlain = false }
    }

    /// Spaces at the ends forbid the plain style, spaces next to line breaks more.
    private mutating func examineSpaces(_ scalars: [Unicode.Scalar]) {
        let isEdge = { (scalar: Unicode.Scalar?) in
            scalar.map { $0 == " " || Self.isBreak($0) } ?? false
        }
        if isEdge(scalars.first) || isEdge(scalars.last) { allowsPlain = false }
        if scalars.last == " " { allowsBlock = false }
        for (before, after) in zip(scalars, scalars.dropFirst()) {
            if Self.isBreak(before), after == " " {
                (allowsPlain, allowsSingleQuotes) = (false, false)
            }
            if before == " ", Self.isBreak(after) {
                (allowsPlain, allowsSingleQuotes, allowsBlock) = (false, false, false)
            }
        }
    }

    /// Whether the character would be taken for YAML's own in a plain scalar.
    private static func isIndicator(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        let next = index + 1 < scalars.count ? scalars[index + 1] : nil
        let blankFollows = next.map(isBlankOrBreak) ?? true
        if index == 0 {
            switch scalars[0] {
            case "#", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`":
                return true
            case "?", ":", "-": return blankFollows
            default: return false
            }
        }
        switch scalars[index] {
        case ":": return blankFollows
        case "#": return isBlankOrBreak(scalars[index - 1])
        default: return false
        }
    }

    static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    private static func isBlankOrBreak(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || isBreak(scalar)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x20...0x7E, 0xA0...0xD7FF: true
        case 0xE000...0xFFFD: scalar.value != 0xFEFF
        default: false
        }
    }

    static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        !isPrintable(scalar) || isBreak(scalar) || scalar == "\"" || scalar == "\\"
    }
}
