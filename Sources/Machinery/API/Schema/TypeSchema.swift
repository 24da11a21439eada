/// One type of the API: its fields in the order in which the API server writes them.
///
/// Read by `SchemaText` from `SchemaData`, which `Scripts/make-schema.py` writes from facts read off a running
/// API server.
package struct TypeSchema: Sendable {
    /// Unique among all types: `core/v1.PodSpec`, `meta/v1.ObjectMeta`.
    package var name: String
    package var fields: [FieldSchema]
    /// Merged as a whole by server-side apply (`map-atomic`).
    package var isAtomic: Bool

    private let positions: [String: Int]

    package init(name: String, fields: [FieldSchema], isAtomic: Bool = false) {
        self.name = name
        self.fields = fields
        self.isAtomic = isAtomic
        positions = Dictionary(
            fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package func field(named name: String) -> FieldSchema? { positions[name].map { fields[$0] } }

    /// Where `name` stands among the fields, for writing them in upstream's order.
    package func position(of name: String) -> Int? { positions[name] }
}

/// One field of a type, and how lists and patches treat it.
package struct FieldSchema: Sendable {
    package var name: String
    package var type: FieldType
    /// The path of protobuf field numbers, innermost first as in `schema.txt` (`1/3`: field 3 of
    /// the message in field 1 is `[1, 3]`); empty if the field has none.
    package var protobufPath: [Int]
    package var isRequired: Bool
    package var list: ListKind?
    /// For strategic merge patch; nil replaces the field as a whole.
    package var patch: PatchRule?
    package var allowed: [String]
    /// A map that server-side apply replaces as a whole (`map-atomic`).
    package var isAtomic: Bool
    package var zero: ZeroRule

    package init(
        name: String, type: FieldType, protobufPath: [Int] = [], isRequired: Bool = false,
        list: ListKind? = nil, patch: PatchRule? = nil, allowed: [String] = [],
        isAtomic: Bool = false, zero: ZeroRule = .kept
    ) {
        (self.isAtomic, self.zero) = (isAtomic, zero)
        (self.name, self.type, self.protobufPath) = (name, type, protobufPath)
        (self.isRequired, self.list, self.patch, self.allowed) = (isRequired, list, patch, allowed)
    }

    /// What becomes of a zero value (`""`, `0`, `false`, `{}`, no time), as Go's `omitempty` and
    /// pointers decide it upstream.
    package enum ZeroRule: Hashable, Sendable {
        /// A pointer: written if and only if it was given.
        case kept
        /// Not written, whether given or not.
        case omitted
        /// Always written, given or not.
        case written
    }

    /// How server-side apply merges a list.
    package enum ListKind: Hashable, Sendable {
        case atomic
        case set
        case map(keys: [String])
    }

    /// How strategic merge patch treats a field: `patch(merge:name)`, `patch(merge,retainKeys:name)`.
    package struct PatchRule: Hashable, Sendable {
        package var merges: Bool
        package var retainsKeys: Bool
        /// The key by which list items are told apart; nil for lists of scalars and for objects.
        package var mergeKey: String?

        package init(merges: Bool, retainsKeys: Bool, mergeKey: String?) {
            (self.merges, self.retainsKeys, self.mergeKey) = (merges, retainsKeys, mergeKey)
        }
    }
}

/// What a field holds.
package indirect enum FieldType: Hashable, Sendable {
    case string
    case bool
    case int32
    case int64
    case double
    /// A base64 string in JSON, bytes in protobuf.
    case bytes
    case quantity
    case intOrString
    /// RFC 3339 to the second.
    case time
    /// RFC 3339 to the microsecond.
    case microTime
    /// A duration as Go writes it: `30s`.
    case duration
    /// Anything at all: `RawExtension`, `JSON`, `FieldsV1`, an object without a schema.
    case any
    /// Another type, by its unique name.
    case object(String)
    case array(FieldType)
    /// An object whose members all have this type.
    case map(FieldType)
}
