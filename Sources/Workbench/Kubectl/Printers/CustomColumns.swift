import API

/// The columns of `-o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image`.
struct CustomColumns: Sendable {
    private struct Column {
        var header: String
        var path: String
    }
    private let columns: [Column]

    init(_ spec: String) throws(KubectlError) {
        guard !spec.isEmpty else {
            throw .message("custom-columns format specified but no custom columns given")
        }
        var columns: [Column] = []
        for part in Self.split(spec) {
            guard let colon = part.firstIndex(of: ":") else {
                throw .message(
                    "unexpected custom-columns spec: \(part), expected <header>:<json-path-expr>")
            }
            columns.append(
                Column(
                    header: String(part[..<colon]),
                    path: try Self.relaxed(String(part[part.index(after: colon)...]))))
        }
        self.columns = columns
    }

    /// A file with the headers in its first line and the paths in its second.
    init(file: String) throws(KubectlError) {
        let lines = file.split(separator: "\n").map {
            $0.split(whereSeparator: \.isWhitespace).map(String.init)
        }
        guard lines.count >= 2, lines[0].count == lines[1].count else {
            throw .message("number of headers and field specifications must match")
        }
        var columns: [Column] = []
        for (header, path) in zip(lines[0], lines[1]) {
            columns.append(Column(header: header, path: try Self.relaxed(path)))
        }
        self.columns = columns
    }

    /// `metadata.name`, `.metadata.name` and `{.metadata.name}` all mean the same.
    static func relaxed(_ path: String) throws(KubectlError) -> String {
        var body = path[...]
        if body.hasPrefix("{"), body.hasSuffix("}") { body = body.dropFirst().dropLast() }
        if body.hasPrefix("$") { body = body.dropFirst() }
        let template = "{" + (body.hasPrefix(".") || body.hasPrefix("[") ? "" : ".") + body + "}"
        try Formats.checkJSONPath(template)
        return template
    }

    /// The rows of `objects`, aligned.
    func text(_ objects: [Value], header: Bool) throws(KubectlError) -> String {
        var writer = TabWriter.table
        if header { writer.write(row: columns.map(\.header)) }
        for object in objects {
            var cells: [String] = []
            for column in columns {
                let found = try Formats.jsonPathValues(column.path, object)
                let texts = found.map(Formats.plain)
                cells.append(texts.isEmpty ? "<none>" : texts.joined(separator: ","))
            }
            writer.write(row: cells)
        }
        return writer.flush()
    }

    /// At commas, but not at those inside brackets or quotes.
    private static func split(_ spec: String) -> [String] {
        var parts: [String] = [""]
        var depth = 0
        for character in spec {
            if character == "[" || character == "(" { depth += 1 }
            if character == "]" || character == ")" { depth -= 1 }
            if character == ",", depth <= 0 {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }
}
