import Simulation

/// Builtins about processes: jobs, signals, traps.
extension Builtins {
    static let jobs: [String: Builtin] = [
        "jobs": list,
        "wait": wait,
        "kill": kill,
        "trap": trap,
        "hash": { _, _, _ in 0 },
    ]

    private static let list: Builtin = { shell, arguments, io in
        let jobs = shell.state.jobs
        for (index, job) in jobs.enumerated() {
            let mark = index == jobs.count - 1 ? "+" : index == jobs.count - 2 ? "-" : " "
            let code = job.process.exitCode
            let state = code == nil ? "Running" : code == 0 ? "Done" : "Exit \(code ?? 0)"
            let id = arguments.contains("-l") ? "\(job.process.process.id) " : ""
            try await io.output.write(
                "[\(job.number)]\(mark)  \(id)\(state.leftAligned(24))\(job.text)\n")
        }
        shell.state.jobs.removeAll { $0.process.exitCode != nil }
        return 0
    }

    private static let wait: Builtin = { shell, arguments, io in
        var status: Int32 = 0
        var targets: [RunningProcess] = []
        for word in arguments.dropFirst() {
            guard let job = job(word, shell) else {
                if shell.state.dialect.isBash {
                    await shell.complain("wait: pid \(word) is not a child of this shell", io)
                }
                status = 127
                continue
            }
            targets.append(job.process)
        }
        if arguments.count == 1 { targets = shell.state.jobs.map(\.process) }
        for target in targets {
            while target.exitCode == nil {
                // A trapped signal ends the wait, so that the trap can run.
                guard shell.pendingSignals.value.isEmpty else { return 143 }
                try await shell.changes.wait()
            }
            if arguments.count > 1 { status = target.exitCode ?? 0 }
        }
        shell.state.jobs.removeAll { $0.process.exitCode != nil }
        return status
    }

    /// The job that `%1`, `%%` or a process number means.
    private static func job(_ word: String, _ shell: Interpreter) -> ShellState.Job? {
        if word == "%%" || word == "%+" || word == "%" { return shell.state.jobs.last }
        if word.hasPrefix("%") {
            let number = Int(word.dropFirst())
            return shell.state.jobs.first { $0.number == number }
        }
        let id = Int(word)
        return shell.state.jobs.first { $0.process.process.id == id }
    }

    private static let kill: Builtin = { shell, arguments, io in
        let isBash = shell.state.dialect.isBash
        var words = Array(arguments.dropFirst())
        for (index, word) in words.enumerated() where word.hasPrefix("%") {
            guard let job = job(word, shell) else {
                throw ShellFailure("kill: \(word): no such job", status: 1, isFatal: false)
            }
            words[index] = String(job.process.process.id)
        }
        let outcome = KillRequest.run(words, on: shell.process.machine.processes)
        if !outcome.output.isEmpty { try await io.output.write(outcome.output) }
        for error in outcome.errors {
            await shell.complainAsProgram(isBash ? error.bashText : error.ashText, io)
        }
        return outcome.errors.isEmpty ? 0 : 1
    }

    private static let trap: Builtin = { shell, arguments, io in
        var words = Array(arguments.dropFirst())
        if words.first == "--" { words.removeFirst() }
        guard let action = words.first else {
            for (name, action) in shell.state.traps.sorted(by: { $0.key < $1.key }) {
                try await io.output.write("trap -- \(Quoting.single(action)) \(name)\n")
            }
            return 0
        }
        let names = words.count == 1 ? words : Array(words.dropFirst())
        for word in names {
            guard let name = SignalName.canonical(word) else {
                throw ShellFailure("trap: \(word): invalid signal specification", status: 1)
            }
            if action == "-" || words.count == 1 {
                shell.state.traps[name] = nil
                shell.setHandler(name, isSet: false)
            } else {
                shell.state.traps[name] = action
                shell.setHandler(name, isSet: true)
            }
        }
        return 0
    }
}

