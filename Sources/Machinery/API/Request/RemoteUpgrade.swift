package import Simulation

/// What a connection carries from now on: nothing has begun until whoever holds the connection
/// says so.
///
/// Upstream: kubernetes apiserver `StreamTranslatorHandler`, which answers the upgrade first and
/// asks the kubelet then: what goes wrong there is told on the error stream.
package enum RemoteUpgrade: Sendable {
    /// A command in a container, or its main process.
    case command(RemoteCommandRequest)
    /// Connections to ports of a pod.
    case ports(any PodPorts)
}

/// A command that waits to be started, with the streams that its caller asked for.
package struct RemoteCommandRequest: Sendable {
    package var stdin: Bool
    package var stdout: Bool
    /// Never with `tty`: a terminal has one screen.
    package var stderr: Bool
    package var tty: Bool
    /// Asks the kubelet. **Throws** why it cannot be reached.
    package let start: @Sendable () async throws(Status) -> RemoteSession

    package init(
        stdin: Bool, stdout: Bool, stderr: Bool, tty: Bool,
        start: @escaping @Sendable () async throws(Status) -> RemoteSession
    ) {
        (self.stdin, self.stdout, self.stderr, self.tty) = (stdin, stdout, stderr, tty)
        self.start = start
    }
}

/// The ports of a pod, for somebody far away.
package protocol PodPorts: Sendable {
    /// Opens a connection to a port of the pod's own loopback address.
    ///
    /// **Throws** the node's words if nobody listens there.
    func connect(to port: Int) async throws(PortForwardFailure) -> any ByteChannel
}

/// A connection: bytes come and go.
package typealias ByteChannel = ByteSource & ByteSink

/// Why a port could not be joined to; the text goes to the client as it is.
package struct PortForwardFailure: Error, Hashable, Sendable {
    package var message: String

    package init(_ message: String) { self.message = message }
}
