package import API
import ContainerRuntime
import PodNetwork
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
            let streams = streams(of: session, tty: tty)
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
            simulation.spawn("exec") {
                let code = (try? await process.wait()) ?? 137
                watcher.cancel()
                session.finish(.exited(code: Int(code)))
            }
        } catch {
            session.finish(.failed(error))
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
        let leave = join(session, to: console, tty: tty)
        let input = simulation.spawn("attach input") {
            guard let pipe = console.input else { return }
            while let bytes = try? await session.standardInput.read(upTo: 4096) {
                guard (try? await pipe.write(bytes)) != nil else { return }
            }
            pipe.closeWriting()
        }
        simulation.spawn("attach") {
            let departure = simulation.spawn("attach departure") {
                try? await session.waitForDeparture()
                leave()
            }
            while !console.log.isClosed, (try? await console.log.waitForMore()) != nil {}
            await simulation.yield()
            leave()
            input.cancel()
            departure.cancel()
            let code = runtime.containerStatus(id)?.exitCode ?? 0
            session.finish(.exited(code: code))
        }
    }

    private func join(
        _ session: RemoteSession, to console: ContainerConsole, tty: Bool
    ) -> @Sendable () -> Void {
        if tty, let seat = session.terminal, let terminal = console.terminal {
            return terminal.sit(seat)
        }
        if let terminal = console.terminal {
            return terminal.sit(
                StreamTerminal(
                    context.simulation, input: session.standardInput,
                    output: session.standardOutput))
        }
        let token = console.attach(
            output: session.standardOutput, error: session.standardError)
        return { console.detach(token) }
    }

    private func streams(of session: RemoteSession, tty: Bool) -> Process.Streams {
        guard tty else {
            return Process.Streams(
                input: session.standardInput, output: session.standardOutput,
                error: session.standardError)
        }
        let terminal =
            session.terminal
            ?? StreamTerminal(
                context.simulation, input: session.standardInput, output: session.standardOutput)
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
