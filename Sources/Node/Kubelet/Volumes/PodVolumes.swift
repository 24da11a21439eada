import API
import ContainerRuntime
import Simulation

/// The volumes of one pod on its node.
///
/// All that the kubelet makes for the pod lies in one file system of its own:
/// `/volumes/<name>` for each volume, `/etc-hosts`, `/termination/<container>`.
final class PodVolumes: Sendable {
    let files: FileSystem
    private let simulation: Simulation
    private let host: FileSystem
    /// What was found behind the pod's claims, by the volume's name.
    private let claimed: Confined<[String: HostPathVolumeSource]>

    init(_ simulation: Simulation, host: FileSystem) {
        (self.simulation, self.host) = (simulation, host)
        files = FileSystem(simulation)
        claimed = Confined(simulation, [:])
    }

    /// Makes every volume, or brings it up to date. Safe to call again and again.
    func setUp(
        _ pod: Pod, _ payloads: VolumePayload, _ claims: ClaimedVolumes
    ) async throws(VolumeFailure) {
        for volume in pod.spec.volumes {
            if claimed.value[volume.name] == nil {
                claimed.value[volume.name] = try await claims.path(of: volume, pod)
            }
            let payload = try await payloads.files(of: volume)
            do { try setUp(volume, pod, payload) } catch {
                throw VolumeFailure(volume: volume.name, message: error.text)
            }
            if payload == nil { try check(volume) }
        }
    }

    /// The directory or file of the node that `volume` is, by itself or by its claim.
    private func path(of volume: Volume) -> HostPathVolumeSource? {
        volume.hostPath ?? claimed.value[volume.name]
    }

    private func setUp(
        _ volume: Volume, _ pod: Pod, _ payload: AtomicWriter.Payload?
    ) throws(FileError) {
        let directory = "/volumes/" + volume.name
        let group = pod.spec.securityContext.fsGroup
        if let payload {
            if !files.exists(directory) {
                try files.makeDirectory(directory, withParents: true)
                try files.setMode(directory, 0o1777)
            }
            let writer = AtomicWriter(files: files, directory: directory, simulation: simulation)
            if try writer.write(payload), let group {
                try files.setGroupOfAll(directory, group: group)
            }
        } else if volume.emptyDir != nil, !files.exists(directory) {
            try files.makeDirectory(directory, withParents: true)
            try files.setMode(directory, group == nil ? 0o777 : 0o2777)
            if let group { try files.setGroupOfAll(directory, group: group) }
        } else if let path = path(of: volume), path.type.hasSuffix("OrCreate"),
            !host.exists(path.path)
        {
            if path.type.hasPrefix("Directory") {
                try host.makeDirectory(path.path, withParents: true)
            } else {
                try host.write(path.path, [])
            }
        }
    }

    /// Refuses what cannot be mounted, by name.
    private func check(_ volume: Volume) throws(VolumeFailure) {
        if volume.emptyDir != nil { return }
        guard let path = path(of: volume) else {
            throw VolumeFailure(
                volume: volume.name,
                message: "volume source \"\(volume.sourceName ?? "")\" is not supported")
        }
        let kind = (try? host.stat(path.path))?.kind
        let fits: Bool
        switch path.type {
        case "Directory", "DirectoryOrCreate": fits = kind == .directory
        case "File", "FileOrCreate": fits = kind == .file
        default: fits = true
        }
        if !fits {
            let wanted = path.type.hasPrefix("Directory") ? "directory" : "file"
            throw VolumeFailure(
                volume: volume.name,
                message: "hostPath type check failed: \(path.path) is not a \(wanted)")
        }
    }

    /// What a container mounts; nil if the pod has no such volume.
    ///
    /// A path below a volume (`subPath`) of the API's contents is a snapshot: it is not brought up
    /// to date, as with the kubelet's bind mounts.
    func mount(_ mount: VolumeMount, of pod: Pod, expand: (String) -> String) -> CRI.Mount? {
        guard let volume = pod.spec.volumes.first(where: { $0.name == mount.name }) else {
            return nil
        }
        let subPath = mount.subPathExpr.map(expand) ?? mount.subPath ?? ""
        var source = files
        var path = "/volumes/" + volume.name
        var isFromAPI = false
        if let hostPath = self.path(of: volume) {
            source = host
            path = hostPath.path
            // Without a type the runtime makes a missing directory, as containerd does.
            if !host.exists(path) { try? host.makeDirectory(path, withParents: true) }
        } else {
            isFromAPI = volume.emptyDir == nil
        }
        if !subPath.isEmpty {
            if isFromAPI { source = FileSystem(copying: files) }
            path += "/" + subPath
            if !source.exists(path) { try? source.makeDirectory(path, withParents: true) }
        }
        let isMemory = isFromAPI || volume.emptyDir?.medium == "Memory"
        return CRI.Mount(
            mount.mountPath, source: source, sourcePath: path,
            isReadOnly: mount.readOnly || isFromAPI
                || volume.persistentVolumeClaim?.readOnly == true,
            device: isMemory ? "tmpfs" : "/dev/vda1",
            type: isMemory ? "tmpfs" : "ext4")
    }
}
