import Simulation

/// Builtins that change the flow of control.
extension Builtins {
    static let control: [String: Builtin] = [
        "break": { shell, arguments, _ in
            guard shell.state.loopDepth > 0 else { return 0 }
            throw Unwind.leaveLoop(levels: try count(arguments, shell))
        },
        "continue": { shell, arguments, _ in
            guard shell.state.loopDepth > 0 else { return 0 }
            throw Unwind.nextTurn(levels: try count(arguments, shell))
        },
        "return": { shell, arguments, _ in
            throw Unwind.leaveFunction(try status(arguments, shell))
        },
        "exit": { shell, arguments, _ in throw Unwind.exit(try status(arguments, shell)) },
        "eval": { shell, arguments, io in
            try await shell.runText(arguments.dropFirst().joined(separator: " "), io)
        },
        "exec": { shell, arguments, io in
            let executable: Executable
            do { executable = try shell.executable(Array(arguments.dropFirst())) } catch let failure
                as ShellFailure
            { throw ShellFailure("exec: \(failure.message)", status: failure.status) }
            return try await shell.replace(
                with: executable, environment: shell.state.environment, io)
        },
        ".": source,
        "source": source,
    ]

    private static func count(_ arguments: [String], _ shell: Interpreter) throws -> Int {
        guard arguments.count > 1 else { return 1 }
        guard let count = Int(arguments[1]), count > 0 else {
            throw ShellFailure("\(arguments[0]): Illegal number: \(arguments[1])")
        }
        return count
    }

    private static func status(_ arguments: [String], _ shell: Interpreter) throws -> Int32 {
        guard arguments.count > 1 else { return shell.state.lastStatus }
        guard let value = Int(arguments[1]) else {
            if shell.state.dialect.isBash {
                throw ShellFailure("\(arguments[0]): \(arguments[1]): numeric argument required")
            }
            throw ShellFailure("\(arguments[0]): Illegal number: \(arguments[1])")
        }
        return Int32(truncatingIfNeeded: value & 255)
    }

    private static let source: Builtin = { shell, arguments, io in
        guard arguments.count > 1 else {
            throw ShellFailure(
                shell.state.dialect.isBash
                    ? "\(arguments[0]): filename argument required"
                    : "\(arguments[0]): filename argument required", isFatal: false)
        }
        let name = arguments[1]
        let content: [UInt8]
        do throws(FileError) { content = try shell.process.readFile(name) } catch {
            throw ShellFailure(
                shell.state.dialect.isBash
                    ? "\(name): \(error.text)"
                    : name.contains("/")
                        ? "\(arguments[0]): can't open '\(name)': \(error.text)"
                        : "\(arguments[0]): \(name): not found",
                status: shell.state.dialect.isBash ? 1 : 2)
        }
        let positional = shell.state.positional
        if arguments.count > 2 { shell.state.positional = Array(arguments.dropFirst(2)) }
        defer { if arguments.count > 2 { shell.state.positional = positional } }
        do { return try await shell.runText(text(content), io) } catch Unwind.leaveFunction(
            let status)
        {
            return status
        }
    }
}
