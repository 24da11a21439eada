import API
import Client

/// What lies behind a pod's claims: the node's directories that their volumes name.
///
/// ```
///   pod.volumes[d].persistentVolumeClaim ──▶ claim ──volumeName──▶ volume ──▶ hostPath or local
/// ```
/// Differs: volumes of other kinds (nfs, csi, ...) are refused by name.
/// Upstream: kubernetes pkg/kubelet/volumemanager/populator/desired_state_of_world_populator.go.
struct ClaimedVolumes: Sendable {
    let client: KubeClient

    /// The directory behind `volume`; nil if it is no claim.
    func path(
        of volume: Volume, _ pod: Pod
    ) async throws(VolumeFailure) -> HostPathVolumeSource? {
        guard let source = volume.persistentVolumeClaim else { return nil }
        let namespace = pod.metadata.namespace
        let claim = try await claim(namespace, source.claimName, volume)
        guard let bound = await persistentVolume(of: claim) else {
            throw VolumeFailure(
                unprocessed: volume.name,
                message: "error processing PVC \(namespace)/\(source.claimName): PVC is not bound")
        }
        let spec = bound.value["spec"]
        if let path = spec["hostPath"] { return HostPathVolumeSource(path) }
        if let path = spec["local"]["path"] {
            return HostPathVolumeSource(["path": path, "type": "Directory"])
        }
        let known = ["accessModes", "capacity", "claimRef", "mountOptions", "nodeAffinity"]
        let kind = (spec.object ?? Object()).names.first {
            !known.contains($0) && spec[$0].object != nil
        }
        throw VolumeFailure(
            volume: bound.metadata.name,
            message: "volume source \"\(kind ?? "")\" is not supported")
    }

    private func claim(
        _ namespace: String, _ name: String, _ volume: Volume
    ) async throws(VolumeFailure) -> PersistentVolumeClaim {
        let problem: String
        do {
            let claim = try await client.get(
                PersistentVolumeClaim.self, namespace: namespace, name: name)
            if !claim.metadata.isBeingDeleted || claim.isBound { return claim }
            problem = "PVC is being deleted"
        } catch {
            problem = "failed to fetch PVC from API server: \(error.message)"
        }
        throw VolumeFailure(
            unprocessed: volume.name,
            message: "error processing PVC \(namespace)/\(name): \(problem)")
    }

    private func persistentVolume(of claim: PersistentVolumeClaim) async -> PersistentVolume? {
        guard claim.status.phase == "Bound", !claim.spec.volumeName.isEmpty,
            let volume = try? await client.get(
                PersistentVolume.self, name: claim.spec.volumeName),
            volume.claimUID == claim.metadata.uid
        else { return nil }
        return volume
    }
}
