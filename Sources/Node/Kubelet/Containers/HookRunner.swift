import API
import Client
import ContainerRuntime
import PodNetwork
import Simulation

/// Runs what a container's `lifecycle` asks for.
///
/// Upstream: kubernetes pkg/kubelet/lifecycle/handlers.go.
struct HookRunner: Sendable {
    let context: KubeletContext

    /// Runs a hook to its end; returns what went wrong, nil if nothing did.
    func run(
        _ hook: LifecycleHandler, _ container: Container, _ id: String, podIP: String?
    ) async -> String? {
        if let exec = hook.exec {
            do {
                let result = try await context.runtime.execSync(
                    id, exec.command, timeout: .hours(1))
                if result.exitCode == 0 { return nil }
                let command = exec.command.joined(separator: " ")
                return "command '\(command)' exited with \(result.exitCode): "
                    + String(decoding: result.output + result.error, as: UTF8.self)
            } catch {
                return error.description
            }
        }
        if let sleep = hook.sleep {
            try? await context.simulation.sleep(for: .seconds(min(max(sleep.seconds, 0), 86_400)))
            return nil
        }
        let prober = Prober(
            simulation: context.simulation, runtime: context.runtime,
            network: context.configuration.hostNetwork)
        if let get = hook.httpGet {
            return await prober.get(get, container, podIP: podIP, timeout: .seconds(60)).problem
        }
        if let socket = hook.tcpSocket {
            return await prober.connect(socket, container, podIP: podIP, timeout: .seconds(60))
                .problem
        }
        return "Invalid handler: nothing to run"
    }

    /// Runs `preStop` if there is one, at most for `limit`; returns how long it took.
    func preStop(
        _ container: Container, _ id: String, of pod: Pod, podIP: String?, limit: Duration
    ) async -> Duration {
        guard let hook = container.lifecycle?.preStop else { return .zero }
        let start = context.simulation.now
        let run = context.simulation.spawn("preStop", returning: String?.self) {
            await self.run(hook, container, id, podIP: podIP)
        }
        let alarm = context.simulation.spawn("preStop limit") { [simulation = context.simulation] in
            guard (try? await simulation.sleep(for: limit)) != nil else { return }
            run.cancel()
        }
        let problem = await run.value
        alarm.cancel()
        if problem != nil {
            context.record(pod, container, .warning, "FailedPreStopHook", "PreStopHook failed")
        }
        return start.duration(to: context.simulation.now)
    }
}
