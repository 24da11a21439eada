import Simulation

/// `sed`: a stream editor.
///
/// Commands: `s p d D? q a i c y = n N g G h H x b t :` and `{ }`, with addresses by number, `$`,
/// `/regex/`, ranges and `!`. Others are refused by name.
struct SedProgram: Applet {
    static let usage = "[-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]..."

    func main(_ call: Call) async throws -> Int32 {
        var arguments = call.arguments
        var editsInPlace = false
        if let index = arguments.firstIndex(where: {
            $0.hasPrefix("-i") || $0.hasPrefix("--in-place")
        }) {
            editsInPlace = true
            arguments.remove(at: index)
        }
        var options = try Options(
            arguments, "nrEe:f:sz",
            long: [
                "quiet": "n", "silent": "n", "expression": "e", "regexp-extended": "E", "file": "f",
            ])
        var source = options.all("e").joined(separator: "\n")
        for file in options.all("f") { source += "\n" + text(try await call.content(file)) }
        if !options.has("e"), !options.has("f") {
            guard let script = options.takeOperand() else {
                throw AppletFailure("", showsUsage: true)
            }
            source = script
        }
        var parser = SedParser(source, isExtended: options.has("E") || options.has("r"))
        let commands = try parser.parse()
        let isQuiet = options.has("n") || source.hasPrefix("#n\n")
        if editsInPlace {
            return try await edit(call, options.operands, commands, isQuiet)
        }
        var input: [[UInt8]] = []
        var endsInNewline = true
        let status = try await call.forEachFile(options.operands) { _, content in
            input += content.lines.map { Array($0) }
            endsInNewline = content.isEmpty || content.last == .newline
        }
        var machine = SedMachine(commands, input, isQuiet: isQuiet)
        try machine.run()
        var output = machine.output
        if !endsInNewline, output.last == .newline { output.removeLast() }
        try await call.write(output)
        return machine.exitCode ?? status
    }

    private func edit(
        _ call: Call, _ names: [String], _ commands: [SedCommand], _ isQuiet: Bool
    ) async throws -> Int32 {
        try await call.forEachFile(names) { name, content in
            var machine = SedMachine(commands, content.lines.map { Array($0) }, isQuiet: isQuiet)
            try machine.run()
            try call.attempt(name) { () throws(FileError) in
                try call.process.checkWrite(name)
                try call.files.write(call.process.resolve(name), machine.output)
            }
        }
    }
}

/// One command of a script.
struct SedCommand: Sendable {
    enum Address: Sendable {
        case line(Int)
        case last
        case pattern(RegularExpression)
        /// `first~step`
        case step(Int, Int)
        /// `+N`, only as the second address.
        case offset(Int)
    }
    enum Action: Sendable {
        case substitute(
            RegularExpression, replacement: [Piece], all: Bool, number: Int, prints: Bool)
        case translate([UInt8], [UInt8])
        case text(UInt8, [UInt8])
        case quit(Int32, prints: Bool)
        case simple(UInt8)
        case jump(UInt8, String)
        case label(String)
        /// `{`: goes on behind the matching `}` if the address does not match.
        case group(end: Int)
        case groupEnd
    }
    /// A piece of a replacement.
    enum Piece: Sendable {
        case text([UInt8])
        case group(Int)
        case changeCase(UInt8)
    }
    var first: Address?
    var second: Address?
    var isNegated = false
    var action: Action
}

/// Reads a sed script.
struct SedParser {
    private let bytes: [UInt8]
    private let isExtended: Bool
    private var position = 0
    private var lastPattern: RegularExpression?

