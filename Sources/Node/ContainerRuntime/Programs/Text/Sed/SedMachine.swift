/// Runs a sed script on lines.
struct SedMachine {
    private let commands: [SedCommand]
    private let input: [[UInt8]]
    private let isQuiet: Bool
    private(set) var output: [UInt8] = []
    private(set) var exitCode: Int32?
    /// The output ends with a line of the input, whose newline may be missing.
    private(set) var endsWithPattern = false
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

    private mutating func emit(_ bytes: [UInt8]) {
        output += bytes + [.newline]
        endsWithPattern = true
    }

    private mutating func insert(_ bytes: [UInt8]) {
        output += bytes
        if !bytes.isEmpty { endsWithPattern = false }
    }

    private mutating func endCycle(prints: Bool) {
        if prints, !isQuiet { emit(pattern) }
        insert(pending)
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
                if letter == UInt8(ascii: "i") { insert(lines) }
                if letter == UInt8(ascii: "c") {
                    if command.second == nil || ranges[index] == nil { insert(lines) }
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
