import Simulation

/// Expansions, in POSIX's order: tilde, parameters, commands and arithmetic; fields; paths; quotes.
extension Interpreter {
    /// The fields that `words` become.
    func fields(_ words: [Word], _ io: Descriptors) async throws -> [String] {
        var result: [String] = []
        for word in words {
            if let plain = word.plainText, isPlain(plain) {
                result.append(plain)
                continue
            }
            var builder = FieldBuilder(splits: true, separators: state.separators)
            try await expand(word.parts, into: &builder, isQuoted: false, io)
            for field in builder.finish() { result += paths(field) }
        }
        return result
    }

    /// Text that no expansion changes: most words.
    private func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { !"~*?[\\".utf8.contains($0) }
    }

    private func paths(_ field: FieldBuilder.Field) -> [String] {
        let plain = text(field.text)
        guard !state.options.avoidsGlobbing, Glob(text(field.pattern)).hasWildcards else {
            return [plain]
        }
        let found = process.paths(matching: text(field.pattern))
        return found.isEmpty ? [plain] : found
    }

    /// The one text that a word becomes where no splitting takes place.
    func singleText(_ word: Word, _ io: Descriptors) async throws -> String {
        text(try await single(word, io).text)
    }

    /// A word as a pattern: what is quoted in it stands for itself.
    func pattern(_ word: Word, _ io: Descriptors) async throws -> String {
        text(try await single(word, io).pattern)
    }

    private func single(_ word: Word, _ io: Descriptors) async throws -> FieldBuilder.Field {
        var builder = FieldBuilder(splits: false, separators: state.separators)
        try await expand(word.parts, into: &builder, isQuoted: false, io)
        return builder.finish().first ?? FieldBuilder.Field()
    }

    private func expand(
        _ parts: [WordPart], into builder: inout FieldBuilder, isQuoted: Bool, _ io: Descriptors
    ) async throws {
        for (index, part) in parts.enumerated() {
            switch part {
            case .literal(let literal):
                let shown = index == 0 && !isQuoted ? tilde(literal) : literal
                builder.append(shown.bytes, isQuoted: isQuoted)
            case .quoted(let quoted): builder.append(quoted.bytes, isQuoted: true)
            case .doubleQuoted(let inner):
                if !isOnlyAllParameters(inner) || state.positional.isEmpty && inner.isEmpty {
                    builder.append([], isQuoted: true)
                }
                try await expand(inner, into: &builder, isQuoted: true, io)
            case .parameter(let parameter):
                try await expand(parameter, into: &builder, isQuoted: isQuoted, io)
            case .command(let script):
                let output = try await substitute(script, io)
                if isQuoted {
                    builder.append(output, isQuoted: true)
                } else {
                    builder.appendSplitting(output)
                }
            case .arithmetic(let word):
                let value = try arithmetic(try await singleText(word, io))
                builder.append(String(value).bytes, isQuoted: isQuoted)
            }
            if builder.byteCount > ShellLimits.expansionBytes {
                throw ShellFailure("word too long", status: 1)
            }
        }
    }

    /// `"$@"` without parameters is no field at all.
    private func isOnlyAllParameters(_ parts: [WordPart]) -> Bool {
        guard parts.count == 1, case .parameter(let parameter) = parts[0],
            case .none = parameter.modifier
        else { return false }
        return parameter.name == "@"
    }

    /// The value of an assignment: there a tilde counts behind a colon, too, as PATH needs it.
    func assignedText(_ word: Word, _ io: Descriptors) async throws -> String {
        var word = word
        for (index, part) in word.parts.enumerated() {
            guard case .literal(let literal) = part, literal.contains(":~") else { continue }
            let pieces = literal.split(separator: ":", omittingEmptySubsequences: false)
            let shown = pieces.enumerated().map {
                $0.offset == 0 ? String($0.element) : tilde(String($0.element))
            }
            word.parts[index] = .literal(shown.joined(separator: ":"))
        }
        return try await singleText(word, io)
    }

    private func tilde(_ literal: String) -> String {
        guard literal.hasPrefix("~") else { return literal }
        let name = literal.dropFirst().prefix { $0 != "/" }
        let rest = literal.dropFirst().dropFirst(name.count)
        if name.isEmpty { return (state.value("HOME") ?? process.machine.user.home) + rest }
        if name == "+" { return process.workingDirectory + rest }
        if name == "-", let previous = state.previousDirectory { return previous + rest }
        if name == process.machine.user.name { return process.machine.user.home + rest }
        return name == "root" ? "/root" + rest : literal
    }

    // MARK: - Commands and arithmetic

    /// What a command prints, without the newlines at its end.
    private func substitute(_ script: Script, _ io: Descriptors) async throws -> [UInt8] {
        let sink = CollectingSink(process.simulation)
        var inner = io
        inner.set(1, to: sink)
        let child = try startSubshell(inner, text: "$()") { shell, io in
            try await shell.run(script, io, isTail: true)
        }
        state.substitutionStatus = try await wait(for: child)
        var bytes = sink.bytes
        while bytes.last == .newline { bytes.removeLast() }
        bytes.removeAll { $0 == 0 }
        return bytes
    }

    /// The value of an expression, its assignments made.
    func arithmetic(_ expression: String) throws -> Int {
        let variables = state.variables
        let special = state.positional
        var evaluator = Arithmetic(expression) { name in
            if let number = Int(name), number > 0, number <= special.count {
                return special[number - 1]
            }
            return variables[name]?.value
        }
        do {
            let value = try evaluator.evaluate()
            for (name, value) in evaluator.assignments { try assign(name, String(value)) }
            return value
        } catch let failure as Arithmetic.Failure {
            throw arithmeticFailure(failure, expression)
        }
    }

    private func arithmeticFailure(
        _ failure: Arithmetic.Failure, _ expression: String
    ) -> ShellFailure {
        let isBash = state.dialect.isBash
        switch failure {
        case .divisionByZero:
            return ShellFailure(
                isBash ? "\(expression): division by 0 (error token is \"0\")" : "divide by zero",
                status: isBash ? 1 : 2)
        default:
            return ShellFailure(
                isBash
                    ? "\(expression): syntax error: operand expected (error token is \"\(expression)\")"
                    : "arithmetic syntax error",
                status: isBash ? 1 : 2)
        }
    }

    // MARK: - Parameters

    /// The value of a parameter: nil if it is not set.
    func value(_ name: String) -> String? {
        switch name {
        case "?": return String(state.lastStatus)
        case "$": return String(shellID)
        case "#": return String(state.positional.count)
        case "!": return state.lastBackground.map(String.init)
        case "-": return state.optionLetters
        case "0": return state.name
        case "@", "*":
            return state.positional.isEmpty ? nil : state.positional.joined(separator: " ")
        case "RANDOM" where state.variables[name] == nil:
            return String(process.simulation.random("shell").int(in: 0..<32_768))
        case "LINENO": return String(state.line)
        case "SECONDS" where state.dialect.isBash:
            return String(started.duration(to: process.simulation.now).components.seconds)
        case "PPID": return String(process.parent)
        case "UID", "EUID":
            return state.dialect.isBash ? String(process.machine.user.id) : state.value(name)
        default:
            if let number = Int(name) {
                return number > 0 && number <= state.positional.count
                    ? state.positional[number - 1] : nil
            }
            return state.value(name)
        }
    }

    private func expand(
        _ parameter: Parameter, into builder: inout FieldBuilder, isQuoted: Bool,
        _ io: Descriptors
    ) async throws {
        let name = parameter.name
        if name == "@" || name == "*", !state.positional.isEmpty {
            let items = try await modified(state.positional, parameter.modifier, io)
            return expandAll(items, name: name, into: &builder, isQuoted: isQuoted)
        }
        if name == "@", case .none = parameter.modifier { return }
        let current = value(name)
        if case .fallback(let sign, let coversEmpty, let word) = parameter.modifier {
            let isMissing = current == nil || (coversEmpty && current == "")
            switch sign {
            case "+":
                if !isMissing {
                    try await expand(word.parts, into: &builder, isQuoted: isQuoted, io)
                }
                return
            case "-" where isMissing:
                return try await expand(word.parts, into: &builder, isQuoted: isQuoted, io)
            case "=" where isMissing:
                let new = try await singleText(word, io)
                try assign(name, new)
                return add(new, to: &builder, isQuoted: isQuoted)
            case "?" where isMissing:
                let message = try await singleText(word, io)
                let standard = coversEmpty ? "parameter not set or null" : "parameter not set"
                throw ShellFailure(
                    "\(name): " + (message.isEmpty ? standard : message),
                    status: state.dialect.isBash ? 127 : 2)
            default: return add(current ?? "", to: &builder, isQuoted: isQuoted)
            }
        }
        if current == nil, state.options.refusesUnset, name != "@", name != "*" {
            let text = state.dialect.isBash ? "unbound variable" : "parameter not set"
            throw ShellFailure("\(name): \(text)", status: state.dialect.isBash ? 127 : 2)
        }
        if case .length = parameter.modifier {
            return add(
                String((current ?? "").unicodeScalars.count), to: &builder, isQuoted: isQuoted)
        }
        let items = try await modified([current ?? ""], parameter.modifier, io)
        add(items.first ?? "", to: &builder, isQuoted: isQuoted)
    }

    private func add(_ text: String, to builder: inout FieldBuilder, isQuoted: Bool) {
        if isQuoted {
            builder.append(text.bytes, isQuoted: true)
        } else {
            builder.appendSplitting(text.bytes)
        }
    }

    private func expandAll(
        _ items: [String], name: String, into builder: inout FieldBuilder, isQuoted: Bool
    ) {
        if isQuoted, name == "*" || !builder.splits {
            let separator = name == "*" ? state.separators.prefix(1).map(\.self) : [.space]
            let joined = items.map(\.bytes).joined(separator: separator)
            return builder.append(Array(joined), isQuoted: true)
        }
        for (index, item) in items.enumerated() {
            if index > 0 {
                if builder.splits {
                    builder.endField()
                } else {
                    builder.append([.space], isQuoted: isQuoted)
                }
            }
            add(item, to: &builder, isQuoted: isQuoted)
        }
    }

    private func modified(
        _ items: [String], _ modifier: Parameter.Modifier, _ io: Descriptors
    ) async throws -> [String] {
        switch modifier {
        case .none, .fallback: return items
        case .length: return [String(items.count)]
        case .trim(let fromEnd, let longest, let word):
            let glob = Glob(try await pattern(word, io))
            return items.map { Trimming.trim($0, glob, fromEnd: fromEnd, longest: longest) }
        case .replace(let all, let anchor, let word, let with):
            let glob = Glob(try await pattern(word, io))
            let new = try await singleText(with, io)
            return items.map { Trimming.replace($0, glob, new, all: all, anchor: anchor) }
        case .substring(let offset, let length):
            let start = try arithmetic(try await singleText(offset, io))
            var count: Int?
            if let length { count = try arithmetic(try await singleText(length, io)) }
            return items.map { Trimming.substring($0, from: start, count: count) }
        case .changeCase(let toUpper, let all):
            return items.map { item in
                let head = all ? item[...] : item.prefix(1)
                let changed = toUpper ? head.uppercased() : head.lowercased()
                return changed + item.dropFirst(head.count)
            }
        }
    }
}

