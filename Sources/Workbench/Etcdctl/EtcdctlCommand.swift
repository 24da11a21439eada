package import Etcd
package import Simulation

/// etcdctl 3.6: reads the command line, finds the command, runs it.
package enum EtcdctlCommand {
    /// Runs etcdctl against one store, which answers on port 2379 of any host.
    ///
    /// Returns the exit code. To end a `watch`, cancel the task.
    package static func run(
        arguments: [String], environment: [String: String] = [:], store: any EtcdService,
        input: (any ByteSource)? = nil, output: any ByteSink, error: any ByteSink,
        simulation: Simulation
    ) async -> Int32 {
        await run(
            arguments: arguments, environment: environment, input: input, output: output,
            error: error, simulation: simulation
        ) { endpoint throws(EtcdConnectionError) in
            guard endpoint.hostAndPort.hasSuffix(":2379") else {
                throw .unreachable(
                    "transport: Error while dialing: dial tcp \(endpoint.hostAndPort): "
                        + "connect: connection refused")
            }
            return store
        }
    }

    /// Runs etcdctl; `resolve` finds the store behind each endpoint, or says why there is none.
    ///
    /// `arguments` are those after the program's name; `input` is nil where nothing can be read.
    package static func run(
        arguments: [String], environment: [String: String] = [:],
        input: (any ByteSource)? = nil, output: any ByteSink, error: any ByteSink,
        simulation: Simulation, resolve: @escaping EtcdResolver
    ) async -> Int32 {
        let invocation = Invocation(
            environment: environment, input: input, output: output, error: error,
            simulation: simulation, resolve: resolve)
        do throws(Exit) {
            try await invocation.run(arguments)
            return 0
        } catch {
            // Nobody reads standard error any more: there is nobody left to tell.
            try? await invocation.error.write(error.text)
            return error.code.rawValue
        }
    }
}

/// One command line with everything around it.
private struct Invocation: Sendable {
    let environment: [String: String]
    let input: (any ByteSource)?
    let output: any ByteSink
    let error: any ByteSink
    let simulation: Simulation
    let resolve: EtcdResolver

    func run(_ words: [String]) async throws(Exit) {
        switch try CommandLineTarget(words) {
        case .help(let text):
            try await show(text)
        case .command(let command, let words):
            guard let verb = command.verb else {
                throw Exit(.error, "etcdctl \(command.path) is not supported by Kubarium")
            }
            var flags = try await parse(words, for: command)
            if flags.bool("help") {
                try await show(Help.command(command))
                return
            }
            if command.path != "version" { try readEnvironment(into: &flags) }
            let session = Session(
                simulation: simulation, flags: flags, input: input, output: output, error: error,
                resolve: resolve, format: try outputFormat(flags))
            try await verb(session)
        }
    }

    private func show(_ text: String) async throws(Exit) {
        do { try await output.write(text) } catch { throw Exit(.brokenPipe, lines: "") }
    }

    /// A wrong flag gets the usage on standard output and the reason on standard error.
    private func parse(
        _ words: [String], for command: CommandDescription
    ) async throws(Exit) -> ParsedFlags {
        do {
            return try ParsedFlags(
                words, flags: command.flags + globalFlags + [helpFlag(of: command.path)])
        } catch {
            try await show(Help.command(command))
            throw Exit(.error, lines: "Error: \(error.text)\n\n")
        }
    }

    private func outputFormat(_ flags: ParsedFlags) throws(Exit) -> OutputFormat {
        let name = flags.string("write-out")
        if name == "protobuf" {
            throw Exit(.badFeature, "protobuf output is not supported by Kubarium")
        }
        guard let format = OutputFormat(rawValue: name) else {
            throw Exit(.badFeature, "unsupported output format")
        }
        return format
    }

    /// `ETCDCTL_CACERT` stands for `--cacert`; giving both is an error.
    ///
    /// Upstream: etcd pkg/flags/flag.go `SetPflagsFromEnv`.
    ///
    /// Differs: the fatal line comes without Go's stack trace.
    private func readEnvironment(into flags: inout ParsedFlags) throws(Exit) {
        for flag in globalFlags {
            let upper = flag.name.uppercased().map { $0 == "-" ? "_" : $0 }
            let variable = "ETCDCTL_" + String(upper)
            guard let value = environment[variable], !value.isEmpty else { continue }
            if flags.values[flag.name] != nil { throw shadowed(variable) }
            do { try flags.setFromEnvironment(flag, value) } catch {
                throw Exit(
                    .badArguments,
                    "invalid value \(goQuoted(value)) for \(variable): \(error.text)")
            }
        }
    }

    private func shadowed(_ variable: String) -> Exit {
        let time = CivilTime(simulation.now).rfc3339(fractionDigits: 6)
        return Exit(
            .error,
            lines: "{\"level\":\"fatal\",\"ts\":\"\(time)\",\"caller\":\"flags/flag.go:86\","
                + "\"msg\":\"conflicting environment variable is shadowed by corresponding "
                + "command-line flag (either unset environment variable or disable flag))\","
                + "\"environment-variable\":\"\(variable)\"}\n")
    }
}
