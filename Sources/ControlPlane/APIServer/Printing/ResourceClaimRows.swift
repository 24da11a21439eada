import API
import Simulation

/// Dynamic resource allocation: the group `resource.k8s.io`.
enum ResourceClaimRows {
    static let tables: [String: TableDefinition] = [
        "deviceclasses.resource.k8s.io": nameAndAge,
        "resourceclaimtemplates.resource.k8s.io": nameAndAge,
        "resourceclaims.resource.k8s.io": TableDefinition("Name, State, Age") { object, now in
            [Cell.name(object), .string(state(object)), Cell.age(object, now)]
        },
        "resourceslices.resource.k8s.io": TableDefinition("Name, Node, Driver, Pool, Age") {
            object, now in
            let spec = object["spec"]
            return [
                Cell.name(object), Cell.text(spec["nodeName"]), Cell.text(spec["driver"]),
                Cell.text(spec["pool"]["name"]), Cell.age(object, now),
            ]
        },
    ]

    private static let nameAndAge = TableDefinition("Name, Age") { object, now in
        [Cell.name(object), Cell.age(object, now)]
    }

    private static func state(_ object: Value) -> String {
        var words: [String] = []
        if object["metadata"]["deletionTimestamp"] != nil { words.append("deleted") }
        if object["status"]["allocation"] == nil {
            if words.isEmpty { words.append("pending") }
        } else {
            words.append("allocated")
            words.append(Cell.count(object["status"]["reservedFor"]) > 0 ? "reserved" : "")
        }
        return words.filter { !$0.isEmpty }.joined(separator: ",")
    }
}
