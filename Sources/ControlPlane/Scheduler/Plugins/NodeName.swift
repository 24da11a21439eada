import API

/// A pod that names its node fits no other.
struct NodeNameFilter: FilterPlugin {
    let name = "NodeName"

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> Rejection? {
        guard let wanted = pod.pod.spec.nodeName, wanted != node.node.metadata.name else {
            return nil
        }
        return Rejection(["node(s) didn't match the requested node name"], isResolvable: false)
    }
}

/// A cordoned node takes only pods that tolerate it.
struct NodeUnschedulableFilter: FilterPlugin {
    let name = "NodeUnschedulable"

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> Rejection? {
        guard node.node.spec.unschedulable else { return nil }
        var taint = Taint(["key": "node.kubernetes.io/unschedulable"])
        taint.effect = "NoSchedule"
        if pod.pod.spec.tolerations.contains(where: { $0.tolerates(taint) }) { return nil }
        return Rejection(["node(s) were unschedulable"], isResolvable: false)
    }
}
