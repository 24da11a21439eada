/// Puts scalars on lines: chooses their style, quotes, escapes and folds them.
///
/// Upstream: go.yaml.in/yaml/v2 emitterc.go yaml_emitter_select_scalar_style
struct YAMLScalarEmitter {
    /// A line is folded at the first space beyond this column.
    private static let bestWidth = 80
    /// A longer key is written behind a question mark.
    private static let simpleKeyMax = 128

    private(set) var output: [UInt8] = []
    private var column = 0
    /// Whether a scalar needs a space in front: after a dash or a colon.
    private var needsSpace = false

    // MARK: Lines

    mutating func newLine(indent: Int) {
        if column > 0 { lineBreak() }
        pad(to: indent)
        needsSpace = false
    }

    mutating func endLine() { if column > 0 { lineBreak() } }

    /// An indicator such as `-` or `:`, after which a value wants a space.
    mutating func raw(_ text: String) {
        space()
        append(text)
        needsSpace = true
    }

    mutating func plain(_ text: String) {
        space()
        append(text)
    }

    private mutating func space() {
        if needsSpace { append(" ") }
        needsSpace = false
    }

    private mutating func append(_ text: String) {
        output.append(contentsOf: text.utf8)
        column += text.unicodeScalars.count
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        output.append(contentsOf: UTF8.encode(scalar) ?? .init())
        column += 1
    }

    private mutating func lineBreak() {
        output.append(0x0A)
        column = 0
    }

    private mutating func pad(to indent: Int) {
        guard column < indent else { return }
        output.append(contentsOf: repeatElement(0x20, count: indent - column))
        column = indent
    }

    private mutating func fold(indent: Int) {
        lineBreak()
        pad(to: indent)
    }

    // MARK: Scalars

    /// Writes `name:`; false if the name is too long for that and stands behind a question mark.
    mutating func key(_ name: String, indent: Int) -> Bool {
        let isSimple =
            name.utf8.count <= Self.simpleKeyMax
            && !name.unicodeScalars.contains(where: YAMLScalarAnalysis.isBreak)
        if !isSimple { raw("?") }
        space()
        write(name, indent: indent + 2, isKey: isSimple)
        if isSimple {
            append(":")
            needsSpace = true
        }
        return isSimple
    }

    /// Writes a string value whose further lines are indented by `indent`.
    mutating func string(_ text: String, indent: Int) {
        space()
        write(text, indent: indent, isKey: false)
    }

    private mutating func write(_ text: String, indent: Int, isKey: Bool) {
        let analysis = YAMLScalarAnalysis(text)
        if analysis.hasLineBreaks {
            if analysis.allowsBlock, !isKey { return literal(text, indent: indent) }
            return doubleQuoted(text, indent: indent, folds: !isKey)
        }
        if YAMLResolver.needsQuotes(text) {
            doubleQuoted(text, indent: indent, folds: !isKey)
        } else if analysis.allowsPlain {
            words(text, indent: indent, folds: !isKey, isQuoted: false)
        } else if analysis.allowsSingleQuotes {
            append("'")
            words(text, indent: indent, folds: !isKey, isQuoted: true)
            append("'")
        } else {
            doubleQuoted(text, indent: indent, folds: !isKey)
        }
    }

    /// The inside of a plain or single-quoted scalar, folded at single spaces.
    private mutating func words(_ text: String, indent: Int, folds: Bool, isQuoted: Bool) {
        let scalars = Array(text.unicodeScalars)
        var afterSpace = false
        for (index, scalar) in scalars.enumerated() {
            if scalar == " " {
                let isInside = !isQuoted || (index > 0 && index < scalars.count - 1)
                let nextIsSpace = index + 1 < scalars.count && scalars[index + 1] == " "
                if folds, !afterSpace, column > Self.bestWidth, isInside, !nextIsSpace {
                    fold(indent: indent)
                } else {
                    append(scalar)
                }
                afterSpace = true
            } else {
                if isQuoted, scalar == "'" { append("'") }
                append(scalar)
                afterSpace = false
            }
        }
    }

    private mutating func doubleQuoted(_ text: String, indent: Int, folds: Bool) {
        append("\"")
        let scalars = Array(text.unicodeScalars)
        var afterSpace = false
        for (index, scalar) in scalars.enumerated() {
            if YAMLScalarAnalysis.needsEscape(scalar) {
                append(Self.escape(scalar))
                afterSpace = false
            } else if scalar == " " {
                let isInside = index > 0 && index < scalars.count - 1
                if folds, !afterSpace, column > Self.bestWidth, isInside {
                    fold(indent: indent)
                    if scalars[index + 1] == " " { append("\\") }
                } else {
                    append(scalar)
                }
                afterSpace = true
            } else {
                append(scalar)
                afterSpace = false
            }
        }
        append("\"")
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\0": return "\\0"
        case "\u{07}": return "\\a"
        case "\u{08}": return "\\b"
        case "\t": return "\\t"
        case "\n": return "\\n"
        case "\u{0B}": return "\\v"
        case "\u{0C}": return "\\f"
        case "\r": return "\\r"
        case "\u{1B}": return "\\e"
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\u{85}": return "\\N"
        case "\u{A0}": return "\\_"
        case "\u{2028}": return "\\L"
        case "\u{2029}": return "\\P"
        default:
            let (letter, width) =
                scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
            return "\\" + letter + zeros + digits
        }
    }

    /// A `|` block: lines as they are, the end told by `-` (none) or `+` (several).
    private mutating func literal(_ text: String, indent: Int) {
        var hints = "|"
        let scalars = Array(text.unicodeScalars)
        if let first = scalars.first, first == " " || YAMLScalarAnalysis.isBreak(first) {
            hints += "2"
        }
        if let last = scalars.last, !YAMLScalarAnalysis.isBreak(last) {
            hints += "-"
        } else if scalars.count == 1
            || scalars.dropLast().last.map(YAMLScalarAnalysis.isBreak) == true
        {
            hints += "+"
        }
        append(hints)
        lineBreak()
        for scalar in scalars {
            if scalar == "\n" {
                lineBreak()
            } else {
                if column == 0 { pad(to: indent) }
                append(scalar)
            }
        }
    }
}
