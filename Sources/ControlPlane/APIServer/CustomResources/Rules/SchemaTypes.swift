import API
import CEL

/// A structural schema as a type of the expression language.
///
/// Fields whose type is not known are left out, so an expression that asks for them is refused.
///
/// Upstream: kubernetes apiserver/pkg/cel/common/schemas.go SchemaDeclType.
enum SchemaTypes {
    /// The type of `schema`, called `name`; nil where there is nothing to say of it. The root of an
    /// object also has its kind and its name.
    static func type(of schema: StructuralSchema, name: String, isRoot: Bool) -> CELType? {
        if schema.isIntOrString { return .dyn }
        switch schema.type {
        case "boolean": return .bool
        case "integer": return .int
        case "number": return .double
        case "string": return string(schema.source["format"].string ?? "")
        case "array":
            return schema.items.flatMap { type(of: $0, name: name + ".@idx", isRoot: false) }
                .map(CELType.list)
        case "object":
            if case .only(let values) = schema.additional {
                return type(of: values, name: name + ".@elem", isRoot: false)
                    .map { .map(.string, $0) }
            }
            return .object(object(schema, name: name, isRoot: isRoot || schema.isEmbeddedResource))
        default: return nil
        }
    }

    private static func string(_ format: String) -> CELType {
        switch format {
        case "byte": .bytes
        case "duration": .duration
        case "date", "date-time": .timestamp
        default: .string
        }
    }

    private static let metadata = ObjectType(name: "object.metadata") { name in
        ["name", "generateName"].contains(name) ? .init(name: name, type: .string) : nil
    }

    private static func object(
        _ schema: StructuralSchema, name: String, isRoot: Bool
    ) -> ObjectType {
        ObjectType(name: name) { [weak schema] field in
            if isRoot {
                if ["apiVersion", "kind"].contains(field) {
                    return .init(name: field, type: .string)
                }
                if field == "metadata" { return .init(name: field, type: .object(metadata)) }
            }
            guard let member = schema?.property(field),
                let type = type(of: member, name: "\(name).\(field)", isRoot: false)
            else { return nil }
            return .init(name: field, type: type)
        }
    }
}
