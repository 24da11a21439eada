import API
import Simulation

/// One column of a table.
struct TableColumn: Sendable {
    var name: String
    /// `string`, `integer`, `boolean` or `date`: how a client may sort it.
    var type: String
    /// `name` marks the column by which `kubectl` knows an object.
    var format: String
    /// 0 is always shown, 1 only by `-o wide`.
    var priority: Int

    /// As a member of `columnDefinitions`.
    ///
    /// Differs: the description is empty.
    var value: Value {
        [
            "name": .string(name), "type": .string(type), "format": .string(format),
            "description": "", "priority": .int(Int64(priority)),
        ]
    }
}

/// How objects of one resource become rows.
struct TableDefinition: Sendable {
    /// Makes the cells of one object, as many as there are columns.
    typealias Cells = @Sendable (_ object: Value, _ now: SimulatedInstant) -> [Value]

    var columns: [TableColumn]
    var cells: Cells

    init(columns: [TableColumn], cells: @escaping Cells) {
        (self.columns, self.cells) = (columns, cells)
    }

    /// Columns as `Name, Desired:integer, IP*`: the type follows a colon, a star means wide.
    init(_ columns: String, cells: @escaping Cells) {
        self.columns = columns.split(separator: ",").map { column in
            var text = column.drop { $0 == " " }
            let priority = text.last == "*" ? 1 : 0
            if priority == 1 { text = text.dropLast() }
            let parts = text.split(separator: ":", maxSplits: 1)
            let name = String(parts.first ?? "")
            return TableColumn(
                name: name, type: parts.count > 1 ? String(parts[1]) : "string",
                format: name == "Name" ? "name" : "", priority: priority)
        }
        self.cells = cells
    }
}
