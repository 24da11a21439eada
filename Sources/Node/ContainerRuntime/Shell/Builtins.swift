import Simulation

/// The commands that a shell runs itself, because they change the shell or are cheap.
enum Builtins {
    /// Runs one builtin: `arguments` begin with its name.
    typealias Builtin =
        @Sendable (_ shell: Interpreter, _ arguments: [String], _ io: Descriptors) async throws ->
        Int32

    static let table: [String: Builtin] = {
        var table: [String: Builtin] = [:]
        for part in [basic, variables, control, jobs, past, refused] {
            table.merge(part) { first, _ in first }
        }
        return table
    }()

    /// POSIX's special builtins.
    static let special: Set<String> = [
        ":", ".", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return",
        "set",
        "shift", "trap", "unset",
    ]

    static let basic: [String: Builtin] = [
        ":": { _, _, _ in 0 },
        "true": { _, _, _ in 0 },
        "false": { _, _, _ in 1 },
        "cd": changeDirectory,
        "pwd": { shell, _, io in
            try await io.output.write(shell.process.workingDirectory + "\n")
            return 0
        },
        "echo": { _, arguments, io in
            try await io.output.write(EchoText.render(Array(arguments.dropFirst())))
            return 0
        },
        "printf": printf,
        "test": test,
        "[": test,
        "read": read,
        "alias": alias,
        "unalias": { shell, arguments, _ in
            for name in arguments.dropFirst() {
                if name == "-a" {
                    shell.state.aliases = [:]
                } else {
                    shell.state.aliases[name] = nil
                }
            }
            return 0
        },
        "type": type,
        "command": command,
        "umask": umask,
    ]

    /// Builtins of real shells that have no meaning here.
    static let refused: [String: Builtin] = Dictionary(
        uniqueKeysWithValues: [
            "times", "fc", "bg", "fg", "ulimit", "bind", "complete", "shopt", "declare",
            "typeset", "mapfile", "readarray", "pushd", "popd", "dirs", "disown", "suspend",
        ].map { name in
            (
                name,
                { shell, arguments, io in
                    await shell.complain("\(name): not supported by this shell", io)
                    return 2
                } as Builtin
            )
        })

    private static let changeDirectory: Builtin = { shell, arguments, io in
        let words = arguments.dropFirst().filter { $0 != "-P" && $0 != "-L" && $0 != "--" }
        let home = shell.state.value("HOME") ?? shell.process.machine.user.home
        var target = words.first ?? home
        if target == "-" {
            guard let previous = shell.state.previousDirectory else {
                throw ShellFailure("cd: OLDPWD not set", status: 1, isFatal: false)
            }
            target = previous
            try await io.output.write(previous + "\n")
        }
        if target.isEmpty { return 0 }
        let path = shell.process.resolve(target)
        do throws(FileError) {
            let status = try shell.process.files.stat(path)
            if status.kind != .directory { throw .notDirectory }
            if !shell.process.allows(status, 1) { throw .permissionDenied }
        } catch {
            throw ShellFailure(
                shell.state.dialect.cannotChangeDirectory(target, error),
                status: shell.state.dialect.isBash ? 1 : 2, isFatal: false)
        }
        shell.state.previousDirectory = shell.process.workingDirectory
        shell.process.workingDirectory = path
        for (name, value) in [("OLDPWD", shell.state.previousDirectory ?? ""), ("PWD", path)] {
            try shell.assign(name, value)
            shell.state.variables[name]?.isExported = true
        }
        return 0
    }

    private static let printf: Builtin = { shell, arguments, io in
        var words = Array(arguments.dropFirst())
        if words.first == "--" { words.removeFirst() }
        guard let format = words.first else {
            let usage = "usage: printf FORMAT [ARGUMENT...]"
            let prefix = shell.state.dialect.isBash ? "printf: " : ""
            await shell.complainAsProgram(prefix + usage, io)
            return 2
        }
        let printed = PrintfFormat(
            format, Array(words.dropFirst()), knowsQuoting: shell.state.dialect.isBash)
        let prefix = shell.state.dialect.isBash ? "printf: " : ""
        for error in printed.errors { await shell.complainAsProgram(prefix + error, io) }
        try await io.output.write(printed.output)
        return printed.errors.isEmpty ? 0 : 1
    }

    private static let test: Builtin = { shell, arguments, io in
        var words = Array(arguments.dropFirst())
        let isBash = shell.state.dialect.isBash
        let prefix = isBash ? "\(arguments[0]): " : ""
        if arguments[0] == "[" {
            guard words.popLast() == "]" else {
                await shell.complainAsProgram(isBash ? "[: missing `]'" : "missing ]", io)
                return 2
            }
        }
        do throws(TestExpression.Failure) {
            return try TestExpression.evaluate(words, shell.process) ? 0 : 1
        } catch {
            var message = error.text
            if isBash {
                message = message.replacingSuffix(
                    ": bad number", with: ": integer expression expected"
                ).replacingSuffix(": unknown operand", with: ": unary operator expected")
            }
            await shell.complainAsProgram(prefix + message, io)
            return 2
        }
    }

