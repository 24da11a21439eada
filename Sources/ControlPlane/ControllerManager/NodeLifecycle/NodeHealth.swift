import API
import Simulation

/// What the node controller remembers of a node between two looks.
struct NodeHealth: Sendable {
    /// When it last saw a sign of life, by its own clock.
    var lastSign: SimulatedInstant
    /// The lease's renew time and the Ready condition's heartbeat, as they were then.
    var renewTime: String?
    var heartbeat: String?

    init(_ node: Node, _ lease: Lease?, now: SimulatedInstant) {
        lastSign = now
        renewTime = lease?.spec.renewTime
        heartbeat = node.status[condition: "Ready"]?.lastHeartbeatTime
    }

    /// A renewed lease or a newer heartbeat is a sign of life.
    mutating func observe(_ node: Node, _ lease: Lease?, now: SimulatedInstant) {
        let beat = node.status[condition: "Ready"]?.lastHeartbeatTime
        if let renewed = lease?.spec.renewTime, renewed != renewTime {
            (renewTime, lastSign) = (renewed, now)
        }
        if beat != heartbeat { (heartbeat, lastSign) = (beat, now) }
    }

    /// Pure: the node as it should be written once it has been silent for too long.
    ///
    /// Upstream: kubernetes pkg/controller/nodelifecycle/node_lifecycle_controller.go
    /// tryUpdateNodeHealth.
    static func markUnknown(_ node: Node, now: SimulatedInstant) -> Node {
        var node = node
        let time = CivilTime(now).rfc3339
        for type in ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"] {
            guard var condition = node.status[condition: type] else {
                node.status[condition: type] = NodeCondition([
                    "type": .string(type), "status": "Unknown",
                    "lastHeartbeatTime": .string(node.metadata.creationTimestamp ?? time),
                    "lastTransitionTime": .string(time), "reason": "NodeStatusNeverUpdated",
                    "message": "Kubelet never posted node status.",
                ])
                continue
            }
            if condition.status == "Unknown" { continue }
            condition.status = "Unknown"
            condition.reason = "NodeStatusUnknown"
            condition.message = "Kubelet stopped posting node status."
            condition.lastTransitionTime = time
            node.status[condition: type] = condition
        }
        return node
    }

    /// Pure: the taints that fit the node's conditions, others left as they are.
    static func taints(of node: Node, now: SimulatedInstant) -> [Taint] {
        var wanted: [(key: String, effect: String)] = []
        switch node.status[condition: "Ready"]?.status {
        case "True": break
        case "False": wanted += [(notReady, "NoSchedule"), (notReady, "NoExecute")]
        case "Unknown": wanted += [(unreachable, "NoSchedule"), (unreachable, "NoExecute")]
        default: wanted += [(notReady, "NoSchedule")]
        }
        for (type, key) in pressures where node.status[condition: type]?.status == "True" {
            wanted.append((key, "NoSchedule"))
        }
        if node.spec.unschedulable { wanted.append((unschedulable, "NoSchedule")) }
        let managed = [notReady, unreachable, unschedulable] + pressures.map(\.1)
        var taints = node.spec.taints.filter { taint in
            !managed.contains(taint.key)
                || wanted.contains { $0.key == taint.key && $0.effect == taint.effect }
        }
        for (key, effect) in wanted
        where !taints.contains(where: { $0.key == key && $0.effect == effect }) {
            var taint = Taint(key: key, effect: effect)
            taint.timeAdded = CivilTime(now).rfc3339
            taints.append(taint)
        }
        return taints
    }

    static let notReady = "node.kubernetes.io/not-ready"
    static let unreachable = "node.kubernetes.io/unreachable"
    static let unschedulable = "node.kubernetes.io/unschedulable"
    private static let pressures = [
        ("MemoryPressure", "node.kubernetes.io/memory-pressure"),
        ("DiskPressure", "node.kubernetes.io/disk-pressure"),
        ("PIDPressure", "node.kubernetes.io/pid-pressure"),
        ("NetworkUnavailable", "node.kubernetes.io/network-unavailable"),
    ]
}
