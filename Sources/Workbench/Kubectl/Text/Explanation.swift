import API

/// Types of an OpenAPI v3 document as `kubectl explain` shows them.
///
/// Upstream: kubernetes kubectl/pkg/explain/v2/templates/plaintext.tmpl.
/// Source: `truth/33-kubectl-cluster-and-discovery.txt`, `truth/27-crd.txt`.
struct Explanation {
    private let schemas: Object
    private static let root = "#/components/schemas/"
    /// So many values of an enumeration are shown at a field.
    private static let shownValues = 4

    init(_ schemas: Object) { self.schemas = schemas }

    /// The type of objects of a kind; nil if the document has none.
    func type(of kind: GroupVersionKind) -> Value? {
        schemas.first { member in
            (member.value["x-kubernetes-group-version-kind"].array ?? []).contains {
                $0["group"].string == kind.group && $0["version"].string == kind.version
                    && $0["kind"].string == kind.kind
            }
        }?.value
    }

    func field(_ name: String, of schema: Value) -> Value? {
        content(of: schema)["properties"][name]
    }

    // MARK: - Through references

    private func reference(_ schema: Value) -> String? {
        let own = schema["$ref"].string
        let only = schema["allOf"].array.flatMap { $0.count == 1 ? $0[0]["$ref"].string : nil }
        return (own ?? only).map { String($0.dropFirst(Self.root.count)) }
    }

    /// What a schema refers to, or itself.
    private func resolved(_ schema: Value) -> Value {
        reference(schema).flatMap { schemas[$0] } ?? schema
    }

    /// The type that has the fields: of a list that of its items, of a map that of its values.
    private func content(of schema: Value) -> Value {
        var schema = resolved(schema)
        // A schema is a tree, but a server may send anything.
        for _ in 0..<16 {
            guard let inner = inner(schema) else { break }
            schema = resolved(inner)
        }
        return schema
    }

    private func inner(_ schema: Value) -> Value? {
        if let items = schema["items"], items.object != nil { return items }
        if let values = schema["additionalProperties"], values.object != nil { return values }
        return nil
    }

    /// The names of the types on the way to `content(of:)`.
    private func references(_ schema: Value) -> [String] {
        var (schema, names): (Value?, [String]) = (schema, [])
        for _ in 0..<16 {
            guard let place = schema else { break }
            if let name = reference(place) { names.append(name) }
            schema = inner(resolved(place))
        }
        return names
    }

    private func typeName(_ schema: Value) -> String {
        if let items = schema["items"] { return "[]" + typeName(items) }
        if let values = schema["additionalProperties"], values.object != nil {
            return "map[string]" + typeName(values)
        }
        if let name = reference(schema) {
            let type = schemas[name]["type"].string
            if let type, type != "object" { return type }
            return name.split(separator: ".").last.map(String.init) ?? name
        }
        let type = schema["type"].string ?? "Object"
        return type == "object" ? "Object" : type
    }

    // MARK: - Text

    func text(_ schema: Value, field: String?, isRecursive: Bool) -> String {
        var text = ""
        if let field {
            text += "FIELD: \(field) <\(typeName(schema))>\n"
            let values = self.values(schema)
            if values.isEmpty { text += "\n" } else { text += "ENUM:\n" }
            for value in values { text += "    \(value)\n" }
            text += "\n"
        }
        text += "DESCRIPTION:\n"
        var sentences = [schema["description"].string]
        let content = content(of: schema)
        if content["description"] != schema["description"] {
            sentences.append(content["description"].string)
        }
        let lines = sentences.compactMap { $0 }.filter { !$0.isEmpty }.flatMap(Self.wrapped)
        text += lines.isEmpty ? "    <empty>\n" : lines.map { "    \($0)\n" }.joined() + "    \n"
        let properties = content["properties"].object ?? Object()
        guard !properties.isEmpty else { return text + "\n" }
        text += "FIELDS:\n"
        text += fields(of: content, depth: 1, isRecursive: isRecursive, above: [])
        return text + "\n"
    }

    private func values(_ schema: Value) -> [String] {
        (schema["enum"].array ?? []).map { $0.string ?? JSONWriter.text($0) }
    }

    private func fields(
        of schema: Value, depth: Int, isRecursive: Bool, above: [String]
    ) -> String {
        var text = ""
        let indent = String(repeating: "  ", count: depth)
        let required = (schema["required"].array ?? []).compactMap(\.string)
        for (name, field) in (schema["properties"].object ?? Object()).sorted {
            text += "\(indent)\(name)\t<\(typeName(field))>"
            text += required.contains(name) ? " -required-\n" : "\n"
            let values = values(field)
            if !values.isEmpty {
                let shown = values.prefix(Self.shownValues).map { $0.isEmpty ? "\"\"" : $0 }
                let more = values.count > Self.shownValues ? ["...."] : []
                text += "\(indent)enum: \((shown + more).joined(separator: ", "))\n"
            }
            if isRecursive {
                let types = references(field)
                guard depth < 32, !types.contains(where: above.contains) else { continue }
                text += fields(
                    of: content(of: field), depth: depth + 1, isRecursive: true,
                    above: above + types)
            } else {
                let lines = Self.wrapped(field["description"].string ?? "")
                text += lines.isEmpty ? "    <no description>\n" : ""
                for line in lines { text += "    \(line)\n" }
                text += "\n"
            }
        }
        return text
    }

    /// A text in lines of at most 76 characters; its own lines stay apart.
    private static func wrapped(_ text: String) -> [String] {
        guard !text.isEmpty else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            var lines: [String] = []
            for word in line.split(separator: " ") {
                if let last = lines.last, last.count + 1 + word.count <= 76 {
                    lines[lines.count - 1] = last + " " + word
                } else {
                    lines.append(String(word))
                }
            }
            return lines.isEmpty ? [""] : lines
        }
    }
}
