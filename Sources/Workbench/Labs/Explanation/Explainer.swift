import Session
import Transcript

/// Finds out why a try at a step's command is not what the step wants.
///
/// ```
/// NAME       READY   STATUS         the lab's
/// NAME       READY   STATUS         the learner's
/// downward   1/1     Running
/// downward   0/1     ImagePullBackOff
///            ─┬─     ───────┬────────
///             column READY  column STATUS ▶ the image cannot be pulled
/// ```
/// It is pure, and says nothing rather than guess.
package struct Explainer {
    /// More would not be read.
    static let limit = 3

    /// The reasons, the most telling first; none if it cannot tell.
    package static func explain(_ attempt: Attempt) -> [Reason] {
        var reasons = ErrorReader(attempt).reasons
        if reasons.isEmpty { reasons = compare(attempt) }
        for name in attempt.manifests where reasons.count < limit {
            guard let own = attempt.file(name) else { continue }
            let lab = attempt.labFiles[base(name)] ?? onlyFile(attempt)
            if let lab { reasons += ManifestComparison(own, lab, file: name).reasons }
        }
        var seen: Set<Reason> = []
        return Array(reasons.filter { seen.insert($0).inserted }.prefix(limit))
    }

    /// Where the learner's files differ from the lab's, for a state that has not come true.
    package static func explain(
        files: [String: String], file: (String) -> String?
    ) -> [Reason] {
        let reasons = files.sorted { $0.key < $1.key }.flatMap { name, lab in
            file(name).map { ManifestComparison($0, lab, file: name).reasons } ?? []
        }
        return Array(reasons.prefix(limit))
    }

    /// A manifest of another name is meant to be the lab's if that has only one.
    private static func onlyFile(_ attempt: Attempt) -> String? {
        attempt.labFiles.count == 1 ? attempt.labFiles.first?.value : nil
    }

    private static func base(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    // MARK: - Outputs

    private static func compare(_ attempt: Attempt) -> [Reason] {
        guard let difference = attempt.difference else { return [] }
        if let reason = exitCode(difference) { return [reason] }
        if let table = TableComparison(attempt.expected.output, attempt.output) {
            return table.reasons
        }
        if let reason = jsonField(difference) { return [reason] }
        if let reason = variable(difference, attempt.output) { return [reason] }
        if let reason = yamlField(difference, attempt) { return [reason] }
        return []
    }

    /// `[0]`, which stands behind the output.
    private static func exitCode(_ difference: OutputPattern.Difference) -> Reason? {
        func code(_ text: String?) -> String? {
            guard let text, text.hasPrefix("["), text.hasSuffix("]") else { return nil }
            let number = text.dropFirst().dropLast()
            return Int(number) == nil ? nil : String(number)
        }
        guard let expected = code(difference.expected), let found = code(difference.found) else {
            return nil
        }
        return .exitCode(found: found, expected: expected)
    }

    /// `.status.phase: "Running"`, as a comparison of JSON tells it.
    private static func jsonField(_ difference: OutputPattern.Difference) -> Reason? {
        func parts(_ text: String?) -> (path: String, value: String)? {
            guard let text, text.hasPrefix(".") || text.hasPrefix("[") else { return nil }
            return text.splitOnce(": ").map { ($0.0, $0.1) }
        }
        let (expected, found) = (parts(difference.expected), parts(difference.found))
        guard let path = expected?.path ?? found?.path else { return nil }
        return .field(
            plainPath(path), found: found?.value, expected: expected.map { shown($0.value) })
    }

    private static func variable(
        _ difference: OutputPattern.Difference, _ output: [String]
    ) -> Reason? {
        guard let (name, value) = difference.expected?.splitOnce("="), !name.isEmpty,
            name.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") })
        else { return nil }
        let found = output.first { $0.hasPrefix(name + "=") }
        return .variable(
            name, found: found.map { String($0.dropFirst(name.count + 1)) }, expected: shown(value))
    }

    private static func yamlField(
        _ difference: OutputPattern.Difference, _ attempt: Attempt
    ) -> Reason? {
        let found = ManifestLines(attempt.output.joined(separator: "\n"))
        guard attempt.output.contains(where: { $0.hasPrefix("apiVersion:") }) else { return nil }
        let expected = ManifestLines(attempt.expected.output.joined(separator: "\n"))
        if let entry = found.entries.first(where: { $0.line == difference.line }) {
            let wanted = expected.entries.first { $0.key == entry.key }
            return .field(
                entry.path, found: entry.value, expected: wanted.map { shown($0.value) })
        }
        guard let text = difference.expected,
            let entry = expected.entries.first(where: { $0.text == text.trimmingBlanks })
        else { return nil }
        return .field(entry.path, found: nil, expected: shown(entry.value))
    }

    private static func plainPath(_ path: String) -> String {
        path.hasPrefix(".") ? String(path.dropFirst()) : path
    }

    /// An expected text with its holes as `<ip>`.
    static func shown(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let character = rest.first {
            if rest.hasPrefix("${"), let end = rest.firstIndex(of: "}"),
                let colon = rest[..<end].firstIndex(of: ":")
            {
                result += "<\(rest[rest.index(after: colon)..<end])>"
                rest = rest[rest.index(after: end)...]
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
