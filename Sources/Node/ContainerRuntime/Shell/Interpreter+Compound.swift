import Simulation

/// Compound commands: conditions, loops, choices.
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
            await complain(failure, io)
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
    func reporting<Result>(
        _ io: Descriptors, _ body: () async throws -> Result
    ) async throws -> Result {
        do { return try await body() } catch let failure as ShellFailure {
            await complain(failure, io)
            throw givingUp(failure.status)
        }
    }

    /// How a fatal failure leaves this shell.
    func givingUp(_ status: Int32) -> Unwind {
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
}
