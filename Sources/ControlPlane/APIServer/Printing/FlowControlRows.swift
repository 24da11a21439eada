import API
import Simulation

/// Priority and fairness: the group `flowcontrol.apiserver.k8s.io`.
enum FlowControlRows {
    static let tables: [String: TableDefinition] = [
        "flowschemas.flowcontrol.apiserver.k8s.io": TableDefinition(
            "Name, PriorityLevel, MatchingPrecedence, DistinguisherMethod, Age, MissingPL",
            cells: schema),
        "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io": TableDefinition(
            "Name, Type, NominalConcurrencyShares, Queues, HandSize, QueueLengthLimit, Age",
            cells: level),
    ]

    private static func schema(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let spec = object["spec"]
        return [
            Cell.name(object), Cell.text(spec["priorityLevelConfiguration"]["name"]),
            Cell.int(spec["matchingPrecedence"]),
            Cell.text(spec["distinguisherMethod"]["type"], default: "<none>"),
            Cell.age(object, now),
            Cell.text(Cell.condition(object, "Dangling")?["status"], default: "?"),
        ]
    }

    private static func level(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let limited = object["spec"]["limited"]
        let queuing = limited["limitResponse"]["queuing"]
        func number(_ value: Value?) -> Value { value ?? Cell.none }
        return [
            Cell.name(object), Cell.text(object["spec"]["type"]),
            number(limited["nominalConcurrencyShares"]), number(queuing["queues"]),
            number(queuing["handSize"]), number(queuing["queueLengthLimit"]), Cell.age(object, now),
        ]
    }
}
