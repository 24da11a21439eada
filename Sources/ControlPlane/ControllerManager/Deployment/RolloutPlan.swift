import API

/// The arithmetic of a rollout: which ReplicaSet becomes how large next.
///
/// ```
///   replicas 3, maxSurge 1, maxUnavailable 0
///   old 3 new 0 ─▶ old 3 new 1 ─(new one available)─▶ old 2 new 1 ─▶ old 2 new 2 ─▶ ...
/// ```
/// **Invariants**
/// 1. Sizes never add up to more than `replicas + maxSurge` by a step up.
/// 2. A step down leaves `replicas - maxUnavailable` pods available.
///
/// Upstream: kubernetes pkg/controller/deployment/rolling.go, sync.go.
struct RolloutPlan: Sendable {
    let deployment: Deployment
    let newSet: ReplicaSet?
    /// In the order of their creation.
    let oldSets: [ReplicaSet]

    struct Step: Sendable {
        var set: ReplicaSet
        var size: Int
    }

    var all: [ReplicaSet] { oldSets + (newSet.map { [$0] } ?? []) }

    private var wanted: Int { deployment.spec.replicas }

    // MARK: - Rolling update

    /// The size that the new set may have now.
    static func newSize(_ deployment: Deployment, new: Int, all: Int) -> Int {
        let wanted = deployment.spec.replicas
        guard deployment.isRolling else { return wanted }
        let limit = wanted + deployment.maxSurge
        if all >= limit { return new }
        return new + min(limit - all, wanted - new)
    }

    /// The step of the new set; nil if it stays.
    func newStep() -> Step? {
        guard let set = newSet, set.spec.replicas != wanted else { return nil }
        if set.spec.replicas > wanted { return Step(set: set, size: wanted) }
        let total = all.reduce(0) { $0 + $1.spec.replicas }
        let size = Self.newSize(deployment, new: set.spec.replicas, all: total)
        return size == set.spec.replicas ? nil : Step(set: set, size: size)
    }

    /// The steps of the old sets: broken pods first, then as many as may be missing.
    func oldSteps() -> [Step] {
        let old = oldSets.filter { $0.spec.replicas > 0 }
        guard !old.isEmpty, let newSet else { return [] }
        let total = all.reduce(0) { $0 + $1.spec.replicas }
        let minAvailable = wanted - deployment.maxUnavailable
        let newUnavailable = newSet.spec.replicas - newSet.status.availableReplicas
        let limit = total - minAvailable - newUnavailable
        guard limit > 0 else { return [] }
        var sizes = old.map(\.spec.replicas)
        var removed = 0
        for (index, set) in old.enumerated() where removed < limit {
            let count = min(
                limit - removed, max(0, set.spec.replicas - set.status.availableReplicas))
            sizes[index] -= count
            removed += count
        }
        let available = all.reduce(0) { $0 + $1.status.availableReplicas }
        var surplus = available - minAvailable
        for index in sizes.indices where surplus > 0 {
            let count = min(sizes[index], surplus)
            sizes[index] -= count
            surplus -= count
        }
        return zip(old, sizes).compactMap { set, size in
            size == set.spec.replicas ? nil : Step(set: set, size: size)
        }
    }

    // MARK: - Recreate

    /// All old sets to nothing.
    func recreateSteps() -> [Step] {
        oldSets.filter { $0.spec.replicas > 0 }.map { Step(set: $0, size: 0) }
    }

    // MARK: - Scaling

    /// Whether some set was made for another number of replicas than is wanted now.
    var isScaling: Bool {
        all.contains { set in
            set.spec.replicas > 0
                && (set.metadata.annotations[DeploymentNames.desiredReplicas].flatMap { Int($0) })
                    .map { $0 != wanted } ?? false
        }
    }

    /// The steps after `spec.replicas` has changed: in the middle of a rollout all sets share.
    func scalingSteps() -> [Step] {
        let active = all.filter { $0.spec.replicas > 0 }
        if active.count <= 1 {
            guard let set = active.first ?? newSet ?? oldSets.last else { return [] }
            return [Step(set: set, size: wanted)]
        }
        if let newSet, isSaturated(newSet) {
            return oldSets.filter { $0.spec.replicas > 0 }.map { Step(set: $0, size: 0) }
        }
        return deployment.isRolling ? proportionalSteps(active) : []
    }

    private func isSaturated(_ set: ReplicaSet) -> Bool {
        set.spec.replicas == wanted && set.status.availableReplicas == wanted
            && set.metadata.annotations[DeploymentNames.desiredReplicas] == "\(wanted)"
    }

    private func proportionalSteps(_ active: [ReplicaSet]) -> [Step] {
        let total = active.reduce(0) { $0 + $1.spec.replicas }
        let allowed = wanted > 0 ? wanted + deployment.maxSurge : 0
        let toAdd = allowed - total
        // Larger sets first; of equals the newer when growing, the older when shrinking.
        let order = active.sorted { left, right in
            if left.spec.replicas != right.spec.replicas {
                return left.spec.replicas > right.spec.replicas
            }
            let times = (
                left.metadata.creationTimestamp ?? "", right.metadata.creationTimestamp ?? ""
            )
            return toAdd > 0 ? times.0 > times.1 : times.0 < times.1
        }
        var added = 0
        var steps = order.map { set in
            let share = share(of: set, toAdd: toAdd, added: added)
            added += share
            return Step(set: set, size: set.spec.replicas + share)
        }
        if !steps.isEmpty { steps[0].size = max(0, steps[0].size + toAdd - added) }
        return steps
    }

    private func share(of set: ReplicaSet, toAdd: Int, added: Int) -> Int {
        let size = set.spec.replicas
        if size == 0 || toAdd == 0 || toAdd == added { return 0 }
        let allowed = toAdd - added
        let fraction: Int
        if wanted == 0 {
            fraction = -size
        } else {
            let limit = Double(wanted + deployment.maxSurge)
            let annotated =
                set.metadata.annotations[DeploymentNames.maxReplicas].flatMap { Int($0) }
                ?? deployment.status.replicas
            let scaled = Double(size) * limit / Double(max(1, annotated))
            fraction = Int(scaled.rounded()) - size
        }
        return toAdd > 0 ? min(fraction, allowed) : max(fraction, allowed)
    }
}
