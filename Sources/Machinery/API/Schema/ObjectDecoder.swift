/// Brings a received object into the form in which the API server keeps and writes it.
///
/// That form has the fields in their type's order, the members of maps sorted, no nulls, no
/// unknown fields, and scalars in canonical text. An object that is in it already, as nearly every
/// one is that a component sends, is returned without a copy.
struct ObjectDecoder {
    private let schema: Schema
    private let fillsZeros: Bool
    /// Paths of unknown fields, relative to the value being decoded.
    private(set) var unknownFields: [String] = []

    init(schema: Schema, fillsZeros: Bool) {
        (self.schema, self.fillsZeros) = (schema, fillsZeros)
    }

    /// The canonical form of a whole object.
    mutating func decode(_ object: Object, as type: TypeSchema) throws(TypeMismatch) -> Object {
        try canonical(object, type) ?? object
    }

    // MARK: Values

    private mutating func canonical(
        _ value: Value, _ type: FieldType
    ) throws(TypeMismatch) -> Value? {
        switch type {
        case .object(let name):
            guard let schema = schema.type(named: name) else { return nil }
            guard case .object(let object) = value else {
                throw TypeMismatch(given: value, expected: TypeMismatch.goName(type))
            }
            return try canonical(object, schema).map { .object($0) }
        case .array(let item):
            guard case .array(let items) = value else {
                throw TypeMismatch(given: value, expected: TypeMismatch.goName(type))
            }
            return try canonical(items, item).map { .array($0) }
        case .map(let item):
            guard case .object(let object) = value else {
                throw TypeMismatch(given: value, expected: TypeMismatch.goName(type))
            }
            return try canonicalMap(object, item).map { .object($0) }
        default: return try ScalarDecoder.canonical(value, type)
        }
    }

    private mutating func canonical(
        _ items: [Value], _ type: FieldType
    ) throws(TypeMismatch) -> [Value]? {
        var changed: [Value]?
        for (index, item) in items.enumerated() {
            let known = unknownFields.count
            let replacement = item.isNull ? Self.zero(of: type) : try canonical(item, type)
            if unknownFields.count > known { prefixUnknown(from: known, "[\(index)]") }
            if let replacement {
                if changed == nil { changed = items }
                changed?[index] = replacement
            }
        }
        return changed
    }

    private mutating func canonicalMap(
        _ object: Object, _ type: FieldType
    ) throws(TypeMismatch) -> Object? {
        var members: [Object.Member]?
        var isSorted = true
        var previous: String?
        for (index, member) in object.enumerated() {
            if let previous, !(previous < member.name) { isSorted = false }
            previous = member.name
            let known = unknownFields.count
            let replacement =
                member.value.isNull ? Self.zero(of: type) : try canonical(member.value, type)
            if unknownFields.count > known { prefixUnknown(from: known, member.name) }
            if let replacement {
                if members == nil { members = Array(object) }
                members?[index].value = replacement
            }
        }
        if isSorted { return members.map { Object(uniqueMembers: $0) } }
        return members.map { Object(uniqueMembers: $0) }?.sorted ?? object.sorted
    }

    // MARK: Objects

    private mutating func canonical(
        _ object: Object, _ type: TypeSchema
    ) throws(TypeMismatch) -> Object? {
        guard isInOrder(object, type) else { return try rebuilt(object, type) }
        var members: [Object.Member]?
        var cursor = 0
        for (index, member) in object.enumerated() {
            while type.fields[cursor].name != member.name { cursor += 1 }
            guard let value = try canonicalMember(member, type.fields[cursor], type) else {
                continue
            }
            if members == nil { members = Array(object) }
            members?[index].value = value
        }
        return members.map { Object(uniqueMembers: $0) }
    }

    /// Whether the members are known, stand in the type's order and hold nothing to drop or add.
    private func isInOrder(_ object: Object, _ type: TypeSchema) -> Bool {
        var cursor = 0
        for (name, value) in object {
            while cursor < type.fields.count, type.fields[cursor].name != name {
                if fillsZeros, type.fields[cursor].zero == .written { return false }
                cursor += 1
            }
            guard cursor < type.fields.count else { return false }
            if isDropped(value, type.fields[cursor]) { return false }
            cursor += 1
        }
        guard fillsZeros else { return true }
        return !type.fields[cursor...].contains { $0.zero == .written }
    }

    private mutating func rebuilt(
        _ object: Object, _ type: TypeSchema
    ) throws(TypeMismatch) -> Object? {
        var slots: [Value?] = Array(repeating: nil, count: type.fields.count)
        for member in object {
            guard let position = type.position(of: member.name) else {
                unknownFields.append(member.name)
                continue
            }
            let field = type.fields[position]
            if isDropped(member.value, field) { continue }
            slots[position] = try canonicalMember(member, field, type) ?? member.value
        }
        var members: [Object.Member] = []
        members.reserveCapacity(object.count + 2)
        for (field, slot) in zip(type.fields, slots) {
            if let slot {
                members.append((field.name, slot))
            } else if fillsZeros, field.zero == .written, let zero = zeroObject(of: field.type) {
                members.append((field.name, zero))
            }
        }
        return Object(uniqueMembers: members)
    }

    private mutating func canonicalMember(
        _ member: Object.Member, _ field: FieldSchema, _ type: TypeSchema
    ) throws(TypeMismatch) -> Value? {
        if member.value.isNull { return nil }
        let known = unknownFields.count
        do throws(TypeMismatch) {
            let value = try canonical(member.value, field.type)
            if unknownFields.count > known { prefixUnknown(from: known, member.name) }
            return value
        } catch {
            var mismatch = error
            mismatch.prefix(member.name, in: type)
            throw mismatch
        }
    }

    private mutating func prefixUnknown(from first: Int, _ step: String) {
        for index in first..<unknownFields.count {
            let joint = unknownFields[index].hasPrefix("[") ? "" : "."
            unknownFields[index] = step + joint + unknownFields[index]
        }
    }

    // MARK: Zero values

    private func isDropped(_ value: Value, _ field: FieldSchema) -> Bool {
        switch value {
        case .null: return !(field.zero == .written && Self.isTime(field.type))
        case .string(let text): return field.zero == .omitted && text.isEmpty
        case .bool(let flag): return field.zero == .omitted && !flag
        case .int(let number): return field.zero == .omitted && number == 0
        case .array(let items): return field.zero == .omitted && items.isEmpty
        case .object(let object): return field.zero == .omitted && object.isEmpty
        case .double: return false
        }
    }

    private static func isTime(_ type: FieldType) -> Bool { type == .time || type == .microTime }

    /// What Go makes of a null in a list or a map.
    private static func zero(of type: FieldType) -> Value? {
        switch type {
        case .string, .bytes: .string("")
        case .bool: .bool(false)
        case .int32, .int64, .double, .intOrString: .int(0)
        case .quantity: .string("0")
        case .object, .map: .object(Object())
        case .array: .array([])
        case .time, .microTime, .duration, .any: nil
        }
    }

    /// What is written for a field that was not given; structs with what they always write.
    private func zeroObject(of type: FieldType) -> Value? {
        if Self.isTime(type) { return .null }
        guard case .object(let name) = type, let schema = schema.type(named: name) else {
            return Self.zero(of: type)
        }
        let members = schema.fields.compactMap { field in
            field.zero == .written ? zeroObject(of: field.type).map { (field.name, $0) } : nil
        }
        return .object(Object(members))
    }
}
