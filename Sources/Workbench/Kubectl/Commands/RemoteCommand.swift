import API
import Simulation

/// The streams of a command in a container, joined to kubectl's own.
struct RemoteCommand {
    private let invocation: Invocation
    private let pod: ResourceInfo
    private let subresource: String
    private let query: [(String, String)]
    private let wantsInput: Bool

    init(
        _ invocation: Invocation, _ pod: ResourceInfo, subresource: String,
        _ query: [(String, String)]
    ) {
        self.invocation = invocation
        self.pod = pod
        self.subresource = subresource
        self.query = query
        wantsInput = invocation.flags.bool("stdin")
    }

    /// Runs it to its end. **Throws** `.exit` with the command's code if that is not 0.
    func run() async throws(KubectlError) {
        var tty = invocation.flags.bool("tty")
        if tty, !wantsInput || invocation.environment.terminal == nil {
            if invocation.environment.terminal == nil {
                try await invocation.printError(
                    "Unable to use a TTY - input is not a terminal or the right kind of file\n")
            }
            tty = false
        }
        let terminal = tty ? invocation.environment.terminal : nil
        var query = self.query
        if wantsInput { query.append(("stdin", "true")) }
        query.append(("stdout", "true"))
        if tty { query.append(("tty", "true")) } else { query.append(("stderr", "true")) }
        let session = try await open(query, terminal)
        let outcome = await join(session, pumpsInput: wantsInput && terminal == nil)
        guard let outcome else { throw .interrupted }
        switch outcome {
        case .exited(0): return
        case .exited(let code):
            try await invocation.printError("command terminated with exit code \(code)\n")
            throw .exit(Int32(truncatingIfNeeded: code))
        case .failed(let status): throw .message(status.message)
        }
    }

    private func open(
        _ query: [(String, String)], _ terminal: (any Terminal)?
    ) async throws(KubectlError) -> RemoteSession {
        let response = try await invocation.client().send(
            "POST", pod.path(subresource), query: query, terminal: terminal)
        guard case .upgrade(.command(let command)) = response.body else {
            throw .message("unable to upgrade connection: empty server response")
        }
        // What the runtime says is not the server's own refusal: it comes as it is.
        do { return try await command.start() } catch { throw .message(error.message) }
    }

    /// Copies until the command has ended and all its output is written; nil if interrupted.
    private func join(_ session: RemoteSession, pumpsInput: Bool) async -> RemoteSession.Outcome? {
        let environment = invocation.environment
        if !pumpsInput { session.standardInput.closeWriting() }
        return await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await Self.pump(session.standardOutput, environment.standardOutput)
                }
                group.addTask { await Self.pump(session.standardError, environment.standardError) }
                let input =
                    pumpsInput
                    ? invocation.simulation.spawn("kubectl stdin") {
                        await Self.pump(environment.standardInput, session.standardInput)
                        session.standardInput.closeWriting()
                    } : nil
                await group.waitForAll()
                input?.cancel()
                if Task.isCancelled { session.abandon() }
                return try? await session.wait()
            }
        } onCancel: {
            session.abandon()
        }
    }

    private static func pump(_ source: any ByteSource, _ sink: any ByteSink) async {
        while let bytes = try? await source.read(upTo: 65_536) {
            do { try await sink.write(bytes) } catch { return }
        }
    }
}
