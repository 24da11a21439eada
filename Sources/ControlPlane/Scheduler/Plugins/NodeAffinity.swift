import API

/// What a pod demands of its node's labels, and what it would like.
///
/// Upstream: kubernetes pkg/scheduler/framework/plugins/nodeaffinity.
struct NodeAffinityPlugin: FilterPlugin, ScorePlugin {
    let name = "NodeAffinity"
    let weight = 2

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> Rejection? {
        pod.pod.spec.wants(node.node)
            ? nil
            : Rejection(
                ["node(s) didn't match Pod's node affinity/selector"], isResolvable: false)
    }

    func score(_ pod: PodInfo, _ node: NodeInfo) -> Int {
        var sum = 0
        for term in pod.pod.spec.affinity?.nodeAffinity?.preferred ?? []
        where term.preference.matches(node.node) {
            sum += term.weight
        }
        return sum
    }

    func normalize(_ scores: [Int]) -> [Int] {
        guard let most = scores.max(), most > 0 else { return scores }
        return scores.map { 100 * $0 / most }
    }
}
