import Simulation

/// `read`: one line of input into variables.
extension Builtins {
    static let read: Builtin = { shell, arguments, io in
        var names: [String] = []
        var isRaw = false
        var limit: Int?
        var delimiter = UInt8.newline
        var index = 1
        while index < arguments.count, arguments[index].hasPrefix("-"), arguments[index] != "-" {
            let option = arguments[index]
            index += 1
            if option == "--" { break }
            let takesValue =
                option.hasSuffix("p") || option.hasSuffix("n") || option.hasSuffix("t")
                || option.hasSuffix("d")
            let value = takesValue && index < arguments.count ? arguments[index] : nil
            if takesValue { index += 1 }
            if option.contains("r") { isRaw = true }
            switch option.last {
            case "p": if io.terminal != nil { await io.complain(value ?? "") }
            case "n": limit = Int(value ?? "")
            case "d": delimiter = value?.utf8.first ?? 0
            case "r", "s", "e", "t": break
            default:
                throw ShellFailure(
                    "read: unrecognized option: \(option.dropFirst())", status: 2, isFatal: false)
            }
        }
        names = Array(arguments.dropFirst(index))
        for name in names where !name.isShellName {
            throw ShellFailure("read: '\(name)': bad variable name", status: 1, isFatal: false)
        }
        let line = try await readLine(io, isRaw: isRaw, delimiter: delimiter, limit: limit)
        try assign(line.characters, to: names.isEmpty ? ["REPLY"] : names, shell)
        return line.isComplete ? 0 : 1
    }

    /// Characters of a line, with which of them were behind a backslash.
    struct InputLine {
        var characters: [(byte: UInt8, isQuoted: Bool)] = []
        var isComplete = false
    }

    /// Reads byte by byte, since what follows the line belongs to the next reader.
    private static func readLine(
        _ io: Descriptors, isRaw: Bool, delimiter: UInt8, limit: Int?
    ) async throws -> InputLine {
        var line = InputLine()
        var isEscaped = false
        while let bytes = try await io.input.read(upTo: 1), let byte = bytes.first {
            if isEscaped {
                isEscaped = false
                if byte != .newline { line.characters.append((byte, true)) }
                continue
            }
            if byte == .backslash, !isRaw {
                isEscaped = true
                continue
            }
            if byte == delimiter {
                line.isComplete = true
                return line
            }
            line.characters.append((byte, false))
            if let limit, line.characters.count >= limit {
                line.isComplete = true
                return line
            }
            if line.characters.count > ShellLimits.expansionBytes { return line }
        }
        return line
    }

    private static func assign(
        _ characters: [(byte: UInt8, isQuoted: Bool)], to names: [String], _ shell: Interpreter
    ) throws {
        let separators = shell.state.separators
        func isSeparator(_ index: Int) -> Bool {
            !characters[index].isQuoted && separators.contains(characters[index].byte)
        }
        func isBlank(_ index: Int) -> Bool { isSeparator(index) && characters[index].byte.isSpace }
        var index = 0
        var end = characters.count
        while index < end, isBlank(index) { index += 1 }
        while end > index, isBlank(end - 1) { end -= 1 }
        for (position, name) in names.enumerated() {
            if position == names.count - 1 {
                try shell.assign(name, text(characters[index..<end].map(\.byte)))
                return
            }
            var stop = index
            while stop < end, !isSeparator(stop) { stop += 1 }
            try shell.assign(name, text(characters[index..<stop].map(\.byte)))
            index = stop
            var sawOther = false
            while index < end, isSeparator(index) {
                if !isBlank(index) {
                    if sawOther { break }
                    sawOther = true
                }
                index += 1
            }
        }
    }
}
