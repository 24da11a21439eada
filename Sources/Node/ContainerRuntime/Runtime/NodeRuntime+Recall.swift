package import Simulation

/// A container of before the machine went down, as its disk still has it.
package struct RecalledContainer: Sendable {
    package var id: String
    package var name: String
    package var attempt: Int
    /// As the container's configuration had it.
    package var image: String
    package var startedAt: SimulatedInstant?
    /// Nil for one that ran when the power went.
    package var end: End?

    /// How a container had ended by itself.
    package struct End: Sendable {
        package var finishedAt: SimulatedInstant
        package var exitCode: Int
        package var reason: String
        package var message: String

        package init(
            finishedAt: SimulatedInstant, exitCode: Int, reason: String, message: String
        ) {
            (self.finishedAt, self.exitCode) = (finishedAt, exitCode)
            (self.reason, self.message) = (reason, message)
        }
    }

    package init(
        id: String, name: String, attempt: Int, image: String, startedAt: SimulatedInstant?,
        end: End?
    ) {
        (self.id, self.name, self.attempt, self.image) = (id, name, attempt, image)
        (self.startedAt, self.end) = (startedAt, end)
    }
}

extension NodeRuntime {
    /// Puts a pod of before a reboot into the tables: its sandbox is gone, its containers have ended.
    ///
    /// One that ran is found dead with exit code 255 and the reason `Unknown`, and ended when the
    /// runtime noticed, which is now. Its image is still on the node. Oldest first.
    ///
    /// Upstream: containerd internal/cri/server/restart.go.
    /// Differs: what a container had written into its own files, and its log, are lost.
    package func recall(_ config: CRI.PodSandboxConfig, containers: [RecalledContainer]) {
        let sandboxID = newID()
        let sandbox = Sandbox(
            status: CRI.PodSandboxStatus(
                id: sandboxID, config: config, isReady: false, createdAt: simulation.now,
                addresses: []),
            network: nil, files: FileSystem(simulation), processes: nil)
        enter(sandbox, containers.compactMap { recalled($0, config.uid, sandboxID) })
    }

    /// Nil for one whose image no registry has.
    private func recalled(
        _ container: RecalledContainer, _ podUID: String, _ sandboxID: String
    ) -> Container? {
        preload(container.image)
        guard let reference = ImageReference(container.image),
            let image = configuration.registry.image(reference)
        else { return nil }
        var status = CRI.ContainerStatus(
            id: container.id, sandboxID: sandboxID, podUID: podUID, name: container.name,
            attempt: container.attempt, state: .exited,
            createdAt: container.startedAt ?? simulation.now, requestedImage: container.image,
            image: image.reference.description, imageID: image.repositoryDigest)
        status.startedAt = container.startedAt
        status.finishedAt = container.end?.finishedAt ?? simulation.now
        status.exitCode = container.end?.exitCode ?? 255
        status.reason = container.end?.reason ?? "Unknown"
        status.message = container.end?.message ?? ""
        let console = ContainerConsole(simulation, hasInput: false, hasTerminal: false)
        console.close()
        var config = CRI.ContainerConfig(name: container.name, image: container.image)
        config.attempt = container.attempt
        return Container(status: status, config: config, image: image, console: console)
    }
}
