import Simulation

/// One flag of a command, as cobra's library pflag knows it.
struct Flag: Sendable {
    enum Kind: Sendable { case bool, string, integer, duration, strings }

    var name: String
    var shorthand: Character?
    var kind: Kind
    /// As the help shows it.
    var defaultText: String
    var help: String

    init(
        _ name: String, shorthand: Character? = nil, _ kind: Kind, _ defaultText: String,
        _ help: String
    ) {
        (self.name, self.shorthand, self.kind) = (name, shorthand, kind)
        (self.defaultText, self.help) = (defaultText, help)
    }

    /// `  -w, --write-out="simple"`, the left column of the help.
    var synopsis: String {
        let short = shorthand.map { "  -\($0), " } ?? "      "
        switch kind {
        case .bool: return short + "--\(name)[=\(defaultText)]"
        case .string: return short + "--\(name)=\"\(defaultText)\""
        case .strings: return short + "--\(name)=[\(defaultText)]"
        case .integer, .duration: return short + "--\(name)=\(defaultText)"
        }
    }

    /// Why `value` cannot be the flag's value; nil if it can.
    func complaint(about value: String) -> String? {
        let reason: String?
        switch kind {
        case .string, .strings: reason = nil
        case .bool:
            reason =
                goBool(value) == nil
                ? "strconv.ParseBool: parsing \(goQuoted(value)): invalid syntax" : nil
        case .integer:
            if case .failure(let error) = goInteger(value, base: 0) {
                reason = error.text
            } else {
                reason = nil
            }
        case .duration:
            reason =
                GoDuration.parse(value) == nil ? "time: invalid duration \(goQuoted(value))" : nil
        }
        let shown = shorthand.map { "-\($0), --\(name)" } ?? "--\(name)"
        return reason.map { "invalid argument \(goQuoted(value)) for \"\(shown)\" flag: \($0)" }
    }
}

/// The flags and arguments of one command line, taken apart.
struct ParsedFlags: Sendable {
    /// What was given, the last one winning.
    var values: [String: String] = [:]
    var arguments: [String] = []
    private var flags: [String: Flag] = [:]

    /// Why the line cannot be understood.
    struct Complaint: Error { var text: String }

    /// Takes `words` apart; flags may stand anywhere, `--` ends them.
    ///
    /// Upstream's texts: spf13/pflag.
    init(_ words: [String], flags known: [Flag]) throws(Complaint) {
        for flag in known { flags[flag.name] = flag }
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                arguments += rest
                return
            }
            if word.hasPrefix("--") {
                try parseLong(word, &rest)
            } else if word.hasPrefix("-"), word.count > 1 {
                try parseShort(word, &rest)
            } else {
                arguments.append(word)
            }
        }
    }

    private mutating func parseLong(
        _ word: String, _ rest: inout ArraySlice<String>
    ) throws(Complaint) {
        let body = word.dropFirst(2)
        let equals = body.firstIndex(of: "=")
        let name = String(equals.map { body[..<$0] } ?? body)
        guard !name.isEmpty, !name.hasPrefix("-") else {
            throw Complaint(text: "bad flag syntax: \(word)")
        }
        guard let flag = flags[name] else { throw Complaint(text: "unknown flag: --\(name)") }
        if let equals {
            try set(flag, String(body[body.index(after: equals)...]))
        } else if flag.kind == .bool {
            try set(flag, "true")
        } else if let value = rest.popFirst() {
            try set(flag, value)
        } else {
            throw Complaint(text: "flag needs an argument: --\(name)")
        }
    }

    private mutating func parseShort(
        _ word: String, _ rest: inout ArraySlice<String>
    ) throws(Complaint) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let flag = flags.values.first(where: { $0.shorthand == letter }) else {
                throw Complaint(text: "unknown shorthand flag: '\(letter)' in \(word)")
            }
            if flag.kind == .bool, letters.first != "=" {
                try set(flag, "true")
                continue
            }
            if letters.first == "=" {
                try set(flag, String(letters.dropFirst()))
            } else if !letters.isEmpty {
                try set(flag, String(letters))
            } else if let value = rest.popFirst() {
                try set(flag, value)
            } else {
                throw Complaint(text: "flag needs an argument: '\(letter)' in \(word)")
            }
            return
        }
    }

    private mutating func set(_ flag: Flag, _ value: String) throws(Complaint) {
        if let text = flag.complaint(about: value) { throw Complaint(text: text) }
        values[flag.name] = value
    }

    // MARK: - Values

    func string(_ name: String) -> String { values[name] ?? flags[name]?.defaultText ?? "" }

    func bool(_ name: String) -> Bool { goBool(string(name)) ?? false }

    func integer(_ name: String) -> Int64 {
        if case .success(let number) = goInteger(string(name), base: 0) { number } else { 0 }
    }

    func duration(_ name: String) -> Duration { GoDuration.parse(string(name)) ?? .zero }

    func strings(_ name: String) -> [String] { string(name).split(separator: ",").map(String.init) }

    /// Gives `flag` the value of a variable of the environment, unless the line gave one.
    mutating func setFromEnvironment(_ flag: Flag, _ value: String) throws(Complaint) {
        try set(flag, value)
    }
}
