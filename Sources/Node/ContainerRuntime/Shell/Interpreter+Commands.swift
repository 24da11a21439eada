import Simulation

/// Compound and simple commands.
extension Interpreter {
    /// Runs one command with its redirections.
    func run(_ command: Command, _ io: Descriptors, isTail: Bool = false) async throws -> Int32 {
        let io = state.permanent.map { io.inheriting($0) } ?? io
        if case .simple(let assignments, let words) = command.kind {
            return try await runSimple(
                command, assignments, words, io, isTail: isTail)
        }
        state.line = command.line
        let inner: Descriptors
        do { inner = try await redirect(command.redirections, io) } catch let failure
            as ShellFailure
        {
            await complain(failure.message, io)
            return failure.status
        }
        return try await runCompound(command.kind, inner, isTail: isTail)
    }

    private func runCompound(
        _ kind: CommandKind, _ io: Descriptors, isTail: Bool
    ) async throws -> Int32 {
        switch kind {
        case .simple: return 0
        case .group(let script): return try await run(script, io)
        case .subshell(let script):
            let child = try startSubshell(io, text: "") { shell, io in
                try await shell.run(script, io, isTail: true)
            }
            return try await wait(for: child)
        case .conditional(let branches, let otherwise):
            for branch in branches where try await holds(branch.condition, io) {
                return try await run(branch.body, io)
            }
            guard let otherwise else { return 0 }
            return try await run(otherwise, io)
        case .loopOver(let name, let words, let body):
            var items = state.positional
            if let words { items = try await reporting(io) { try await fields(words, io) } }
            return try await loop(over: items, name, body, io)
        case .loop(let condition, let body, let isUntil):
            return try await loop(while: condition, body, isUntil: isUntil, io)
        case .choice(let subject, let clauses):
            return try await choose(subject, clauses, io)
        case .function(let name, let body):
            state.functions[name] = body
            return 0
        case .test(let condition):
            return try await reporting(io) { try await evaluate(condition, io) } ? 0 : 1
        case .arithmetic(let word):
            return try await reporting(io) {
                try arithmetic(try await singleText(word, io))
            } != 0 ? 0 : 1
        }
    }

    /// Lets a failure inside `body` be shown and end the line or the shell.
    private func reporting<Result>(
        _ io: Descriptors, _ body: () async throws -> Result
    ) async throws -> Result {
        do { return try await body() } catch let failure as ShellFailure {
            await complain(failure.message, io)
            throw givingUp(failure.status)
        }
    }

    /// How a fatal failure leaves this shell.
    private func givingUp(_ status: Int32) -> Unwind {
        state.lastStatus = status
        return state.isInteractive || state.dialect.isBash && status == 1
            ? .abandon(status) : .exit(status)
    }

    private func holds(_ condition: Script, _ io: Descriptors) async throws -> Bool {
        state.conditionDepth += 1
        defer { state.conditionDepth -= 1 }
        return try await run(condition, io) == 0
    }

    // MARK: - Loops

    private func loop(
        over items: [String], _ name: String, _ body: Script, _ io: Descriptors
    ) async throws -> Int32 {
        var status: Int32 = 0
        state.loopDepth += 1
        defer { state.loopDepth -= 1 }
        for item in items {
            try assign(name, item)
            guard try await turn({ status = try await run(body, io) }) else {
                return state.lastStatus
            }
        }
        return status
    }

    private func loop(
        while condition: Script, _ body: Script, isUntil: Bool, _ io: Descriptors
    ) async throws -> Int32 {
        var status: Int32 = 0
        state.loopDepth += 1
        defer { state.loopDepth -= 1 }
        while true {
            var isOver = false
            let goesOn = try await turn {
                if try await holds(condition, io) == isUntil {
                    isOver = true
                } else {
                    status = try await run(body, io)
                }
            }
            if isOver { return status }
            if !goesOn { return state.lastStatus }
        }
    }

    /// One turn of a loop; false if the loop is left.
    private func turn(_ body: () async throws -> Void) async throws -> Bool {
        try await pause(ShellLimits.builtin)
        do { try await body() } catch let unwind as Unwind {
            switch unwind {
            case .leaveLoop(let levels):
                state.lastStatus = 0
                if levels > 1, state.loopDepth > 1 { throw Unwind.leaveLoop(levels: levels - 1) }
                return false
            case .nextTurn(let levels):
                state.lastStatus = 0
                if levels > 1, state.loopDepth > 1 { throw Unwind.nextTurn(levels: levels - 1) }
            default: throw unwind
            }
        }
        return true
    }

    private func choose(
        _ subject: Word, _ clauses: [(patterns: [Word], body: Script)], _ io: Descriptors
    ) async throws -> Int32 {
        let value = try await reporting(io) { try await singleText(subject, io) }
        for clause in clauses {
            for word in clause.patterns {
                let glob = Glob(try await reporting(io) { try await pattern(word, io) })
                if glob.matches(value) { return try await run(clause.body, io) }
            }
        }
        return 0
    }

    // MARK: - Simple commands

