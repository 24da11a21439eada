import Synchronization

/// The types of one group and version, read when the first of them is asked for.
///
/// A cluster needs half of the groups, and a command such as `kubectl version` next to none.
/// Nothing waits here: should two threads come at once, both read and one result is kept.
final class SchemaGroup: Sendable {
    /// `core/v1`.
    let label: String
    private let read: @Sendable () -> [TypeSchema]
    private let table = AtomicLazyReference<Table>()

    /// A type and what is derived from it on first use.
    final class Entry: Sendable {
        let schema: TypeSchema
        private let form = AtomicLazyReference<CanonicalForm>()

        init(_ schema: TypeSchema) { self.schema = schema }

        /// What `CanonicalCheck` knows of the type.
        var canonicalForm: CanonicalForm {
            form.load() ?? form.storeIfNil(CanonicalForm(of: schema))
        }
    }

    private final class Table: Sendable {
        let entries: [String: Entry]

        init(_ types: [TypeSchema]) {
            entries = Dictionary(
                types.map { ($0.name, Entry($0)) }, uniquingKeysWith: { _, later in later })
        }
    }

    init(_ label: String, _ read: @escaping @Sendable () -> [TypeSchema]) {
        (self.label, self.read) = (label, read)
    }

    /// The types by their unique names.
    var entries: [String: Entry] { (table.load() ?? table.storeIfNil(Table(read()))).entries }
}
