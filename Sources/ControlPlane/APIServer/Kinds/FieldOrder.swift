import API

/// Where a new field goes among those that an object has: the order of its type's schema.
///
/// Objects reach a strategy canonical and must leave it so, because the API server writes fields in
/// the order in which they are stored.
enum FieldOrder {
    static func type(named name: String) -> TypeSchema? { Schema.shared.type(named: name) }
}

/// Fields that get a value when the client gave none.
struct DefaultFields: Sendable {
    /// The schema's name of the type: `core/v1.PodSpec`.
    private let typeName: String
    private let type: TypeSchema?
    private let fields: [Object.Member]

    init(_ typeName: String, _ fields: KeyValuePairs<String, Value> = [:]) {
        self.typeName = typeName
        type = FieldOrder.type(named: typeName)
        self.fields = fields.map { (name: $0.key, value: $0.value) }
    }

    /// Adds those fields that `object` lacks, each at its place.
    func fill(_ object: inout Object) {
        let missing = fields.filter { object[$0.name] == nil }
        if !missing.isEmpty { insert(missing, into: &object) }
    }

    /// Sets `name` to `value`, at its place if the object did not have it.
    func set(_ name: String, _ value: Value, in object: inout Object) {
        if object[name] == nil {
            insert([(name: name, value: value)], into: &object)
        } else {
            object[name] = value
        }
    }

    /// Sets `name` unless the object has it.
    func setDefault(_ name: String, _ value: @autoclosure () -> Value, in object: inout Object) {
        if object[name] == nil { insert([(name: name, value: value())], into: &object) }
    }

    private func insert(_ missing: [Object.Member], into object: inout Object) {
        guard let type else {
            for member in missing { object[member.name] = member.value }
            return
        }
        var members: [(position: Int, member: Object.Member)] = []
        members.reserveCapacity(object.count + missing.count)
        for member in object { members.append((type.position(of: member.name) ?? .max, member)) }
        for member in missing {
            let position = type.position(of: member.name) ?? .max
            let index = members.lastIndex { $0.position <= position }.map { $0 + 1 } ?? 0
            members.insert((position, member), at: index)
        }
        object = Object(uniqueMembers: members.map(\.member))
    }
}

extension Object {
    /// Changes the member `name` if it is an object.
    mutating func edit(_ name: String, _ change: (inout Object) -> Void) {
        guard case .object(var member)? = self[name] else { return }
        change(&member)
        self[name] = .object(member)
    }

    /// Changes each object in the list `name`.
    mutating func editItems(_ name: String, _ change: (inout Object) -> Void) {
        guard case .array(var items)? = self[name] else { return }
        for index in items.indices {
            guard case .object(var item) = items[index] else { continue }
            change(&item)
            items[index] = .object(item)
        }
        self[name] = .array(items)
    }
}

extension Value {
    /// Changes the object that this value is.
    mutating func editObject(_ change: (inout Object) -> Void) {
        guard case .object(var object) = self else { return }
        self = .null
        change(&object)
        self = .object(object)
    }
}
