import Simulation

/// The entrance: runs one command line of kubectl.
///
/// ```
/// words ─▶ CommandResolution ─▶ FlagParser ─▶ Invocation ─▶ the command's body
///                                                              │
///          exit code ◀── KubectlError.report on stderr ◀───────┘
/// ```
package enum KubectlCommand {
    /// Runs `kubectl <arguments>` and gives its exit code; 130 after Ctrl-C (the task is cancelled).
    package static func run(
        _ arguments: [String], in environment: KubectlEnvironment
    ) async -> Int32 {
        await run(arguments, in: environment, onFlagRead: nil)
    }

    /// Its commands, as its help lists them.
    package static var commandNames: [String] { CommandTree.root.subcommands.map(\.name) }

    /// The same; `onFlagRead` is told the name of each flag that the command looks at.
    static func run(
        _ arguments: [String], in environment: KubectlEnvironment,
        onFlagRead: (@Sendable (String) -> Void)?
    ) async -> Int32 {
        do {
            try await start(arguments, environment, onFlagRead)
            return 0
        } catch {
            if Task.isCancelled { return 130 }
            // Nobody may be reading any more; the exit code stands all the same.
            try? await environment.standardError.write(error.report)
            return error.exitCode
        }
    }

    private static func start(
        _ arguments: [String], _ environment: KubectlEnvironment,
        _ onFlagRead: (@Sendable (String) -> Void)?
    ) async throws(KubectlError) {
        let resolution = CommandResolution(CommandTree.root, arguments)
        let command = resolution.command
        let parser = FlagParser(command.flags + GlobalFlags.all, command: resolution.path)
        let parsed = try parser.parse(resolution.words, onRead: onFlagRead)
        let invocation = Invocation(
            environment, path: resolution.path, parsed, own: command.flags.map(\.name))
        if parsed.values.bool("help") {
            return try await invocation.print(HelpText.of(command, path: resolution.path))
        }
        for warning in parsed.warnings { try await invocation.printError(warning + "\n") }
        guard let body = command.body else { return try await showGroup(command, invocation) }
        let missing = command.required.filter { !parsed.values.isSet($0) }
        if !missing.isEmpty {
            let names = missing.map { "\"\($0)\"" }.joined(separator: ", ")
            throw .message("required flag(s) \(names) not set")
        }
        try await body(invocation)
        try invocation.failOnWarnings()
    }

    /// A group without a command of its own: its list of commands, or a complaint.
    private static func showGroup(
        _ command: CommandSpec, _ invocation: Invocation
    ) async throws(KubectlError) {
        guard let word = invocation.arguments.first else {
            return try await invocation.print(HelpText.of(command, path: invocation.commandPath))
        }
        guard command.name == "kubectl" else {
            throw invocation.usage("unknown command \"\(word)\"")
        }
        var text = "unknown command \"\(word)\" for \"kubectl\""
        let near = Suggestion.near(word, among: command.subcommands.map(\.name))
        if !near.isEmpty {
            text += "\n\nDid you mean this?\n" + near.map { "\t\($0)\n" }.joined()
        }
        throw .message(text)
    }
}
