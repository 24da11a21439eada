import Simulation

/// Running further commands in a container, and reading what it says.
extension NodeRuntime {
    package func exec(
        _ id: String, _ command: [String], streams: Process.Streams
    ) throws(CRI.Failure) -> RunningProcess {
        guard let container = container(id), let machine = container.machine,
            let main = container.main
        else {
            throw CRI.Failure(
                .unknown, "failed to exec in container: container is not running: \(id)")
        }
        var environment = container.environment
        if streams.terminal != nil || streams.isOutputTerminal {
            environment["TERM"] = environment["TERM"] ?? "xterm"
        }
        do {
            let program = try machine.executable(
                for: command, path: environment["PATH", default: Machine.defaultPath],
                workingDirectory: container.workingDirectory)
            return machine.processes.start(
                program.program, arguments: program.arguments, environment: environment,
                workingDirectory: container.workingDirectory, streams: streams, on: machine,
                // A process of its own next to the main one: not of its family.
                parent: main.process.parent)
        } catch {
            throw CRI.Failure(
                .unknown,
                "failed to exec in container: failed to start exec \"\(newID())\": OCI runtime "
                    + "exec failed: exec failed: unable to start container process: "
                    + "\(error.runtimeText): unknown")
        }
    }

    package func execSync(
        _ id: String, _ command: [String], timeout: Duration
    ) async throws(CRI.Failure) -> CRI.ExecResult {
        let (output, error) = (CollectingSink(simulation), CollectingSink(simulation))
        let process = try exec(
            id, command,
            streams: Process.Streams(input: FixedSource(simulation), output: output, error: error))
        let isLate = Confined(simulation, false)
        let alarm = simulation.spawn("exec timeout") { [simulation] in
            guard (try? await simulation.sleep(for: timeout)) != nil else { return }
            isLate.value = true
            process.signal(.kill)
        }
        defer { alarm.cancel() }
        guard let code = try? await process.wait() else {
            process.signal(.kill)
            throw CRI.Failure(.unknown, "context canceled")
        }
        if isLate.value {
            throw CRI.Failure(
                .deadlineExceeded,
                "failed to exec in container: timeout \(timeout.components.seconds)s exceeded: "
                    + "context deadline exceeded")
        }
        return CRI.ExecResult(exitCode: Int(code), output: output.bytes, error: error.bytes)
    }

    package func console(_ id: String) throws(CRI.Failure) -> ContainerConsole {
        guard let container = container(id) else {
            throw CRI.Failure(.notFound, "container \"\(id)\" not found")
        }
        return container.console
    }

    package func log(_ id: String) -> ContainerLog? { container(id)?.console.log }

    /// Small figures that follow from the image and the container's id and drift slowly.
    package func usage(_ id: String) -> CRI.Usage? {
        guard let container = container(id), container.main != nil else { return nil }
        let minute = UInt64(truncatingIfNeeded: simulation.now.secondsSinceEpoch / 60)
        var generator = SeededGenerator(seed: minute, stream: id)
        let base = container.image.sizeBytes / 24 + (1 << 19)
        return CRI.Usage(
            cpuNanoCores: 200_000 + Int(generator.next() % 1_800_000),
            workingSetBytes: base + Int(generator.next() % UInt64(base / 8 + 1)))
    }
}
