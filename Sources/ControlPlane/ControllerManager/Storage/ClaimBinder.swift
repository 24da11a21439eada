import API
import Client
import Simulation

/// Finds each claim its volume, and writes on both that they belong together.
///
/// ```
///   claim without volume ──choose──▶ 1. volume.spec.claimRef     2. volume is Bound
///                                    3. claim.spec.volumeName    4. claim is Bound
/// ```
/// A step that fails is taken again from the start: each looks first whether it has been done.
///
/// Differs: nothing provisions volumes here; classes wait for their own provisioner.
/// Upstream: kubernetes pkg/controller/volume/persistentvolume/pv_controller.go syncClaim.
struct ClaimBinder: Reconciler {
    let informers: Informers
    let client: KubeClient
    let events: EventRecorder

    static func start(
        _ informers: Informers, client: KubeClient, in group: inout TaskGroup<Void>
    ) {
        let events = EventRecorder(client: client, component: "persistentvolume-controller")
        let claims = Controller(
            "persistentvolume-binder-controller claims", simulation: client.simulation,
            reconciler: Self(informers: informers, client: client, events: events))
        let volumes = Controller(
            "persistentvolume-binder-controller volumes", simulation: client.simulation,
            reconciler: VolumeKeeper(informers: informers, client: client, events: events))
        informers.claims.onChange { change in
            if Self.isOwnWriting(change) { return }
            claims.queue.add(change.object.namespacedName)
            // The volume of a claim that is gone is to be released.
            let volume = change.object.spec.volumeName
            if !volume.isEmpty { volumes.queue.add(NamespacedName(namespace: "", name: volume)) }
        }
        informers.volumes.onChange { change in
            volumes.queue.add(change.object.namespacedName)
            // A released volume names a claim that is gone; one of the same name is another.
            if let claim = change.object.claim, change.object.phase != "Released" {
                claims.queue.add(claim)
            }
        }
        events.start(in: &group)
        claims.start(in: &group)
        volumes.start(in: &group)
    }

    /// Whether only that has changed which the binder itself writes on claims without a volume.
    private static func isOwnWriting(_ change: Informer<PersistentVolumeClaim>.Change) -> Bool {
        guard case .updated(let old, let new) = change else { return false }
        func rest(_ claim: PersistentVolumeClaim) -> [String: String] {
            claim.metadata.annotations.filter { !provisionerKeys.contains($0.key) }
        }
        return old.spec == new.spec && rest(old) == rest(new)
            && old.metadata.isBeingDeleted == new.metadata.isBeingDeleted
    }

    func reconcile(_ name: NamespacedName) async throws(Status) -> ReconcileResult {
        guard let claim = informers.claims.get(name) else { return .done }
        if claim.metadata.annotations[PersistentVolumeClaim.bindCompleted] != nil {
            try await keep(claim)
            return .done
        }
        if claim.spec.volumeName.isEmpty {
            try await findVolume(for: claim)
        } else {
            try await takeNamed(claim)
        }
        return .requeue(after: Defaults.claimSyncPeriod)
    }

    // MARK: - Claims without a volume

    private func findVolume(for claim: PersistentVolumeClaim) async throws(Status) {
        if let chosen = try await withDefaultClass(claim) {
            try await client.update(chosen)
            return
        }
        let storage = informers.storageClasses.get(name: claim.storageClassName)
        let waits = storage?.waitsForConsumer ?? false
        let volumes = informers.volumes.list()
        // Until the scheduler has kept a volume for it, or chosen a node, the claim waits.
        let mayChoose = !waits || volumes.contains { $0.isHeld(for: claim) }
        if mayChoose, let volume = claim.choose(from: volumes) {
            return try await bind(volume, claim)
        }
        if waits, claim.metadata.annotations[Self.selectedNode] == nil {
            events.record(
                claim, .normal, reason: "WaitForFirstConsumer",
                message: "waiting for first consumer to be created before binding")
        } else if claim.storageClassName.isEmpty {
            events.record(
                claim, .normal, reason: "FailedBinding",
                message: "no persistent volumes available for this claim and no storage class "
                    + "is set")
        } else {
            try await show(try await askProvisioner(for: claim, storage), "Pending")
            return
        }
        try await show(claim, "Pending")
    }

    private static let selectedNode = "volume.kubernetes.io/selected-node"
    private static let provisionerKeys = [
        "volume.beta.kubernetes.io/storage-provisioner",
        "volume.kubernetes.io/storage-provisioner",
    ]

    /// The claim with the default class, if it names none and there is one by now.
    private func withDefaultClass(
        _ claim: PersistentVolumeClaim
    ) async throws(Status) -> PersistentVolumeClaim? {
        guard claim.spec.storageClassName == nil, claim.storageClassName.isEmpty,
            let usual = informers.storageClasses.list().filter(\.isDefault)
                .max(by: {
                    ($0.metadata.creationTimestamp ?? "") < ($1.metadata.creationTimestamp ?? "")
                })
        else { return nil }
        var claim = claim
        claim.spec.storageClassName = usual.metadata.name
        return claim
    }

