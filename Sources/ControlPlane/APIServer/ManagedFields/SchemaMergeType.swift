import API

/// A built-in type, as `Schema` describes it.
struct SchemaMergeType: MergeType {
    let type: TypeSchema

    /// Structs without a tag that would leave them out when empty.
    private static let alwaysThere: Set<String> = [
        "metadata", "spec", "status", "template", "strategy", "updateStrategy", "jobTemplate",
    ]

    func member(named name: String) -> MergeMember? {
        guard let field = type.field(named: name) else { return nil }
        return MergeMember(
            Self.shape(field),
            isAlwaysWritten: field.zero == .written || field.isRequired
                || Self.alwaysThere.contains(name))
    }

    /// The defaults that upstream's schema gives to fields which are keys of lists.
    func keyDefault(_ name: String) -> Value? {
        switch (type.name, name) {
        case ("core/v1.ContainerPort", "protocol"), ("core/v1.ServicePort", "protocol"): "TCP"
        case ("core/v1.LocalObjectReference", "name"): ""
        default: nil
        }
    }

    private static func shape(_ field: FieldSchema) -> MergeShape {
        let shape = shape(field.type, list: field.list)
        return field.isAtomic ? .whole(shape) : shape
    }

    private static func shape(_ type: FieldType, list: FieldSchema.ListKind?) -> MergeShape {
        switch type {
        case .string, .bytes, .duration: return .scalar(.string)
        case .bool: return .scalar(.bool)
        case .int32, .int64, .double: return .scalar(.number)
        case .quantity, .intOrString, .time, .microTime: return .scalar(.any)
        case .any: return .untyped
        case .map(let item): return .map(shape(item, list: nil))
        case .array(let item):
            let identity: MergeShape.ItemIdentity =
                switch list {
                case .map(let keys): .keys(keys)
                case .set: .value
                case .atomic, nil: .position
                }
            return .list(identity, shape(item, list: nil))
        case .object(let name):
            guard let schema = Schema.shared.type(named: name) else { return .untyped }
            let shape = MergeShape.object(SchemaMergeType(type: schema))
            return schema.isAtomic ? .whole(shape) : shape
        }
    }
}

extension MergeShape {
    /// The shape of objects of a kind; of one without a schema only the metadata is known.
    init(of kind: GroupVersionKind) {
        if let type = Schema.shared.type(of: kind) {
            self = .object(SchemaMergeType(type: type))
        } else {
            self = .object(UntypedObject())
        }
    }
}

/// A custom resource without a schema of its own: its metadata is as everybody's.
struct UntypedObject: MergeType {
    func member(named name: String) -> MergeMember? {
        switch name {
        case "apiVersion", "kind": MergeMember(.scalar(.string))
        case "metadata":
            MergeMember(
                Schema.shared.type(named: "meta/v1.ObjectMeta").map {
                    .object(SchemaMergeType(type: $0))
                } ?? .untyped, isAlwaysWritten: true)
        default: MergeMember(.untyped, isNamed: false)
        }
    }

    func keyDefault(_ name: String) -> Value? { nil }
}
