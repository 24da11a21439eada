import API

/// Prints the tables that the server made, with the columns that were asked for.
///
/// The same printer prints every event of a watch, so that a column once wide stays wide.
struct TablePrinter {
    struct Options {
        var isWide = false
        var hasHeaders = true
        var showsNamespace = false
        var showsKind = false
        var showsLabels = false
        var labelColumns: [String] = []
        var showsEvents = false
    }

    private let options: Options
    private let mapping: ResourceMapping
    /// Names and priorities; a watch sends them only with its first event.
    private var columns: [(name: String, isWideOnly: Bool)] = []
    private var hasPrintedHeader = false
    private var writer = TabWriter.table

    init(_ mapping: ResourceMapping, _ options: Options) {
        self.mapping = mapping
        self.options = options
    }

    /// The lines of a table's rows, with the header the first time. `event` is that of a watch.
    mutating func text(_ table: Value, event: String? = nil) -> String {
        add(table, event: event)
        return writer.flush()
    }

    /// Keeps the rows for a later `flush`, so that they are aligned together.
    mutating func add(_ table: Value, event: String? = nil) {
        if let definitions = table["columnDefinitions"].array, !definitions.isEmpty {
            columns = definitions.map {
                ($0["name"].string ?? "", ($0["priority"].int ?? 0) > 0)
            }
        }
        if options.hasHeaders, !hasPrintedHeader {
            writer.write(row: header)
            hasPrintedHeader = true
        }
        for row in table["rows"].array ?? [] { writer.write(row: cells(of: row, event)) }
    }

    mutating func flush() -> String { writer.flush() }

    private var header: [String] {
        var cells: [String] = []
        if options.showsEvents { cells.append("EVENT") }
        if showsNamespace { cells.append("NAMESPACE") }
        for column in columns where options.isWide || !column.isWideOnly {
            cells.append(column.name.uppercased())
        }
        for label in options.labelColumns {
            cells.append((label.split(separator: "/").last.map(String.init) ?? label).uppercased())
        }
        if options.showsLabels { cells.append("LABELS") }
        return cells
    }

    private var showsNamespace: Bool { options.showsNamespace && mapping.isNamespaced }

    private func cells(of row: Value, _ event: String?) -> [String] {
        let metadata = row["object"]["metadata"]
        var cells: [String] = []
        if options.showsEvents { cells.append(event ?? "ADDED") }
        if showsNamespace { cells.append(metadata["namespace"].string ?? "") }
        for (index, value) in (row["cells"].array ?? []).enumerated() {
            guard index >= columns.count || options.isWide || !columns[index].isWideOnly else {
                continue
            }
            var text = Formats.cell(value)
            if options.showsKind, index < columns.count, columns[index].name == "Name" {
                text = "\(mapping.kindName)/\(text)"
            }
            cells.append(text)
        }
        let labels = metadata["labels"].stringMap ?? [:]
        for label in options.labelColumns { cells.append(labels[label] ?? "") }
        if options.showsLabels { cells.append(Formats.labels(labels)) }
        return cells
    }
}
