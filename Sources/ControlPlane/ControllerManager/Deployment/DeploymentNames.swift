import API

/// The labels and annotations by which a Deployment knows its ReplicaSets.
enum DeploymentNames {
    static let hashLabel = "pod-template-hash"
    static let revision = "deployment.kubernetes.io/revision"
    static let revisionHistory = "deployment.kubernetes.io/revision-history"
    static let desiredReplicas = "deployment.kubernetes.io/desired-replicas"
    static let maxReplicas = "deployment.kubernetes.io/max-replicas"

    /// Annotations of a Deployment that its ReplicaSets do not take over.
    static let notCopied: Set<String> = [
        "kubectl.kubernetes.io/last-applied-configuration", revision, revisionHistory,
        desiredReplicas, maxReplicas, "deprecated.deployment.rollback.to",
    ]
}

extension ReplicaSet {
    var revision: Int {
        metadata.annotations[DeploymentNames.revision].flatMap { Int($0) } ?? 0
    }
}

extension Deployment {
    var isRolling: Bool { spec.strategy.type == "RollingUpdate" }

    /// How many pods may be missing and how many there may be too many, on the way.
    ///
    /// Upstream: kubernetes pkg/controller/deployment/util ResolveFenceposts.
    private var fenceposts: (surge: Int, unavailable: Int) {
        let total = spec.replicas
        let rolling = spec.strategy.rollingUpdate
        let surge = (rolling?.maxSurge ?? .int(0)).scaled(to: total, roundsUp: true) ?? 0
        var unavailable =
            (rolling?.maxUnavailable ?? .int(0)).scaled(to: total, roundsUp: false) ?? 0
        // Both zero would mean that nothing can ever move.
        if surge == 0, unavailable == 0 { unavailable = 1 }
        return (surge, unavailable)
    }

    var maxSurge: Int { isRolling ? fenceposts.surge : 0 }

    var maxUnavailable: Int {
        guard isRolling, spec.replicas > 0 else { return 0 }
        return min(fenceposts.unavailable, spec.replicas)
    }

    /// Whether progress is watched at all: the largest Int32 means not.
    var hasProgressDeadline: Bool {
        value["spec"]["progressDeadlineSeconds"].int.map { $0 != Int(Int32.max) } ?? false
    }
}
