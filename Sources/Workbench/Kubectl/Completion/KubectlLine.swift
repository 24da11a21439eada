/// A command line of kubectl cut open at the cursor, however unfinished it is.
struct KubectlLine {
    let command: CommandSpec
    /// `rollout status`; empty for kubectl alone.
    let path: String
    /// The arguments before the cursor.
    private(set) var arguments: [String] = []
    /// What flags were given, before the cursor or behind it, by name.
    private(set) var values: [String: String] = [:]
    /// The flag whose value stands at the cursor.
    private(set) var openFlag: Flag?
    /// Whether the cursor stands behind `--`.
    private(set) var isBehindDashes = false
    let flags: [Flag]

    /// `before` and `after` are the words around the one at the cursor, without `kubectl`.
    init(before: [String], after: [String]) {
        let resolution = CommandResolution(CommandTree.root, before)
        command = resolution.command
        path = String(resolution.path.dropFirst("kubectl ".count))
        flags = command.flags + GlobalFlags.all
        scan(resolution.words, isBeforeCursor: true)
        if !isBehindDashes { scan(after, isBeforeCursor: false) }
    }

    func flag(_ name: some StringProtocol) -> Flag? { flags.first { $0.name == name } }

    func flag(_ letter: Character) -> Flag? { flags.first { $0.shorthand == letter } }

    /// A joined flag and value, `-oyaml` or `--output=yaml`: the flag, and how long its own part is.
    func joined(_ word: String) -> (flag: Flag, length: Int)? {
        if word.hasPrefix("--") {
            guard let sign = word.firstIndex(of: "=") else { return nil }
            let name = word[..<sign].dropFirst(2)
            return flag(name).map { ($0, name.count + 3) }
        }
        for (index, letter) in word.enumerated().dropFirst() {
            guard let flag = flag(letter) else { return nil }
            if flag.valueIfBare != nil { continue }
            let rest = word.dropFirst(index + 1)
            if rest.isEmpty { return nil }
            return (flag, index + (rest.hasPrefix("=") ? 2 : 1))
        }
        return nil
    }

    private mutating func scan(_ words: [String], isBeforeCursor: Bool) {
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                if isBeforeCursor { isBehindDashes = true }
                return
            }
            guard word.hasPrefix("-"), word != "-" else {
                if isBeforeCursor { arguments.append(word) }
                continue
            }
            if let (flag, length) = joined(word) {
                values[flag.name] = String(word.dropFirst(length))
                continue
            }
            let named =
                word.hasPrefix("--") ? flag(word.dropFirst(2)) : word.last.flatMap { flag($0) }
            guard let named else { continue }
            if let bare = named.valueIfBare {
                values[named.name] = bare
            } else if let value = rest.popFirst() {
                values[named.name] = value
            } else if isBeforeCursor {
                openFlag = named
            }
        }
    }
}
