import API
import Client

/// Lets a deleted claim go once no pod uses it.
///
/// Upstream: kubernetes pkg/controller/volume/pvcprotection.
struct ClaimProtection: Reconciler {
    let claims: Informer<PersistentVolumeClaim>
    let pods: Informer<Pod>
    let client: KubeClient

    private static let finalizer = "kubernetes.io/pvc-protection"

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let controller = Controller(
            "pvc-protection-controller", simulation: client.simulation,
            reconciler: Self(claims: informers.claims, pods: informers.pods, client: client))
        let queue = controller.queue
        informers.claims.onChange { change in
            if case .deleted = change { return }
            if change.object.metadata.isBeingDeleted { queue.add(change.object.namespacedName) }
        }
        informers.pods.onChange { change in
            let pod = change.object
            for name in Self.claimNames(pod) {
                queue.add(NamespacedName(namespace: pod.metadata.namespace, name: name))
            }
        }
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let claim = claims.get(name), claim.metadata.isBeingDeleted,
            claim.metadata.finalizers.contains(Self.finalizer)
        else { return .done }
        let isUsed = pods.list(namespace: name.namespace).contains { pod in
            !["Succeeded", "Failed"].contains(pod.status.phase)
                && Self.claimNames(pod).contains(name.name)
        }
        guard !isUsed else { return .done }
        try await ProtectionFinalizer.remove(Self.finalizer, from: claim, client)
        return .done
    }

    private static func claimNames(_ pod: Pod) -> [String] {
        (pod.value["spec"]["volumes"].array ?? []).compactMap {
            $0["persistentVolumeClaim"]["claimName"].string
        }
    }
}

/// Lets a deleted volume go once no claim is bound to it.
///
/// Upstream: kubernetes pkg/controller/volume/pvprotection.
struct VolumeProtection: Reconciler {
    let volumes: Informer<PersistentVolume>
    let client: KubeClient

    private static let finalizer = "kubernetes.io/pv-protection"

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let controller = Controller(
            "pv-protection-controller", simulation: client.simulation,
            reconciler: Self(volumes: informers.volumes, client: client))
        let queue = controller.queue
        informers.volumes.onChange { change in
            if case .deleted = change { return }
            if change.object.metadata.isBeingDeleted { queue.add(change.object.namespacedName) }
        }
        controller.start(in: &group)
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let volume = volumes.get(name), volume.metadata.isBeingDeleted,
            volume.metadata.finalizers.contains(Self.finalizer), volume.phase != "Bound"
        else { return .done }
        try await ProtectionFinalizer.remove(Self.finalizer, from: volume, client)
        return .done
    }
}

/// How both take their finalizer off.
private enum ProtectionFinalizer {
    static func remove<Kind: APIObject>(
        _ finalizer: String, from object: Kind, _ client: KubeClient
    ) async throws(Status) {
        var object = object
        object.metadata.finalizers = object.metadata.finalizers.filter { $0 != finalizer }
        do { try await client.update(object) } catch {
            if error.reason != .notFound { throw error }
        }
    }
}
