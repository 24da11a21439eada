package import API
package import Simulation

/// The way from the API server to the nodes: for logs, exec, attach, forwarded ports and proxies.
///
/// The cluster gives an implementation that finds the kubelet on the simulated network.
package protocol KubeletConnection: Sendable {
    /// The log of a container, as the kubelet's `/containerLogs` serves it.
    ///
    /// **Throws** what the kubelet answers, or 500 if it cannot be reached.
    func logs(node: String, _ request: ContainerLogRequest) async throws(Status) -> any ByteSource

    /// Starts a command in a container.
    func exec(node: String, _ request: ContainerExecRequest) async throws(Status) -> RemoteSession

    /// Joins the streams of a container's main process; `command` is empty.
    func attach(node: String, _ request: ContainerExecRequest) async throws(Status) -> RemoteSession

    /// The ports of a pod, through the node's kubelet.
    func ports(node: String, namespace: String, pod: String) -> any PodPorts

    /// Passes a request on to a server in the cluster's network and gives what it answers.
    ///
    /// **Throws** 503 if nobody answers there.
    func proxy(_ request: APIRequest, to backend: ProxyBackend) async throws(Status) -> APIResponse
}

/// A server somewhere in the cluster's network.
package struct ProxyBackend: Hashable, Sendable {
    /// `https` without a look at the certificate, or `http`.
    package var isSecure: Bool
    /// An IPv4 address.
    package var address: String
    package var port: Int
    /// Whether it is a node's kubelet, to which the API server shows who it is.
    package var isKubelet = false

    package init(isSecure: Bool, address: String, port: Int) {
        (self.isSecure, self.address, self.port) = (isSecure, address, port)
    }
}

/// Which log, and how much of it.
package struct ContainerLogRequest: Sendable {
    package var namespace: String
    package var pod: String
    package var container: String
    package var follow = false
    /// The container before its last restart.
    package var previous = false
    package var timestamps = false
    package var tailLines: Int?
    package var limitBytes: Int?
    package var sinceSeconds: Int?
    /// RFC 3339.
    package var sinceTime: String?

    package init(namespace: String, pod: String, container: String) {
        (self.namespace, self.pod, self.container) = (namespace, pod, container)
    }
}

/// Which command, where, and which streams.
package struct ContainerExecRequest: Sendable {
    package var namespace: String
    package var pod: String
    package var container: String
    package var command: [String]
    package var stdin = false
    package var stdout = false
    package var stderr = false
    package var tty = false
    /// The caller's own terminal when it is inside this process.
    package var terminal: (any Terminal)?

    package init(namespace: String, pod: String, container: String, command: [String]) {
        (self.namespace, self.pod) = (namespace, pod)
        (self.container, self.command) = (container, command)
    }
}

/// For servers without nodes: nothing can be reached.
package struct NoKubelets: KubeletConnection {
    package init() {}

    private func unreachable(_ node: String) -> Status {
        .internalError("dial tcp: lookup \(node): no such host")
    }
    package func logs(
        node: String, _ request: ContainerLogRequest
    ) async throws(Status) -> any ByteSource { throw unreachable(node) }
    package func exec(
        node: String, _ request: ContainerExecRequest
    ) async throws(Status) -> RemoteSession { throw unreachable(node) }
    package func attach(
        node: String, _ request: ContainerExecRequest
    ) async throws(Status) -> RemoteSession { throw unreachable(node) }
    package func ports(node: String, namespace: String, pod: String) -> any PodPorts {
        NoPorts(node: node)
    }
    package func proxy(
        _ request: APIRequest, to backend: ProxyBackend
    ) async throws(Status) -> APIResponse { throw unreachable(backend.address) }

    private struct NoPorts: PodPorts {
        let node: String

        func connect(to port: Int) async throws(PortForwardFailure) -> any ByteChannel {
            throw PortForwardFailure("dial tcp: lookup \(node): no such host")
        }
    }
}
