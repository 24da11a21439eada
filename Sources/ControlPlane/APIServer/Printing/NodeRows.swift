import API
import Simulation

/// Nodes, their leases, and what runs containers on them.
enum NodeRows {
    static let tables: [String: TableDefinition] = [
        "nodes": TableDefinition(
            "Name, Status, Roles, Age, Version, Internal-IP*, External-IP*, OS-Image*, "
                + "Kernel-Version*, Container-Runtime*",
            cells: node),
        "leases.coordination.k8s.io": TableDefinition("Name, Holder, Age") { object, now in
            [Cell.name(object), Cell.text(object["spec"]["holderIdentity"]), Cell.age(object, now)]
        },
        "runtimeclasses.node.k8s.io": TableDefinition("Name, Handler, Age") { object, now in
            [Cell.name(object), Cell.text(object["handler"]), Cell.age(object, now)]
        },
        "componentstatuses": TableDefinition("Name, Status, Message, Error", cells: component),
    ]

    private static func node(_ node: Value, _ now: SimulatedInstant) -> [Value] {
        let info = node["status"]["nodeInfo"]
        let roles = roles(node)
        return [
            Cell.name(node), .string(status(node)),
            roles.isEmpty ? Cell.none : Cell.joined(roles),
            Cell.age(node, now), Cell.text(info["kubeletVersion"]),
            address(node, "InternalIP"), address(node, "ExternalIP"),
            known(info["osImage"]), known(info["kernelVersion"]),
            known(info["containerRuntimeVersion"]),
        ]
    }

    private static func status(_ node: Value) -> String {
        var words: [String]
        switch Cell.condition(node, "Ready")?["status"].string {
        case "True": words = ["Ready"]
        case nil: words = ["Unknown"]
        default: words = ["NotReady"]
        }
        if node["spec"]["unschedulable"].bool == true { words.append("SchedulingDisabled") }
        return words.joined(separator: ",")
    }

    /// From `node-role.kubernetes.io/ROLE` and the older `kubernetes.io/role=ROLE`.
    private static func roles(_ node: Value) -> [String] {
        let prefix = "node-role.kubernetes.io/"
        var roles: Set<String> = []
        for label in node["metadata"]["labels"].object ?? Object() {
            if label.name.hasPrefix(prefix), label.name.utf8.count > prefix.utf8.count {
                roles.insert(String(label.name.dropFirst(prefix.count)))
            } else if label.name == "kubernetes.io/role", let role = label.value.string,
                !role.isEmpty
            {
                roles.insert(role)
            }
        }
        return roles.sorted()
    }

    private static func address(_ node: Value, _ type: String) -> Value {
        let address = node["status"]["addresses"].array?.first { $0["type"].string == type }
        return Cell.text(address?["address"], default: "<none>")
    }

    private static func known(_ value: Value?) -> Value {
        let text = value.string ?? ""
        return text.isEmpty ? "<unknown>" : .string(text)
    }

    private static func component(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let health = object["conditions"].array?.first { $0["type"].string == "Healthy" }
        var status: Value = "Unknown"
        if let health { status = health["status"].string == "True" ? "Healthy" : "Unhealthy" }
        return [
            Cell.name(object), status, Cell.text(health?["message"]), Cell.text(health?["error"]),
        ]
    }
}