/// What `${x#...}`, `${x/.../...}` and `${x:1:2}` do to a text.
enum Trimming {
    static func trim(_ text: String, _ glob: Glob, fromEnd: Bool, longest: Bool) -> String {
        let scalars = Array(text.unicodeScalars)
        let lengths = longest ? Array((0...scalars.count).reversed()) : Array(0...scalars.count)
        for length in lengths {
            if fromEnd, glob.matches(scalars.suffix(length)) {
                return string(scalars.dropLast(length))
            }
            if !fromEnd, glob.matches(scalars.prefix(length)) {
                return string(scalars.dropFirst(length))
            }
        }
        return text
    }

    static func replace(
        _ text: String, _ glob: Glob, _ new: String, all: Bool, anchor: Character?
    ) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var index = 0
        var isDone = false
        while index <= scalars.count {
            let mayStart = !isDone && (anchor != "#" || index == 0)
            if mayStart, let end = longestMatch(scalars, glob, from: index, anchor: anchor),
                end > index
            {
                result.append(contentsOf: new.unicodeScalars)
                index = end
                isDone = !all
                continue
            }
            if index < scalars.count { result.append(scalars[index]) }
            index += 1
        }
        return String(result)
    }

    private static func longestMatch(
        _ scalars: [Unicode.Scalar], _ glob: Glob, from start: Int, anchor: Character?
    ) -> Int? {
        guard start < scalars.count else { return nil }
        if !glob.hasWildcards {
            let length = glob.plainText.unicodeScalars.count
            guard length > 0, start + length <= scalars.count else { return nil }
            if anchor == "%", start + length != scalars.count { return nil }
            return glob.matches(scalars[start..<start + length]) ? start + length : nil
        }
        for end in stride(from: scalars.count, to: start, by: -1) {
            if glob.matches(scalars[start..<end]) { return end }
            if anchor == "%" { return nil }
        }
        return nil
    }

    static func substring(_ text: String, from offset: Int, count: Int?) -> String {
        let scalars = Array(text.unicodeScalars)
        let start = offset < 0 ? max(0, scalars.count &+ offset) : min(offset, scalars.count)
        if offset < 0, scalars.count &+ offset < 0 { return "" }
        var end = scalars.count
        if let count {
            end = count < 0 ? max(start, scalars.count &+ count) : start + min(count, end - start)
        }
        return string(scalars[start..<end])
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
