package import API
package import Simulation
import Encoding

/// What an expression evaluates to.
package enum CELValue: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case list([CELValue])
    case map(CELMap)
    /// To the nanosecond, within the years 1677 to 2262.
    case timestamp(SimulatedInstant)
    /// **Unit**: nanoseconds.
    case duration(Int64)
    case type(CELType)
    /// Something or nothing: one item or none.
    case optional([CELValue])
    case opaque(any CELOpaque)
}

/// A value of a library, about which the language only knows whether two are equal.
package protocol CELOpaque: Sendable {
    static var typeName: String { get }
    func isEqual(to other: any CELOpaque) -> Bool
}

extension CELOpaque {
    /// The value that `value` holds. **Throws** if it is of another kind.
    package init(_ value: CELValue) throws(CELError) {
        guard case .opaque(let opaque) = value, let own = opaque as? Self else { throw .noOverload }
        self = own
    }
}

extension CELOpaque where Self: Equatable {
    package func isEqual(to other: any CELOpaque) -> Bool { other as? Self == self }
}

/// An evaluation that came to no value: `no such key: x`, `division by zero`.
package struct CELError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }

    package static let noOverload = CELError("no such overload")
    /// As cel-go ends an evaluation that costs too much.
    static let costLimit = CELError("operation cancelled: actual cost limit exceeded")

    /// Whether it was not the expression that failed, but its budget.
    package var isCostLimit: Bool { self == .costLimit }
}

extension CELValue {
    /// A JSON value as an expression of that type sees it: a `date-time` is a timestamp, an integer
    /// where a number is expected is a double. Members are only looked at when they are asked for.
    package init(_ value: Value, as type: CELType = .dyn) {
        switch (value, type) {
        case (.null, _): self = .null
        case (.bool(let flag), _): self = .bool(flag)
        case (.int(let number), .double): self = .double(Double(number))
        case (.int(let number), .uint): self = .uint(UInt64(clamping: number))
        case (.int(let number), _): self = .int(number)
        case (.double(let number), .int) where Int64(exactly: number) != nil:
            self = .int(Int64(number))
        case (.double(let number), _): self = .double(number)
        case (.string(let text), .timestamp):
            self = CivilTime(rfc3339: text).map { .timestamp($0.instant) } ?? .string(text)
        case (.string(let text), .duration):
            self = GoDuration.parse(text).map { .duration($0.nanoseconds) } ?? .string(text)
        case (.string(let text), .bytes):
            self = Base64.decode(text).map(CELValue.bytes) ?? .string(text)
        case (.string(let text), _): self = .string(text)
        case (.array(let items), .list(let item)):
            self = .list(items.map { CELValue($0, as: item) })
        case (.array(let items), _): self = .list(items.map { CELValue($0) })
        case (.object(let object), _): self = .map(CELMap(object, as: type))
        }
    }

    package var string: String? { if case .string(let text) = self { text } else { nil } }
    package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }

    /// What `type(x)` is, without what a list holds.
    var type: CELType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .list: .list(.dyn)
        case .map: .map(.dyn, .dyn)
        case .timestamp: .timestamp
        case .duration: .duration
        case .type: .type
        case .optional: .optional(.dyn)
        case .opaque(let value): .opaque(Swift.type(of: value).typeName)
        }
    }

    /// Whether the value may stand where a declaration says `type`.
    func fits(_ type: CELType) -> Bool {
        switch (self, type) {
        case (_, .dyn), (_, .parameter), (.null, .null), (.bool, .bool), (.int, .int),
            (.uint, .uint), (.double, .double), (.string, .string), (.bytes, .bytes),
            (.list, .list), (.map, .map), (.map, .object), (.timestamp, .timestamp),
            (.duration, .duration), (.type, .type), (.optional, .optional):
            true
        case (.opaque(let value), .opaque(let name)): Swift.type(of: value).typeName == name
        default: false
        }
    }
}

// MARK: - Equality

extension CELValue {
    /// Values of different kinds are not equal; numbers are, whatever their kind.
    func isEqual(to other: CELValue) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.bytes(let left), .bytes(let right)): left == right
        case (.timestamp(let left), .timestamp(let right)): left == right
        case (.duration(let left), .duration(let right)): left == right
        case (.type(let left), .type(let right)): left == right
        case (.list(let left), .list(let right)), (.optional(let left), .optional(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isEqual(to: $1) }
        case (.map(let left), .map(let right)):
            left.count == right.count
                && left.entries.allSatisfy { key, value in
                    right[key].map(value.isEqual) ?? false
                }
        case (.opaque(let left), .opaque(let right)): left.isEqual(to: right)
        default: Self.order(self, other) == .some(.same)
        }
    }

    enum Order { case before, same, after }

    /// How two values of one kind, or two numbers, are ordered; nil if they are not.
    static func order(_ left: CELValue, _ right: CELValue) -> Order? {
        func compare<T: Comparable>(_ left: T, _ right: T) -> Order {
            left < right ? .before : left == right ? .same : .after
        }
        switch (left, right) {
        case (.int(let left), .int(let right)): return compare(left, right)
        case (.uint(let left), .uint(let right)): return compare(left, right)
        case (.int(let left), .uint(let right)): return compare(Int128(left), Int128(right))
        case (.uint(let left), .int(let right)): return compare(Int128(left), Int128(right))
        case (.bool(let left), .bool(let right)): return compare(left ? 1 : 0, right ? 1 : 0)
        case (.timestamp(let left), .timestamp(let right)): return compare(left, right)
        case (.duration(let left), .duration(let right)): return compare(left, right)
        case (.string(let left), .string(let right)):
            if left.utf8.elementsEqual(right.utf8) { return .same }
            return left.utf8.lexicographicallyPrecedes(right.utf8) ? .before : .after
        case (.bytes(let left), .bytes(let right)):
            if left == right { return .same }
            return left.lexicographicallyPrecedes(right) ? .before : .after
        default:
            guard let left = left.number, let right = right.number, !left.isNaN, !right.isNaN else {
                return nil
            }
            return compare(left, right)
        }
    }

    private var number: Double? {
        switch self {
        case .int(let number): Double(number)
        case .uint(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }
}
