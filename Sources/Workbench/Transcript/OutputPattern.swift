/// An expected output: lines with holes, `...` for any lines, and how strictly to compare.
package struct OutputPattern: Sendable {
    enum Line: Sendable {
        case pattern(LinePattern, source: String)
        /// `...`: any lines, or none.
        case anything
    }
    let lines: [Line]
    let words: [Transcript.Word]

    package init(
        _ lines: [String], words: [Transcript.Word] = []
    ) throws(LinePattern.UnknownHoleType) {
        var read: [Line] = []
        for line in lines {
            read.append(
                line == "..." ? .anything : .pattern(try LinePattern(line), source: line))
        }
        self.lines = read
        self.words = words
    }

    /// The first place where an output is not what was expected.
    package struct Difference: Hashable, Sendable {
        /// The expected line, holes as written; nil if the output goes on where nothing follows.
        package var expected: String?
        /// The line found; nil if the output ends too early.
        package var found: String?
        /// Where in the output, counted from 1.
        package var line: Int

        package init(expected: String?, found: String?, line: Int) {
            (self.expected, self.found, self.line) = (expected, found, line)
        }
    }

    /// Nil if `output` is what is expected; `bindings` are extended then, and only then.
    package func compare(
        _ output: [String], _ bindings: inout [String: String]
    ) -> Difference? {
        if words.contains(.anyOrder) || words.contains(.subset) {
            return compareUnordered(output, &bindings)
        }
        var trial = bindings
        var furthest = Difference(expected: nil, found: nil, line: 0)
        if compare(lines[...], output[...], &trial, &furthest) {
            bindings = trial
            return nil
        }
        return furthest
    }

    /// Walks both in order; `furthest` keeps the mismatch that lies deepest in the output.
    private func compare(
        _ expected: ArraySlice<Line>, _ output: ArraySlice<String>,
        _ bindings: inout [String: String], _ furthest: inout Difference
    ) -> Bool {
        func fail(_ expected: String?, _ found: String?) -> Bool {
            if output.startIndex + 1 > furthest.line {
                furthest = Difference(expected: expected, found: found, line: output.startIndex + 1)
            }
            return false
        }
        switch expected.first {
        case nil:
            return output.isEmpty || fail(nil, output.first)
        case .anything:
            let rest = expected.dropFirst()
            if rest.isEmpty { return true }
            for start in output.startIndex...output.endIndex {
                var trial = bindings
                if compare(rest, output[start...], &trial, &furthest) {
                    bindings = trial
                    return true
                }
            }
            return false
        case .pattern(let pattern, let source):
            guard let first = output.first else { return fail(source, nil) }
            guard pattern.matches(first, &bindings) else { return fail(source, first) }
            return compare(expected.dropFirst(), output.dropFirst(), &bindings, &furthest)
        }
    }

    private func compareUnordered(
        _ output: [String], _ bindings: inout [String: String]
    ) -> Difference? {
        var rest = Array(output.enumerated())
        var trial = bindings
        var allowsMore = words.contains(.subset)
        // Literal lines first: a line with holes must not take a line that another names.
        let ordered = lines.filter { !$0.hasHoles } + lines.filter(\.hasHoles)
        for line in ordered {
            guard case .pattern(let pattern, let source) = line else {
                allowsMore = true
                continue
            }
            guard let index = rest.firstIndex(where: { pattern.matches($0.element, &trial) }) else {
                return Difference(expected: source, found: nil, line: output.count + 1)
            }
            rest.remove(at: index)
        }
        if !allowsMore, let extra = rest.first {
            return Difference(expected: nil, found: extra.element, line: extra.offset + 1)
        }
        bindings = trial
        return nil
    }
}

extension OutputPattern.Line {
    fileprivate var hasHoles: Bool {
        if case .pattern(let pattern, _) = self { pattern.hasHoles } else { false }
    }
}
