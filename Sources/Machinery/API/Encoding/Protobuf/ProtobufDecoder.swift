import Encoding
import Simulation

/// Turns protobuf messages into objects by the numbers of their type's fields.
struct ProtobufDecoder {
    private static let depthMax = 100
    let schema: Schema

    /// The members of a message of this type.
    func object(
        _ bytes: ArraySlice<UInt8>, _ type: TypeSchema, depth: Int
    ) throws(ProtobufError) -> Object {
        var slots = Slots(values: Array(repeating: nil, count: type.fields.count))
        try read(bytes, type, path: [], into: &slots, depth: depth)
        var members: [Object.Member] = []
        for (index, field) in type.fields.enumerated() {
            if let map = slots.maps[index] {
                members.append((field.name, .object(Object(uniqueMembers: map.members).sorted)))
            } else if let value = slots.values[index] {
                members.append((field.name, value))
            } else if case .array = field.type, field.isRequired {
                // An empty list has no bytes at all.
                members.append((field.name, .array([])))
            }
        }
        return Object(uniqueMembers: members)
    }

    /// What was read so far for each field of a type, by the field's position.
    private struct Slots {
        var values: [Value?]
        var maps: [Int: MemberCollector] = [:]
    }

    /// Reads a message; one that is embedded (`path` not empty) fills fields of the outer type.
    private func read(
        _ bytes: ArraySlice<UInt8>, _ type: TypeSchema, path: [Int], into slots: inout Slots,
        depth: Int
    ) throws(ProtobufError) {
        if depth > Self.depthMax { throw .tooDeep }
        var reader = MessageReader(bytes)
        while let (number, payload) = try reader.next() {
            let here = path + [number]
            if let index = type.fields.firstIndex(where: { $0.protobufPath == here }) {
                let field = type.fields[index]
                if case .map(let item) = field.type {
                    guard case .bytes(let content) = payload else {
                        throw .illegalValue(field.name)
                    }
                    let (key, value) = try entry(content, item, field.name, depth: depth + 1)
                    _ = slots.maps[index, default: MemberCollector()].add(key, value)
                } else {
                    try add(payload, field, to: &slots.values[index], depth: depth + 1)
                }
            } else if type.fields.contains(where: { $0.protobufPath.starts(with: here) }),
                case .bytes(let content) = payload
            {
                try read(content, type, path: here, into: &slots, depth: depth + 1)
            }
        }
    }

    /// Lists come one item at a time; numbers may come packed.
    private func add(
        _ payload: WireReader.Payload, _ field: FieldSchema, to slot: inout Value?, depth: Int
    ) throws(ProtobufError) {
        switch field.type {
        case .array(let item):
            var items = slot?.array ?? []
            slot = nil
            if case .bytes(let content) = payload, Self.isNumber(item) {
                var packed = MessageReader(content)
                while let number = try packed.nextPacked() {
                    items.append(try value(.varint(number), item, field.name, depth: depth))
                }
            } else {
                items.append(try value(payload, item, field.name, depth: depth))
            }
            slot = .array(items)
        default: slot = try value(payload, field.type, field.name, depth: depth)
        }
    }

    private static func isNumber(_ type: FieldType) -> Bool {
        type == .int32 || type == .int64 || type == .bool
    }

    private func entry(
        _ bytes: ArraySlice<UInt8>, _ type: FieldType, _ name: String, depth: Int
    ) throws(ProtobufError) -> (String, Value) {
        var key = ""
        var content: Value?
        var reader = MessageReader(bytes)
        while let (number, payload) = try reader.next() {
            if number == 1, case .bytes(let text) = payload {
                key = String(decoding: text, as: UTF8.self)
            } else if number == 2 {
                content = try value(payload, type, name, depth: depth)
            }
        }
        return (key, content ?? (type == .string ? .string("") : .null))
    }