extension Interpreter {
    /// Catches a signal, or lets it end the shell again.
    func setHandler(_ name: String, isSet: Bool) {
        guard let signal = SignalName.signal(name), signal != .kill else { return }
        guard isSet else { return process.handle(signal, nil) }
        process.handle(signal) { [pendingSignals, changes] in
            pendingSignals.value.append(signal)
            changes.wakeAll()
        }
    }
}

/// Names and numbers of signals.
enum SignalName {
    /// In the order of their numbers, from 1. Source: Linux signal(7) on x86.
    static let all = [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
        "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
        "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "POLL", "PWR", "SYS",
    ]

    /// `TERM` for `TERM`, `SIGTERM`, `term` and `15`; `EXIT` for 0.
    static func canonical(_ word: String) -> String? {
        if let number = Int(word) {
            if number == 0 { return "EXIT" }
            return (1...all.count).contains(number) ? all[number - 1] : nil
        }
        let upper = word.uppercased()
        let name = upper.hasPrefix("SIG") ? String(upper.dropFirst(3)) : upper
        return name == "EXIT" || all.contains(name) ? name : nil
    }

    static func signal(_ name: String) -> Signal? {
        guard let index = all.firstIndex(of: name) else { return nil }
        return Signal(rawValue: index + 1)
    }
}

/// What a `kill` command asks for, carried out: shared by the builtin and the program.
enum KillRequest {
    enum Failure {
        case noSuchProcess(Int)
        case notANumber(String)
        case badSignal(String)
        case unsupportedSignal(String)
        case usage

        var ashText: String {
            switch self {
            case .noSuchProcess(let id): "can't kill pid \(id): No such process"
            case .notANumber(let word): "invalid number '\(word)'"
            case .badSignal(let word): "bad signal name '\(word)'"
            case .unsupportedSignal(let name): "signal \(name) is not supported"
            case .usage: "you need to specify whom to kill"
            }
        }

        var bashText: String {
            switch self {
            case .noSuchProcess(let id): "kill: (\(id)) - No such process"
            case .notANumber(let word):
                "kill: \(word): arguments must be process or job IDs"
            case .badSignal(let word): "kill: \(word): invalid signal specification"
            case .unsupportedSignal(let name): "kill: signal \(name) is not supported"
            case .usage: "kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec"
            }
        }
    }

    static func run(
        _ words: [String], on processes: ProcessTable
    ) -> (output: String, errors: [Failure]) {
        var words = words[...]
        var name = "TERM"
        if let option = words.first, option.hasPrefix("-"), option.utf8.count > 1, option != "--" {
            words.removeFirst()
            if option == "-l" { return (list(words.first), []) }
            var word = String(option.dropFirst())
            if word == "s" || word == "n" { word = words.popFirst() ?? "" }
            guard word == "0" || SignalName.canonical(word) != nil else {
                return ("", [.badSignal(word)])
            }
            name = SignalName.canonical(word) ?? "EXIT"
        }
        if words.first == "--" { words.removeFirst() }
        if words.isEmpty { return ("", [.usage]) }
        var errors: [Failure] = []
        for word in words {
            guard let id = Int(word) else {
                errors.append(.notANumber(word))
                continue
            }
            if name == "EXIT" {
                if processes[id] == nil { errors.append(.noSuchProcess(id)) }
            } else if let signal = SignalName.signal(name) {
                if !processes.signal(id, signal) { errors.append(.noSuchProcess(id)) }
            } else {
                errors.append(.unsupportedSignal(name))
            }
        }
        return ("", errors)
    }

    private static func list(_ word: String?) -> String {
        if let word {
            guard let number = Int(word) else {
                return SignalName.all.firstIndex(of: word.uppercased()).map { "\($0 + 1)\n" } ?? ""
            }
            let plain = number > 128 ? number - 128 : number
            return (SignalName.canonical(String(plain)) ?? "") + "\n"
        }
        return SignalName.all.enumerated().map { index, name in
            "\(String(index + 1).rightAligned(2))) \(name)\n"
        }.joined()
    }
}
