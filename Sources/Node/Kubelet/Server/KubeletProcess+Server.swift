package import API
import ContainerRuntime
package import PodNetwork
package import Simulation

/// What the API server asks a kubelet for: logs, commands, and the streams of containers.
///
/// Upstream: kubernetes pkg/kubelet/server/server.go, pkg/kubelet/kubelet_pods.go.
extension KubeletProcess {
    /// The log of a container.
    package func logs(
        namespace: String, pod name: String, container: String, options: LogOptions
    ) throws(Status) -> any ByteSource {
        let pod = try pod(namespace, name)
        try check(container, of: pod)
        let state = context.state(of: pod)
        let latest = state.latest(container)
        let chosen: CRI.ContainerStatus?
        if options.previous {
            chosen = state.previous(container)
            if chosen == nil {
                throw .badRequest(
                    "previous terminated container \"\(container)\" in pod \"\(name)\" not found")
            }
        } else {
            chosen = latest
        }
        guard let chosen, chosen.state != .created, let log = context.runtime.log(chosen.id) else {
            throw waiting(container, of: pod)
        }
        return LogStream(context.simulation, log, options)
    }

    /// Runs a command in a container and joins it to the session; ends the session when it ends.
    package func exec(
        namespace: String, pod name: String, container: String, command: [String], tty: Bool,
        session: RemoteSession
    ) {
        let simulation = context.simulation
        do throws(Status) {
            let id = try runningContainer(namespace, name, container)
            let remote = tty && session.terminal == nil ? StreamTerminal(simulation, session) : nil
            let streams = streams(of: session, terminal: session.terminal ?? remote, tty: tty)
            let process: RunningProcess
            do {
                process = try context.runtime.exec(id, command, streams: streams)
            } catch {
                throw Status.internalError("error executing command in container: \(error)")
            }
            let watcher = simulation.spawn("exec departure") {
                guard (try? await session.waitForDeparture()) != nil else { return }
                process.signal(.kill)
            }
            // A shell in front takes Ctrl-C for itself; without one it ends the command.
            let token = remote?.interrupts.push { [weak remote] in
                remote?.show(Array("^C".utf8))
                process.signal(.interrupt)
            }
            simulation.spawn("exec") {
                let code = (try? await process.wait()) ?? 137
                watcher.cancel()
                if let token { remote?.interrupts.remove(token) }
                await remote?.flush()
                session.finish(.exited(code: Int(code)))
                remote?.hangUp()
            }
        } catch {
            session.finish(.failed(error))
        }
    }

    /// Opens a connection to a port of a pod.
    ///
    /// Upstream: kubernetes pkg/kubelet/kubelet_pods.go GetPortForward.
    package func forward(
        namespace: String, pod name: String, to port: Int
    ) async throws(PortForwardFailure) -> Connection {
        guard let pod = try? pod(namespace, name) else {
            throw PortForwardFailure("pod not found (\"\(name)_\(namespace)\")")
        }
        guard let sandbox = context.state(of: pod).readySandbox else {
            throw PortForwardFailure("cannot find pod sandbox for \(formatted(pod))")
        }
        do { return try await context.runtime.portForward(sandbox.id, port: port) } catch {
            throw PortForwardFailure(
                "error forwarding port \(port) to pod \(sandbox.id), uid : \(error)")
        }
    }

    /// Joins the session to a container's main process until either ends.
    package func attach(
        namespace: String, pod name: String, container: String, tty: Bool, session: RemoteSession
    ) {
        let simulation = context.simulation
        let (id, console): (String, ContainerConsole)
        do throws(Status) {
            id = try runningContainer(namespace, name, container)
            do { console = try context.runtime.console(id) } catch {
                throw Status.internalError("error attaching to container: \(error)")
            }
        } catch {
            return session.finish(.failed(error))
        }
        let runtime = context.runtime
        let remote =
            console.terminal == nil || session.terminal != nil
            ? nil : StreamTerminal(simulation, session)
        let leave = join(session, session.terminal ?? remote, to: console)
        let input = simulation.spawn("attach input") {
            guard let pipe = console.input else { return }
            while let bytes = try? await session.standardInput.read(upTo: 4096) {
                guard (try? await pipe.write(bytes)) != nil else { return }
            }
            pipe.closeWriting()
        }
        let attached = simulation.spawn("attach") {
            while !console.log.isClosed, (try? await console.log.waitForMore()) != nil {}
            await simulation.yield()
            await remote?.flush()
            leave()
            input.cancel()
            session.finish(.exited(code: runtime.containerStatus(id)?.exitCode ?? 0))
            remote?.hangUp()
        }
        simulation.spawn("attach departure") {
            try? await session.waitForDeparture()
            attached.cancel()
        }
    }

    /// Joins what the container writes to the session; returns what parts them again.
    private func join(
        _ session: RemoteSession, _ seat: (any Terminal)?, to console: ContainerConsole
    ) -> @Sendable () -> Void {
        if let terminal = console.terminal, let seat { return terminal.sit(seat) }
        let token = console.attach(
            output: session.standardOutput, error: session.standardError)
        return { console.detach(token) }
    }

    private func streams(
        of session: RemoteSession, terminal: (any Terminal)?, tty: Bool
    ) -> Process.Streams {
        guard tty, let terminal else {
            return Process.Streams(
                input: session.standardInput, output: session.standardOutput,
                error: session.standardError)
        }
        return Process.Streams(
            input: TerminalSource(context.simulation, terminal), output: TerminalSink(terminal),
            error: TerminalSink(terminal), terminal: terminal, isOutputTerminal: true)
    }

    // MARK: - Finding

    private func pod(_ namespace: String, _ name: String) throws(Status) -> Pod {
        guard let pod = workers.pod(namespace: namespace, name: name) else {
            throw .notFound(GroupResource(group: "", resource: "pods"), name)
        }
        return pod
    }

    private func check(_ container: String, of pod: Pod) throws(Status) {
        guard ProbeManager.spec(container, in: pod) == nil else { return }
        throw .badRequest("container \(container) is not valid for pod \(pod.metadata.name)")
    }

    private func waiting(_ container: String, of pod: Pod) -> Status {
        let status = context.statuses.status(pod.metadata.uid)?.containerStatus(named: container)
        let reason = status?.state.waiting?.reason ?? "ContainerCreating"
        let words: [String: String] = [
            "ContainerCreating": "is waiting to start: ContainerCreating",
            "PodInitializing": "is waiting to start: PodInitializing",
            "ErrImagePull": "is waiting to start: image can't be pulled",
            "ImagePullBackOff": "is waiting to start: trying and failing to pull image",
        ]
        let text = words[reason] ?? "is waiting to start: \(reason)"
        return .badRequest("container \"\(container)\" in pod \"\(pod.metadata.name)\" \(text)")
    }

    private func runningContainer(
        _ namespace: String, _ name: String, _ container: String
    ) throws(Status) -> String {
        let pod = try pod(namespace, name)
        try check(container, of: pod)
        guard let latest = context.state(of: pod).latest(container) else {
            throw .internalError(
                "unable to upgrade connection: container not found (\"\(container)\")")
        }
        guard latest.state == .running else {
            throw .internalError(
                "unable to upgrade connection: container not found (\"\(container)\")")
        }
        return latest.id
    }
}