    private func value(
        _ payload: WireReader.Payload, _ type: FieldType, _ name: String, depth: Int
    ) throws(ProtobufError) -> Value {
        switch (payload, type) {
        case (.varint(let number), .bool): return .bool(number != 0)
        case (.varint(let number), .int32): return .int(Int64(Int32(truncatingIfNeeded: number)))
        case (.varint(let number), .int64): return .int(Int64(bitPattern: number))
        case (.fixed64(let bits), .double):
            let number = Double(bitPattern: bits)
            guard number.isFinite else { throw .illegalValue(name) }
            return Int64(exactly: number).map { .int($0) } ?? .double(number)
        case (.bytes(let content), _): return try value(content, type, name, depth: depth)
        default: throw .illegalValue(name)
        }
    }

    private func value(
        _ bytes: ArraySlice<UInt8>, _ type: FieldType, _ name: String, depth: Int
    ) throws(ProtobufError) -> Value {
        switch type {
        case .string, .duration: return .string(String(decoding: bytes, as: UTF8.self))
        case .bytes: return .string(Base64.encode(Array(bytes)))
        case .quantity:
            let text = try Parts(bytes).text(1)
            return .string(text.isEmpty ? "0" : text)
        case .intOrString:
            let parts = try Parts(bytes)
            if parts.number(1) == 1 { return .string(parts.text(3)) }
            return .int(Int64(Int32(truncatingIfNeeded: parts.number(2))))
        case .time, .microTime: return try time(bytes, fractionDigits: type == .time ? 0 : 6)
        case .any:
            guard let raw = try Parts(bytes).fields[1], case .bytes(let json) = raw, !json.isEmpty
            else { return .null }
            guard let value = try? JSONParser.parse(Array(json)) else { throw .illegalValue(name) }
            return value
        case .object(let typeName):
            guard let type = schema.type(named: typeName) else { throw .illegalValue(name) }
            return .object(try object(bytes, type, depth: depth))
        case .array(let item):
            // A list as a map's value is a message of its own: `ExtraValue{items=1}`.
            var items: [Value] = []
            var reader = MessageReader(bytes)
            while let (number, payload) = try reader.next() {
                if number == 1 { items.append(try value(payload, item, name, depth: depth + 1)) }
            }
            return .array(items)
        default: throw .illegalValue(name)
        }
    }

    /// No time at all is the zero of Go's type, and null in JSON.
    private func time(
        _ bytes: ArraySlice<UInt8>, fractionDigits: Int
    ) throws(ProtobufError) -> Value {
        let parts = try Parts(bytes)
        let seconds = Int64(bitPattern: parts.number(1))
        let nanoseconds = Int64(bitPattern: parts.number(2))
        if seconds == 0, nanoseconds == 0 { return .null }
        // The years 1 to 9999, which is all that RFC 3339 can write.
        guard -62_135_596_800..<253_402_300_800 ~= seconds, 0..<1_000_000_000 ~= nanoseconds,
            !seconds.multipliedReportingOverflow(by: 1_000_000_000).overflow
        else { throw .illegalValue("seconds") }
        let (total, overflows) = (seconds * 1_000_000_000).addingReportingOverflow(nanoseconds)
        if overflows { throw .illegalValue("seconds") }
        let instant = SimulatedInstant(nanosecondsSinceEpoch: total)
        return .string(CivilTime(instant).rfc3339(fractionDigits: fractionDigits))
    }

    /// The fields of a small message, the last of each number.
    private struct Parts {
        var fields: [Int: WireReader.Payload] = [:]

        init(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) {
            var reader = MessageReader(bytes)
            while let (number, payload) = try reader.next() { fields[number] = payload }
        }

        func number(_ field: Int) -> UInt64 {
            if case .varint(let number) = fields[field] { number } else { 0 }
        }

        func text(_ field: Int) -> String {
            guard case .bytes(let text) = fields[field] else { return "" }
            return String(decoding: text, as: UTF8.self)
        }
    }
}
