import Synchronization

/// A type as `CanonicalCheck` wants it: fields side by side, references to other types resolved.
///
/// `TypeSchema` describes a field in full; reading a pod looks at some three hundred fields and
/// needs only these three facts of each.
final class CanonicalForm: Sendable {
    struct Field: Sendable {
        let name: String
        let zero: FieldSchema.ZeroRule
        let type: FieldForm
    }

    let fields: [Field]
    /// Whether some field is written even if it was not given.
    let hasWrittenFields: Bool

    init(of schema: TypeSchema) {
        fields = schema.fields.map {
            Field(name: $0.name, zero: $0.zero, type: FieldForm($0.type))
        }
        hasWrittenFields = fields.contains { $0.zero == .written }
    }
}

/// What a field holds.
indirect enum FieldForm: Sendable {
    case scalar(FieldType)
    case string
    case bool
    case object(FormReference)
    case array(FieldForm)
    case map(FieldForm)

    init(_ type: FieldType) {
        self =
            switch type {
            case .string: .string
            case .bool: .bool
            case .object(let name): .object(FormReference(name))
            case .array(let item): .array(FieldForm(item))
            case .map(let item): .map(FieldForm(item))
            default: .scalar(type)
            }
    }
}

/// A type by name, looked up once. Types may contain themselves, as JSONSchemaProps does.
final class FormReference: Sendable {
    private let name: String
    private let found = AtomicLazyReference<CanonicalForm>()

    init(_ name: String) { self.name = name }

    /// Nil if `schema`, always the same for one reference, has no such type.
    func form(in schema: Schema) -> CanonicalForm? {
        if let form = found.load() { return form }
        return schema.entry(named: name).map { found.storeIfNil($0.canonicalForm) }
    }
}
