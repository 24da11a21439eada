/// What a command line is about: a command with the rest of its words, or only its help.
enum CommandLineTarget {
    case help(String)
    case command(CommandDescription, words: [String])

    /// Finds the command that `words` name.
    ///
    /// Flags may stand before the command's name, and a name may be shortened as long as it is
    /// clear: `etcdctl compact`, `etcdctl endpoint stat`.
    ///
    /// **Throws** the error of an unknown command.
    ///
    /// Upstream: spf13/cobra `Find`, with `EnablePrefixMatching`.
    init(_ words: [String]) throws(Exit) {
        let (first, rest) = takeWord(from: words)
        guard let first else {
            self = try Self.withoutCommand(words)
            return
        }
        if first == "help" {
            self = .help(Self.helpText(for: rest.filter { !$0.hasPrefix("-") }))
            return
        }
        let names = Set(commandTree.compactMap { $0.path.split(separator: " ").first })
            .map(String.init).sorted()
        guard let name = match(first, among: names) else { throw unknown(first, among: names) }
        if let command = commandTree.first(where: { $0.path == name }) {
            self = .command(command, words: rest)
            return
        }
        let members = commandTree.filter { $0.path.hasPrefix(name + " ") }
        let (second, words) = takeWord(from: rest)
        let places = members.map { String($0.path.dropFirst(name.count + 1)) }
        guard let second, let place = match(second, among: places),
            let command = members.first(where: { $0.path == "\(name) \(place)" })
        else {
            self = .help(Help.group(name))
            return
        }
        self = .command(command, words: words)
    }

    private static func withoutCommand(_ words: [String]) throws(Exit) -> CommandLineTarget {
        do {
            _ = try ParsedFlags(words, flags: globalFlags + [helpFlag(of: "etcdctl")])
        } catch {
            throw Exit(.error, lines: "Error: \(error.text)\n\n")
        }
        return .help(Help.root)
    }

    private static func helpText(for words: [String]) -> String {
        let path = words.prefix(2).joined(separator: " ")
        if let command = commandTree.first(where: { $0.path == path || $0.path == words.first }) {
            return Help.command(command)
        }
        if let name = words.first, groupSummaries[name] != nil { return Help.group(name) }
        return Help.root
    }
}

/// The first word that is neither a flag nor a flag's value, and all the other words.
private func takeWord(from words: [String]) -> (String?, rest: [String]) {
    let valued = globalFlags.filter { $0.kind != .bool }
    var skipsNext = false
    for (position, word) in words.enumerated() {
        if skipsNext {
            skipsNext = false
        } else if word == "--" {
            return (nil, words)
        } else if word.hasPrefix("-") && word.count > 1 {
            skipsNext = valued.contains { flag in
                word == "--\(flag.name)" || flag.shorthand.map { word == "-\($0)" } ?? false
            }
        } else {
            return (word, Array(words[..<position] + words[(position + 1)...]))
        }
    }
    return (nil, words)
}

private func match(_ word: String, among names: [String]) -> String? {
    if names.contains(word) { return word }
    let longer = names.filter { $0.hasPrefix(word) }
    return longer.count == 1 ? longer.first : nil
}

private func unknown(_ word: String, among names: [String]) -> Exit {
    let near = names.filter { name in
        name.lowercased().hasPrefix(word.lowercased()) || distance(word, name) <= 2
    }
    var text = "Error: unknown command \(goQuoted(word)) for \"etcdctl\"\n"
    if !near.isEmpty {
        text += "\nDid you mean this?\n" + near.map { "\t\($0)\n" }.joined() + "\n"
    }
    return Exit(.error, lines: text + "Run 'etcdctl --help' for usage.\n")
}

/// How many letters must be added, dropped or changed to turn one word into the other.
private func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left.lowercased()), Array(right.lowercased()))
    // A word much longer than every command is near to none; so the table stays small.
    guard left.count <= 32 else { return .max }
    var row = Array(0...right.count)
    for (line, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = line + 1
        for (column, other) in right.enumerated() {
            let changed = diagonal + (letter == other ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(changed, row[column] + 1, row[column + 1] + 1)
        }
    }
    return row[right.count]
}
