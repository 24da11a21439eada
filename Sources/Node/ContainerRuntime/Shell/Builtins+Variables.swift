import Simulation

/// Builtins about variables, options and positional parameters.
extension Builtins {
    static let variables: [String: Builtin] = [
        "export": { shell, arguments, io in
            try await declare(shell, arguments, io) { $0.isExported = true }
        },
        "readonly": { shell, arguments, io in
            try await declare(shell, arguments, io) { $0.isReadOnly = true }
        },
        "unset": unset,
        "set": set,
        "shift": shift,
        "local": local,
        "getopts": getopts,
        "let": { shell, arguments, _ in
            var value = 0
            for expression in arguments.dropFirst() { value = try shell.arithmetic(expression) }
            return value != 0 ? 0 : 1
        },
    ]

    private static func declare(
        _ shell: Interpreter, _ arguments: [String], _ io: Descriptors,
        _ change: (inout ShellState.Variable) -> Void
    ) async throws -> Int32 {
        let isExport = arguments[0] == "export"
        let words = arguments.dropFirst().filter { $0 != "-p" && $0 != "-n" && $0 != "--" }
        if words.isEmpty {
            let chosen = shell.state.variables.filter {
                isExport ? $0.value.isExported : $0.value.isReadOnly
            }
            let prefix =
                shell.state.dialect.isBash
                ? "declare -" + (isExport ? "x" : "r") : arguments[0]
            for (name, variable) in chosen.sorted(by: { $0.key < $1.key }) {
                let value = variable.value.map {
                    "=" + (shell.state.dialect.isBash ? "\"\($0)\"" : Quoting.single($0))
                }
                try await io.output.write("\(prefix) \(name)\(value ?? "")\n")
            }
            return 0
        }
        for word in words {
            let (name, value) = split(word, shell)
            try checkName(name, word, arguments[0], shell)
            if let value { try shell.assign(name, value) }
            change(&shell.state.variables[name, default: ShellState.Variable()])
            if arguments.contains("-n") { shell.state.variables[name]?.isExported = false }
        }
        return 0
    }

    /// `name=value`, `name+=value` or `name`.
    private static func split(_ word: String, _ shell: Interpreter) -> (String, String?) {
        guard let sign = word.firstIndex(of: "=") else { return (word, nil) }
        let value = String(word[word.index(after: sign)...])
        let name = String(word[..<sign])
        guard name.hasSuffix("+") else { return (name, value) }
        let plain = String(name.dropLast())
        return (plain, (shell.state.value(plain) ?? "") + value)
    }

    private static func checkName(
        _ name: String, _ word: String, _ command: String, _ shell: Interpreter
    ) throws {
        guard !name.isShellName else { return }
        if shell.state.dialect.isBash {
            throw ShellFailure(
                "\(command): `\(word)': not a valid identifier", status: 1, isFatal: false)
        }
        throw ShellFailure("\(command): \(name): bad variable name")
    }

    private static let unset: Builtin = { shell, arguments, _ in
        let isFunction = arguments.dropFirst().first == "-f"
        for name in arguments.dropFirst() where name != "-f" && name != "-v" {
            if shell.state.variables[name]?.isReadOnly == true {
                throw ShellFailure("unset: \(name): is read only", status: 2, isFatal: false)
            }
            if !isFunction, shell.state.variables[name] != nil {
                shell.state.variables[name] = nil
            } else {
                shell.state.functions[name] = nil
            }
        }
        return 0
    }

    private static let set: Builtin = { shell, arguments, io in
        if arguments.count == 1 {
            for (name, variable) in shell.state.variables.sorted(by: { $0.key < $1.key }) {
                guard let value = variable.value else { continue }
                let shown =
                    shell.state.dialect.isBash
                    ? Quoting.ifNeeded(value) : Quoting.single(value)
                try await io.output.write("\(name)=\(shown)\n")
            }
            return 0
        }
        var index = 1
        while index < arguments.count {
            let word = arguments[index]
            guard let sign = word.first, sign == "-" || sign == "+", word.count > 1 else { break }
            index += 1
            if word == "--" {
                shell.state.positional = Array(arguments[index...])
                return 0
            }
            for letter in word.dropFirst() {
                var name = String(letter)
                if letter == "o" {
                    guard index < arguments.count else { return 0 }
                    name = arguments[index]
                    index += 1
                }
                guard let option = options[name] else {
                    throw ShellFailure(
                        shell.state.dialect.isBash
                            ? "set: \(sign)\(name): invalid option"
                            : "set: illegal option \(sign)\(name)",
                        status: 2)
                }
                shell.state.options[keyPath: option] = sign == "-"
            }
        }
        if index < arguments.count { shell.state.positional = Array(arguments[index...]) }
        return 0
    }

