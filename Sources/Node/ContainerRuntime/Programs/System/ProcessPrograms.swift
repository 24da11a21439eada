import Simulation

/// `ps`, `kill`, `killall`, `pkill`, `pgrep`, `top`, `uptime`, `free`, `nproc`, `whoami`, `groups`,
/// `timeout`, `time`, `nohup`: about processes and the machine.
enum ProcessPrograms {
    static let all: [(String, any Program)] =
        [
            ("ps", SmallProgram(ps)), ("kill", SmallProgram(kill)),
            ("killall", SmallProgram(killall)),
            ("pkill", SmallProgram(killall)), ("pgrep", SmallProgram(killall)),
            ("pidof", SmallProgram(killall)), ("top", SmallProgram(top)),
            ("uptime", SmallProgram(uptime)), ("free", SmallProgram(free)),
            (
                "nproc",
                SmallProgram { call in
                    try await call.print(String(call.process.machine.hardware.cpus))
                    return 0
                }
            ),
            (
                "whoami",
                SmallProgram { call in
                    try await call.print(call.process.machine.user.name)
                    return 0
                }
            ),
            (
                "groups",
                SmallProgram { call in
                    try await call.print(call.process.machine.user.groupName)
                    return 0
                }
            ),
            ("timeout", SmallProgram("[-s SIG] [-k KILL_SECS] SECS PROG ARGS", timeout)),
            (
                "clear",
                SmallProgram { call in
                    try await call.write("\u{1B}[H\u{1B}[J".bytes)
                    return 0
                }
            ),
            (
                "tty",
                SmallProgram { call in
                    let isTerminal = call.process.streams.terminal != nil
                    try await call.print(isTerminal ? "/dev/pts/0" : "not a tty")
                    return isTerminal ? 0 : 1
                }
            ),
            ("sync", SmallProgram { _ in 0 }),
            (
                "nohup",
                SmallProgram { call in
                    try await call.runProgram(call.arguments) { error in
                        AppletFailure(
                            "can't execute '\(call.arguments.first ?? "")': \(error.text)",
                            status: 127)
                    }
                }
            ),
        ]
        + refused.map { name, reason in
            (name, SmallProgram { _ in throw AppletFailure(reason) } as any Program)
        }

    /// Programs that people try and that have no meaning here.
    private static let refused: [(String, String)] = [
        ("vi", "vi needs a full-screen terminal; write files with cat > FILE or echo"),
        ("ssh", "not supported in this simulation"), ("telnet", "use nc"),
    ]

    private static func ps(_ call: Call) async throws -> Int32 {
        let isFull = call.arguments.contains { $0.hasPrefix("-") && $0.contains("f") }
        if isFull {
            try await call.print("UID        PID  PPID  C STIME TTY          TIME CMD")
        } else {
            try await call.print("PID   USER     TIME  COMMAND")
        }
        for entry in call.process.machine.processes.all {
            let command = entry.arguments.joined(separator: " ")
            if isFull {
                let started = CivilTime(entry.started, secondsFromUTC: call.process.secondsFromUTC)
                try await call.print(
                    "\(entry.user.leftAligned(8)) \(String(entry.id).rightAligned(5)) "
                        + "\(String(entry.parent).rightAligned(5))  0 "
                        + "\(TimeFormat.render(started, "%H:%M")) ?        00:00:00 \(command)")
            } else {
                // CPU time is next to nothing for every simulated process.
                try await call.print(
                    "\(String(entry.id).rightAligned(5)) \(entry.user.leftAligned(8))  0:00 \(command)"
                )
            }
        }
        return 0
    }

    private static func kill(_ call: Call) async throws -> Int32 {
        let outcome = KillRequest.run(call.arguments, on: call.process.machine.processes)
        try await call.write(outcome.output.bytes)
        for error in outcome.errors { try await call.warn(error.ashText) }
        return outcome.errors.isEmpty ? 0 : 1
    }

