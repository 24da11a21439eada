import Simulation

/// Evaluates the arguments of `test` and `[`.
struct TestExpression {
    struct Failure: Error {
        var text: String
    }

    private let words: [String]
    private let process: Process
    private var position = 0
    private var depth = 0

    /// Whether `words` (without a closing `]`) hold.
    static func evaluate(_ words: [String], _ process: Process) throws(Failure) -> Bool {
        if words.isEmpty { return false }
        // POSIX decides by the number of arguments, so that `[ "$x" = y ]` works for any x.
        if words.count == 1 { return !words[0].isEmpty }
        var expression = TestExpression(words: words, process: process)
        if words.count == 3, isBinary(words[1]) {
            return try expression.binary(words[0], words[1], words[2])
        }
        let result = try expression.either()
        if expression.position < words.count {
            throw Failure(text: "\(words[expression.position]): unknown operand")
        }
        return result
    }

    private init(words: [String], process: Process) {
        (self.words, self.process) = (words, process)
    }

    private static func isBinary(_ word: String) -> Bool {
        [
            "=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot",
            "-ef",
        ].contains(word)
    }

    private func word(_ offset: Int = 0) -> String? {
        position + offset < words.count ? words[position + offset] : nil
    }

    private mutating func either() throws(Failure) -> Bool {
        var result = try both()
        while word() == "-o" {
            position += 1
            let right = try both()
            result = result || right
        }
        return result
    }

    private mutating func both() throws(Failure) -> Bool {
        var result = try not()
        while word() == "-a" {
            position += 1
            let right = try not()
            result = result && right
        }
        return result
    }

    private mutating func not() throws(Failure) -> Bool {
        depth += 1
        defer { depth -= 1 }
        guard depth < ShellLimits.parserDepth else { throw Failure(text: "too deep") }
        if word() == "!", word(1) != nil {
            position += 1
            return try !not()
        }
        return try primary()
    }

    private mutating func primary() throws(Failure) -> Bool {
        guard let first = word() else { throw Failure(text: "argument expected") }
        if let sign = word(1), Self.isBinary(sign) {
            guard let right = word(2) else { throw Failure(text: "\(sign): argument expected") }
            position += 3
            return try binary(first, sign, right)
        }
        if first == "(" {
            position += 1
            let result = try either()
            guard word() == ")" else { throw Failure(text: "closing paren expected") }
            position += 1
            return result
        }
        if first.utf8.count == 2, first.hasPrefix("-"), let operand = word(1) {
            position += 2
            return try unary(first, operand)
        }
        position += 1
        return !first.isEmpty
    }

    private func binary(_ left: String, _ sign: String, _ right: String) throws(Failure) -> Bool {
        switch sign {
        case "=", "==": return left.bytes == right.bytes
        case "!=": return left.bytes != right.bytes
        case "<": return left.utf8.lexicographicallyPrecedes(right.utf8)
        case ">": return right.utf8.lexicographicallyPrecedes(left.utf8)
        case "-nt", "-ot", "-ef":
            let (a, b) = (status(left), status(right))
            if sign == "-ef" { return a != nil && a?.inode == b?.inode }
            guard let a, let b else { return sign == "-nt" ? a != nil : b != nil }
            return sign == "-nt" ? a.modified > b.modified : a.modified < b.modified
        default:
            let (a, b) = (try number(left), try number(right))
            switch sign {
            case "-eq": return a == b
            case "-ne": return a != b
            case "-lt": return a < b
            case "-le": return a <= b
            case "-gt": return a > b
            default: return a >= b
            }
        }
    }

    private func number(_ word: String) throws(Failure) -> Int {
        let trimmed = word.split(separator: " ").joined()
        guard let value = Int(trimmed) else { throw Failure(text: "\(word): bad number") }
        return value
    }

    private func status(_ path: String) -> FileStatus? {
        try? process.files.stat(process.resolve(path))
    }

    private func unary(_ flag: String, _ operand: String) throws(Failure) -> Bool {
        switch flag {
        case "-n": return !operand.isEmpty
        case "-z": return operand.isEmpty
        case "-e", "-a": return operand == "/dev/null" || status(operand) != nil
        case "-f": return status(operand)?.kind == .file
        case "-d": return status(operand)?.kind == .directory
        case "-c": return status(operand)?.kind == .device
        case "-L", "-h":
            return (try? process.files.linkStat(process.resolve(operand)))?.kind == .link
        case "-s": return (status(operand)?.size ?? 0) > 0
        case "-r": return status(operand).map { process.allows($0, 4) } ?? false
        case "-w":
            guard let status = status(operand) else { return false }
            return process.allows(status, 2)
        case "-x": return status(operand).map { process.allows($0, 1) } ?? false
        case "-O": return status(operand)?.user == process.machine.user.id
        case "-G": return status(operand)?.group == process.machine.user.groupID
        case "-b", "-p", "-S", "-u", "-g", "-k": return false
        case "-t":
            return operand == "0"
                ? process.streams.terminal != nil : process.streams.isOutputTerminal
        case "-v": return process.environment[operand] != nil
        default: throw Failure(text: "\(flag): unknown operand")
        }
    }
}
