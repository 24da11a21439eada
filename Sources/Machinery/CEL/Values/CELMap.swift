import API

/// Entries by key: an object of JSON as it lies, or what an expression has put together.
package struct CELMap: Sendable {
    /// Keys that are equal as numbers are one key.
    private enum Key: Hashable {
        case bool(Bool)
        case number(Int128)
        case string(String)

        init?(_ value: CELValue) {
            switch value {
            case .bool(let flag): self = .bool(flag)
            case .int(let number): self = .number(Int128(number))
            case .uint(let number): self = .number(Int128(number))
            case .double(let number):
                guard let number = Int128(exactly: number) else { return nil }
                self = .number(number)
            case .string(let text): self = .string(text)
            default: return nil
            }
        }
    }

    private enum Storage: Sendable {
        case object(Object, CELType)
        case built([(key: CELValue, value: CELValue)], positions: [Key: Int])
    }
    private var storage: Storage
    /// The message that it is, if an expression has written one down.
    var typeName: String?

    init(_ object: Object, as type: CELType) { storage = .object(object, type) }

    package init() { storage = .built([], positions: [:]) }

    package var count: Int {
        switch storage {
        case .object(let object, _): object.count
        case .built(let entries, _): entries.count
        }
    }

    /// In the order of the object, or in which they were put in.
    var entries: [(key: CELValue, value: CELValue)] {
        switch storage {
        case .object(let object, let type):
            object.map { (.string($0.name), CELValue($0.value, as: Self.type($0.name, in: type))) }
        case .built(let entries, _): entries
        }
    }

    subscript(key: CELValue) -> CELValue? {
        switch storage {
        case .object(let object, let type):
            guard case .string(let name) = key else { return nil }
            return object[name].map { CELValue($0, as: Self.type(name, in: type)) }
        case .built(let entries, let positions):
            return Key(key).flatMap { positions[$0] }.map { entries[$0].value }
        }
    }

    /// The field that an expression calls `name`.
    func field(_ name: String) -> CELValue? {
        if case .object(_, .object(let type)) = storage, let field = type.field(name) {
            return self[.string(field.name)]
        }
        return self[.string(name)]
    }

    /// Puts an entry in. **Throws** if there is one of that key, or if that can be none.
    package mutating func insert(_ key: CELValue, _ value: CELValue) throws(CELError) {
        guard case .built(var entries, var positions) = storage else { return }
        guard let index = Key(key) else { throw CELError("unsupported key type") }
        guard positions[index] == nil else {
            throw CELError("insert failed: key \(key.string ?? "") already exists")
        }
        storage = .built([], positions: [:])  // One owner while they grow.
        positions[index] = entries.count
        entries.append((key, value))
        storage = .built(entries, positions: positions)
    }

    private static func type(_ name: String, in type: CELType) -> CELType {
        switch type {
        case .map(_, let value): value
        case .object(let object): object.field(name)?.type ?? .dyn
        default: .dyn
        }
    }
}
