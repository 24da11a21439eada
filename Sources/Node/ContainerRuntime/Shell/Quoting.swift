/// How words are shown so that a shell would read them back.
enum Quoting {
    static func ifNeeded(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy {
                $0.isNamePart || $0 >= 128 || "-+=./:,@%^".utf8.contains($0)
            }
        return isPlain ? word : single(word)
    }

    /// In single quotes.
    static func single(_ word: String) -> String {
        "'"
            + word.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }
}
