import API

/// `kubectl explain`: the fields of a type.
///
/// Differs: names and types come from the schema; the descriptions of fields are not copied.
enum KubectlExplain {
    static let spec = CommandSpec(
        "explain", summary: "Get documentation for a resource",
        flags: [.bool("recursive"), .string("api-version"), .string("output")], body: run)

    @Sendable private static func run(_ invocation: Invocation) async throws(KubectlError) {
        guard invocation.arguments.count == 1, let word = invocation.arguments.first else {
            throw .message(
                "You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list of supported resources.\n"
            )
        }
        var parts = word.split(separator: ".").map(String.init)
        let name = parts.isEmpty ? word : parts.removeFirst()
        let template = invocation.flags.string("output") ?? "plaintext"
        guard ["plaintext", "plaintext-openapiv2"].contains(template) else {
            throw .message("this kubectl explains in plaintext only, not in \(template)")
        }
        guard let mapping = try await mapping(of: name, invocation) else {
            throw .bare("the server doesn't have a resource type \"\(name)\"")
        }
        let kind = mapping.groupVersionKind
        var text = kind.group.isEmpty ? "" : "GROUP:      \(kind.group)\n"
        text += "KIND:       \(kind.kind)\nVERSION:    \(kind.version)\n\n"
        guard var type = Schema.shared.type(of: kind) else {
            try await invocation.print(text)
            throw .message("this kubectl knows no fields of \(kind.kind)")
        }
        var field: FieldSchema?
        for part in parts {
            guard let next = type.field(named: part) else {
                try await invocation.print(text)
                throw .message("field \"\(part)\" does not exist")
            }
            field = next
            type =
                Self.item(of: next.type).flatMap { Schema.shared.type(named: $0) }
                ?? TypeSchema(name: "", fields: [])
        }
        if let field { text += "FIELD: \(field.name) <\(Self.name(of: field.type))>\n" }
        if let field, !field.allowed.isEmpty {
            text += "ENUM:\n" + field.allowed.map { "    \($0)\n" }.joined()
        }
        if field != nil { text += "\n" }
        if !type.fields.isEmpty {
            text += "FIELDS:\n"
            text += Self.fields(
                of: type, level: 1, recursive: invocation.flags.bool("recursive"), path: [])
        }
        try await invocation.print(text + "\n")
    }

    /// The resource that `name` means; of the group and version of `--api-version` if given.
    private static func mapping(
        of name: String, _ invocation: Invocation
    ) async throws(KubectlError) -> ResourceMapping? {
        let mapper = try await invocation.mapper()
        guard let wanted = invocation.flags.string("api-version"), !wanted.isEmpty else {
            return mapper.find(name)
        }
        return mapper.mappings.first {
            $0.isCalled(name.lowercased()) && $0.resource.groupVersion.description == wanted
        }
    }

    private static func fields(of type: TypeSchema, level: Int, recursive: Bool, path: [String])
        -> String
    {
        var text = ""
        let indent = String(repeating: "  ", count: level)
        for field in type.fields.sorted(by: { $0.name < $1.name }) {
            text +=
                "\(indent)\(field.name)\t<\(name(of: field.type))>\(field.isRequired ? " -required-" : "")\n"
            if !field.allowed.isEmpty {
                text += "\(indent)enum: \(field.allowed.joined(separator: ", "))\n"
            }
            guard recursive, level < 16, let item = item(of: field.type), !path.contains(item),
                let inner = Schema.shared.type(named: item)
            else { continue }
            text += fields(of: inner, level: level + 1, recursive: true, path: path + [item])
        }
        return text
    }

    /// The object type that a field holds, directly or in a list.
    private static func item(of type: FieldType) -> String? {
        switch type {
        case .object(let name): name
        case .array(let item): self.item(of: item)
        default: nil
        }
    }

    private static func name(of type: FieldType) -> String {
        switch type {
        case .string, .bytes, .time, .microTime, .duration: "string"
        case .bool: "boolean"
        case .int32, .int64: "integer"
        case .double: "number"
        case .quantity: "Quantity"
        case .intOrString: "IntOrString"
        case .any: "Object"
        case .object(let name): name.split(separator: ".").last.map(String.init) ?? name
        case .array(let item): "[]" + self.name(of: item)
        case .map(let item): "map[string]" + self.name(of: item)
        }
    }
}
