/// Which part of an output stands for which expected line.
package struct OutputAlignment: Hashable, Sendable {
    package enum Line: Hashable, Sendable {
        /// What stands in the holes of the line, in order.
        case matched(holes: [String])
        /// The lines for which `...` stands.
        case hidden([String])
    }
    /// One for each expected line.
    package var lines: [Line]

    package init(lines: [Line]) { self.lines = lines }
}

extension OutputPattern {
    /// Lays an output beside what is expected; nil if it is not that.
    ///
    /// `bindings` are extended only if it is.
    package func alignment(
        of output: [String], _ bindings: inout [String: String]
    ) -> OutputAlignment? {
        var trial = bindings
        let isOrdered = !words.contains(.anyOrder) && !words.contains(.subset)
        let found =
            isOrdered
            ? align(lines[...], output[...], &trial) : alignUnordered(output, &trial)
        guard let found else { return nil }
        bindings = trial
        return OutputAlignment(lines: found)
    }

    private func align(
        _ expected: ArraySlice<Line>, _ output: ArraySlice<String>,
        _ bindings: inout [String: String]
    ) -> [OutputAlignment.Line]? {
        switch expected.first {
        case nil: return output.isEmpty ? [] : nil
        case .anything:
            let rest = expected.dropFirst()
            if rest.isEmpty { return [.hidden(Array(output))] }
            for start in output.startIndex...output.endIndex {
                var trial = bindings
                if let found = align(rest, output[start...], &trial) {
                    bindings = trial
                    return [.hidden(Array(output[..<start]))] + found
                }
            }
            return nil
        case .pattern(let pattern, _):
            guard let first = output.first, let holes = pattern.captures(in: first, &bindings),
                let rest = align(expected.dropFirst(), output.dropFirst(), &bindings)
            else { return nil }
            return [.matched(holes: holes)] + rest
        }
    }

    /// In the same order as `compare` takes lines: literal ones first.
    private func alignUnordered(
        _ output: [String], _ bindings: inout [String: String]
    ) -> [OutputAlignment.Line]? {
        var rest = output
        var found: [OutputAlignment.Line?] = Array(repeating: nil, count: lines.count)
        for takesHoles in [false, true] {
            for (index, line) in lines.enumerated() {
                guard case .pattern(let pattern, _) = line, pattern.hasHoles == takesHoles else {
                    continue
                }
                for (position, candidate) in rest.enumerated() {
                    guard let holes = pattern.captures(in: candidate, &bindings) else { continue }
                    found[index] = .matched(holes: holes)
                    rest.remove(at: position)
                    break
                }
                if found[index] == nil { return nil }
            }
        }
        let isOpen = words.contains(.subset) || found.contains(nil)
        guard isOpen || rest.isEmpty else { return nil }
        return found.map { $0 ?? .hidden(rest) }
    }
}
