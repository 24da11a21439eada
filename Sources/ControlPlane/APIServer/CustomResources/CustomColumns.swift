import API
import Simulation

/// The columns that a definition gives its table: a path into the object for each.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/registry/customresource/tableconvertor.
struct CustomColumns: Sendable {
    let table: TableDefinition

    /// `columns` are `additionalPrinterColumns`; without any the age is shown.
    init(_ columns: [Value]) {
        let age: Value = [
            "name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp",
        ]
        let chosen = columns.isEmpty ? [age] : columns
        let paths = chosen.map { try? JSONPath(relaxed: $0["jsonPath"].string ?? "") }
        let headers = chosen.map { column in
            TableColumn(
                name: column["name"].string ?? "", type: column["type"].string ?? "",
                format: column["format"].string ?? "", priority: column["priority"].int ?? 0)
        }
        let name = TableColumn(name: "Name", type: "string", format: "name", priority: 0)
        table = TableDefinition(columns: [name] + headers) { object, now in
            [Cell.name(object)]
                + zip(headers, paths).map { header, path in
                    Self.cell(header.type, path, object, now)
                }
        }
    }

    /// Null where there is nothing, or nothing of the column's type.
    private static func cell(
        _ type: String, _ path: JSONPath?, _ object: Value, _ now: SimulatedInstant
    ) -> Value {
        guard let results = try? path?.find(in: object), let value = results.first?.first else {
            return .null
        }
        switch (type, value) {
        case (_, .null): return .null
        case ("string", _): return .string(JSONPath.text(value))
        case ("integer", .int), ("number", .int), ("number", .double), ("boolean", .bool):
            return value
        case ("integer", .double): return value.int.map { .int(Int64($0)) } ?? .null
        case ("date", .string(let text)):
            guard CivilTime(rfc3339: text) != nil else { return "<invalid>" }
            return .string(HumanDuration.since(text, now))
        default: return .null
        }
    }
}
