import API
import Client
import Simulation

/// Whether a node can reach a pod's volumes, or has volumes for its claims.
///
/// Upstream: kubernetes pkg/scheduler/framework/plugins/volumebinding, its Filter.
struct VolumeBindingFilter: FilterPlugin {
    let name = "VolumeBinding"

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> Rejection? {
        guard pod.claims.bound.allSatisfy({ $0.isReachable(from: node.node) }) else {
            return Rejection(
                ["node(s) didn't match PersistentVolume's node affinity"], isResolvable: false)
        }
        if pod.claims.waiting.isEmpty || pod.claims.choice(on: node.node) != nil { return nil }
        return Rejection(
            ["node(s) didn't find available persistent volumes to bind"], isResolvable: false)
    }
}

/// Finds a pod's claims before its cycle, and keeps volumes for those that wait, after it.
///
/// Upstream: kubernetes pkg/scheduler/framework/plugins/volumebinding, its PreFilter and PreBind.
struct VolumeBinder: Sendable {
    let client: KubeClient
    let claims: Informer<PersistentVolumeClaim>
    let volumes: Informer<PersistentVolume>
    let classes: Informer<StorageClass>

    init(client: KubeClient) {
        self.client = client
        claims = Informer(client: client)
        volumes = Informer(client: client)
        classes = Informer(client: client)
    }

    /// Why no node at all will do.
    struct Refusal: Error {
        var text: String
    }

    /// What the pod's claims ask.
    ///
    /// **Throws** if a claim is not there, or is bound to nothing and does not wait for a node.
    func claims(of pod: Pod) throws(Refusal) -> PodClaims {
        var found = PodClaims()
        for volume in pod.spec.volumes {
            guard let name = Self.claimName(of: volume, pod) else { continue }
            let quoted = GoText.quoted(name)
            guard let claim = claims.get(namespace: pod.metadata.namespace, name: name) else {
                throw Refusal(text: "persistentvolumeclaim \(quoted) not found")
            }
            if claim.metadata.isBeingDeleted {
                throw Refusal(text: "persistentvolumeclaim \(quoted) is being deleted")
            }
            if claim.status.phase == "Lost" {
                throw Refusal(
                    text: "persistentvolumeclaim \(quoted) bound to non-existent "
                        + "persistentvolume \(GoText.quoted(claim.spec.volumeName))")
            }
            if claim.isBound {
                guard let volume = volumes.get(name: claim.spec.volumeName) else {
                    throw Refusal(
                        text: "persistentvolume \(GoText.quoted(claim.spec.volumeName)) not found")
                }
                found.bound.append(volume)
            } else if let kind = classes.get(name: claim.storageClassName), kind.waitsForConsumer {
                let isProvisioned = kind.provisioner != "kubernetes.io/no-provisioner"
                found.waiting.append((claim, isProvisioned))
            } else {
                throw Refusal(text: "pod has unbound immediate PersistentVolumeClaims")
            }
        }
        if !found.waiting.isEmpty { found.free = volumes.list() }
        return found
    }

    private static func claimName(of volume: Volume, _ pod: Pod) -> String? {
        if let claim = volume.persistentVolumeClaim { return claim.claimName }
        guard volume.value["ephemeral"] != nil else { return nil }
        return pod.metadata.name + "-" + volume.name
    }

    /// Keeps the chosen volumes for their claims, or asks for new ones, and waits until all are
    /// bound.
    ///
    /// **Throws** if one was taken by somebody else meanwhile, or does not come.
    func bind(_ choices: [PodClaims.Choice], on node: String) async throws(Status) {
        for choice in choices {
            if let volume = choice.volume {
                if volume.claimUID != choice.claim.metadata.uid {
                    try await keep(volume, for: choice.claim)
                }
            } else {
                var claim = choice.claim
                claim.metadata.annotations["volume.kubernetes.io/selected-node"] = node
                if claim != choice.claim { try await client.update(claim) }
            }
        }
        let limit = client.simulation.now.advanced(by: Defaults.volumeBindLimit)
        while !choices.allSatisfy({ claims.get($0.claim.namespacedName)?.isBound ?? false }) {
            let isTime = client.simulation.now < limit
            guard isTime, (try? await client.simulation.sleep(for: Defaults.volumeBindPoll)) != nil
            else {
                throw .timeout("binding volumes: context deadline exceeded")
            }
        }
    }

    private func keep(
        _ volume: PersistentVolume, for claim: PersistentVolumeClaim
    ) async throws(Status) {
        var volume = volume
        if volume.claim == nil {
            volume.metadata.annotations[PersistentVolumeClaim.boundByController] = "yes"
        }
        volume.value["spec"]["claimRef"] = claim.reference
        try await client.update(volume)
    }
}