    init(_ source: String, isExtended: Bool) {
        (bytes, self.isExtended) = (source.bytes, isExtended)
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skip(_ isSkipped: (UInt8) -> Bool) {
        while let byte = peek(), isSkipped(byte) { position += 1 }
    }

    mutating func parse() throws -> [SedCommand] {
        var commands: [SedCommand] = []
        var open: [Int] = []
        while true {
            skip { $0.isSpace || $0 == UInt8(ascii: ";") }
            guard let byte = peek() else { break }
            if byte == UInt8(ascii: "#") {
                skip { $0 != .newline }
                continue
            }
            var command = SedCommand(action: .groupEnd)
            command.first = try address()
            if command.first != nil, peek() == UInt8(ascii: ",") {
                position += 1
                skip { $0.isBlank }
                guard let second = try address(isSecond: true) else {
                    throw AppletFailure("unexpected ','")
                }
                command.second = second
            }
            skip { $0.isBlank }
            while peek() == UInt8(ascii: "!") {
                command.isNegated = true
                position += 1
                skip { $0.isBlank }
            }
            guard let letter = peek() else { throw AppletFailure("missing command") }
            position += 1
            switch letter {
            case UInt8(ascii: "{"):
                open.append(commands.count)
                command.action = .group(end: 0)
            case UInt8(ascii: "}"):
                guard let start = open.popLast() else { throw AppletFailure("unexpected '}'") }
                commands[start].action = .group(end: commands.count)
            default: command.action = try action(letter)
            }
            commands.append(command)
        }
        guard open.isEmpty else { throw AppletFailure("unterminated {") }
        return commands
    }

    private mutating func number() -> Int? {
        let start = position
        skip(\.isDigit)
        return start == position ? nil : Int(text(bytes[start..<position])) ?? .max
    }

    private mutating func address(isSecond: Bool = false) throws -> SedCommand.Address? {
        guard var byte = peek() else { return nil }
        if isSecond, byte == UInt8(ascii: "+") {
            position += 1
            return .offset(min(number() ?? 0, 1 << 40))
        }
        if byte.isDigit, let first = number() {
            guard peek() == UInt8(ascii: "~") else { return .line(first) }
            position += 1
            return .step(first, number() ?? 0)
        }
        if byte == .dollar {
            position += 1
            return .last
        }
        if byte == .backslash, position + 1 < bytes.count {
            position += 1
            byte = bytes[position]
        } else if byte != UInt8(ascii: "/") {
            return nil
        }
        position += 1
        let pattern = try delimited(byte)
        var ignoresCase = false
        if peek() == UInt8(ascii: "I") {
            ignoresCase = true
            position += 1
        }
        return .pattern(try expression(pattern, ignoresCase: ignoresCase))
    }

    /// The text up to `delimiter`, which may be escaped inside.
    private mutating func delimited(_ delimiter: UInt8) throws -> [UInt8] {
        var result: [UInt8] = []
        var isInSet = false
        while let byte = peek() {
            position += 1
            if byte == delimiter, !isInSet { return result }
            if byte == .backslash, let next = peek(), !isInSet {
                position += 1
                if next == delimiter {
                    result.append(next)
                } else if next == .newline {
                    result += [.backslash, .newline]
                } else {
                    result += [byte, next]
                }
                continue
            }
            if byte == UInt8(ascii: "["), delimiter != UInt8(ascii: "[") {
                // A bracket that is never closed is no set.
                isInSet =
                    isInSet
                    || bytes[position...].prefix { $0 != .newline }.contains(UInt8(ascii: "]"))
            } else if byte == UInt8(ascii: "]"), result.last != UInt8(ascii: "["),
                !(result.last == UInt8(ascii: "^") && result.dropLast().last == UInt8(ascii: "["))
            {
                isInSet = false
            }
            result.append(byte)
        }
        throw AppletFailure("unmatched '\(text([delimiter]))'")
    }

    private mutating func expression(
        _ pattern: [UInt8], ignoresCase: Bool
    ) throws -> RegularExpression {
        if pattern.isEmpty {
            guard let lastPattern else { throw AppletFailure("no previous regexp") }
            return lastPattern
        }
        do throws(RegularExpression.Failure) {
            let expression = try RegularExpression(
                text(pattern), syntax: isExtended ? .extended : .basic, ignoresCase: ignoresCase)
            lastPattern = expression
            return expression
        } catch {
            throw AppletFailure("bad regex '\(text(pattern))': \(error.text)")
        }
    }

    private mutating func action(_ letter: UInt8) throws -> SedCommand.Action {
        switch letter {
        case UInt8(ascii: "s"): return try substitution()
        case UInt8(ascii: "y"):
            guard let delimiter = peek() else {
                throw AppletFailure("bad format in substitution expression")
            }
            position += 1
            let from = Escapes.decode(try delimited(delimiter), style: .ansi).bytes
            let to = Escapes.decode(try delimited(delimiter), style: .ansi).bytes
            guard from.count == to.count else {
                throw AppletFailure("strings for y command are different lengths")
            }
            return .translate(from, to)
        case UInt8(ascii: "a"), UInt8(ascii: "i"), UInt8(ascii: "c"):
            return .text(letter, try textArgument())
        case UInt8(ascii: "q"), UInt8(ascii: "Q"):
            skip { $0.isBlank }
            let code = number() ?? 0
            return .quit(Int32(truncatingIfNeeded: code & 255), prints: letter == UInt8(ascii: "q"))
        case UInt8(ascii: "b"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: ":"):
            skip { $0.isBlank }
            let start = position
            skip { !$0.isSpace && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "}") }
            let name = text(bytes[start..<position])
            return letter == UInt8(ascii: ":") ? .label(name) : .jump(letter, name)
        default:
            guard "pdDnNgGhHxP=l".utf8.contains(letter) else {
                throw AppletFailure("unsupported command \(text([letter]))")
            }
            return .simple(letter)
        }
    }

