import API
import Encoding
import Synchronization

/// The documents of built-in groups, which are the same for every server of the process: each is
/// made when it is first asked for.
///
/// Nothing waits here: should two threads come at once, both make one and one is kept.
final class OpenAPIBuiltIn: Sendable {
    static let shared = OpenAPIBuiltIn()

    private final class Slot: Sendable {
        private let made = AtomicLazyReference<Made>()

        func document(_ name: String) -> OpenAPIDocuments.Document {
            (made.load() ?? made.storeIfNil(Made(name))).document
        }
    }

    private final class Made: Sendable {
        let document: OpenAPIDocuments.Document

        init(_ name: String) {
            let value = OpenAPIV3.document(name, catalog: .shared)
            document = OpenAPIDocuments.Document(JSONWriter.compact(value))
        }
    }

    private let slots: [String: Slot]

    private init() {
        let names = OpenAPIV3.names(.shared)
        slots = Dictionary(
            names.map { ($0, Slot()) }, uniquingKeysWith: { first, _ in first })
    }

    /// The document; nil if it is none of a built-in group.
    func document(_ name: String) -> OpenAPIDocuments.Document? { slots[name]?.document(name) }
}
