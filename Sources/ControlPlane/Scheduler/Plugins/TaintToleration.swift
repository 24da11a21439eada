import API

/// A node's taints keep away the pods that do not tolerate them, or make the node less welcome.
///
/// Upstream: kubernetes pkg/scheduler/framework/plugins/tainttoleration.
struct TaintToleration: FilterPlugin, ScorePlugin {
    let name = "TaintToleration"
    let weight = 3

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> Rejection? {
        let tolerations = pod.pod.spec.tolerations
        for taint in node.node.spec.taints
        where taint.effect == "NoSchedule" || taint.effect == "NoExecute" {
            if !tolerations.contains(where: { $0.tolerates(taint) }) {
                return Rejection(["node(s) had untolerated taint(s)"], isResolvable: false)
            }
        }
        return nil
    }

    /// How many `PreferNoSchedule` taints the pod does not tolerate.
    func score(_ pod: PodInfo, _ node: NodeInfo) -> Int {
        let tolerations = pod.pod.spec.tolerations
        return node.node.spec.taints.count { taint in
            taint.effect == "PreferNoSchedule"
                && !tolerations.contains { $0.tolerates(taint) }
        }
    }

    /// The node with the fewest gets 100.
    func normalize(_ scores: [Int]) -> [Int] {
        guard let most = scores.max(), most > 0 else { return scores.map { _ in 100 } }
        return scores.map { 100 - 100 * $0 / most }
    }
}
