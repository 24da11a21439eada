import API

/// A custom resource as its definition describes it, for server-side apply.
///
/// `x-kubernetes-list-type` and `x-kubernetes-map-type` decide what may have an owner of its own,
/// as they do for built-in types; a list that says nothing is replaced as a whole.
///
/// Upstream: kubernetes apimachinery/pkg/util/managedfields/internal/typeconverter.go.
struct CustomMergeType: MergeType {
    private let schema: StructuralSchema
    /// Whether this is a whole object with metadata, rather than a part of one.
    private let isResource: Bool

    init(_ schema: StructuralSchema, isResource: Bool) {
        (self.schema, self.isResource) = (schema, isResource)
    }

    func member(named name: String) -> MergeMember? {
        if isResource, ["apiVersion", "kind", "metadata"].contains(name) {
            return UntypedObject().member(named: name)
        }
        if let own = schema.property(name) { return MergeMember(Self.shape(own)) }
        if case .only(let item) = schema.additional {
            return MergeMember(Self.shape(item), isNamed: false)
        }
        guard schema.preservesUnknownFields || schema.additional != nil else { return nil }
        return MergeMember(.untyped, isNamed: false)
    }

    /// The default that the definition gives to a key of a list.
    func keyDefault(_ name: String) -> Value? { schema.property(name)?.defaultValue }

    private static func shape(_ schema: StructuralSchema) -> MergeShape {
        if schema.isIntOrString { return .scalar(.any) }
        switch schema.type {
        case "string": return .scalar(.string)
        case "boolean": return .scalar(.bool)
        case "integer", "number": return .scalar(.number)
        case "array":
            let identity: MergeShape.ItemIdentity =
                switch schema.listType {
                case "map": .keys(schema.listMapKeys)
                case "set": .value
                default: .position
                }
            return .list(identity, schema.items.map(shape) ?? .untyped)
        case "object":
            let shape = object(schema)
            return schema.isAtomicMap ? .whole(shape) : shape
        default: return .untyped
        }
    }

    private static func object(_ schema: StructuralSchema) -> MergeShape {
        if schema.properties.isEmpty, !schema.isEmbeddedResource {
            if case .only(let item) = schema.additional { return .map(shape(item)) }
            if schema.preservesUnknownFields || schema.additional != nil { return .untyped }
        }
        return .object(CustomMergeType(schema, isResource: schema.isEmbeddedResource))
    }
}