    /// The claim as it is after it has been told whose turn it is.
    private func askProvisioner(
        for claim: PersistentVolumeClaim, _ storage: StorageClass?
    ) async throws(Status) -> PersistentVolumeClaim {
        guard let storage else {
            events.record(
                claim, .warning, reason: "ProvisioningFailed",
                message: "storageclass.storage.k8s.io "
                    + "\(GoText.quoted(claim.storageClassName)) not found")
            return claim
        }
        var asked = claim
        for key in Self.provisionerKeys { asked.metadata.annotations[key] = storage.provisioner }
        if asked.metadata.annotations != claim.metadata.annotations {
            asked = try await client.update(asked)
        }
        if storage.provisioner.hasPrefix("kubernetes.io/") {
            events.record(
                claim, .warning, reason: "ProvisioningFailed",
                message: "no volume plugin matched name: \(storage.provisioner)")
        } else {
            events.record(
                claim, .normal, reason: "ExternalProvisioning",
                message: "Waiting for a volume to be created either by the external provisioner "
                    + "'\(storage.provisioner)' or manually by the system administrator. If volume "
                    + "creation is delayed, please verify that the provisioner is running and "
                    + "correctly registered.")
        }
        return asked
    }

    // MARK: - Claims that name their volume

    private func takeNamed(_ claim: PersistentVolumeClaim) async throws(Status) {
        let name = claim.spec.volumeName
        guard let volume = informers.volumes.get(name: name) else {
            return try await show(claim, "Pending")
        }
        if volume.isHeld(for: claim) { return try await bind(volume, claim) }
        if volume.claim != nil {
            events.record(
                claim, .warning, reason: "FailedBinding",
                message: "volume \(GoText.quoted(name)) already bound to a different claim.")
        } else if let objection = claim.objection(to: volume) {
            events.record(
                claim, .warning, reason: "VolumeMismatch",
                message: "Cannot bind to requested volume \(GoText.quoted(name)): \(objection)")
        } else {
            return try await bind(volume, claim)
        }
        try await show(claim, "Pending")
    }

    // MARK: - Claims that had one

    private func keep(_ claim: PersistentVolumeClaim) async throws(Status) {
        let name = claim.spec.volumeName
        guard !name.isEmpty else {
            return try await lose(
                claim, "ClaimLost",
                "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!")
        }
        guard let volume = informers.volumes.get(name: name) else {
            return try await lose(
                claim, "ClaimLost",
                "Bound claim has lost its PersistentVolume. Data on the volume is lost!")
        }
        guard volume.claim == nil || volume.isHeld(for: claim) else {
            return try await lose(
                claim, "ClaimMisbound",
                "Two claims are bound to the same volume, this one is bound incorrectly")
        }
        try await bind(volume, claim)
    }

    private func lose(
        _ claim: PersistentVolumeClaim, _ reason: String, _ message: String
    ) async throws(Status) {
        guard claim.status.phase != "Lost" else { return }
        events.record(claim, .warning, reason: reason, message: message)
        try await show(claim, "Lost")
    }

    // MARK: - Both sides

    private func bind(
        _ volume: PersistentVolume, _ claim: PersistentVolumeClaim
    ) async throws(Status) {
        var volume = volume
        if volume.claimUID != claim.metadata.uid {
            let isOurs = volume.claim == nil
            volume.value["spec"]["claimRef"] = claim.reference
            if isOurs {
                volume.metadata.annotations[PersistentVolumeClaim.boundByController] = "yes"
            }
            volume = try await client.update(volume)
        }
        if volume.phase != "Bound" {
            volume.value["status"]["phase"] = "Bound"
            try await client.updateStatus(volume)
        }
        var bound = claim
        if bound.spec.volumeName.isEmpty {
            bound.spec.volumeName = volume.metadata.name
            bound.metadata.annotations[PersistentVolumeClaim.boundByController] = "yes"
        }
        bound.metadata.annotations[PersistentVolumeClaim.bindCompleted] = "yes"
        if bound != claim { bound = try await client.update(bound) }
        try await show(bound, "Bound", volume)
    }

    /// Writes the phase, and what the claim has got.
    private func show(
        _ claim: PersistentVolumeClaim, _ phase: String, _ volume: PersistentVolume? = nil
    ) async throws(Status) {
        var shown = claim
        shown.status.phase = phase
        if let volume {
            shown.status.accessModes = volume.accessModes
            // A claim that grows keeps telling what it has until it has grown.
            if claim.status.phase != "Bound" {
                shown.status.value["capacity"] = volume.value["spec"]["capacity"]
            }
        } else {
            shown.status.value["accessModes"] = nil
            shown.status.value["capacity"] = nil
        }
        if shown != claim { try await client.updateStatus(shown) }
    }
}
