package import API

/// All nodes and the pods on them, with pods assumed to be where they are about to be bound.
///
/// **Invariants**
/// 1. A pod counts on at most one node.
/// 2. An assumed pod counts until the API server shows it bound, or `forget` takes it back.
package struct SchedulerCache: Sendable {
    private var nodes: [String: NodeInfo] = [:]
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
            nodes[name] = NodeInfo(node)
            order.append(name)
        } else {
            nodes[name]?.update(node)
        }
    }

    package mutating func removeNode(_ name: String) {
        nodes[name] = nil
        order.removeAll { $0 == name }
        places = places.filter { $0.value != name }
    }

    /// Counts a pod on the node that it names; also confirms an assumed one.
    package mutating func setPod(_ pod: Pod) {
        let name = pod.namespacedName
        removePod(name)
        guard let node = pod.spec.nodeName, !Self.isOver(pod) else { return }
        places[name] = node
        nodes[node]?.add(PodInfo(pod))
    }

    /// Counts `pod` on `node` before the binding is written, so that the next pod sees it there.
    package mutating func assume(_ pod: PodInfo, on node: String) {
        removePod(pod.pod.namespacedName)
        places[pod.pod.namespacedName] = node
        nodes[node]?.add(pod)
    }

    package mutating func removePod(_ name: NamespacedName) {
        guard let node = places.removeValue(forKey: name) else { return }
        nodes[node]?.remove(name)
    }

    /// A pod that has ended takes nothing any more.
    private static func isOver(_ pod: Pod) -> Bool {
        pod.status.phase == "Succeeded" || pod.status.phase == "Failed"
    }
}
