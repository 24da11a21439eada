import API

/// The ReplicaSets of a Deployment by age: which has its present template, which are old.
///
/// Upstream: kubernetes pkg/controller/deployment/util/deployment_util.go.
struct ReplicaSetHistory: Sendable {
    let deployment: Deployment
    /// In the order of their creation.
    let sets: [ReplicaSet]

    init(_ deployment: Deployment, _ sets: [ReplicaSet]) {
        self.deployment = deployment
        self.sets = sets.sorted {
            ($0.metadata.creationTimestamp ?? "", $0.metadata.name)
                < ($1.metadata.creationTimestamp ?? "", $1.metadata.name)
        }
    }

    /// The oldest set of the present template.
    var newSet: ReplicaSet? {
        let wanted = Self.comparable(deployment.spec.template)
        return sets.first { Self.comparable($0.spec.template) == wanted }
    }

    var oldSets: [ReplicaSet] {
        let uid = newSet?.metadata.uid
        return sets.filter { $0.metadata.uid != uid }
    }

    var nextRevision: Int { (oldSets.map(\.revision).max() ?? 0) + 1 }

    /// The template without the label that the controller adds.
    static func comparable(_ template: PodTemplateSpec) -> Value {
        var template = template
        template.metadata.labels[DeploymentNames.hashLabel] = nil
        return template.value
    }

    /// The annotations that a set of this revision has.
    func annotations(of set: ReplicaSet?, revision: Int) -> [String: String] {
        var result = set?.metadata.annotations ?? [:]
        for (key, value) in deployment.metadata.annotations
        where !DeploymentNames.notCopied.contains(key) { result[key] = value }
        let old = set?.revision ?? 0
        if old < revision {
            result[DeploymentNames.revision] = "\(revision)"
            if old > 0 {
                let history = result[DeploymentNames.revisionHistory].map { "\($0),\(old)" }
                result[DeploymentNames.revisionHistory] = history ?? "\(old)"
            }
        }
        if set == nil { sizes(into: &result) }
        return result
    }

    /// The annotations that say for how many replicas a set was sized.
    func sizes(into annotations: inout [String: String]) {
        let wanted = deployment.spec.replicas
        annotations[DeploymentNames.desiredReplicas] = "\(wanted)"
        annotations[DeploymentNames.maxReplicas] = "\(wanted + deployment.maxSurge)"
    }

    /// A set of the present template, with as many pods as may be made at once.
    func makeSet() -> ReplicaSet {
        let template = deployment.spec.template
        let hash = TemplateHash.text(
            of: template.value, collisions: deployment.status.collisionCount)
        var set = ReplicaSet(
            namespace: deployment.metadata.namespace, name: "\(deployment.metadata.name)-\(hash)")
        set.metadata.labels = template.metadata.labels
        set.metadata.labels[DeploymentNames.hashLabel] = hash
        set.metadata.annotations = annotations(of: nil, revision: nextRevision)
        set.metadata.ownerReferences = [controllerReference(to: deployment)]
        let total = oldSets.reduce(0) { $0 + $1.spec.replicas }
        set.spec.replicas = RolloutPlan.newSize(deployment, new: 0, all: total)
        if deployment.spec.minReadySeconds > 0 {
            set.spec.minReadySeconds = deployment.spec.minReadySeconds
        }
        var selector = deployment.spec.selector
        selector.matchLabels[DeploymentNames.hashLabel] = hash
        set.spec.selector = selector
        var labelled = template
        labelled.metadata.labels[DeploymentNames.hashLabel] = hash
        set.spec.template = labelled
        return set
    }

    /// Old sets beyond the history limit that are empty, the lowest revisions first.
    var forgettable: [ReplicaSet] {
        let living = oldSets.filter { !$0.metadata.isBeingDeleted }
        let excess = living.count - deployment.spec.revisionHistoryLimit
        guard excess > 0 else { return [] }
        return living.sorted { ($0.revision, $0.metadata.name) < ($1.revision, $1.metadata.name) }
            .prefix(excess).filter {
                $0.status.replicas == 0 && $0.spec.replicas == 0
                    && $0.metadata.generation ?? 0 <= $0.status.observedGeneration
            }
    }
}
