/// One expected line: literal text with holes.
///
/// On a line with holes a run of two or more blanks matches any such run, so that the columns of
/// a table may move with the width of what stands in a hole.
package struct LinePattern: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case literal(String)
        case blanks
        case hole(Hole)
    }
    let parts: [Part]
    /// In the order in which they stand on the line.
    package var holes: [Hole] {
        parts.compactMap { if case .hole(let hole) = $0 { hole } else { nil } }
    }
    package let hasHoles: Bool

    /// Reads an expected line. Text that looks like a hole of an unknown type is an error.
    package init(_ line: String) throws(UnknownHoleType) {
        var parts: [Part] = []
        var literal = ""
        var rest = line[...]
        var hasHoles = false
        while let character = rest.first {
            if rest.hasPrefix("$${") {
                literal += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${"), let hole = try Self.hole(at: rest) {
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = ""
                parts.append(.hole(hole.hole))
                rest = rest.dropFirst(hole.length)
                hasHoles = true
            } else {
                literal.append(character)
                rest = rest.dropFirst()
            }
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        self.hasHoles = hasHoles
        self.parts = hasHoles ? parts.flatMap(Self.splittingBlanks) : parts
    }

    package struct UnknownHoleType: Error, Hashable, Sendable, CustomStringConvertible {
        package var type: String

        package var description: String {
            let known = HoleType.allCases.map(\.rawValue).joined(separator: ", ")
            return "unknown type of hole: \(type); there are: \(known)"
        }
    }

    /// The hole at the start of `text`: `${name:type}`; nil if it is a shell's `${NAME}`.
    private static func hole(
        at text: Substring
    ) throws(UnknownHoleType) -> (hole: Hole, length: Int)? {
        guard let close = text.firstIndex(of: "}"),
            let colon = text[..<close].firstIndex(of: ":")
        else { return nil }
        let name = text[text.index(text.startIndex, offsetBy: 2)..<colon]
        let type = text[text.index(after: colon)..<close]
        guard name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }),
            type.allSatisfy({ $0.isLetter || $0.isNumber }), !type.isEmpty
        else { return nil }
        guard let known = HoleType(rawValue: String(type)) else {
            throw UnknownHoleType(type: String(type))
        }
        let length = text.distance(from: text.startIndex, to: close) + 1
        return (Hole(name: String(name), type: known), length)
    }

    private static func splittingBlanks(_ part: Part) -> [Part] {
        guard case .literal(let text) = part else { return [part] }
        var parts: [Part] = []
        var literal = ""
        var blanks = 0
        func flushBlanks() {
            if blanks == 1 { literal.append(" ") }
            if blanks > 1 {
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = ""
                parts.append(.blanks)
            }
            blanks = 0
        }
        for character in text {
            if character == " " {
                blanks += 1
            } else {
                flushBlanks()
                literal.append(character)
            }
        }
        flushBlanks()
        if !literal.isEmpty { parts.append(.literal(literal)) }
        return parts
    }

    /// Whether `line` is what is expected, given what earlier holes have found.
    ///
    /// `bindings` is extended only if the line matches.
    package func matches(_ line: String, _ bindings: inout [String: String]) -> Bool {
        captures(in: line, &bindings) != nil
    }

    /// What stands in each hole of `line`, in order; nil if it is not what is expected.
    ///
    /// `bindings` is extended only if the line matches.
    package func captures(in line: String, _ bindings: inout [String: String]) -> [String]? {
        if !hasHoles {
            let text = if case .literal(let text)? = parts.first { text } else { "" }
            return text == line ? [] : nil
        }
        var trial = Trial(bindings: bindings)
        guard match(parts[...], line[...], &trial) else { return nil }
        bindings = trial.bindings
        return trial.found
    }

    /// How far an attempt to match has come.
    private struct Trial {
        var bindings: [String: String]
        /// What stands in the holes so far.
        var found: [String] = []
    }

    private func match(
        _ parts: ArraySlice<Part>, _ line: Substring, _ trial: inout Trial
    ) -> Bool {
        guard let part = parts.first else { return line.isEmpty }
        let rest = parts.dropFirst()
        switch part {
        case .literal(let text):
            return line.hasPrefix(text) && match(rest, line.dropFirst(text.count), &trial)
        case .blanks:
            let run = line.prefix { $0 == " " }
            return run.count >= 2 && match(rest, line.dropFirst(run.count), &trial)
        case .hole(let hole):
            return matchHole(hole, rest, line, &trial)
        }
    }

    /// Tries the longest text first, so that a hole takes a whole word.
    private func matchHole(
        _ hole: Hole, _ rest: ArraySlice<Part>, _ line: Substring, _ trial: inout Trial
    ) -> Bool {
        if !hole.name.isEmpty, let bound = trial.bindings[hole.name] {
            trial.found.append(bound)
            return line.hasPrefix(bound) && match(rest, line.dropFirst(bound.count), &trial)
        }
        var end = line.endIndex
        while end > line.startIndex {
            let text = line[..<end]
            if hole.type.accepts(text) {
                var next = trial
                next.found.append(String(text))
                if !hole.name.isEmpty { next.bindings[hole.name] = String(text) }
                if match(rest, line[end...], &next) {
                    trial = next
                    return true
                }
            }
            end = line.index(before: end)
        }
        return false
    }

    /// A line that matches exactly this text: what looks like a hole is escaped.
    package static func literal(_ text: String) -> String {
        if let pattern = try? LinePattern(text), !pattern.hasHoles, !text.contains("$${") {
            return text
        }
        return text.replacing("${", with: "$${")
    }
}
