import Kubectl

/// Compares a learner's manifest with the lab's, field by field.
struct ManifestComparison {
    private let own: ManifestLines
    private let lab: ManifestLines
    private let file: String

    init(_ own: String, _ lab: String, file: String) {
        (self.own, self.lab, self.file) = (ManifestLines(own), ManifestLines(lab), file)
    }

    /// In the order of the learner's lines; what is missing comes last.
    var reasons: [Reason] {
        let wanted = Dictionary(lab.entries.map { ($0.key, $0) }) { first, _ in first }
        let has = Set(own.entries.map(\.key))
        let missing = lab.entries.filter { !has.contains($0.key) }
        var reasons: [Reason] = []
        var explained: Set<String> = []
        for entry in own.entries {
            if let other = wanted[entry.key] {
                if entry.value != other.value {
                    reasons.append(
                        .manifestValue(
                            file: file, line: entry.line, path: entry.path, found: entry.value,
                            expected: other.value))
                }
            } else if let near = near(entry, among: missing) {
                explained.insert(near.key)
                reasons.append(reason(entry, meant: near))
            }
        }
        for entry in missing where !explained.contains(where: { isBelow(entry.key, $0) }) {
            explained.insert(entry.key)
            reasons.append(
                .manifestLacks(file: file, path: entry.path, expected: entry.value))
        }
        return reasons
    }

    private func reason(
        _ entry: ManifestLines.Entry, meant near: ManifestLines.Entry
    ) -> Reason {
        // An item of another name: its name is the wrong value.
        if leaf(entry.key) == leaf(near.key) {
            return .manifestValue(
                file: file, line: entry.line, path: entry.path, found: entry.value,
                expected: near.value)
        }
        return .manifestField(
            file: file, line: entry.line, path: entry.path, near: leaf(near.key))
    }

    /// The missing field that this one may be meant to be: beside it, with nearly its name, or the
    /// same field of an item with another name.
    private func near(
        _ entry: ManifestLines.Entry, among missing: [ManifestLines.Entry]
    ) -> ManifestLines.Entry? {
        let beside = missing.filter { parent($0.key) == parent(entry.key) }
        let names = Suggestion.near(leaf(entry.key), among: beside.map { leaf($0.key) })
        if let name = names.first { return beside.first { leaf($0.key) == name } }
        guard entry.path.hasSuffix("].name") else { return nil }
        return missing.first { $0.path == entry.path }
    }

    private func leaf(_ key: String) -> String {
        key.split(separator: ".").last.map(String.init) ?? key
    }

    private func parent(_ key: String) -> String {
        key.lastIndex(of: ".").map { String(key[..<$0]) } ?? ""
    }

    private func isBelow(_ key: String, _ other: String) -> Bool {
        key == other || key.hasPrefix(other + ".") || key.hasPrefix(other + "[")
            || other.hasSuffix("].name") && key.hasPrefix(parent(other) + ".")
    }
}
