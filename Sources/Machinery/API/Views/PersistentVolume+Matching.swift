/// Which volume a claim gets.
///
/// Upstream: kubernetes k8s.io/component-helpers/storage/volume/pv_helpers.go, shared by the binder
/// and the scheduler there, too.
extension PersistentVolumeClaim {
    /// What it asks for.
    package var requested: Quantity { spec.resources.requests["storage"] ?? .zero }

    /// The name of its class; empty for volumes without one.
    package var storageClassName: String {
        metadata.annotations["volume.beta.kubernetes.io/storage-class"]
            ?? spec.storageClassName ?? ""
    }

    /// Whether both sides have written that they belong together.
    package var isBound: Bool {
        metadata.annotations[Self.bindCompleted] != nil && !spec.volumeName.isEmpty
    }

    package static let bindCompleted = "pv.kubernetes.io/bind-completed"
    package static let boundByController = "pv.kubernetes.io/bound-by-controller"

    /// How a volume names its claim.
    package var reference: Value {
        [
            "apiVersion": "v1", "kind": "PersistentVolumeClaim", "name": .string(metadata.name),
            "namespace": .string(metadata.namespace),
            "resourceVersion": .string(metadata.resourceVersion), "uid": .string(metadata.uid),
        ]
    }

    /// The volume kept for this claim, or else the smallest free one that will do: of equals the
    /// one with the fewest access modes, then the first by name.
    ///
    /// With a `node` only volumes that it can reach.
    package func choose(
        from volumes: [PersistentVolume], on node: Node? = nil
    ) -> PersistentVolume? {
        let fitting = volumes.filter { volume in
            volume.volumeMode == spec.volumeMode && !volume.metadata.isBeingDeleted
                && volume.storage >= requested
                && Set(spec.accessModes).isSubset(of: volume.accessModes)
                && node.map(volume.isReachable) ?? true
        }
        if let kept = fitting.first(where: { $0.isHeld(for: self) }) { return kept }
        return fitting.filter {
            $0.phase == "Available" && $0.claim == nil
                && $0.storageClassName == storageClassName
                && (spec.selector?.matches($0.metadata.labels) ?? true)
        }.min { $0.rank < $1.rank }
    }

    /// Why the volume that the claim names cannot be its own; nil if it can.
    package func objection(to volume: PersistentVolume) -> String? {
        if volume.storage < requested { return "requested PV is too small" }
        if volume.storageClassName != storageClassName { return "storageClassName does not match" }
        if volume.volumeMode != spec.volumeMode { return "incompatible volumeMode" }
        if !Set(spec.accessModes).isSubset(of: volume.accessModes) {
            return "incompatible accessMode"
        }
        return volume.metadata.isBeingDeleted ? "the volume is marked for deletion" : nil
    }
}

extension PersistentVolume {
    fileprivate var rank: Rank {
        Rank(modes: accessModes.count, size: storage, name: metadata.name)
    }

    fileprivate struct Rank: Comparable {
        var modes: Int
        var size: Quantity
        var name: String

        static func < (left: Rank, right: Rank) -> Bool {
            if left.modes != right.modes { return left.modes < right.modes }
            return left.size != right.size ? left.size < right.size : left.name < right.name
        }
    }
}
