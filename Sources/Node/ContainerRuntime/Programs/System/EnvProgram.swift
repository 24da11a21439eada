import Simulation

/// `env` and `printenv`: the environment, shown or changed for a program.
struct EnvProgram: Applet {
    static let usage = "[-i0] [-u NAME] [NAME=VALUE]... [PROG ARGS]"

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(
            call.arguments, "i0u:", long: ["ignore-environment": "i", "unset": "u"],
            stopsAtOperand: true)
        var environment = options.has("i") ? [:] : call.process.environment
        for name in options.all("u") { environment[name] = nil }
        var words = options.operands[...]
        if words.first == "-" {
            environment = [:]
            words.removeFirst()
        }
        while let word = words.first, let sign = word.firstIndex(of: "=") {
            environment[String(word[..<sign])] = String(word[word.index(after: sign)...])
            words.removeFirst()
        }
        guard let program = words.first else {
            try await Self.show(call, environment)
            return 0
        }
        return try await call.runProgram(Array(words), environment: environment) { error in
            AppletFailure("can't execute '\(program)': \(error.text)", status: error.exitCode)
        }
    }

    static func show(_ call: Call, _ environment: Environment) async throws {
        for (name, value) in environment {
            try await call.print("\(name)=\(value)")
        }
    }
}

/// `printenv`.
struct PrintenvProgram: Applet {
    static let usage = "[VARIABLE]..."

    func main(_ call: Call) async throws -> Int32 {
        if call.arguments.isEmpty {
            try await EnvProgram.show(call, call.process.environment)
            return 0
        }
        var status: Int32 = 0
        for name in call.arguments {
            if let value = call.process.environment[name] {
                try await call.print(value)
            } else {
                status = 1
            }
        }
        return status
    }
}

extension LaunchError {
    var text: String {
        switch self {
        case .notInPath, .noSuchFile: "No such file or directory"
        case .isDirectory, .permissionDenied: "Permission denied"
        case .execFormat: "Exec format error"
        }
    }

    var exitCode: Int32 {
        switch self {
        case .notInPath, .noSuchFile: 127
        case .isDirectory, .permissionDenied, .execFormat: 126
        }
    }
}

extension Call {
    /// Starts a program and waits for it; what it cannot start, `failure` words.
    func runProgram(
        _ words: [String], environment: Environment? = nil, input: (any ByteSource)? = nil,
        failure: (LaunchError) -> AppletFailure
    ) async throws -> Int32 {
        try await flush()
        let executable: Executable
        do throws(LaunchError) {
            executable = try process.machine.executable(
                for: words, path: process.environment["PATH"] ?? "/usr/bin:/bin",
                workingDirectory: process.workingDirectory, shell: "/bin/sh")
        } catch {
            throw failure(error)
        }
        guard process.machine.processes.all.count < ShellLimits.processes else {
            throw AppletFailure("can't fork: Resource temporarily unavailable")
        }
        try await simulation.sleep(for: ShellLimits.programStart)
        var streams = process.streams
        if let input {
            streams.input = input
            streams.terminal = nil
        }
        let child = process.machine.processes.start(
            executable.program, arguments: executable.arguments,
            environment: environment ?? process.environment,
            workingDirectory: process.workingDirectory, streams: streams, on: process.machine,
            parent: process.id)
        do { return try await child.wait() } catch {
            child.signal(.hangUp)
            throw error
        }
    }
}
