import API
import Simulation

/// Disruption budgets and the registrations of further APIs.
enum PolicyRows {
    static let tables: [String: TableDefinition] = [
        "poddisruptionbudgets.policy": TableDefinition(
            "Name, Min Available, Max Unavailable, Allowed Disruptions:integer, Age", cells: budget),
        "apiservices.apiregistration.k8s.io": TableDefinition(
            "Name, Service, Available, Age", cells: apiService),
    ]

    private static func budget(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let spec = object["spec"]
        return [
            Cell.name(object), .string(Cell.intOrString(spec["minAvailable"]) ?? "N/A"),
            .string(Cell.intOrString(spec["maxUnavailable"]) ?? "N/A"),
            Cell.int(object["status"]["disruptionsAllowed"]), Cell.age(object, now),
        ]
    }

    /// An API that the server itself serves is `Local`.
    private static func apiService(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        var service = "Local"
        if let name = object["spec"]["service"]["name"].string {
            service = (object["spec"]["service"]["namespace"].string ?? "") + "/" + name
        }
        let condition = Cell.condition(object, "Available")
        var available = condition?["status"].string ?? "Unknown"
        if available == "False", let reason = condition?["reason"].string {
            available += " (\(reason))"
        }
        return [
            Cell.name(object), .string(service), .string(available), Cell.age(object, now),
        ]
    }
}
