/// Splits a command line into flags and arguments, as pflag does.
///
/// Flags and arguments may be mixed; `--` ends the flags. `--name=value`, `--name value`, `-n value`,
/// `-nvalue`, `-n=value` and bundles of switches (`-it`) are understood.
struct FlagParser {
    private let flags: [String: Flag]
    private let shorthands: [Character: Flag]
    private let command: String

    init(_ flags: [Flag], command: String) {
        self.flags = Dictionary(
            flags.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var shorthands: [Character: Flag] = [:]
        for flag in flags {
            if let letter = flag.shorthand, shorthands[letter] == nil { shorthands[letter] = flag }
        }
        self.shorthands = shorthands
        self.command = command
    }

    struct Result {
        var values: FlagValues
        var arguments: [String] = []
        /// How many arguments came before `--`; nil without one.
        var argumentsBeforeDash: Int?
        /// Lines about flags that should no longer be used.
        var warnings: [String] = []

        init(_ values: FlagValues) { self.values = values }
    }

    /// Reads a command line. `onRead` is told the name of each flag that the command asks for.
    func parse(
        _ words: [String], onRead: (@Sendable (String) -> Void)? = nil
    ) throws(KubectlError) -> Result {
        var result = Result(FlagValues(onRead: onRead))
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                result.argumentsBeforeDash = result.arguments.count
                result.arguments += rest
                return result
            }
            if word.hasPrefix("--") {
                try parseLong(word, &rest, into: &result)
            } else if word.hasPrefix("-"), word != "-" {
                try parseShort(word, &rest, into: &result)
            } else {
                result.arguments.append(word)
            }
        }
        return result
    }

    private func parseLong(
        _ word: String, _ rest: inout ArraySlice<String>, into result: inout Result
    ) throws(KubectlError) {
        let body = word.dropFirst(2)
        let equals = body.firstIndex(of: "=")
        let name = String(body[..<(equals ?? body.endIndex)])
        guard !name.isEmpty, !name.hasPrefix("-") else {
            throw .flag("bad flag syntax: \(word)", of: command)
        }
        guard let flag = flags[name] else { throw .flag("unknown flag: --\(name)", of: command) }
        if let equals {
            try set(flag, to: String(body[body.index(after: equals)...]), &result)
        } else if let bare = flag.valueIfBare {
            try set(flag, to: bare, &result)
        } else if let value = rest.popFirst() {
            try set(flag, to: value, &result)
        } else {
            throw .flag("flag needs an argument: --\(name)", of: command)
        }
    }

    private func parseShort(
        _ word: String, _ rest: inout ArraySlice<String>, into result: inout Result
    ) throws(KubectlError) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let flag = shorthands[letter] else {
                throw .flag("unknown shorthand flag: '\(letter)' in \(word)", of: command)
            }
            if letters.first == "=" {
                try set(flag, to: String(letters.dropFirst()), &result)
                return
            }
            if let bare = flag.valueIfBare {
                try set(flag, to: bare, &result)
            } else if !letters.isEmpty {
                try set(flag, to: String(letters), &result)
                return
            } else if let value = rest.popFirst() {
                try set(flag, to: value, &result)
            } else {
                throw .flag("flag needs an argument: '\(letter)' in \(word)", of: command)
            }
        }
    }

    private func set(_ flag: Flag, to text: String, _ result: inout Result) throws(KubectlError) {
        if let complaint = flag.complaint(about: text) {
            throw .flag(
                "invalid argument \"\(text)\" for \"\(flag.displayName)\" flag: \(complaint)",
                of: command)
        }
        if let refusal = flag.refusal(of: text) { throw .message(refusal) }
        if let deprecation = flag.deprecation, !result.values.isSet(flag.name) {
            result.warnings.append("Flag --\(flag.name) has been deprecated, \(deprecation)")
        }
        result.values.add(text, to: flag)
    }
}