    private func runSimple(
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
            do { inner = try await redirect(command.redirections, io) } catch let failure
                as ShellFailure
            {
                if name == "exec" { throw failure }
                throw ShellFailure(failure.message, status: failure.status, isFatal: false)
            }
            if let body = state.functions[name] {
                return try await withAssignments(values) {
                    try await call(body, fields, inner)
                }
            }
            if let builtin = Builtins.table[name] {
                try await pause(ShellLimits.builtin)
                if name == "exec", fields.count == 1 {
                    state.permanent = inner
                    return 0
                }
                if !state.dialect.isBash, Builtins.special.contains(name) {
                    // POSIX: what is assigned before a special builtin stays.
                    for (name, value) in values { try assign(name, value) }
                    return try await call(builtin, fields, inner)
                }
                return try await withAssignments(values) {
                    try await call(builtin, fields, inner)
                }
            }
            var environment = state.environment
            for (name, value) in values { environment[name] = value }
            return try await runProgram(
                fields, environment: environment, inner, isTail: isTail)
        } catch let failure as ShellFailure {
            await complain(failure.message, inner)
            if failure.isFatal { throw givingUp(failure.status) }
            return failure.status
        } catch let error as WriteError {
            return try await writeFailed(error, words, inner)
        } catch is CancellationError {
            throw Unwind.cancelled
        }
    }

    /// Calls a builtin; a script's ash names the line in its errors.
    private func call(
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
        let new = try await singleText(assignment.value, io)
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
    private func call(
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

    // MARK: - Redirections

    /// The descriptors after redirections, done from left to right.
    func redirect(_ redirections: [Redirection], _ io: Descriptors) async throws -> Descriptors {
        var result = io
        for redirection in redirections {
            let target = try await singleText(redirection.target, io)
            switch redirection.kind {
            case .text:
                result.set(
                    redirection.descriptor, to: FixedSource(process.simulation, target.bytes))
            case .read, .readWrite:
                do throws(FileError) {
                    result.set(redirection.descriptor, to: try process.openForReading(target))
                } catch {
                    throw ShellFailure(state.dialect.cannotOpen(target, error), status: 1)
                }
            case .write: try open(target, appends: false, [redirection.descriptor], &result)
            case .append: try open(target, appends: true, [redirection.descriptor], &result)
            case .both(let appends): try open(target, appends: appends, [1, 2], &result)
            case .duplicate: try duplicate(redirection.descriptor, target, &result)
            }
        }
        return result
    }

    private func open(
        _ target: String, appends: Bool, _ numbers: [Int], _ io: inout Descriptors
    ) throws {
        // Devices that stand for a descriptor keep what it is, a terminal too.
        let same = ["/dev/stdout": 1, "/dev/stderr": 2, "/dev/fd/1": 1, "/dev/fd/2": 2][target]
        if let same {
            for number in numbers { _ = io.duplicate(same, as: number) }
            return
        }
        do throws(FileError) {
            let sink = try process.openForWriting(target, appends: appends, mask: state.mask)
            for number in numbers { io.set(number, to: sink) }
        } catch {
            throw ShellFailure(state.dialect.cannotCreate(target, error), status: 1)
        }
    }

    private func duplicate(_ number: Int, _ target: String, _ io: inout Descriptors) throws {
        if target == "-" { return io.close(number) }
        guard let other = Int(target) else {
            throw ShellFailure("syntax error: bad fd number", status: 2)
        }
        guard io.duplicate(other, as: number) else {
            throw ShellFailure(
                state.dialect.isBash
                    ? "\(other): Bad file descriptor"
                    : "dup2(\(other),\(number)): Bad file descriptor",
                status: 1)
        }
    }

    // MARK: - Conditions

    private func evaluate(_ condition: Condition, _ io: Descriptors) async throws -> Bool {
        switch condition {
        case .word(let word): return try await !singleText(word, io).isEmpty
        case .not(let inner): return try await !evaluate(inner, io)
        case .both(let left, let right):
            guard try await evaluate(left, io) else { return false }
            return try await evaluate(right, io)
        case .either(let left, let right):
            if try await evaluate(left, io) { return true }
            return try await evaluate(right, io)
        case .unary(let flag, let word):
            return try test([flag, try await singleText(word, io)])
        case .binary(let left, let sign, let right):
            let value = try await singleText(left, io)
            switch sign {
            case "=", "==": return Glob(try await pattern(right, io)).matches(value)
            case "!=": return Glob(try await pattern(right, io)).matches(value) == false
            case "=~":
                let expression = try await singleText(right, io)
                do throws(RegularExpression.Failure) {
                    return try RegularExpression(expression, syntax: .extended).firstMatch(
                        in: value.bytes) != nil
                } catch {
                    throw ShellFailure("\(expression): \(error.text)", status: 2, isFatal: false)
                }
            default: return try test([value, sign, try await singleText(right, io)])
            }
        }
    }

    private func test(_ words: [String]) throws -> Bool {
        do throws(TestExpression.Failure) {
            return try TestExpression.evaluate(words, process)
        } catch {
            throw ShellFailure(error.text, status: 2, isFatal: false)
        }
    }
}

/// How words are shown so that a shell would read them back.
enum Quoting {
    static func ifNeeded(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy {
                $0.isNamePart || $0 >= 128 || "-+=./:,@%^".utf8.contains($0)
            }
        return isPlain ? word : single(word)
    }

    /// In single quotes.
    static func single(_ word: String) -> String {
        "'"
            + word.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }
}
