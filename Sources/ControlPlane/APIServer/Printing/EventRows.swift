import API
import Simulation

/// Events, of the core group and of `events.k8s.io`: the same objects under two schemas.
enum EventRows {
    private static let columns =
        "Last Seen, Type, Reason, Object, Subobject*, Source*, Message, First Seen*, Count*, Name*"

    static let tables: [String: TableDefinition] = [
        "events": TableDefinition(columns, cells: event),
        "events.events.k8s.io": TableDefinition(columns, cells: event),
    ]

    private static func event(_ event: Value, _ now: SimulatedInstant) -> [Value] {
        let object = event["involvedObject"] ?? event["regarding"]
        let kind = (object["kind"].string ?? "").lowercased()
        let message = (event["message"] ?? event["note"]).string ?? ""
        let count =
            event["series"]["count"].int ?? event["count"].int ?? event["deprecatedCount"].int ?? 0
        let first = time(event, "firstTimestamp", "deprecatedFirstTimestamp") ?? eventTime(event)
        var last = time(event, "lastTimestamp", "deprecatedLastTimestamp") ?? first
        if let observed = event["series"]["lastObservedTime"].string { last = observed }
        return [
            .string(HumanDuration.since(last, now)), Cell.text(event["type"]),
            Cell.text(event["reason"]), .string("\(kind)/\(object["name"].string ?? "")"),
            Cell.text(object["fieldPath"]), .string(source(event)),
            .string(trimmed(message)), .string(HumanDuration.since(first, now)),
            .int(Int64(count == 0 ? 1 : count)), Cell.name(event),
        ]
    }

    private static func time(_ event: Value, _ core: String, _ deprecated: String) -> String? {
        event[core].string ?? event[deprecated].string
    }

    private static func eventTime(_ event: Value) -> String? { event["eventTime"].string }

    /// `component, host`, from the source or from the newer reporting fields.
    private static func source(_ event: Value) -> String {
        let source = event["source"] ?? event["deprecatedSource"]
        let component =
            nonEmpty(source["component"].string)
            ?? (event["reportingComponent"] ?? event["reportingController"]).string ?? ""
        let host = nonEmpty(source["host"].string) ?? event["reportingInstance"].string ?? ""
        return host.isEmpty ? component : "\(component), \(host)"
    }

    private static func nonEmpty(_ text: String?) -> String? {
        text.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Without the white space around it.
    private static func trimmed(_ text: String) -> String {
        let kept = text.drop { $0.isWhitespace }
        guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(kept[...last])
    }
}
