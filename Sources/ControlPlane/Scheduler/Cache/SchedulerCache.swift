package import API

/// All nodes and the pods on them, with pods assumed to be where they are about to be bound.
///
/// **Invariants**
/// 1. A pod counts on at most one node.
/// 2. An assumed pod counts until the API server shows it bound, or `removePod` takes it back.
package struct SchedulerCache: Sendable {
    private var nodes: [String: NodeInfo] = [:]
    /// Pods seen on a node that has not been seen itself; they count once it comes.
    private var early: [String: [NamespacedName: PodInfo]] = [:]
    /// Where each pod counts.
    private var places: [NamespacedName: String] = [:]
    /// The order in which nodes came, in which they are looked at.
    private var order: [String] = []

    package init() {}

    /// In the order in which they joined the cluster.
    package var all: [NodeInfo] { order.compactMap { nodes[$0] } }

    package var nodeCount: Int { order.count }

    package mutating func setNode(_ node: Node) {
        let name = node.metadata.name
        if nodes[name] == nil {
            var info = NodeInfo(node)
            for pod in (early.removeValue(forKey: name) ?? [:]).values { info.add(pod) }
            nodes[name] = info
            order.append(name)
        } else {
            nodes[name]?.update(node)
        }
    }

    package mutating func removeNode(_ name: String) {
        // Its pods are still bound to it, and count again if it comes back.
        if let pods = nodes.removeValue(forKey: name)?.pods, !pods.isEmpty { early[name] = pods }
        order.removeAll { $0 == name }
    }

    /// Counts a pod on the node that it names; also confirms an assumed one.
    package mutating func setPod(_ pod: Pod) {
        let name = pod.namespacedName
        removePod(name)
        guard let node = pod.spec.nodeName, !Self.isOver(pod) else { return }
        place(PodInfo(pod), on: node)
    }

    /// Counts `pod` on `node` before the binding is written, so that the next pod sees it there.
    package mutating func assume(_ pod: PodInfo, on node: String) {
        removePod(pod.pod.namespacedName)
        place(pod, on: node)
    }

    private mutating func place(_ pod: PodInfo, on node: String) {
        let name = pod.pod.namespacedName
        places[name] = node
        if nodes[node] == nil {
            early[node, default: [:]][name] = pod
        } else {
            nodes[node]?.add(pod)
        }
    }

    package mutating func removePod(_ name: NamespacedName) {
        guard let node = places.removeValue(forKey: name) else { return }
        nodes[node]?.remove(name)
        early[node]?[name] = nil
    }

    /// A pod that has ended takes nothing any more.
    private static func isOver(_ pod: Pod) -> Bool {
        pod.status.phase == "Succeeded" || pod.status.phase == "Failed"
    }
}