    /// The text of `a`, `i`, `c`: the rest of the line, with escaped newlines.
    private mutating func textArgument() throws -> [UInt8] {
        skip { $0.isBlank }
        if peek() == .backslash {
            position += 1
            skip { $0.isBlank }
            if peek() == .newline { position += 1 }
        }
        var result: [UInt8] = []
        while let byte = peek(), byte != .newline {
            position += 1
            if byte == .backslash, let next = peek() {
                position += 1
                result.append(next)
            } else {
                result.append(byte)
            }
        }
        return result + [.newline]
    }

    private mutating func substitution() throws -> SedCommand.Action {
        guard let delimiter = peek(), delimiter != .newline, delimiter != .backslash else {
            throw AppletFailure("bad format in substitution expression")
        }
        position += 1
        let pattern = try delimited(delimiter)
        let replacement = try replacementText(delimiter)
        var (all, prints, ignoresCase, count) = (false, false, false, 1)
        flags: while let byte = peek() {
            switch byte {
            case UInt8(ascii: "g"): all = true
            case UInt8(ascii: "p"): prints = true
            case UInt8(ascii: "i"), UInt8(ascii: "I"): ignoresCase = true
            case 49...57:
                count = number() ?? 1
                continue flags
            case .newline, UInt8(ascii: ";"), UInt8(ascii: "}"), UInt8(ascii: "#"), .space, .tab:
                break flags
            default: throw AppletFailure("unknown option to s command")
            }
            position += 1
        }
        return .substitute(
            try expression(pattern, ignoresCase: ignoresCase), replacement: replacement, all: all,
            number: count, prints: prints)
    }

    private mutating func replacementText(_ delimiter: UInt8) throws -> [SedCommand.Piece] {
        var pieces: [SedCommand.Piece] = []
        var literal: [UInt8] = []
        func flushed() -> [SedCommand.Piece] { literal.isEmpty ? [] : [.text(literal)] }
        while let byte = peek() {
            position += 1
            if byte == delimiter { return pieces + flushed() }
            if byte == UInt8(ascii: "&") {
                pieces += flushed() + [.group(0)]
                literal = []
            } else if byte == .backslash, let next = peek() {
                position += 1
                switch next {
                case 48...57:
                    pieces += flushed() + [.group(Int(next) - 48)]
                    literal = []
                case UInt8(ascii: "U"), UInt8(ascii: "L"), UInt8(ascii: "E"), UInt8(ascii: "u"),
                    UInt8(ascii: "l"):
                    pieces += flushed() + [.changeCase(next)]
                    literal = []
                case UInt8(ascii: "n"): literal.append(.newline)
                case UInt8(ascii: "t"): literal.append(.tab)
                default: literal.append(next)
                }
            } else {
                literal.append(byte)
            }
        }
        throw AppletFailure("unmatched '\(text([delimiter]))'")
    }
}

