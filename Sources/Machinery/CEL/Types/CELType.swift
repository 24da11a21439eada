/// What an expression may be, as far as can be said without running it.
package indirect enum CELType: Hashable, Sendable, CustomStringConvertible {
    /// Anything; whether it fits shows when it runs.
    case dyn
    case null, bool, int, uint, double, string, bytes, timestamp, duration
    case list(CELType)
    case map(CELType, CELType)
    case optional(CELType)
    /// A type itself, as `type(1)` and `int` are.
    case type
    /// Members with types of their own.
    case object(ObjectType)
    /// A value of a library: `kubernetes.Quantity`, `net.IP`.
    case opaque(String)
    /// In a declaration: any type, the same wherever the letter stands.
    case parameter(String)

    package var description: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .list(let item): "list(\(item))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .optional(let value): "optional_type(\(value))"
        case .type: "type"
        case .object(let type): type.name
        case .opaque(let name), .parameter(let name): name
        }
    }

    /// The name that `type(x)` shows.
    static let named: [String: CELType] = [
        "null_type": .null, "bool": .bool, "int": .int, "uint": .uint, "double": .double,
        "string": .string, "bytes": .bytes, "list": .list(.dyn), "map": .map(.dyn, .dyn),
        "type": .type, "dyn": .dyn, "optional_type": .optional(.dyn),
    ]
}

/// A type with named fields, which are looked up when they are asked for: a schema may lead back to
/// itself.
package struct ObjectType: Hashable, Sendable, CustomStringConvertible {
    package struct Field: Sendable {
        /// As in the object; an expression may have to write it otherwise (`EscapedName`).
        package var name: String
        package var type: CELType

        package init(name: String, type: CELType) { (self.name, self.type) = (name, type) }
    }
    package let name: String
    private let lookup: @Sendable (_ name: String) -> Field?

    /// `lookup` gets a field's own name, not escaped. Types are the same when their names are.
    package init(name: String, lookup: @escaping @Sendable (_ name: String) -> Field?) {
        (self.name, self.lookup) = (name, lookup)
    }

    /// The field that an expression calls `escaped`.
    func field(_ escaped: String) -> Field? {
        lookup(escaped) ?? EscapedName.unescaped(escaped).flatMap(lookup)
    }

    package var description: String { name }
    package static func == (left: ObjectType, right: ObjectType) -> Bool { left.name == right.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// How an expression writes the name of a property that is no identifier: `x__dash__y` for `x-y`.
///
/// Source: the documentation of `x-kubernetes-validations`, "Property names".
enum EscapedName {
    private static let escapes: [(written: String, meant: String)] = [
        ("__underscores__", "__"), ("__dot__", "."), ("__dash__", "-"), ("__slash__", "/"),
    ]
    private static let keywords: Set<String> = [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for",
        "function", "if", "import", "let", "loop", "package", "namespace", "return",
    ]

    /// Nil if `name` is not escaped.
    static func unescaped(_ name: String) -> String? {
        guard name.contains("__") else { return nil }
        if name.hasPrefix("__"), name.hasSuffix("__"), name.utf8.count > 4 {
            let inner = String(name.dropFirst(2).dropLast(2))
            if keywords.contains(inner) { return inner }
        }
        var text = ""
        var rest = name[...]
        while let first = rest.first {
            if let escape = escapes.first(where: { rest.hasPrefix($0.written) }) {
                text += escape.meant
                rest = rest.dropFirst(escape.written.count)
            } else {
                text.append(first)
                rest = rest.dropFirst()
            }
        }
        return text
    }
}
