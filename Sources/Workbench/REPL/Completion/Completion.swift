/// What can go on from the word at the cursor.
package struct Completion: Hashable, Sendable {
    /// Where the word begins that a candidate would replace. **Unit**: bytes of the line.
    package var start: Int
    /// Whole words, sorted, each once.
    package var candidates: [String]

    /// What all candidates begin with.
    package var commonPrefix: String {
        guard var prefix = candidates.first else { return "" }
        for candidate in candidates {
            while !candidate.hasPrefix(prefix) { prefix.removeLast() }
        }
        return prefix
    }

    /// Whether the only candidate ends the word, so that a blank may follow.
    package var isComplete: Bool {
        guard candidates.count == 1, let last = candidates.first?.last else { return false }
        return !["/", "=", ","].contains(last)
    }
}
