import Encoding
import Simulation

/// Turns objects into protobuf messages by the numbers of their type's fields.
struct ProtobufEncoder {
    let schema: Schema

    /// The message for an object of this type, its fields by number.
    func message(_ object: Object, _ type: TypeSchema) throws(ProtobufError) -> [UInt8] {
        let given = type.fields.compactMap { field in
            object[field.name].map { (field, $0) }
        }.filter { !$0.0.protobufPath.isEmpty && !$0.1.isNull }
        return try message(given, level: 0)
    }

    /// Fields whose paths share their first `level` numbers: those of one embedded message.
    private func message(
        _ fields: [(FieldSchema, Value)], level: Int
    ) throws(ProtobufError) -> [UInt8] {
        var writer = WireWriter()
        let numbers = Set(fields.map { $0.0.protobufPath[level] }).sorted()
        for number in numbers {
            let here = fields.filter { $0.0.protobufPath[level] == number }
            let embedded = here.filter { $0.0.protobufPath.count > level + 1 }
            for (field, value) in here where field.protobufPath.count == level + 1 {
                try write(value, field.type, field.name, number, into: &writer)
            }
            if !embedded.isEmpty {
                writer.bytes(number, try message(embedded, level: level + 1))
            }
        }
        return writer.bytes
    }

    private func write(
        _ value: Value, _ type: FieldType, _ name: String, _ number: Int,
        into writer: inout WireWriter
    ) throws(ProtobufError) {
        switch (type, value) {
        case (.array(let item), .array(let items)):
            for value in items { try write(value, item, name, number, into: &writer) }
        case (.map(let item), .object(let object)):
            for (key, value) in object.sorted {
                var entry = WireWriter()
                entry.bytes(1, key.utf8)
                try writeMapValue(value, item, name, into: &entry)
                writer.bytes(number, entry.bytes)
            }
        case (.bool, .bool(let flag)): writer.varint(number, flag ? 1 : 0)
        case (.int32, .int(let given)), (.int64, .int(let given)):
            writer.varint(number, UInt64(bitPattern: given))
        case (.double, .int(let given)): writer.fixed64(number, Double(given).bitPattern)
        case (.double, .double(let given)): writer.fixed64(number, given.bitPattern)
        case (.any, _): writer.bytes(number, raw(JSONWriter.compact(value)))
        default: writer.bytes(number, try content(value, type, name))
        }
    }

    private func writeMapValue(
        _ value: Value, _ type: FieldType, _ name: String, into entry: inout WireWriter
    ) throws(ProtobufError) {
        guard case .array(let item) = type else {
            return try write(value, type, name, 2, into: &entry)
        }
        var list = WireWriter()
        for value in value.array ?? [] { try write(value, item, name, 1, into: &list) }
        entry.bytes(2, list.bytes)
    }

    private func raw(_ bytes: [UInt8]) -> [UInt8] {
        var writer = WireWriter()
        writer.bytes(1, bytes)
        return writer.bytes
    }

    private func content(
        _ value: Value, _ type: FieldType, _ name: String
    ) throws(ProtobufError) -> [UInt8] {
        switch (type, value) {
        case (.string, .string(let text)), (.duration, .string(let text)): return Array(text.utf8)
        case (.bytes, .string(let text)):
            guard let bytes = Base64.decode(text) else { throw .illegalValue(name) }
            return bytes
        case (.quantity, .string(let text)): return raw(Array(text.utf8))
        case (.intOrString, .int(let number)):
            var writer = WireWriter()
            writer.varint(1, 0)
            writer.varint(2, UInt64(bitPattern: number))
            writer.bytes(3, [])
            return writer.bytes
        case (.intOrString, .string(let text)):
            var writer = WireWriter()
            writer.varint(1, 1)
            writer.varint(2, 0)
            writer.bytes(3, text.utf8)
            return writer.bytes
        case (.time, .string(let text)), (.microTime, .string(let text)):
            guard let time = CivilTime(rfc3339: text) else { throw .illegalValue(name) }
            let instant = time.instant
            var writer = WireWriter()
            writer.varint(1, UInt64(bitPattern: instant.secondsSinceEpoch))
            writer.varint(2, UInt64(time.nanosecond))
            return writer.bytes
        case (.object(let typeName), .object(let object)):
            guard let type = schema.type(named: typeName) else { throw .illegalValue(name) }
            return try message(object, type)
        default: throw .illegalValue(name)
        }
    }
}