    private static let alias: Builtin = { shell, arguments, io in
        var status: Int32 = 0
        let quote = { (name: String, value: String) in
            let prefix = shell.state.dialect.isBash ? "alias " : ""
            return "\(prefix)\(name)=\(Quoting.single(value))\n"
        }
        if arguments.count == 1 {
            let names = shell.state.aliases.keys.sorted()
            let lines = names.map { quote($0, shell.state.aliases[$0] ?? "") }
            try await io.output.write(lines.joined())
        }
        for word in arguments.dropFirst() {
            if let sign = word.firstIndex(of: "="), sign != word.startIndex {
                shell.state.aliases[String(word[..<sign])] = String(
                    word[word.index(after: sign)...])
            } else if let value = shell.state.aliases[word] {
                try await io.output.write(quote(word, value))
            } else {
                if shell.state.dialect.isBash {
                    await shell.complain("alias: \(word): not found", io)
                } else {
                    await io.complain("alias: \(word) not found\n")
                }
                status = 1
            }
        }
        return status
    }

    static let reserved: Set<String> = [
        "if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac",
        "in", "{", "}", "!", "[[", "]]", "function",
    ]

    private static let type: Builtin = { shell, arguments, io in
        var status: Int32 = 0
        for name in arguments.dropFirst() {
            var text: String
            if let alias = shell.state.aliases[name] {
                text =
                    shell.state.dialect.isBash
                    ? "\(name) is aliased to `\(alias)'" : "\(name) is an alias for \(alias)"
            } else if reserved.contains(name) {
                text = "\(name) is a shell keyword"
            } else if shell.state.functions[name] != nil {
                text = "\(name) is a function"
            } else if table[name] != nil {
                text = "\(name) is a shell builtin"
            } else if let path = shell.path(of: name) {
                text = "\(name) is \(path)"
            } else {
                status = shell.state.dialect.isBash ? 1 : 127
                if shell.state.dialect.isBash {
                    await shell.complain("type: \(name): not found", io)
                    continue
                }
                text = "\(name): not found"
            }
            try await io.output.write(text + "\n")
        }
        return status
    }

    private static let command: Builtin = { shell, arguments, io in
        var words = Array(arguments.dropFirst())
        guard let first = words.first else { return 0 }
        if first == "-v" || first == "-V" {
            if first == "-V" { return try await type(shell, words, io) }
            words.removeFirst()
            var status: Int32 = 0
            for name in words {
                if let alias = shell.state.aliases[name] {
                    try await io.output.write("alias \(name)=\(Quoting.single(alias))\n")
                } else if reserved.contains(name) || table[name] != nil
                    || shell.state.functions[name] != nil
                {
                    try await io.output.write(name + "\n")
                } else if let path = shell.path(of: name) {
                    try await io.output.write(path + "\n")
                } else {
                    status = shell.state.dialect.isBash ? 1 : 127
                }
            }
            return status
        }
        if first == "-p" || first == "--" { words.removeFirst() }
        guard let name = words.first else { return 0 }
        if let builtin = table[name] { return try await builtin(shell, words, io) }
        return try await shell.runProgram(
            words, environment: shell.state.environment, io, isTail: false)
    }

    private static let umask: Builtin = { shell, arguments, io in
        guard arguments.count > 1 else {
            let digits = String(shell.state.mask, radix: 8)
            try await io.output.write(
                String(repeating: "0", count: 4 - digits.count) + digits + "\n")
            return 0
        }
        guard let mask = UInt16(arguments[1], radix: 8), mask <= 0o777 else {
            throw ShellFailure("umask: \(arguments[1]): invalid mode", status: 1, isFatal: false)
        }
        shell.state.mask = mask
        return 0
    }
}

extension Interpreter {
    /// Where the program `name` is, if the search path has it.
    func path(of name: String) -> String? {
        guard
            let path = try? process.machine.find(
                name, path: state.value("PATH") ?? "", workingDirectory: process.workingDirectory),
            let status = try? process.files.stat(path), status.kind != .directory,
            status.mode & 0o111 != 0
        else { return nil }
        return path
    }
}

extension String {
    func replacingSuffix(_ suffix: String, with other: String) -> String {
        hasSuffix(suffix) ? dropLast(suffix.count) + other : self
    }
}

/// What `echo` prints.
enum EchoText {
    static func render(_ arguments: [String]) -> [UInt8] {
        var words = arguments[...]
        var endsLine = true
        var decodes = false
        while let word = words.first, word.hasPrefix("-"), word.utf8.count > 1,
            word.utf8.dropFirst().allSatisfy({ "neE".utf8.contains($0) })
        {
            for letter in word.utf8.dropFirst() {
                switch letter {
                case UInt8(ascii: "n"): endsLine = false
                case UInt8(ascii: "e"): decodes = true
                default: decodes = false
                }
            }
            words.removeFirst()
        }
        var bytes = words.joined(separator: " ").bytes
        if decodes {
            let (decoded, stops) = Escapes.decode(bytes, style: .echo)
            bytes = decoded
            if stops { return bytes }
        }
        return endsLine ? bytes + [.newline] : bytes
    }
}