    private static let options: [String: any WritableKeyPath<ShellState.Options, Bool> & Sendable] =
        [
            "e": \.exitsOnError, "errexit": \.exitsOnError, "x": \.traces, "xtrace": \.traces,
            "u": \.refusesUnset, "nounset": \.refusesUnset, "f": \.avoidsGlobbing,
            "noglob": \.avoidsGlobbing, "pipefail": \.failsInPipes,
        ]

    private static let shift: Builtin = { shell, arguments, _ in
        let word = arguments.count > 1 ? arguments[1] : "1"
        guard let count = Int(word), count >= 0 else {
            throw ShellFailure("shift: Illegal number: \(word)")
        }
        guard count <= shell.state.positional.count else { return 1 }
        shell.state.positional.removeFirst(count)
        return 0
    }

    private static let local: Builtin = { shell, arguments, _ in
        guard !shell.state.hidden.isEmpty else {
            let isBash = shell.state.dialect.isBash
            throw ShellFailure(
                isBash ? "local: can only be used in a function" : "local: not in a function",
                status: isBash ? 1 : 2, isFatal: !isBash)
        }
        let depth = shell.state.hidden.count - 1
        for word in arguments.dropFirst() where !word.hasPrefix("-") {
            let (name, value) = split(word, shell)
            try checkName(name, word, "local", shell)
            if shell.state.hidden[depth][name] == nil {
                let before = shell.state.variables[name]
                shell.state.hidden[depth].updateValue(before, forKey: name)
                shell.state.variables[name] = nil
            }
            if let value { try shell.assign(name, value) }
        }
        return 0
    }

    private static let getopts: Builtin = { shell, arguments, io in
        guard arguments.count >= 3 else {
            throw ShellFailure("getopts: usage: getopts optstring var [arg]")
        }
        let specification = arguments[1].bytes
        let words = arguments.count > 3 ? Array(arguments[3...]) : shell.state.positional
        var index = max(1, Int(shell.state.value("OPTIND") ?? "1") ?? 1)
        var offset = shell.state.getoptsOffset
        func finish(_ letter: String, _ status: Int32) throws -> Int32 {
            try shell.assign("OPTIND", String(index))
            shell.state.getoptsOffset = offset
            try shell.assign(arguments[2], letter)
            return status
        }
        guard index <= words.count, words[index - 1].hasPrefix("-"), words[index - 1] != "-" else {
            return try finish("?", 1)
        }
        let word = words[index - 1].bytes
        if word == "--".bytes {
            index += 1
            return try finish("?", 1)
        }
        guard offset < word.count else { return try finish("?", 1) }
        let letter = word[offset]
        offset += 1
        func nextWord() {
            index += 1
            offset = 1
        }
        guard letter != UInt8(ascii: ":"), let place = specification.firstIndex(of: letter) else {
            if offset >= word.count { nextWord() }
            if specification.first == UInt8(ascii: ":") {
                try shell.assign("OPTARG", text([letter]))
            } else {
                shell.state.variables["OPTARG"] = nil
                await io.complain("Illegal option -\(text([letter]))\n")
            }
            return try finish("?", 0)
        }
        let takesValue =
            place + 1 < specification.count
            && specification[place + 1] == UInt8(ascii: ":")
        if takesValue {
            if offset < word.count {
                try shell.assign("OPTARG", text(word[offset...]))
                nextWord()
            } else if index < words.count {
                try shell.assign("OPTARG", words[index])
                index += 1
                nextWord()
            } else {
                nextWord()
                if specification.first == UInt8(ascii: ":") {
                    try shell.assign("OPTARG", text([letter]))
                    return try finish(":", 0)
                }
                await io.complain("No arg for -\(text([letter])) option\n")
                return try finish("?", 0)
            }
        } else {
            shell.state.variables["OPTARG"] = nil
            if offset >= word.count { nextWord() }
        }
        return try finish(text([letter]), 0)
    }
}