    private static func killall(_ call: Call) async throws -> Int32 {
        var words = call.arguments
        var signal = Signal.terminate
        var matchesLine = false
        while let word = words.first, word.hasPrefix("-") {
            words.removeFirst()
            if word == "-f" {
                matchesLine = true
                continue
            }
            if ["-q", "-x", "-n", "-l", "-s"].contains(word) { continue }
            guard let name = SignalName.canonical(String(word.dropFirst())),
                let given = SignalName.signal(name)
            else { throw AppletFailure("bad signal name '\(word.dropFirst())'") }
            signal = given
        }
        guard !words.isEmpty else { throw AppletFailure("", showsUsage: true) }
        let isPattern = call.name == "pkill" || call.name == "pgrep"
        var found: [Int] = []
        for entry in call.process.machine.processes.all where entry.id != call.process.id {
            let name =
                matchesLine
                ? entry.arguments.joined(separator: " ") : Path.name(entry.arguments.first ?? "")
            if words.contains(where: { isPattern ? (name[...].range(of: $0) != nil) : name == $0 })
            {
                found.append(entry.id)
            }
        }
        if call.name == "pgrep" {
            for id in found { try await call.print(String(id)) }
        } else if call.name == "pidof" {
            if !found.isEmpty {
                try await call.print(found.reversed().map(String.init).joined(separator: " "))
            }
        } else {
            for id in found { _ = call.process.machine.processes.signal(id, signal) }
            if found.isEmpty, call.name == "killall" {
                throw AppletFailure("\(words[0]): no process killed")
            }
        }
        return found.isEmpty ? 1 : 0
    }

    private static func top(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "bn:d:mHk")
        let rounds = try options.number("n") ?? (call.process.streams.isOutputTerminal ? .max : 1)
        let delay = try options.number("d") ?? 5
        let memory = call.process.machine.hardware.memoryBytes / 1024
        for round in 0..<max(1, rounds) {
            if round > 0 { try await call.sleep(.seconds(max(1, delay))) }
            let used = memory / 4
            try await call.print(
                "Mem: \(used)K used, \(memory - used)K free, 3412K shrd, 41216K buff, 1048576K cached"
            )
            try await call.print(
                "CPU:   2% usr   1% sys   0% nic  96% idle   0% io   0% irq   0% sirq")
            try await call.print("Load average: 0.08 0.05 0.01 1/512 \(call.process.id)")
            try await call.print("  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND")
            for entry in call.process.machine.processes.all {
                let state = entry.id == call.process.id ? "R" : "S"
                try await call.print(
                    "\(String(entry.id).rightAligned(5)) \(String(entry.parent).rightAligned(5)) "
                        + "\(entry.user.leftAligned(8)) \(state)     4404   0%   0   0% "
                        + entry.arguments.joined(separator: " "))
            }
            try await call.flush()
        }
        return 0
    }

    /// Every machine was started the day before the cluster's clock begins.
    private static let bootInstant =
        CivilTime(year: 2023, month: 3, day: 14, hour: 22, minute: 10).instant

    private static func uptime(_ call: Call) async throws -> Int32 {
        let now = call.simulation.now
        let time = CivilTime(now, secondsFromUTC: call.process.secondsFromUTC)
        let seconds = bootInstant.duration(to: now).components.seconds
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60)
        let upText =
            "\(days) day\(days == 1 ? "" : "s"), \(String(hours).rightAligned(2)):\(padded(Int(minutes), 2))"
        try await call.print(
            " \(TimeFormat.render(time, "%H:%M:%S")) up \(upText),  load average: 0.08, 0.05, 0.01")
        return 0
    }

    private static func free(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "bkmght")
        let total = call.process.machine.hardware.memoryBytes
        let (used, shared, cache) = (total / 4, 3 << 20, total / 8)
        func amount(_ bytes: Int) -> String {
            if options.has("h") { return HumanSize.render(bytes) }
            let unit =
                options.has("b")
                ? 1 : options.has("m") ? 1 << 20 : options.has("g") ? 1 << 30 : 1024
            return String(bytes / unit)
        }
        func row(_ name: String, _ cells: [Int]) -> String {
            name.leftAligned(7) + cells.map { amount($0).rightAligned(12) }.joined()
        }
        try await call.print(
            "              total        used        free      shared  buff/cache   available")
        try await call.print(
            row("Mem:", [total, used, total - used - cache, shared, cache, total - used]))
        try await call.print(row("Swap:", [0, 0, 0]))
        return 0
    }

    private static func timeout(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "s:k:", stopsAtOperand: true)
        guard options.operands.count > 1, let seconds = SleepProgram.seconds(options.operands[0])
        else {
            throw AppletFailure("", showsUsage: true)
        }
        let words = Array(options.operands.dropFirst())
        let code = try await TimeLimit.run(call.simulation, .seconds(seconds)) {
            try await call.runProgram(words) { error in
                AppletFailure("can't execute '\(words[0])': \(error.text)", status: error.exitCode)
            }
        }
        return code ?? 143
    }
}