/// Runs a sed script on lines.
struct SedMachine {
    private let commands: [SedCommand]
    private let input: [[UInt8]]
    private let isQuiet: Bool
    private(set) var output: [UInt8] = []
    private(set) var exitCode: Int32?
    private var pattern: [UInt8] = []
    private var hold: [UInt8] = []
    private var pending: [UInt8] = []
    private var next = 0
    /// For each range under way: the line where it ends, or 0 while its pattern is awaited.
    private var ranges: [Int: Int] = [:]
    private var hasSubstituted = false
    private var stepsLeft = 10_000_000

    init(_ commands: [SedCommand], _ input: [[UInt8]], isQuiet: Bool) {
        (self.commands, self.input, self.isQuiet) = (commands, input, isQuiet)
    }

    private var isLast: Bool { next >= input.count }

    mutating func run() throws {
        while next < input.count, exitCode == nil {
            pattern = input[next]
            next += 1
            hasSubstituted = false
            try cycle()
        }
    }

    private mutating func emit(_ bytes: [UInt8]) { output += bytes + [.newline] }

    private mutating func endCycle(prints: Bool) {
        if prints, !isQuiet { emit(pattern) }
        output += pending
        pending = []
    }

    private mutating func cycle() throws {
        var index = 0
        while index < commands.count {
            stepsLeft -= 1
            guard stepsLeft > 0 else { throw AppletFailure("script runs too long") }
            let command = commands[index]
            let applies = try matches(command, index) != command.isNegated
            if case .group(let end) = command.action {
                index = applies ? index + 1 : end + 1
                continue
            }
            guard applies else {
                index += 1
                continue
            }
            switch command.action {
            case .substitute(let expression, let replacement, let all, let number, let prints):
                if try substitute(expression, replacement, all: all, number: number), prints {
                    emit(pattern)
                }
            case .translate(let from, let to):
                pattern = pattern.map { byte in from.firstIndex(of: byte).map { to[$0] } ?? byte }
            case .text(let letter, let lines):
                if letter == UInt8(ascii: "a") { pending += lines }
                if letter == UInt8(ascii: "i") { output += lines }
                if letter == UInt8(ascii: "c") {
                    if command.second == nil || ranges[index] == nil { output += lines }
                    return endCycle(prints: false)
                }
            case .quit(let code, let prints):
                exitCode = code
                return endCycle(prints: prints)
            case .jump(let kind, let name):
                let jumps =
                    kind == UInt8(ascii: "b") || (kind == UInt8(ascii: "t")) == hasSubstituted
                if kind != UInt8(ascii: "b") { hasSubstituted = false }
                if jumps {
                    guard !name.isEmpty else { return endCycle(prints: true) }
                    guard let place = label(name) else {
                        throw AppletFailure("can't find label for jump to '\(name)'")
                    }
                    index = place
                }
            case .simple(let letter): if try simple(letter) { return }
            case .label, .groupEnd, .group: break
            }
            index += 1
        }
        endCycle(prints: true)
    }

    private func label(_ name: String) -> Int? {
        commands.firstIndex {
            if case .label(let other) = $0.action { return other == name }
            return false
        }
    }

