import ContainerRuntime

/// What the runtime has of one pod at one moment.
struct PodRuntimeState: Sendable {
    /// Oldest first.
    var sandboxes: [CRI.PodSandboxStatus] = []
    /// Oldest first.
    var containers: [CRI.ContainerStatus] = []

    /// The sandbox that the pod lives in, if it has one.
    var readySandbox: CRI.PodSandboxStatus? { sandboxes.last { $0.isReady } }

    /// The newest container of this name.
    func latest(_ name: String) -> CRI.ContainerStatus? { containers.last { $0.name == name } }

    /// The one before the newest.
    func previous(_ name: String) -> CRI.ContainerStatus? {
        containers.last { $0.name == name }.flatMap { latest in
            containers.last { $0.name == name && $0.attempt < latest.attempt }
        }
    }
}
