import Simulation

/// `sh`, `ash` or `bash` as a program: `-c TEXT`, a script, standard input, or a prompt.
package struct ShellProgram: Program {
    private let kind: ShellDialect.Kind

    package init(_ kind: ShellDialect.Kind) { self.kind = kind }

    /// What the command line asks for.
    private struct Invocation {
        var text: String?
        var script: String?
        var name: String
        var positional: [String] = []
        var isLogin: Bool
        var isInteractive = false
        var options: [String] = []
        var problem: String?

        init(_ arguments: [String]) {
            name = arguments.first ?? "sh"
            isLogin = name.hasPrefix("-")
            var rest = arguments.dropFirst()
            var wantsText = false
            while let word = rest.first, let sign = word.first, sign == "-" || sign == "+",
                word.utf8.count > 1
            {
                rest.removeFirst()
                if word == "--" { break }
                if word == "--login" {
                    isLogin = true
                    continue
                }
                for letter in word.dropFirst() {
                    switch letter {
                    case "c": wantsText = true
                    case "l": isLogin = true
                    case "i": isInteractive = true
                    case "s": break
                    case "e", "x", "u", "f": options.append("\(sign)\(letter)")
                    case "o": options += ["\(sign)o", rest.popFirst() ?? ""]
                    default: problem = word
                    }
                }
            }
            if wantsText {
                text = rest.popFirst()
                if text == nil { problem = "-c" }
                if let first = rest.popFirst() { name = first }
            } else if let file = rest.popFirst() {
                script = file
                name = file
            }
            positional = Array(rest)
        }
    }

    package func run(_ process: Process) async -> Int32 {
        let invocation = Invocation(process.arguments)
        let isPrompt =
            invocation.text == nil && invocation.script == nil
            && (process.streams.terminal != nil || invocation.isInteractive)
        var shown = Path.name(invocation.name)
        if invocation.script != nil { shown = invocation.name }
        let dialect = ShellDialect(
            kind, name: shown,
            showsLines: invocation.script != nil || (kind == .bash && !isPrompt))
        if let problem = invocation.problem {
            let text =
                problem == "-c"
                ? "-c requires an argument" : "illegal option \(problem)"
            try? await process.error.write("\(shown): \(text)\n")
            return 2
        }
        if isPrompt, let terminal = process.streams.terminal {
            return await interact(process, dialect, invocation, terminal)
        }
        return await runText(process, dialect, invocation)
    }

    private func interact(
        _ process: Process, _ dialect: ShellDialect, _ invocation: Invocation,
        _ terminal: any Terminal
    ) async -> Int32 {
        let session = ShellSession(process: process, dialect: dialect, name: invocation.name)
        if invocation.isLogin { await session.source("/etc/profile") }
        let home = session.value("HOME") ?? process.machine.user.home
        if kind == .bash { await session.source(home + "/.bashrc") }
        let status = await session.runInteractively(terminal)
        if kind == .bash, session.exitStatus != nil {
            terminal.show((invocation.isLogin ? "logout\n" : "exit\n").bytes)
        }
        return status
    }

    private func runText(
        _ process: Process, _ dialect: ShellDialect, _ invocation: Invocation
    ) async -> Int32 {
        var state = ShellState(dialect: dialect, name: invocation.name)
        state.positional = invocation.positional
        for (name, value) in process.environment {
            state.variables[name] = ShellState.Variable(value: value, isExported: true)
        }
        let shell = Interpreter(process: process, state: state)
        shell.setDefaults()
        let io = Descriptors(process.streams)
        let options = invocation.options
        return await shell.finish(io) {
            if !options.isEmpty, let set = Builtins.table["set"] {
                _ = try await set(shell, ["set"] + options, io)
            }
            if let text = invocation.text {
                return try await shell.runWhole(text.bytes, io)
            }
            if let script = invocation.script {
                let content: [UInt8]
                do throws(FileError) { content = try process.readFile(script) } catch {
                    await cannotOpen(script, error, process)
                    return error == .notFound ? 127 : 126
                }
                return try await shell.runWhole(content, io)
            }
            shell.state.options.reads = true
            do {
                return try await shell.runInput(io)
            } catch let failure as AppletFailure {
                try await process.error.write("\(shell.state.name): \(failure.message)\n")
                return 2
            }
        }
    }

    private func cannotOpen(_ script: String, _ error: FileError, _ process: Process) async {
        let name = Path.name(process.arguments.first ?? "sh")
        let text =
            kind == .bash
            ? "\(name): \(script): \(error.text)\n"
            : "\(name): can't open '\(script)': \(error.text)\n"
        try? await process.error.write(text)
    }
}

extension Interpreter {
    /// Runs a whole program text, command by command.
    ///
    /// A text that is one simple command is run in place of the shell, as ash does for `sh -c`.
    func runWhole(_ text: [UInt8], _ io: Descriptors) async throws -> Int32 {
        var parser = Parser(text, dialect: state.dialect, aliases: state.aliases)
        var status: Int32 = 0
        while let script = try next(&parser) {
            let isLast = parser.isAtEnd
            status = try await run(script, io, isTail: isLast)
            parser.aliases = state.aliases
        }
        return status
    }
}

extension Interpreter {
    /// Runs what standard input says as it comes: each command as soon as it is whole.
    ///
    /// Takes what is there, as ash does. Differs: bash leaves what follows a command's line to that
    /// command, should it read; and what never ends is given up as too much for the memory.
    func runInput(_ io: Descriptors) async throws -> Int32 {
        var pending: [UInt8] = []
        var line = 1
        var status: Int32 = 0
        var isAtEnd = false
        var taken = 0
        // What is long and unfinished is not read anew at each of its lines.
        var enough = 0
        while !isAtEnd {
            if let bytes = try await io.input.read(upTo: 4096) {
                pending += bytes
                taken += bytes.count
                guard taken <= ShellLimits.commandBytes else {
                    throw AppletFailure("out of memory")
                }
                guard bytes.contains(.newline), pending.count >= enough else { continue }
            } else {
                isAtEnd = true
            }
            let cut = isAtEnd ? pending.count : (pending.lastIndex(of: .newline) ?? -1) + 1
            var parser = Parser(
                Array(pending[..<cut]), dialect: state.dialect, aliases: state.aliases,
                isFinal: isAtEnd)
            parser.lexer.line = line
            var left = Array(pending[..<cut])
            while true {
                let before = parser
                do {
                    guard let script = try parser.nextCommand() else {
                        (left, line) = ([], parser.lexer.line)
                        break
                    }
                    (left, line) = (parser.rest, parser.lexer.line)
                    status = try await run(script, io)
                    parser.aliases = state.aliases
                } catch let error as SyntaxError {
                    if error.wantsMore, !isAtEnd { break }
                    parser = before
                    // Tells it as the shell's own failure.
                    _ = try next(&parser)
                }
            }
            pending = left + pending[cut...]
            enough = pending.count > 4096 ? pending.count + pending.count / 8 : 0
        }
        return status
    }
}

extension Parser {
    /// Whether nothing but blanks is left.
    var isAtEnd: Bool {
        var rest = self
        do throws(SyntaxError) {
            try rest.skipNewlines()
            if case .end = try rest.peek() { return true }
        } catch {
            return false
        }
        return false
    }
}
