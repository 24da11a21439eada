import Simulation

/// The options of a command line, read the way of getopt(3).
///
/// A letter followed by `:` takes a value, attached or as the next word. Long options map onto
/// letters. Words that are no options are `operands`; options may follow them.
struct Options {
    private(set) var operands: [String] = []
    private var values: [Character: [String]] = [:]
    /// Letters in the order in which they were given.
    private(set) var order: [Character] = []

    /// `stopsAtOperand` leaves options after the first operand alone, as `env` and `xargs` need.
    init(
        _ arguments: [String], _ letters: String, long: [String: Character] = [:],
        stopsAtOperand: Bool = false
    ) throws(AppletFailure) {
        let known = Self.known(letters)
        var index = 0
        while index < arguments.count {
            let word = arguments[index]
            index += 1
            if word == "--" {
                operands += arguments[index...]
                return
            }
            if word.hasPrefix("--") {
                try readLong(word, long, known, arguments, &index)
            } else if word.hasPrefix("-"), word.utf8.count > 1 {
                try readShort(word, known, arguments, &index)
            } else {
                operands.append(word)
                if stopsAtOperand {
                    operands += arguments[index...]
                    return
                }
            }
        }
    }

    private static func known(_ letters: String) -> [Character: Bool] {
        var known: [Character: Bool] = [:]
        var last: Character?
        for letter in letters {
            if letter == ":", let last {
                known[last] = true
            } else {
                known[letter] = false
                last = letter
            }
        }
        return known
    }

    private mutating func readShort(
        _ word: String, _ known: [Character: Bool], _ arguments: [String], _ index: inout Int
    ) throws(AppletFailure) {
        var rest = word.dropFirst()
        while let letter = rest.popFirst() {
            guard let takesValue = known[letter] else {
                throw AppletFailure("unrecognized option: \(letter)", showsUsage: true)
            }
            order.append(letter)
            guard takesValue else {
                values[letter, default: []].append("")
                continue
            }
            if !rest.isEmpty {
                values[letter, default: []].append(String(rest))
            } else if index < arguments.count {
                values[letter, default: []].append(arguments[index])
                index += 1
            } else {
                throw AppletFailure("option requires an argument: \(letter)", showsUsage: true)
            }
            return
        }
    }

    private mutating func readLong(
        _ word: String, _ long: [String: Character], _ known: [Character: Bool],
        _ arguments: [String], _ index: inout Int
    ) throws(AppletFailure) {
        let parts = word.dropFirst(2).split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        guard let letter = long[name], let takesValue = known[letter] else {
            throw AppletFailure("unrecognized option: \(name)", showsUsage: true)
        }
        order.append(letter)
        if !takesValue {
            values[letter, default: []].append("")
        } else if parts.count == 2 {
            values[letter, default: []].append(String(parts[1]))
        } else if index < arguments.count {
            values[letter, default: []].append(arguments[index])
            index += 1
        } else {
            throw AppletFailure("option requires an argument: \(name)", showsUsage: true)
        }
    }

    /// Takes the first operand away.
    mutating func removeFirstOperand() -> String { operands.removeFirst() }

    func has(_ letter: Character) -> Bool { values[letter] != nil }

    /// The last value given for a letter.
    subscript(letter: Character) -> String? { values[letter]?.last }

    func all(_ letter: Character) -> [String] { values[letter] ?? [] }

    /// The value of a letter as a number from 0.
    func number(_ letter: Character) throws(AppletFailure) -> Int? {
        guard let word = self[letter] else { return nil }
        guard let number = Int(word), number >= 0 else {
            throw AppletFailure("invalid number '\(word)'")
        }
        return number
    }
}
