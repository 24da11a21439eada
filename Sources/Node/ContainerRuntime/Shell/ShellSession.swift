package import Simulation

/// A shell that is given its lines one by one: an interactive shell, the master's prompt.
///
/// It keeps variables, functions and the working directory from line to line. A line that is not
/// yet a whole command is kept too (`wantsMore`), and the next one goes on with it.
package final class ShellSession: Sendable {
    package let process: Process
    private let interpreter: Interpreter
    private let io: Descriptors
    private struct Input {
        var pending = ""
        var exitStatus: Int32?
    }
    private let input: Confined<Input>

    package init(
        process: Process, dialect: ShellDialect, name: String? = nil, isInteractive: Bool = true
    ) {
        self.process = process
        var state = ShellState(dialect: dialect, name: name ?? dialect.name)
        state.isInteractive = isInteractive
        for (name, value) in process.environment {
            state.variables[name] = ShellState.Variable(value: value, isExported: true)
        }
        interpreter = Interpreter(process: process, state: state)
        interpreter.setDefaults()
        io = Descriptors(process.streams)
        input = Confined(process.simulation, Input())
    }

    /// What ended the session with `exit`; nil while it goes on.
    package var exitStatus: Int32? { input.value.exitStatus }

    /// The last line was the start of something longer.
    package var wantsMore: Bool { !input.value.pending.isEmpty }

    /// `$?`.
    package var lastStatus: Int32 { interpreter.state.lastStatus }

    /// All that the shell knows.
    var shellState: ShellState { interpreter.state }

    /// The value of a variable.
    package func value(_ name: String) -> String? { interpreter.value(name) }

    /// Sets a variable and exports it.
    package func export(_ name: String, _ value: String) {
        interpreter.state.variables[name] = ShellState.Variable(value: value, isExported: true)
    }

    /// What to show before the next line: PS1 expanded, or PS2 in the middle of a command.
    package var prompt: String {
        if wantsMore { return interpreter.value("PS2") ?? "> " }
        return Prompt.expand(interpreter.value("PS1") ?? "", interpreter)
    }

    /// Forgets an unfinished command: Ctrl-C at the prompt.
    package func abandonInput() {
        input.value.pending = ""
        interpreter.state.lastStatus = 130
    }

    /// Runs a line and gives `$?`; an unfinished command only waits for more.
    @discardableResult
    package func run(line: String) async -> Int32 {
        let text = input.value.pending + line + "\n"
        let dialect = interpreter.state.dialect
        do throws(SyntaxError) {
            // Looks first whether the lines make up whole commands, so that nothing runs by halves.
            var check = Parser(
                text.bytes, dialect: dialect, aliases: interpreter.state.aliases, isFinal: false)
            while try check.nextCommand() != nil {}
        } catch {
            if error.wantsMore {
                input.value.pending = text
                return interpreter.state.lastStatus
            }
        }
        input.value.pending = ""
        interpreter.remember(text)
        return await run(text: text)
    }

    /// Runs a whole text: a start-up file, or what is left at the end of input.
    @discardableResult
    package func run(text: String) async -> Int32 {
        do {
            interpreter.state.lastStatus = try await interpreter.runText(text, io)
        } catch let unwind as Unwind {
            switch unwind {
            case .exit(let status):
                interpreter.state.lastStatus = status
                input.value.exitStatus = status
            case .abandon(let status), .leaveFunction(let status):
                interpreter.state.lastStatus = status
            case .leaveLoop, .nextTurn: break
            case .cancelled: interpreter.state.lastStatus = 130
            }
        } catch let failure as ShellFailure {
            await interpreter.complain(failure.message, io)
            interpreter.state.lastStatus = failure.status
        } catch {
            interpreter.state.lastStatus = 1
        }
        return interpreter.state.lastStatus
    }

    /// Runs what an unfinished command has at the end of input: its error shows.
    package func finishInput() async -> Int32 {
        let text = input.value.pending
        input.value.pending = ""
        if !text.isEmpty { await run(text: text) }
        return interpreter.state.lastStatus
    }

    /// Runs a start-up file if it is there.
    package func source(_ path: String) async {
        guard let bytes = try? process.readFile(path) else { return }
        await run(text: String(decoding: bytes, as: UTF8.self))
    }

    /// Runs the EXIT trap; call it once when the session ends.
    package func close() async {
        let status = interpreter.state.lastStatus
        _ = await interpreter.finish(io) { status }
    }

    // MARK: - With Ctrl-C

    /// Runs a line that Ctrl-C can interrupt: the programs in front are told, the line is given up.
    ///
    /// Differs: after `command &` the next prompt waits a moment, so that what the command says at
    /// its start stands above it and not behind.
    package func runInterruptibly(line: String, terminal: any Terminal) async -> Int32 {
        let simulation = process.simulation
        let wasInterrupted = Confined(simulation, false)
        let children = Confined<[RunningProcess]>(simulation, [])
        let lastJob = interpreter.state.lastBackground
        let task = simulation.spawn("shell line") { _ = await self.run(line: line) }
        let token = terminal.interrupts.push { [interpreter] in
            wasInterrupted.value = true
            terminal.show("^C\n".bytes)
            children.value = interpreter.foreground.value
            for child in children.value { child.signal(.interrupt) }
            task.cancel()
        }
        await task.value
        terminal.interrupts.remove(token)
        if interpreter.state.lastBackground != lastJob {
            try? await simulation.sleep(for: Defaults.jobStartPause)
        }
        if wasInterrupted.value {
            for child in children.value { _ = try? await child.wait() }
            interpreter.state.lastStatus = 130
        }
        return interpreter.state.lastStatus
    }

    /// Reads lines at the terminal until Ctrl-D or `exit`; gives the exit status.
    package func runInteractively(_ terminal: any Terminal) async -> Int32 {
        let leave = sit(at: terminal)
        defer { leave() }
        while exitStatus == nil {
            do throws(TerminalReadError) {
                guard let line = try await terminal.readLine(prompt: prompt) else {
                    terminal.show("\n".bytes)
                    _ = await finishInput()
                    break
                }
                _ = await runInterruptibly(line: line, terminal: terminal)
            } catch {
                guard error == .interrupted else { break }
                terminal.show("^C\n".bytes)
                abandonInput()
            }
        }
        await close()
        return lastStatus
    }
}

