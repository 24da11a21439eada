/// One command of kubectl, or a group of them.
struct CommandSpec: Sendable {
    typealias Body = @Sendable (Invocation) async throws(KubectlError) -> Void

    var name: String
    var aliases: [String]
    /// A few words for the list of commands.
    var summary: String
    var flags: [Flag]
    /// Flags that must be set, in the order in which they are asked for.
    var required: [String]
    var subcommands: [CommandSpec]
    /// Nil for a group that does nothing of its own.
    var body: Body?

    init(
        _ name: String, aliases: [String] = [], summary: String, flags: [Flag] = [],
        required: [String] = [], subcommands: [CommandSpec] = [], body: Body? = nil
    ) {
        (self.name, self.aliases, self.summary) = (name, aliases, summary)
        (self.flags, self.required) = (flags, required)
        (self.subcommands, self.body) = (subcommands, body)
    }

    /// A command that exists upstream and is refused here by name.
    static func refused(_ name: String, summary: String, why: String) -> CommandSpec {
        CommandSpec(name, summary: summary, flags: []) { (_) async throws(KubectlError) in
            throw .message("kubectl \(name) is not part of this cluster: \(why)")
        }
    }

    func subcommand(_ word: String) -> CommandSpec? {
        subcommands.first { $0.name == word || $0.aliases.contains(word) }
    }
}

/// Which command a command line means, and the words left for it.
struct CommandResolution {
    var command: CommandSpec
    /// `kubectl create configmap`.
    var path: String
    var words: [String]

    /// Walks down the tree of commands past any flags, as cobra does.
    init(_ root: CommandSpec, _ words: [String]) {
        command = root
        path = root.name
        self.words = words
        while let position = Self.firstArgument(self.words, command.flags + GlobalFlags.all),
            let next = command.subcommand(self.words[position])
        {
            command = next
            path += " " + next.name
            self.words.remove(at: position)
        }
    }

    /// The position of the first word that is neither a flag nor a flag's value.
    private static func firstArgument(_ words: [String], _ flags: [Flag]) -> Int? {
        var index = 0
        while index < words.count {
            let word = words[index]
            if word == "--" { return nil }
            if word.hasPrefix("--") {
                let flag = flags.first { "--" + $0.name == word }
                if !word.contains("="), flag?.valueIfBare == nil { index += 1 }
            } else if word.hasPrefix("-"), word != "-" {
                let flag = flags.first { $0.shorthand == word.dropFirst().first }
                if word.count == 2, flag?.valueIfBare == nil { index += 1 }
            } else {
                return index
            }
            index += 1
        }
        return nil
    }
}

/// Commands that somebody may have meant.
package enum Suggestion {
    /// Those within two changes of `word`, or beginning with it; sorted.
    package static func near(_ word: String, among names: [String]) -> [String] {
        names.filter { distance(word.lowercased(), $0) <= 2 || $0.hasPrefix(word.lowercased()) }
            .sorted()
    }

    /// How many characters must be inserted, dropped or changed (Levenshtein).
    package static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        guard !right.isEmpty else { return left.count }
        var row = Array(0...right.count)
        for (line, character) in left.prefix(64).enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in 1...right.count {
                let cost =
                    character == right[column - 1]
                    ? diagonal : 1 + min(diagonal, row[column], row[column - 1])
                diagonal = row[column]
                row[column] = cost
            }
        }
        return row[right.count]
    }
}
