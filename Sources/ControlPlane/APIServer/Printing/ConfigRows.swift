import API
import Simulation

/// Namespaces and what is configured inside them.
enum ConfigRows {
    static let tables: [String: TableDefinition] = [
        "namespaces": TableDefinition("Name, Status, Age") { object, now in
            [Cell.name(object), Cell.text(object["status"]["phase"]), Cell.age(object, now)]
        },
        "configmaps": TableDefinition("Name, Data, Age") { object, now in
            let count = Cell.count(object["data"]) + Cell.count(object["binaryData"])
            return [Cell.name(object), .int(Int64(count)), Cell.age(object, now)]
        },
        "secrets": TableDefinition("Name, Type, Data, Age") { object, now in
            [
                Cell.name(object), Cell.text(object["type"]),
                .int(Int64(Cell.count(object["data"]))), Cell.age(object, now),
            ]
        },
        "serviceaccounts": TableDefinition("Name, Age") { object, now in
            [Cell.name(object), Cell.age(object, now)]
        },
        "resourcequotas": TableDefinition("Name, Request, Limit, Age", cells: quota),
        "priorityclasses.scheduling.k8s.io": TableDefinition(
            "Name, Value:integer, Global-Default:boolean, Age, PreemptionPolicy"
        ) { object, now in
            [
                Cell.name(object), Cell.int(object["value"]),
                .bool(object["globalDefault"].bool ?? false), Cell.age(object, now),
                Cell.text(object["preemptionPolicy"], default: "PreemptLowerPriority"),
            ]
        },
    ]

    /// `pods: 2/10, requests.cpu: 1/2`; what begins with `limits.` has its own column.
    private static func quota(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        var requests: [String] = []
        var limits: [String] = []
        for resource in (object["status"]["hard"].object ?? Object()).sorted {
            let used = object["status"]["used"][resource.name].string ?? "0"
            let text = "\(resource.name): \(used)/\(resource.value.string ?? "")"
            if resource.name.hasPrefix("limits") {
                limits.append(text)
            } else {
                requests.append(text)
            }
        }
        return [
            Cell.name(object), .string(requests.joined(separator: ", ")),
            .string(limits.joined(separator: ", ")), Cell.age(object, now),
        ]
    }
}
