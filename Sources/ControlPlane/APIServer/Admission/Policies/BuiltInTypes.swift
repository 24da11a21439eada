import API
import CEL

/// Kubernetes' own kinds as types of the expression language.
///
/// Upstream: kubernetes apiserver/pkg/cel/openapi.
enum BuiltInTypes {
    static func type(of kind: GroupVersionKind) -> CELType? {
        Schema.shared.type(of: kind).map { .object(object($0)) }
    }

    private static func object(_ schema: TypeSchema) -> ObjectType {
        ObjectType(name: schema.name) { name in
            schema.field(named: name).map { .init(name: name, type: type(of: $0.type)) }
        }
    }

    private static func type(of type: FieldType) -> CELType {
        switch type {
        case .string, .quantity, .duration: .string
        case .bool: .bool
        case .int32, .int64: .int
        case .double: .double
        case .bytes: .bytes
        case .time, .microTime: .timestamp
        case .intOrString, .any: .dyn
        case .object(let name): Schema.shared.type(named: name).map { .object(object($0)) } ?? .dyn
        case .array(let item): .list(self.type(of: item))
        case .map(let value): .map(.string, self.type(of: value))
        }
    }
}
