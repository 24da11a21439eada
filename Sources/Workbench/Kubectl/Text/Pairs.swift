import API

/// `key=value` words, as labels, annotations and literals are given.
enum Pairs {
    /// `a=b,c=d` as labels.
    static func labels(_ text: String) throws(KubectlError) -> [String: String] {
        var labels: [String: String] = [:]
        for part in text.split(separator: ",") {
            let (key, value) = try split(String(part), "label")
            if let complaint = Names.labelValue(value).first {
                throw .message("invalid label value: \"\(part)\": \(complaint)")
            }
            labels[key] = value
        }
        return labels
    }

    static func parse(_ words: [String], _ what: String) throws(KubectlError) -> [String: String] {
        var pairs: [String: String] = [:]
        for word in words {
            let (key, value) = try split(word, what)
            pairs[key] = value
        }
        return pairs
    }

    private static func split(_ word: String, _ what: String) throws(KubectlError) -> (
        String, String
    ) {
        guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
            throw .message("unexpected \(what) spec: \(word)")
        }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }
}

/// Changes to labels, annotations or taints: `key=value` sets, `key-` removes.
struct KeyChanges {
    var additions: [(key: String, value: String)] = []
    var removals: [String] = []

    /// Takes the changes off the end of `arguments`; what stands before them names the objects.
    static func split(
        _ arguments: [String], _ what: String
    ) throws(KubectlError) -> (resources: [String], changes: KeyChanges) {
        var changes = KeyChanges()
        var resources: [String] = []
        for word in arguments {
            if let equals = word.firstIndex(of: "="), equals != word.startIndex {
                changes.additions.append(
                    (String(word[..<equals]), String(word[word.index(after: equals)...])))
            } else if word.hasSuffix("-"), word.count > 1 {
                changes.removals.append(String(word.dropLast()))
            } else if changes.isEmpty {
                resources.append(word)
            } else {
                throw .message("all resources must be specified before \(what) changes: \(word)")
            }
        }
        if let both = changes.additions.first(where: { changes.removals.contains($0.key) }) {
            throw .message(
                "can not both modify and remove \(what) \"\(both.key)\" in the same command")
        }
        return (resources, changes)
    }

    var isEmpty: Bool { additions.isEmpty && removals.isEmpty }
}