extension Interpreter {
    /// Variables that every shell sets for itself.
    func setDefaults() {
        let defaults = [
            ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
            ("IFS", " \t\n"), ("PS2", "> "), ("PS4", "+ "), ("OPTIND", "1"),
            ("PS1", state.dialect.isBash ? "\\s-\\v\\$ " : "\\w \\$ "),
        ]
        for (name, value) in defaults where state.variables[name] == nil {
            state.variables[name] = ShellState.Variable(value: value)
        }
        state.variables["PWD"] = ShellState.Variable(
            value: process.workingDirectory, isExported: true)
        let level = (Int(state.value("SHLVL") ?? "0") ?? 0) &+ 1
        state.variables["SHLVL"] = ShellState.Variable(value: String(level), isExported: true)
    }
}

/// The escapes of PS1.
enum Prompt {
    static func expand(_ format: String, _ shell: Interpreter) -> String {
        var result: [UInt8] = []
        let bytes = format.bytes
        var index = 0
        while index < bytes.count {
            guard bytes[index] == .backslash, index + 1 < bytes.count else {
                result.append(bytes[index])
                index += 1
                continue
            }
            result += value(bytes[index + 1], shell)
            index += 2
        }
        return text(result)
    }

    private static func value(_ letter: UInt8, _ shell: Interpreter) -> [UInt8] {
        let machine = shell.process.machine
        switch letter {
        case UInt8(ascii: "u"): return machine.user.name.bytes
        case UInt8(ascii: "h"):
            return Array(machine.hostname.utf8.prefix { $0 != UInt8(ascii: ".") })
        case UInt8(ascii: "H"): return machine.hostname.bytes
        case UInt8(ascii: "w"): return directory(shell).bytes
        case UInt8(ascii: "W"):
            let shown = directory(shell)
            return shown == "~" ? shown.bytes : Path.name(shown).bytes
        case UInt8(ascii: "$"): return [machine.user.id == 0 ? UInt8(ascii: "#") : .dollar]
        case UInt8(ascii: "s"): return shell.state.dialect.name.bytes
        case UInt8(ascii: "v"): return "5.1".bytes
        case UInt8(ascii: "n"): return [.newline]
        case UInt8(ascii: "e"): return [27]
        case UInt8(ascii: "t"):
            let time = CivilTime(machine.simulation.now, secondsFromUTC: machine.secondsFromUTC)
            return "\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))"
                .bytes
        case UInt8(ascii: "["), UInt8(ascii: "]"): return []
        case .backslash: return [.backslash]
        default: return [.backslash, letter]
        }
    }

    /// The working directory with `~` for home.
    private static func directory(_ shell: Interpreter) -> String {
        let home = shell.state.value("HOME") ?? shell.process.machine.user.home
        let path = shell.process.workingDirectory
        if home.isEmpty || home == "/" { return path }
        if path == home { return "~" }
        return path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
    }
}
