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

    /// The canonical form of a whole object; what it shares in memory with `known`, which is in
    /// that form, is not looked at.
    mutating func decode(
        _ object: Object, as type: TypeSchema, like known: Object? = nil
    ) throws(TypeMismatch) -> Object {
        try canonical(object, type, like: known) ?? object
    }

    // MARK: Values

    private mutating func canonical(
        _ value: Value, _ type: FieldType, like known: Value? = nil
    ) throws(TypeMismatch) -> Value? {
        switch type {
        case .object(let name):
            guard let schema = schema.type(named: name) else { return nil }
            guard case .object(let object) = value else {
                throw TypeMismatch(given: value, expected: TypeMismatch.goName(type))
            }
            return try canonical(object, schema, like: known?.object).map { .object($0) }
        case .array(let item):
            guard case .array(let items) = value else {
                throw TypeMismatch(given: value, expected: TypeMismatch.goName(type))
            }
            return try canonical(items, item, like: known?.array).map { .array($0) }
        case .map(let item):
            guard case .object(let object) = value else {
                throw TypeMismatch(given: value, expected: TypeMismatch.goName(type))
            }
            return try canonicalMap(object, item).map { .object($0) }
        default: return try ScalarDecoder.canonical(value, type)
        }
    }

    private mutating func canonical(
        _ items: [Value], _ type: FieldType, like known: [Value]?
    ) throws(TypeMismatch) -> [Value]? {
        if let known, items.sharesStorage(with: known) { return nil }
        var changed: [Value]?
        for (index, item) in items.enumerated() {
            let unknown = unknownFields.count
            let before = known.flatMap { index < $0.count ? $0[index] : nil }
            let replacement =
                item.isNull ? Self.zero(of: type) : try canonical(item, type, like: before)
            if unknownFields.count > unknown { prefixUnknown(from: unknown, "[\(index)]") }
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
            let unknown = unknownFields.count
            let replacement =
                member.value.isNull ? Self.zero(of: type) : try canonical(member.value, type)
            if unknownFields.count > unknown { prefixUnknown(from: unknown, member.name) }
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
        _ object: Object, _ type: TypeSchema, like known: Object?
    ) throws(TypeMismatch) -> Object? {
        if let known, object.sharesMembers(with: known) { return nil }
        guard isInOrder(object, type) else { return try rebuilt(object, type, like: known) }
        var members: [Object.Member]?
        var cursor = 0
        for (index, member) in object.enumerated() {
            while type.fields[cursor].name != member.name { cursor += 1 }
            let before = known?.member(member.name, near: index)
            guard
                let value = try canonicalMember(member, type.fields[cursor], type, like: before)
            else { continue }
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
        _ object: Object, _ type: TypeSchema, like known: Object?
    ) throws(TypeMismatch) -> Object? {
        var slots: [Value?] = Array(repeating: nil, count: type.fields.count)
        for member in object {
            guard let position = type.position(of: member.name) else {
                unknownFields.append(member.name)
                continue
            }
            let field = type.fields[position]
            if isDropped(member.value, field) { continue }
            slots[position] =
                try canonicalMember(member, field, type, like: known?[member.name])
                ?? member.value
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
        _ member: Object.Member, _ field: FieldSchema, _ type: TypeSchema, like known: Value?
    ) throws(TypeMismatch) -> Value? {
        if member.value.isNull { return nil }
        let unknown = unknownFields.count
        do throws(TypeMismatch) {
            let value = try canonical(member.value, field.type, like: known)
            if unknownFields.count > unknown { prefixUnknown(from: unknown, member.name) }
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
