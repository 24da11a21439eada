import API

/// What a pod demands of its node's labels, and what it would like.
///
/// Upstream: kubernetes pkg/scheduler/framework/plugins/nodeaffinity.
struct NodeAffinityPlugin: FilterPlugin, ScorePlugin {
    let name = "NodeAffinity"
    let weight = 2

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> Rejection? {
        let labels = node.node.metadata.labels
        let refused = Rejection(
            ["node(s) didn't match Pod's node affinity/selector"], isResolvable: false)
        for (key, value) in pod.pod.spec.nodeSelector where labels[key] != value { return refused }
        guard let required = pod.pod.spec.affinity?.nodeAffinity?.required else { return nil }
        return required.nodeSelectorTerms.contains { matches($0, node.node) } ? nil : refused
    }

    func score(_ pod: PodInfo, _ node: NodeInfo) -> Int {
        var sum = 0
        for term in pod.pod.spec.affinity?.nodeAffinity?.preferred ?? []
        where matches(term.preference, node.node) {
            sum += term.weight
        }
        return sum
    }

    func normalize(_ scores: [Int]) -> [Int] {
        guard let most = scores.max(), most > 0 else { return scores }
        return scores.map { 100 * $0 / most }
    }

    /// A term without any requirement matches no node.
    private func matches(_ term: NodeSelectorTerm, _ node: Node) -> Bool {
        if term.matchExpressions.isEmpty, term.matchFields.isEmpty { return false }
        let labels = node.metadata.labels
        return term.matchExpressions.allSatisfy { matches($0, labels[$0.key]) }
            && term.matchFields.allSatisfy { requirement in
                requirement.key == "metadata.name"
                    && matches(requirement, node.metadata.name)
            }
    }

    private func matches(_ requirement: NodeSelectorRequirement, _ value: String?) -> Bool {
        switch requirement.operator {
        case "In": return value.map(requirement.values.contains) ?? false
        case "NotIn": return value.map { !requirement.values.contains($0) } ?? true
        case "Exists": return value != nil
        case "DoesNotExist": return value == nil
        case "Gt", "Lt":
            guard let number = value.flatMap({ Int64($0) }),
                let bound = requirement.values.first.flatMap({ Int64($0) })
            else { return false }
            return requirement.operator == "Gt" ? number > bound : number < bound
        default: return false
        }
    }
}
