/// tar's command line, in both of its styles: `tar -xzf FILE` and `tar xzf FILE`.
struct TarOptions: Sendable {
    enum Mode: Sendable { case create, extract, list }

    var mode: Mode
    /// `-` is standard input or output.
    var file = "-"
    var directory: String?
    var isGzip = false
    /// `bzip2`, `xz`: programs that this machine does not have.
    var foreignCompressor: String?
    var isVerbose = false
    var toOutput = false
    /// `-p`: an ordinary user, too, gets the archive's permission bits; root always does.
    var keepsModes = false
    /// `--no-same-permissions`: root, too, lets its umask take bits away.
    var appliesMask = false
    /// `-m`: files are as old as their unpacking.
    var touches = false
    /// Not with `-o`: root gives files the owners that the archive names.
    var keepsOwners = true
    /// How many directories are taken off the front of a member's name.
    var stripped = 0
    var names: [String] = []

    static let tryHelp = "Try 'tar --help' or 'tar --usage' for more information.\n"
    private static let usageStatus: Int32 = 64

    /// Why a command line is refused, in tar's words.
    struct Refusal: Error {
        var text: String
        var status: Int32
    }

    /// Stands for an option that has no letter.
    private static let stripLetter: Character = "#"
    private static let maskLetter: Character = "%"
    private static let long: [String: Character] = [
        "create": "c", "extract": "x", "get": "x", "list": "t", "file": "f", "gzip": "z",
        "gunzip": "z", "ungzip": "z", "bzip2": "j", "xz": "J", "verbose": "v", "directory": "C",
        "to-stdout": "O", "strip-components": stripLetter, "preserve-permissions": "p",
        "same-permissions": "p", "no-same-owner": "o", "no-same-permissions": maskLetter,
        "touch": "m",
    ]
    private static let valued: Set<Character> = ["f", "C", stripLetter]
    private static let known: Set<Character> = [
        "c", "x", "t", "f", "z", "j", "J", "v", "C", "O", stripLetter, "p", "o", "m",
        maskLetter,
    ]

    init(_ arguments: [String]) throws(Refusal) {
        var parser = Parser(rest: arguments[...])
        if let first = arguments.first, !first.hasPrefix("-") {
            // The old style: letters without a dash, their values behind them in order.
            parser.rest.removeFirst()
            for letter in first { try parser.take(letter, attached: nil) }
        }
        while let word = parser.rest.popFirst() { try parser.take(word: word) }
        guard let mode = parser.mode else {
            throw Refusal(
                text: "tar: You must specify one of the '-Acdtrux', '--delete' or "
                    + "'--test-label' options\n" + Self.tryHelp, status: 2)
        }
        self.mode = mode
        try apply(parser)
    }

    private mutating func apply(_ parser: Parser) throws(Refusal) {
        names = parser.operands
        file = parser.values["f"] ?? "-"
        directory = parser.values["C"]
        isGzip = parser.letters.contains("z")
        if parser.letters.contains("j") { foreignCompressor = "bzip2" }
        if parser.letters.contains("J") { foreignCompressor = "xz" }
        isVerbose = parser.letters.contains("v")
        toOutput = parser.letters.contains("O")
        keepsModes = parser.letters.contains("p")
        appliesMask = parser.letters.contains(Self.maskLetter)
        touches = parser.letters.contains("m")
        keepsOwners = !parser.letters.contains("o")
        if let word = parser.values[Self.stripLetter] {
            guard let number = Int(word), (0...1000).contains(number) else {
                throw Refusal(text: "tar: \(word): Invalid number of elements\n", status: 2)
            }
            stripped = number
        }
        if mode == .create, names.isEmpty {
            throw Refusal(
                text: "tar: Cowardly refusing to create an empty archive\n" + Self.tryHelp,
                status: 2)
        }
    }

    private struct Parser {
        var rest: ArraySlice<String>
        var letters: Set<Character> = []
        var values: [Character: String] = [:]
        var operands: [String] = []
        var mode: Mode?

        mutating func take(word: String) throws(Refusal) {
            if word == "--" {
                operands += rest
                rest = []
            } else if word.hasPrefix("--") {
                try take(long: word)
            } else if word.hasPrefix("-"), word.utf8.count > 1 {
                var letters = word.dropFirst()
                while let letter = letters.popFirst() {
                    let attached = valued.contains(letter) && !letters.isEmpty
                    try take(letter, attached: attached ? String(letters) : nil)
                    if attached { break }
                }
            } else {
                operands.append(word)
            }
        }

        private mutating func take(long word: String) throws(Refusal) {
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1)
            guard let name = parts.first.map(String.init), let letter = TarOptions.long[name] else {
                throw Refusal(
                    text: "tar: unrecognized option '\(word)'\n" + tryHelp, status: usageStatus)
            }
            try take(letter, attached: parts.count > 1 ? String(parts[1]) : nil)
        }

        mutating func take(_ letter: Character, attached: String?) throws(Refusal) {
            guard known.contains(letter) else {
                throw Refusal(
                    text: "tar: invalid option -- '\(letter)'\n" + tryHelp, status: usageStatus)
            }
            letters.insert(letter)
            if valued.contains(letter) {
                guard let value = attached ?? rest.popFirst() else {
                    throw Refusal(
                        text: "tar: option requires an argument -- '\(letter)'\n" + tryHelp,
                        status: usageStatus)
                }
                values[letter] = value
            }
            let modes: [Character: Mode] = ["c": .create, "x": .extract, "t": .list]
            guard let chosen = modes[letter] else { return }
            guard mode == nil || mode == chosen else {
                throw Refusal(
                    text: "tar: You may not specify more than one '-Acdtrux', '--delete' or  "
                        + "'--test-label' option\n" + tryHelp, status: 2)
            }
            mode = chosen
        }
    }
}
