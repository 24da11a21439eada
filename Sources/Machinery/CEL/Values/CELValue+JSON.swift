package import API
import Encoding
import Simulation

extension CELValue {
    /// The value as it stands in an object.
    ///
    /// **Throws** for what JSON cannot say: types, optionals, values of libraries.
    package func json() throws(CELError) -> Value {
        switch self {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .int(let number): return .int(number)
        case .uint(let number):
            guard let number = Int64(exactly: number) else { return .double(Double(number)) }
            return .int(number)
        case .double(let number): return .double(number)
        case .string(let text): return .string(text)
        case .bytes(let bytes): return .string(Base64.encode(bytes))
        case .list(let items):
            var values: [Value] = []
            for item in items { values.append(try item.json()) }
            return .array(values)
        case .map(let map):
            var object = Object()
            for (key, value) in map.entries {
                guard let name = key.string else { throw CELError("unsupported key type") }
                object[name] = try value.json()
            }
            return .object(object)
        case .timestamp(let instant): return .string(CivilTime(instant).rfc3339)
        case .duration(let nanoseconds):
            return .string(GoDuration.text(.nanoseconds(nanoseconds)))
        case .type, .optional, .opaque:
            throw CELError("unsupported conversion from \(type) to JSON")
        }
    }

    /// Its type as a text, for messages.
    package var typeText: String { messageName ?? type.description }

    /// The name of the message that it is; nil if it is none.
    package var messageName: String? {
        guard case .map(let map) = self else { return nil }
        return map.typeName
    }

    /// Looks whether every message within is called as the place at which it stands:
    /// `Object.spec` at `spec` of an `Object`.
    ///
    /// Upstream: kubernetes apiserver/pkg/cel/mutation/typeresolver.go.
    package func checkMessageNames(expecting name: String) throws(CELError) {
        switch self {
        case .list(let items):
            for item in items { try item.checkMessageNames(expecting: name) }
        case .map(let map):
            guard let own = map.typeName else { return }
            guard own == name else {
                throw CELError(
                    "unexpected type name \"\(own)\", expected \"\(name)\", which matches field "
                        + "name path from root Object type")
            }
            for (key, value) in map.entries {
                try value.checkMessageNames(expecting: "\(name).\(key.string ?? "")")
            }
        default: return
        }
    }
}
