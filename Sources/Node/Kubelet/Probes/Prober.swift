import API
import ContainerRuntime
import PodNetwork
import Simulation

/// Named apart from the API's `Endpoint` of an EndpointSlice.
private typealias SocketAddress = PodNetwork.Endpoint

/// Asks a container once whether it is well.
///
/// Upstream: kubernetes pkg/kubelet/prober/prober.go, pkg/probe.
struct Prober: Sendable {
    let simulation: Simulation
    let runtime: any RuntimeService
    /// Probes leave from the node, not from the pod.
    let network: NetworkNamespace

    struct Outcome: Sendable {
        /// Nil is success; else the text after `Liveness probe failed: `.
        var problem: String?
    }

    func run(
        _ probe: Probe, _ container: Container, _ id: String, podIP: String?
    ) async -> Outcome {
        let timeout = Duration.seconds(min(max(probe.timeoutSeconds, 1), 86_400))
        if let exec = probe.exec { return await run(exec, id, timeout) }
        if let get = probe.httpGet {
            return await self.get(get, container, podIP: podIP, timeout: timeout)
        }
        if let socket = probe.tcpSocket {
            return await connect(socket, container, podIP: podIP, timeout: timeout)
        }
        return Outcome(
            problem: "probe handler \(probe.value.object?.names.first ?? "") is not supported")
    }

    private func run(_ exec: ExecAction, _ id: String, _ timeout: Duration) async -> Outcome {
        do {
            let result = try await runtime.execSync(id, exec.command, timeout: timeout)
            if result.exitCode == 0 { return Outcome() }
            return Outcome(problem: String(decoding: result.output + result.error, as: UTF8.self))
        } catch {
            if error.code == .deadlineExceeded {
                let command = exec.command.joined(separator: " ")
                return Outcome(
                    problem: "command timed out: \"\(command)\" timed out after "
                        + GoDuration.text(timeout))
            }
            return Outcome(problem: error.description)
        }
    }

    func connect(
        _ socket: TCPSocketAction, _ container: Container, podIP: String?, timeout: Duration
    ) async -> Outcome {
        guard let target = target(socket.port, socket.host, container, podIP) else {
            return Outcome(problem: "invalid port or host")
        }
        return await limited(timeout) {
            do throws(SocketError) {
                try await network.connect(to: target).close()
                return Outcome()
            } catch {
                return Outcome(problem: dialText(target, error))
            }
        } onTimeout: {
            Outcome(problem: "dial tcp \(target): i/o timeout")
        }
    }

    func get(
        _ get: HTTPGetAction, _ container: Container, podIP: String?, timeout: Duration
    ) async -> Outcome {
        guard let target = target(get.port, get.host, container, podIP) else {
            return Outcome(problem: "invalid port or host")
        }
        let path = get.path.hasPrefix("/") ? get.path : "/" + get.path
        let url = "\(get.scheme.lowercased())://\(target)\(path)"
        guard get.scheme.uppercased() == "HTTP" else {
            return Outcome(problem: "Get \"\(url)\": scheme \(get.scheme) is not supported")
        }
        var request = "GET \(path) HTTP/1.1\r\nHost: \(target)\r\n"
        request += "User-Agent: kube-probe/1.36\r\nAccept: */*\r\nConnection: close\r\n"
        for header in get.httpHeaders { request += "\(header.name): \(header.content)\r\n" }
        request += "\r\n"
        let bytes = Array(request.utf8)
        return await limited(timeout) {
            await exchange(bytes, with: target, url: url)
        } onTimeout: {
            Outcome(
                problem: "Get \"\(url)\": context deadline exceeded (Client.Timeout exceeded while "
                    + "awaiting headers)")
        }
    }

    private func exchange(
        _ request: [UInt8], with target: SocketAddress, url: String
    ) async -> Outcome {
        let connection: Connection
        do throws(SocketError) { connection = try await network.connect(to: target) } catch {
            return Outcome(problem: "Get \"\(url)\": \(dialText(target, error))")
        }
        defer { connection.close() }
        guard (try? await connection.write(request)) != nil else {
            return Outcome(problem: "Get \"\(url)\": EOF")
        }
        var head: [UInt8] = []
        while !head.contains(10), head.count < 4096 {
            guard let more = try? await connection.read(upTo: 4096) else { break }
            head += more
        }
        let line = String(decoding: head.prefix { $0 != 13 && $0 != 10 }, as: UTF8.self)
        let words = line.split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/"), let code = Int(words[1]) else {
            return Outcome(problem: "Get \"\(url)\": EOF")
        }
        if (200..<400).contains(code) { return Outcome() }
        return Outcome(problem: "HTTP probe failed with statuscode: \(code)")
    }

    private func target(
        _ port: IntOrString?, _ host: String?, _ container: Container, _ podIP: String?
    ) -> SocketAddress? {
        let number: Int?
        switch port {
        case .int(let value): number = value
        case .string(let name):
            number = container.ports.first { $0.name == name }?.containerPort ?? Int(name)
        case nil: number = nil
        }
        guard let number, (1...65_535).contains(number),
            let address = IPv4Address(host ?? podIP ?? "")
        else { return nil }
        return SocketAddress(address, number)
    }

    private func dialText(_ target: SocketAddress, _ error: SocketError) -> String {
        "dial tcp \(target): connect: \(error.text.lowercased())"
    }

    /// Runs `body`, and gives it up after `timeout`.
    private func limited(
        _ timeout: Duration, _ body: @escaping @Sendable () async -> Outcome,
        onTimeout: () -> Outcome
    ) async -> Outcome {
        let isLate = Confined(simulation, false)
        let task = simulation.spawn("probe", returning: Outcome.self, body)
        let alarm = simulation.spawn("probe timeout") { [simulation] in
            guard (try? await simulation.sleep(for: timeout)) != nil else { return }
            isLate.value = true
            task.cancel()
        }
        let outcome = await task.value
        alarm.cancel()
        return isLate.value ? onTimeout() : outcome
    }
}
