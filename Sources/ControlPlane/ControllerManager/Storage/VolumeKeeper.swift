import API
import Client
import Simulation

/// Shows what has become of each volume, and does with a released one what its policy says.
///
/// ```
///   Available ──claim──▶ Bound ──claim deleted──▶ Released ──▶ Retain:  it stays so
///       ▲                                                      Delete:  the object goes
///       └────────────────────── wiped by a pod ◀────────────── Recycle: a pod wipes it
/// ```
/// Upstream: kubernetes pkg/controller/volume/persistentvolume/pv_controller.go syncVolume.
struct VolumeKeeper: Reconciler {
    let informers: Informers
    let client: KubeClient
    let events: EventRecorder

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let volume = informers.volumes.get(name) else { return .done }
        guard let claimName = volume.claim, !volume.claimUID.isEmpty else {
            try await show(volume, "Available")
            return .done
        }
        let claim = informers.claims.get(claimName)
        guard let claim, claim.metadata.uid == volume.claimUID else {
            if volume.phase != "Released", volume.phase != "Failed" {
                try await show(volume, "Released")
            }
            return try await reclaim(volume)
        }
        if claim.spec.volumeName == volume.metadata.name {
            try await show(volume, "Bound")
        } else if !claim.spec.volumeName.isEmpty {
            // The claim has another volume: this one is free again.
            try await free(volume)
        }
        return .done
    }

    private func show(
        _ volume: PersistentVolume, _ phase: String, message: String? = nil
    ) async throws(Status) {
        guard volume.phase != phase || volume.value["status"]["message"].string != message else {
            return
        }
        var volume = volume
        volume.value["status"]["phase"] = .string(phase)
        volume.value["status"]["message"] = message.map(Value.string)
        try await client.updateStatus(volume)
    }

    /// Takes the claim's name off, or, if somebody else put it there, only its uid.
    private func free(_ volume: PersistentVolume) async throws(Status) {
        var freed = volume
        let key = PersistentVolumeClaim.boundByController
        if freed.metadata.annotations.removeValue(forKey: key) != nil {
            freed.value["spec"]["claimRef"] = nil
        } else {
            freed.value["spec"]["claimRef"]["uid"] = nil
            freed.value["spec"]["claimRef"]["resourceVersion"] = nil
        }
        freed = try await client.update(freed)
        try await show(freed, "Available")
    }

    // MARK: - Reclaim policies

    private func reclaim(_ volume: PersistentVolume) async throws(Status) -> ReconcileResult {
        switch volume.reclaimPolicy {
        case "Delete":
            try await delete(volume)
            return .done
        case "Recycle": return try await recycle(volume)
        default: return .done
        }
    }

    /// Differs: the directory of a hostPath stays; the real one is removed on the machine of the
    /// controller manager, which is seldom where the pods wrote.
    private func delete(_ volume: PersistentVolume) async throws(Status) {
        guard !volume.metadata.isBeingDeleted else { return }
        let spec = volume.value["spec"]
        // Whoever provisioned a volume also deletes it.
        if spec["csi"] != nil
            || volume.metadata.annotations["pv.kubernetes.io/provisioned-by"] != nil
        {
            return
        }
        guard let path = spec["hostPath"]["path"].string else {
            return try await fail(
                volume, "VolumeFailedDelete",
                "error getting deleter volume plugin for volume "
                    + "\(GoText.quoted(volume.metadata.name)): no deletable volume plugin matched")
        }
        guard path.hasPrefix("/tmp/"), path.count > 5 else {
            return try await fail(
                volume, "VolumeFailedDelete",
                "host_path deleter only supports /tmp/.+ but received provided \(path)")
        }
        do { try await client.delete(PersistentVolume.self, name: volume.metadata.name) } catch {
            if error.reason != .notFound { throw error }
        }
    }

    private func recycle(_ volume: PersistentVolume) async throws(Status) -> ReconcileResult {
        guard volume.value["spec"]["hostPath"] != nil || volume.value["spec"]["nfs"] != nil else {
            try await fail(
                volume, "VolumeFailedRecycle", "No recycler plugin found for the volume!")
            return .done
        }
        let name = RecyclerPod.name(for: volume)
        guard let pod = informers.pods.get(namespace: RecyclerPod.namespace, name: name) else {
            do { _ = try await client.create(RecyclerPod.make(for: volume)) } catch {
                if error.reason != .alreadyExists { throw error }
            }
            return .requeue(after: Defaults.recyclerPoll)
        }
        guard ["Succeeded", "Failed"].contains(pod.status.phase) else {
            return .requeue(after: Defaults.recyclerPoll)
        }
        try await client.delete(
            Pod.self, namespace: RecyclerPod.namespace, name: name)
        if pod.status.phase == "Succeeded" {
            events.record(
                volume, .normal, reason: "VolumeRecycled", message: "Volume recycled")
            try await free(volume)
        } else {
            try await fail(
                volume, "VolumeFailedRecycle",
                "Recycle failed: pod failed, pod.Status.Message unknown.")
        }
        return .done
    }

    private func fail(
        _ volume: PersistentVolume, _ reason: String, _ message: String
    ) async throws(Status) {
        guard volume.phase != "Failed" else { return }
        events.record(volume, .warning, reason: reason, message: message)
        try await show(volume, "Failed", message: message)
    }
}

/// The pod that wipes a volume.
///
/// Upstream: kubernetes pkg/volume/plugins.go NewPersistentVolumeRecyclerPodTemplate.
enum RecyclerPod {
    static let namespace = "default"
    static let image = "registry.k8s.io/build-image/debian-base:bookworm-v1.0.4"

    static func name(for volume: PersistentVolume) -> String {
        "recycler-for-" + volume.metadata.name
    }

    static func make(for volume: PersistentVolume) -> Pod {
        let spec = volume.value["spec"]
        var source: Value = ["name": "vol"]
        for kind in ["hostPath", "nfs"] { source[kind] = spec[kind] }
        let script =
            "test -e /scrub && find /scrub -mindepth 1 -delete && "
            + "test -z \"$(ls -A /scrub)\" || exit 1"
        return Pod([
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": .string(name(for: volume)), "namespace": .string(namespace)],
            "spec": [
                "activeDeadlineSeconds": 60, "restartPolicy": "Never",
                "volumes": [source],
                "containers": [
                    [
                        "name": "pv-recycler", "image": .string(image), "command": ["/bin/sh"],
                        "args": ["-c", .string(script)],
                        "volumeMounts": [["name": "vol", "mountPath": "/scrub"]],
                    ]
                ],
            ],
        ])
    }
}
