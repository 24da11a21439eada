import API

/// One pod against all nodes: filter, score, choose.
///
/// Pure: given the same nodes, pod and draw it decides the same.
/// Upstream: kubernetes pkg/scheduler/schedule_one.go schedulePod.
package struct SchedulingCycle: Sendable {
    private let filters: [any FilterPlugin]
    private let scorers: [any ScorePlugin]

    /// The plugins of upstream's default profile, in its order.
    package init() {
        filters = [
            NodeUnschedulableFilter(), NodeNameFilter(), TaintToleration(), NodeAffinityPlugin(),
            NodePortsFilter(), NodeResourcesFit(), VolumeBindingFilter(),
        ]
        scorers = [
            TaintToleration(), NodeAffinityPlugin(), NodeResourcesFit(),
            NodeResourcesBalancedAllocation(), ImageLocality(),
        ]
    }

    /// What a cycle came to, with its reasons, for Events, `describe` and labs.
    package enum Decision: Sendable {
        case node(String, scores: [(node: String, score: Int)])
        case unschedulable(FitError)
    }

    // LAB: scheduler-cycle
    /// `draw(n)` gives a number below n; it decides between nodes with the same score.
    package func decide(
        _ pod: PodInfo, nodes: [NodeInfo], draw: (Int) -> Int
    ) -> Decision {
        var error = FitError(nodeCount: nodes.count)
        var feasible: [NodeInfo] = []
        for node in nodes {
            if let (plugin, rejection) = firstRejection(pod, node) {
                error.add(rejection, by: plugin)
            } else {
                feasible.append(node)
            }
        }
        guard !feasible.isEmpty else { return .unschedulable(error) }
        let scores = score(pod, feasible)
        let best = scores.map(\.score).max() ?? 0
        let winners = scores.filter { $0.score == best }
        return .node(winners[draw(winners.count)].node, scores: scores)
    }

    private func firstRejection(_ pod: PodInfo, _ node: NodeInfo) -> (String, Rejection)? {
        for filter in filters {
            if let rejection = filter.filter(pod, node) { return (filter.name, rejection) }
        }
        return nil
    }

    private func score(_ pod: PodInfo, _ nodes: [NodeInfo]) -> [(node: String, score: Int)] {
        var totals = nodes.map { (node: $0.node.metadata.name, score: 0) }
        for scorer in scorers {
            let scores = scorer.normalize(nodes.map { scorer.score(pod, $0) })
            for index in totals.indices { totals[index].score += scores[index] * scorer.weight }
        }
        return totals
    }
}

/// Why no node fits: how many nodes for each reason.
package struct FitError: Hashable, Sendable, CustomStringConvertible {
    package let nodeCount: Int
    package private(set) var counts: [String: Int] = [:]
    /// How many nodes evicting pods could not help.
    private var unresolvable = 0
    /// Why no node was even looked at.
    private let refusal: String?

    package init(nodeCount: Int, refusal: String? = nil) {
        (self.nodeCount, self.refusal) = (nodeCount, refusal)
    }

    package mutating func add(_ rejection: Rejection, by plugin: String) {
        for reason in rejection.reasons { counts[reason, default: 0] += 1 }
        if !rejection.isResolvable { unresolvable += 1 }
    }

    /// As the pod's condition and its Event have it.
    ///
    /// `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. ...`
    package var description: String {
        guard nodeCount > 0 else { return "no nodes available to schedule pods" }
        let head = "0/\(nodeCount) nodes are available: "
        // "not found" is what upstream's preemption says of nodes that no filter has seen.
        if let refusal { return head + refusal + ". not found" }
        let reasons = counts.map { "\($0.value) \($0.key)" }.sorted().joined(separator: ", ")
        return head + reasons + ". no new claims to deallocate, preemption: " + head + preemption
    }

    private var preemption: String {
        let hopeful = nodeCount - unresolvable
        var parts: [String] = []
        if hopeful > 0 { parts.append("\(hopeful) No preemption victims found for incoming pod") }
        if unresolvable > 0 {
            parts.append("\(unresolvable) Preemption is not helpful for scheduling")
        }
        return parts.joined(separator: ", ") + "."
    }
}
