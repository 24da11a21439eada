import Simulation

/// Simple commands: assignments, then a function, a builtin or a program.
extension Interpreter {
    func runSimple(
        _ command: Command, _ assignments: [Assignment], _ words: [Word], _ io: Descriptors,
        isTail: Bool
    ) async throws -> Int32 {
        state.line = command.line
        state.substitutionStatus = 0
        var inner = io
        do {
            let fields = try await commandFields(words, io)
            guard let name = fields.first else {
                inner = try await redirect(command.redirections, io)
                return try await assignOnly(assignments, inner)
            }
            var values: [(String, String)] = []
            for assignment in assignments {
                values.append((assignment.name, try await value(of: assignment, io)))
            }
            await trace(values.map { "\($0.0)=\($0.1)" } + fields, io)
            do { inner = try await redirect(command.redirections, io) } catch var failure
                as ShellFailure
            {
                failure.isFatal = name == "exec" && failure.isFatal
                throw failure
            }
            return try await run(fields, named: name, values, inner, isTail: isTail)
        } catch let failure as ShellFailure {
            await complain(failure, inner)
            if failure.isFatal { throw givingUp(failure.status) }
            return failure.status
        } catch let error as WriteError {
            return try await writeFailed(error, words, inner)
        } catch is CancellationError {
            throw Unwind.cancelled
        }
    }

    /// Runs what a name stands for: a function, a builtin, or else a program.
    private func run(
        _ fields: [String], named name: String, _ values: [(String, String)], _ io: Descriptors,
        isTail: Bool
    ) async throws -> Int32 {
        if let body = state.functions[name] {
            return try await withAssignments(values) { try await call(body, fields, io) }
        }
        if let builtin = Builtins.table[name] {
            try await pause(ShellLimits.builtin)
            if name == "exec", fields.count == 1 {
                state.permanent = io
                return 0
            }
            if !state.dialect.isBash, Builtins.special.contains(name) {
                // POSIX: what is assigned before a special builtin stays.
                for (name, value) in values { try assign(name, value) }
                return try await call(builtin, fields, io)
            }
            return try await withAssignments(values) { try await call(builtin, fields, io) }
        }
        var environment = state.environment
        for (name, value) in values { environment[name] = value }
        return try await runProgram(fields, environment: environment, io, isTail: isTail)
    }

    /// Calls a builtin; a script's ash names the line in its errors.
    func call(
        _ builtin: Builtins.Builtin, _ fields: [String], _ io: Descriptors
    ) async throws -> Int32 {
        do { return try await builtin(self, fields, io) } catch var failure as ShellFailure {
            let prefix = "\(fields[0]): "
            if !state.dialect.isBash, !state.isInteractive, fields[0] != "read",
                failure.message.hasPrefix(prefix)
            {
                let line = state.dialect.showsLines ? state.line : 0
                failure.message =
                    prefix + "line \(line): " + failure.message.dropFirst(prefix.count)
                failure.namesLine = true
            }
            throw failure
        }
    }

    private func writeFailed(
        _ error: WriteError, _ words: [Word], _ io: Descriptors
    ) async throws -> Int32 {
        switch error {
        case .cancelled: throw Unwind.cancelled
        case .broken where state.subshellDepth > 0: throw Unwind.exit(141)
        case .broken, .noSpace:
            let reason = error == .noSpace ? "No space left on device" : "Broken pipe"
            await complain("\(words.first?.plainText ?? "echo"): write error: \(reason)", io)
            return 1
        }
    }

    /// The fields of a command. Assignments among the arguments of `export` are not split.
    private func commandFields(_ words: [Word], _ io: Descriptors) async throws -> [String] {
        guard let name = words.first?.plainText,
            ["export", "readonly", "local", "declare", "typeset"].contains(name)
        else { return try await fields(words, io) }
        var result = [name]
        for word in words.dropFirst() {
            if let assignment = Assignment(word) {
                let sign = assignment.isAppending ? "+=" : "="
                result.append(assignment.name + sign + (try await singleText(assignment.value, io)))
            } else {
                result += try await fields([word], io)
            }
        }
        return result
    }

    private func assignOnly(_ assignments: [Assignment], _ io: Descriptors) async throws -> Int32 {
        for assignment in assignments {
            let value = try await value(of: assignment, io)
            await trace(["\(assignment.name)=\(value)"], io)
            try assign(assignment.name, value)
        }
        return state.substitutionStatus
    }

    private func value(of assignment: Assignment, _ io: Descriptors) async throws -> String {
        let new = try await assignedText(assignment.value, io)
        return assignment.isAppending ? (state.value(assignment.name) ?? "") + new : new
    }

    /// Sets a variable.
    func assign(_ name: String, _ value: String) throws {
        if state.variables[name]?.isReadOnly == true {
            let text = state.dialect.isBash ? "readonly variable" : "is read only"
            throw ShellFailure("\(name): \(text)", status: state.dialect.isBash ? 1 : 2)
        }
        if name == "OPTIND" { state.getoptsOffset = 1 }
        state.variables[name, default: ShellState.Variable()].value = value
    }

    /// Runs `body` with variables that hold only for it.
    private func withAssignments(
        _ values: [(String, String)], _ body: () async throws -> Int32
    ) async throws -> Int32 {
        guard !values.isEmpty else { return try await body() }
        var before: [(String, ShellState.Variable?)] = []
        for (name, value) in values {
            before.append((name, state.variables[name]))
            try assign(name, value)
            state.variables[name]?.isExported = true
        }
        defer { for (name, variable) in before.reversed() { state.variables[name] = variable } }
        return try await body()
    }

    /// Calls a function.
    func call(
        _ body: Command, _ fields: [String], _ io: Descriptors
    ) async throws -> Int32 {
        guard state.callDepth < ShellLimits.callDepth else {
            throw ShellFailure(
                "\(fields[0]): maximum function nesting level exceeded (\(ShellLimits.callDepth))",
                status: 1)
        }
        let positional = state.positional
        let loopDepth = state.loopDepth
        state.positional = Array(fields.dropFirst())
        state.callDepth += 1
        state.loopDepth = 0
        state.hidden.append([:])
        defer {
            state.positional = positional
            state.loopDepth = loopDepth
            state.callDepth -= 1
            for (name, variable) in state.hidden.popLast() ?? [:] {
                state.variables[name] = variable
            }
        }
        try await pause(ShellLimits.builtin)
        do { return try await run(body, io) } catch Unwind.leaveFunction(let status) {
            return status
        }
    }

    /// What `set -x` shows.
    private func trace(_ words: [String], _ io: Descriptors) async {
        guard state.options.traces else { return }
        let prefix = state.value("PS4") ?? "+ "
        await io.complain(prefix + words.map(Quoting.ifNeeded).joined(separator: " ") + "\n")
    }
}
