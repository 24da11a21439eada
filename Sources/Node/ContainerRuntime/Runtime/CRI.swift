package import PodNetwork
package import Simulation

/// The vocabulary between a kubelet and its container runtime.
///
/// Upstream: kubernetes staging/src/k8s.io/cri-api `runtime.v1`. Mounts name file systems of the
/// simulation instead of paths of the host.
package enum CRI {
    /// What the runtime answers instead of a result.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package enum Code: String, Sendable {
            case unknown = "Unknown"
            case notFound = "NotFound"
            case deadlineExceeded = "DeadlineExceeded"
            case invalidArgument = "InvalidArgument"
        }
        package var code: Code
        package var message: String

        package init(_ code: Code, _ message: String) {
            (self.code, self.message) = (code, message)
        }

        /// As Go's gRPC prints it; the kubelet strips the code `Unknown`.
        package var description: String {
            code == .unknown ? message : "rpc error: code = \(code.rawValue) desc = \(message)"
        }
    }

    /// What a pod's shared part should be.
    package struct PodSandboxConfig: Sendable {
        package var name: String
        package var namespace: String
        package var uid: String
        /// How often a sandbox was made for this pod before.
        package var attempt = 0
        package var hostname: String
        /// The text of `/etc/resolv.conf`.
        package var resolverConfig = ""
        package var usesHostNetwork = false
        /// All containers see each other's processes.
        package var sharesProcesses = false

        package init(name: String, namespace: String, uid: String, hostname: String) {
            (self.name, self.namespace, self.uid) = (name, namespace, uid)
            self.hostname = hostname
        }
    }

    package struct PodSandboxStatus: Sendable {
        package var id: String
        package var config: PodSandboxConfig
        package var isReady: Bool
        package var createdAt: SimulatedInstant
        /// The pod's own addresses; the host's for a pod on the host network.
        package var addresses: [IPv4Address]
    }

    /// One thing that a container sees in its file system.
    package struct Mount: Sendable {
        package var containerPath: String
        package var source: FileSystem
        package var sourcePath: String
        package var isReadOnly: Bool
        /// As `mount` and `df` show it.
        package var device: String
        package var type: String

        package init(
            _ containerPath: String, source: FileSystem, sourcePath: String = "/",
            isReadOnly: Bool = false, device: String = "/dev/vda1", type: String = "ext4"
        ) {
            (self.containerPath, self.source, self.sourcePath) = (containerPath, source, sourcePath)
            (self.isReadOnly, self.device, self.type) = (isReadOnly, device, type)
        }
    }

    package struct ContainerConfig: Sendable {
        package var name: String
        /// How often a container of this name was made in this pod before.
        package var attempt = 0
        /// An image that the node has.
        package var image: String
        package var command: [String] = []
        package var arguments: [String] = []
        package var workingDirectory = ""
        package var environment: [Environment.Variable] = []
        package var mounts: [Mount] = []
        package var userID: Int?
        package var groupID: Int?
        package var hasTerminal = false
        package var hasInput = false
        /// Input ends when the first who attached leaves.
        package var inputOnce = false
        package var isRootReadOnly = false
        package var terminationMessagePath = ""

        package init(name: String, image: String) {
            (self.name, self.image) = (name, image)
        }
    }

    package enum ContainerState: Sendable { case created, running, exited }

    package struct ContainerStatus: Sendable {
        /// 64 hexadecimal digits.
        package var id: String
        package var sandboxID: String
        package var podUID: String
        package var name: String
        package var attempt: Int
        package var state: ContainerState
        package var createdAt: SimulatedInstant
        package var startedAt: SimulatedInstant?
        package var finishedAt: SimulatedInstant?
        package var exitCode = 0
        /// `Completed`, `Error`, `StartError`; empty before the end.
        package var reason = ""
        package var message = ""
        /// As the container's configuration had it: `busybox`.
        package var requestedImage: String
        /// `docker.io/library/busybox:latest`.
        package var image: String
        /// `docker.io/library/busybox@sha256:...`.
        package var imageID: String
    }

    /// Something that happened to a container; the kubelet's PLEG listens.
    package struct ContainerEvent: Sendable {
        package enum Kind: Sendable { case created, started, stopped, deleted }
        package var kind: Kind
        package var containerID: String
        package var podUID: String
    }

    /// What a command left behind that was run to its end.
    package struct ExecResult: Sendable {
        package var exitCode: Int
        package var output: [UInt8]
        package var error: [UInt8]
    }

    /// What a container uses at this moment.
    package struct Usage: Sendable {
        /// **Unit**: billionths of a CPU.
        package var cpuNanoCores: Int
        /// **Unit**: bytes.
        package var workingSetBytes: Int
    }

    /// An image that a node has.
    package struct ImageStatus: Sendable {
        package var image: String
        package var imageID: String
        package var sizeBytes: Int
    }
}
