import API

/// One level of the schema in a CustomResourceDefinition: what a value may be at one place.
///
/// ```
/// definition ──read once──▶ StructuralSchema ──▶ prune      unknown fields go
///                                            ├─▶ default    missing fields come
///                                            └─▶ validate   what is left is judged
/// ```
/// "Structural" means that every field has a type outside of `allOf`, `anyOf`, `oneOf` and `not`,
/// which may only restrict further. `SchemaRules` refuses what is not; `JSONSchemaProps` has no
/// references, so the tree is finite.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/apiserver/schema Structural.
final class StructuralSchema: Sendable {
    /// What a map may hold beside its named properties.
    enum Additional: Sendable {
        case any
        case only(StructuralSchema)
    }

    /// As it stands in the definition.
    let source: Value
    /// `object`, `array`, `string`, `integer`, `number` or `boolean`; empty where any will do.
    let type: String
    let isNullable: Bool
    let preservesUnknownFields: Bool
    let isEmbeddedResource: Bool
    let isIntOrString: Bool
    let defaultValue: Value?
    /// In the order of their names.
    let properties: [(name: String, schema: StructuralSchema)]
    let additional: Additional?
    let items: StructuralSchema?
    let listType: String
    let listMapKeys: [String]
    /// Whether server-side apply replaces an object as a whole.
    let isAtomicMap: Bool
    let pattern: LinearPattern?
    let allOf: [StructuralSchema]
    let anyOf: [StructuralSchema]
    let oneOf: [StructuralSchema]
    let not: StructuralSchema?
    private let positions: [String: Int]

    init(_ source: Value) {
        self.source = source
        func flag(_ name: String) -> Bool { source[name].bool ?? false }
        type = source["type"].string ?? ""
        isNullable = flag("nullable")
        preservesUnknownFields = flag("x-kubernetes-preserve-unknown-fields")
        isEmbeddedResource = flag("x-kubernetes-embedded-resource")
        isIntOrString = flag("x-kubernetes-int-or-string")
        defaultValue = source["default"]
        let named = (source["properties"].object ?? Object()).sorted
        properties = named.map { (name: $0.name, schema: StructuralSchema($0.value)) }
        positions = Dictionary(
            named.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        switch source["additionalProperties"] {
        case .bool(true): additional = .any
        case .object(let schema): additional = .only(StructuralSchema(.object(schema)))
        default: additional = nil
        }
        items = source["items"].object.map { StructuralSchema(.object($0)) }
        listType = source["x-kubernetes-list-type"].string ?? ""
        listMapKeys = (source["x-kubernetes-list-map-keys"].array ?? []).compactMap(\.string)
        isAtomicMap = source["x-kubernetes-map-type"].string == "atomic"
        pattern = source["pattern"].string.flatMap { try? LinearPattern($0) }
        func list(_ name: String) -> [StructuralSchema] {
            (source[name].array ?? []).map { StructuralSchema($0) }
        }
        (allOf, anyOf, oneOf) = (list("allOf"), list("anyOf"), list("oneOf"))
        not = source["not"].object.map { StructuralSchema(.object($0)) }
    }

    func property(_ name: String) -> StructuralSchema? {
        positions[name].map { properties[$0].schema }
    }

    /// The schema of a member: its own, or the one that all other members share.
    func member(_ name: String) -> StructuralSchema? {
        if let own = property(name) { return own }
        if case .only(let schema) = additional { return schema }
        return nil
    }
}

extension Value {
    /// The members of every object in the order of their names: as upstream keeps and writes what
    /// it has no Go type for.
    var sortedThroughout: Value {
        switch self {
        case .object(let object):
            .object(
                Object(
                    uniqueMembers: object.sorted.map {
                        (name: $0.name, value: $0.value.sortedThroughout)
                    }))
        case .array(let items): .array(items.map(\.sortedThroughout))
        default: self
        }
    }
}