    /// Runs a one-letter command; true if the cycle is over.
    private mutating func simple(_ letter: UInt8) throws -> Bool {
        switch letter {
        case UInt8(ascii: "p"): emit(pattern)
        case UInt8(ascii: "P"): emit(Array(pattern.prefix { $0 != .newline }))
        case UInt8(ascii: "="): output += "\(next)\n".bytes
        case UInt8(ascii: "g"): pattern = hold
        case UInt8(ascii: "G"): pattern += [.newline] + hold
        case UInt8(ascii: "h"): hold = pattern
        case UInt8(ascii: "H"): hold += [.newline] + pattern
        case UInt8(ascii: "x"): swap(&pattern, &hold)
        case UInt8(ascii: "l"): emit(pattern + [.dollar])
        case UInt8(ascii: "n"):
            endCycle(prints: true)
            guard next < input.count else { return true }
            pattern = input[next]
            next += 1
        case UInt8(ascii: "N"):
            guard next < input.count else {
                endCycle(prints: true)
                return true
            }
            pattern += [.newline] + input[next]
            next += 1
        case UInt8(ascii: "D"):
            guard let end = pattern.firstIndex(of: .newline) else {
                endCycle(prints: false)
                return true
            }
            pattern.removeFirst(end + 1)
            output += pending
            pending = []
            try cycle()
            return true
        default:
            endCycle(prints: false)
            return true
        }
        return false
    }

    private mutating func matches(_ command: SedCommand, _ index: Int) throws -> Bool {
        guard let first = command.first else { return true }
        guard let second = command.second else { return try matches(first) }
        if let end = ranges[index] {
            if end > 0 {
                if next >= end { ranges[index] = nil }
                return next <= end || next == end
            }
            if try matches(second) { ranges[index] = nil }
            return true
        }
        guard try matches(first) else { return false }
        switch second {
        case .line(let line): if line > next { ranges[index] = line }
        case .offset(let count): if count > 0 { ranges[index] = next + count }
        case .last: if !isLast { ranges[index] = input.count }
        case .step(_, let step):
            if step > 0, next % step != 0 { ranges[index] = (next / step + 1) * step }
        case .pattern: ranges[index] = 0
        }
        return true
    }

    private func matches(_ address: SedCommand.Address) throws -> Bool {
        switch address {
        case .line(let line): return next == line
        case .last: return isLast
        case .offset: return false
        case .step(let first, let step):
            return step > 0 ? next >= first && (next - first) % step == 0 : next == first
        case .pattern(let expression):
            do throws(RegularExpression.Failure) {
                return try expression.firstMatch(in: pattern) != nil
            } catch {
                throw AppletFailure(error.text)
            }
        }
    }

    private mutating func substitute(
        _ expression: RegularExpression, _ replacement: [SedCommand.Piece], all: Bool, number: Int
    ) throws -> Bool {
        let found: [RegularExpression.Match]
        do throws(RegularExpression.Failure) { found = try expression.matches(in: pattern) } catch {
            throw AppletFailure(error.text)
        }
        var result: [UInt8] = []
        var end = 0
        var changed = false
        for (index, match) in found.enumerated()
        where index + 1 == number || (all && index + 1 >= number) {
            result += pattern[end..<match.range.lowerBound]
            result += expand(replacement, match)
            end = match.range.upperBound
            changed = true
            if result.count > ShellLimits.expansionBytes { throw AppletFailure("line too long") }
        }
        guard changed else { return false }
        pattern = result + pattern[end...]
        hasSubstituted = true
        return true
    }

    private func expand(
        _ replacement: [SedCommand.Piece], _ match: RegularExpression.Match
    ) -> [UInt8] {
        var result: [UInt8] = []
        var mode: UInt8 = 0
        var once: UInt8 = 0
        for piece in replacement {
            var bytes: [UInt8]
            switch piece {
            case .text(let literal): bytes = literal
            case .group(let number):
                bytes =
                    number < match.groups.count
                    ? match.groups[number].map { Array(pattern[$0]) } ?? [] : []
            case .changeCase(let letter):
                if letter == UInt8(ascii: "u") || letter == UInt8(ascii: "l") {
                    once = letter
                } else {
                    mode = letter == UInt8(ascii: "E") ? 0 : letter
                }
                continue
            }
            if mode == UInt8(ascii: "U") { bytes = bytes.map(\.uppered) }
            if mode == UInt8(ascii: "L") { bytes = bytes.map(\.lowered) }
            if once != 0, let first = bytes.first {
                bytes[0] = once == UInt8(ascii: "u") ? first.uppered : first.lowered
                once = 0
            }
            result += bytes
        }
        return result
    }
}
