/// One JSON value, immutable and shared: the form in which every API object lives.
///
/// The store, the watch cache, informers and controllers all hold the same tree. Copying a value
/// copies a reference; changing it copies only the path to the change.
package enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    /// A number with a fraction or an exponent, or beyond Int64.
    case double(Double)
    case string(String)
    case array([Value])
    case object(Object)
}

extension Value {
    /// The member called `name`; nil if there is none or if this is no object.
    ///
    /// Assigning nil removes the member. Assigning to a member of a value that is no object makes
    /// it one, so that `pod["metadata"]["labels"]["app"] = "web"` builds what it needs.
    package subscript(name: String) -> Value? {
        get { if case .object(let object) = self { object[name] } else { nil } }
        set {
            var object = self.object ?? Object()
            self = .null
            object[name] = newValue
            self = .object(object)
        }
    }

    package var string: String? { if case .string(let text) = self { text } else { nil } }
    package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    package var array: [Value]? { if case .array(let items) = self { items } else { nil } }
    package var object: Object? { if case .object(let object) = self { object } else { nil } }
    package var isNull: Bool { if case .null = self { true } else { false } }

    /// The number as an integer; nil for a fraction.
    package var int: Int? {
        switch self {
        case .int(let number): Int(number)
        case .double(let number): Int(exactly: number)
        default: nil
        }
    }

    /// The members of an object whose values are strings, as labels and annotations are.
    package var stringMap: [String: String]? {
        guard let object else { return nil }
        var map: [String: String] = [:]
        for (name, value) in object { map[name] = value.string }
        return map
    }

    /// An object with string members in the order of their names.
    package init(stringMap: [String: String]) {
        self = .object(
            Object(stringMap.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
}

extension Value? {
    /// Reading and building through missing members: `value["spec"]["nodeName"]`.
    package subscript(name: String) -> Value? {
        get { if case .some(let value) = self { value[name] } else { nil } }
        set {
            var value = self ?? .object(Object())
            value[name] = newValue
            self = value
        }
    }

    package var string: String? { self?.string }
    package var int: Int? { self?.int }
    package var bool: Bool? { self?.bool }
    package var array: [Value]? { self?.array }
    package var object: Object? { self?.object }
    package var stringMap: [String: String]? { self?.stringMap }
}

// There is no nil literal: in `empty ? nil : value` it would quietly mean a null member instead of
// none.
extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByFloatLiteral
{
    package init(stringLiteral text: String) { self = .string(text) }
    package init(integerLiteral number: Int64) { self = .int(number) }
    package init(booleanLiteral flag: Bool) { self = .bool(flag) }
    package init(floatLiteral number: Double) { self = .double(number) }
    package init(arrayLiteral items: Value...) { self = .array(items) }
    /// Members keep the order of the literal.
    package init(dictionaryLiteral members: (String, Value)...) { self = .object(Object(members)) }
}
