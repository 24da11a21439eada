import API

/// Two pods that want the same port of the host cannot share a node.
struct NodePortsFilter: FilterPlugin {
    let name = "NodePorts"

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> Rejection? {
        let wanted = NodeInfo.hostPorts(of: pod.pod)
        guard !wanted.isEmpty else { return nil }
        let conflict = node.usedPorts.keys.contains { used in
            wanted.contains { $0.conflicts(with: used) }
        }
        guard conflict else { return nil }
        return Rejection(
            ["node(s) didn't have free ports for the requested pod ports"], isResolvable: true)
    }
}
