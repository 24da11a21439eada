import Simulation

/// One flag that a command understands.
struct Flag: Sendable {
    enum Kind: Sendable {
        case bool
        case string
        case int
        /// Go's durations: `30s`, `1m30s`.
        case duration
        /// Values separated by commas; the flag may come several times.
        case list
        /// One value each time the flag comes.
        case array
        /// A value that may be left out and then is this one: `--dry-run`, `--cascade`.
        case optional(String)
    }

    /// What setting the flag does.
    enum Treatment: Sendable, Equatable {
        /// The command reads it and does as upstream does.
        case actedOn
        /// It is taken and changes nothing, as there is nothing here that it could change.
        case harmless(because: String)
        /// It is refused in words that say what to do, except where it states upstream's default.
        case refused(because: String, unless: String?)
    }

    var name: String
    var shorthand: Character?
    var kind: Kind
    var treatment = Treatment.actedOn
    /// What is said when the flag is used all the same.
    var deprecation: String?

    init(_ kind: Kind, _ name: String, _ shorthand: Character? = nil, deprecation: String? = nil) {
        (self.kind, self.name, self.shorthand) = (kind, name, shorthand)
        self.deprecation = deprecation
    }

    static func bool(_ name: String, _ shorthand: Character? = nil) -> Flag {
        Flag(.bool, name, shorthand)
    }
    static func string(_ name: String, _ shorthand: Character? = nil) -> Flag {
        Flag(.string, name, shorthand)
    }
    static func int(_ name: String, _ shorthand: Character? = nil) -> Flag {
        Flag(.int, name, shorthand)
    }
    static func list(_ name: String, _ shorthand: Character? = nil) -> Flag {
        Flag(.list, name, shorthand)
    }
    static func array(_ name: String, _ shorthand: Character? = nil) -> Flag {
        Flag(.array, name, shorthand)
    }
    static func duration(_ name: String) -> Flag { Flag(.duration, name) }
    static func optional(_ name: String, _ fallback: String) -> Flag {
        Flag(.optional(fallback), name)
    }

    /// This flag, taken without an effect.
    func harmless(_ reason: String) -> Flag {
        var flag = self
        flag.treatment = .harmless(because: reason)
        return flag
    }

    /// This flag, refused for any value but `standard`, which for switches is off.
    func refused(_ reason: String, unless standard: String? = nil) -> Flag {
        var flag = self
        var standard = standard
        if standard == nil, case .bool = kind { standard = "false" }
        flag.treatment = .refused(because: reason, unless: standard)
        return flag
    }

    /// Why `text` is refused as a value of this flag; nil if it is not.
    func refusal(of text: String) -> String? {
        guard case .refused(let reason, let standard) = treatment else { return nil }
        var text = text
        if case .bool = kind, let truth = FlagValues.truth(text) { text = String(truth) }
        return text == standard ? nil : "--\(name) is not supported here: \(reason)"
    }

    /// What the flag is worth when it is named without a value; nil if it must have one.
    var valueIfBare: String? {
        switch kind {
        case .bool: "true"
        case .optional(let value): value
        default: nil
        }
    }

    /// As an error names it: `-o, --output` or `--watch`.
    var displayName: String { shorthand.map { "-\($0), --\(name)" } ?? "--\(name)" }

    /// Nil if `text` is a value for this flag, else what Go says of it.
    func complaint(about text: String) -> String? {
        switch kind {
        case .bool:
            FlagValues.truth(text) == nil
                ? "strconv.ParseBool: parsing \"\(text)\": invalid syntax" : nil
        case .int:
            Int32(text) == nil
                ? "strconv.ParseInt: parsing \"\(text)\": \(Self.intComplaint(text))" : nil
        case .duration:
            GoDuration.parse(text) == nil ? "time: invalid duration \"\(text)\"" : nil
        default: nil
        }
    }

    private static func intComplaint(_ text: String) -> String {
        let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
        return isNumber ? "value out of range" : "invalid syntax"
    }
}

/// The flags that every command understands.
enum GlobalFlags {
    static let all: [Flag] = [
        .string("kubeconfig"), .string("context"), .string("cluster"), .string("user"),
        .string("namespace", "n"), .string("server", "s"), .string("token"), .string("as"),
        .array("as-group"), .string("as-uid"), .string("request-timeout"),
        .string("certificate-authority"), .string("client-certificate"), .string("client-key"),
        .bool("insecure-skip-tls-verify"), .string("tls-server-name"), .string("username"),
        .string("password"), .int("v", "v"), .bool("match-server-version"),
        .bool("warnings-as-errors"), .bool("help", "h"),
        .string("cache-dir").harmless("what the server serves is asked anew by every command"),
        .bool("disable-compression").harmless("answers are never compressed"),
        .duration("log-flush-frequency").harmless("nothing is held back"),
        .string("profile").refused("this kubectl cannot be profiled", unless: "none"),
        .string("profile-output").harmless("it only names the file of a profile"),
        .string("vmodule").refused("this kubectl has no log of its own; use -v=6 for requests"),
    ]
}
