import API
import APIServer
import ContainerRuntime
import Kubelet
import PKI
import PodNetwork
import Simulation

/// The API server's way to the kubelets: over the network to port 10250 of the node.
struct KubeletDirectory: KubeletConnection {
    let cluster: WeakCluster
    let simulation: Simulation

    func logs(
        node: String, _ request: ContainerLogRequest
    ) async throws(Status) -> any ByteSource {
        let kubelet = try await kubelet(of: node)
        return try kubelet.logs(
            namespace: request.namespace, pod: request.pod, container: request.container,
            options: options(of: request))
    }

    func exec(
        node: String, _ request: ContainerExecRequest
    ) async throws(Status) -> RemoteSession {
        let (kubelet, session) = try await connect(node, request)
        kubelet.exec(
            namespace: request.namespace, pod: request.pod, container: request.container,
            command: request.command, tty: request.tty, session: session)
        return session
    }

    func attach(
        node: String, _ request: ContainerExecRequest
    ) async throws(Status) -> RemoteSession {
        let (kubelet, session) = try await connect(node, request)
        kubelet.attach(
            namespace: request.namespace, pod: request.pod, container: request.container,
            tty: request.tty, session: session)
        return session
    }

    func ports(node: String, namespace: String, pod: String) -> any PodPorts {
        KubeletPorts(directory: self, node: node, namespace: namespace, pod: pod)
    }

    func proxy(
        _ request: APIRequest, to backend: ProxyBackend
    ) async throws(Status) -> APIResponse {
        guard let cluster = cluster.value else {
            throw .serviceUnavailable("error trying to reach service: EOF")
        }
        return try await BackendProxy(
            simulation: simulation, network: cluster.controlPlane.network,
            kubeletClient: cluster.pki.apiServerKubeletClient.chain
        ).send(request, to: backend)
    }

    /// A kubelet and the streams to give it; without stdin its end is told at once.
    private func connect(
        _ node: String, _ request: ContainerExecRequest
    ) async throws(Status) -> (KubeletProcess, RemoteSession) {
        let kubelet = try await kubelet(of: node)
        let session = RemoteSession(simulation, terminal: request.tty ? request.terminal : nil)
        if !request.stdin { session.standardInput.closeWriting() }
        return (kubelet, session)
    }

    private func options(of request: ContainerLogRequest) -> LogOptions {
        var options = LogOptions()
        options.follow = request.follow
        options.previous = request.previous
        options.timestamps = request.timestamps
        options.tailLines = request.tailLines
        options.limitBytes = request.limitBytes
        if let seconds = request.sinceSeconds {
            options.since = simulation.now.advanced(by: .seconds(-min(seconds, 1 << 31)))
        } else if let text = request.sinceTime {
            options.since = CivilTime(rfc3339: text)?.instant
        }
        return options
    }

    /// The kubelet, after the way to it.
    func kubelet(of name: String) async throws(Status) -> KubeletProcess {
        guard let cluster = cluster.value, let node = cluster.node(name) else {
            throw .internalError("dial tcp: lookup \(name): no such host")
        }
        let endpoint = PodNetwork.Endpoint(node.plan.address, Defaults.kubeletPort)
        let route: SimulatedNetwork.Route
        do {
            route = try cluster.network.route(from: cluster.controlPlane.network, to: endpoint)
        } catch {
            throw .internalError("error dialing backend: dial tcp \(endpoint): i/o timeout")
        }
        try? await cluster.simulation.sleep(for: route.latency)
        guard let kubelet = node.kubelet else {
            throw .internalError(
                "error dialing backend: dial tcp \(endpoint): connect: connection refused")
        }
        return kubelet
    }
}

/// The ports of one pod, each connection by way of its node's kubelet.
private struct KubeletPorts: PodPorts {
    let directory: KubeletDirectory
    let node: String
    let namespace: String
    let pod: String

    func connect(to port: Int) async throws(PortForwardFailure) -> any ByteChannel {
        let kubelet: KubeletProcess
        do { kubelet = try await directory.kubelet(of: node) } catch {
            throw PortForwardFailure(error.message)
        }
        return try await kubelet.forward(namespace: namespace, pod: pod, to: port)
    }
}
