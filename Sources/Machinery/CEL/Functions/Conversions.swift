import API
import Simulation

/// `int("1")`, `string(2.5)`, `type(x)` and their like.
///
/// Source: CEL specification, "Type Conversions".
extension FunctionTable {
    mutating func addConversions() {
        add("dyn", [.parameter("A")], .dyn) { arguments, _ throws(CELError) in arguments[0] }
        add("type", [.dyn], .type) { arguments, _ throws(CELError) in .type(arguments[0].type) }
        let kinds:
            [(String, CELType, [CELType], @Sendable (CELValue) throws(CELError) -> CELValue)] =
                [
                    ("int", .int, [.int, .uint, .double, .string, .timestamp], Self.int),
                    ("uint", .uint, [.uint, .int, .double, .string], Self.uint),
                    ("double", .double, [.double, .int, .uint, .string], Self.double),
                    ("bool", .bool, [.bool, .string], Self.bool),
                    ("bytes", .bytes, [.bytes, .string], Self.bytes),
                    ("timestamp", .timestamp, [.timestamp, .string, .int], Self.timestamp),
                    ("duration", .duration, [.duration, .string, .int], Self.duration),
                    (
                        "string", .string,
                        [.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration],
                        Self.string
                    ),
                ]
        for (name, result, accepted, convert) in kinds {
            for type in accepted {
                add(name, [type], result) { arguments, budget throws(CELError) in
                    try budget.spend(reading: arguments[0].size)
                    return try convert(arguments[0])
                }
            }
        }
    }

    private static func int(_ value: CELValue) throws(CELError) -> CELValue {
        switch value {
        case .int: return value
        case .uint(let number):
            guard let number = Int64(exactly: number) else { throw CELError("integer overflow") }
            return .int(number)
        case .double(let number):
            guard number > -9_223_372_036_854_775_808, number < 9_223_372_036_854_775_808 else {
                throw CELError("integer overflow")
            }
            return .int(Int64(number))
        case .string(let text):
            guard let number = Int64(text) else {
                throw CELError("strconv.ParseInt: parsing \(GoText.quoted(text)): invalid syntax")
            }
            return .int(number)
        case .timestamp(let instant): return .int(instant.secondsSinceEpoch)
        default: throw .noOverload
        }
    }

    private static func uint(_ value: CELValue) throws(CELError) -> CELValue {
        switch value {
        case .uint: return value
        case .int(let number):
            guard let number = UInt64(exactly: number) else {
                throw CELError("unsigned integer overflow")
            }
            return .uint(number)
        case .double(let number):
            guard number >= 0, number < 18_446_744_073_709_551_616 else {
                throw CELError("unsigned integer overflow")
            }
            return .uint(UInt64(number))
        case .string(let text):
            guard let number = UInt64(text) else {
                throw CELError("strconv.ParseUint: parsing \(GoText.quoted(text)): invalid syntax")
            }
            return .uint(number)
        default: throw .noOverload
        }
    }

    private static func double(_ value: CELValue) throws(CELError) -> CELValue {
        switch value {
        case .double: return value
        case .int(let number): return .double(Double(number))
        case .uint(let number): return .double(Double(number))
        case .string(let text):
            guard let number = Double(text) else {
                throw CELError("strconv.ParseFloat: parsing \(GoText.quoted(text)): invalid syntax")
            }
            return .double(number)
        default: throw .noOverload
        }
    }

    private static func bool(_ value: CELValue) throws(CELError) -> CELValue {
        guard case .string(let text) = value else { return value }
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": return .bool(true)
        case "0", "f", "F", "false", "FALSE", "False": return .bool(false)
        default:
            throw CELError("strconv.ParseBool: parsing \(GoText.quoted(text)): invalid syntax")
        }
    }

    private static func bytes(_ value: CELValue) throws(CELError) -> CELValue {
        value.string.map { .bytes(Array($0.utf8)) } ?? value
    }

    private static func timestamp(_ value: CELValue) throws(CELError) -> CELValue {
        switch value {
        case .int(let seconds): return .timestamp(SimulatedInstant(secondsSinceEpoch: seconds))
        case .string(let text):
            guard let time = CivilTime(rfc3339: text) else {
                throw CELError("cannot parse \(GoText.quoted(text)) as a timestamp")
            }
            return .timestamp(time.instant)
        default: return value
        }
    }

    private static func duration(_ value: CELValue) throws(CELError) -> CELValue {
        switch value {
        case .int(let nanoseconds): return .duration(nanoseconds)
        case .string(let text):
            guard let duration = GoDuration.parse(text) else {
                throw CELError("time: invalid duration \(GoText.quoted(text))")
            }
            return .duration(duration.nanoseconds)
        default: return value
        }
    }

    private static func string(_ value: CELValue) throws(CELError) -> CELValue {
        if case .bytes(let bytes) = value {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw CELError("invalid UTF-8 in bytes, cannot convert to string")
            }
            return .string(text)
        }
        guard let text = text(of: value) else { throw .noOverload }
        return .string(text)
    }

    /// A scalar as `string(x)` writes it; nil for anything else.
    static func text(of value: CELValue) -> String? {
        switch value {
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .uint(let number): String(number)
        case .double(let number): GoText.plain(.double(number))
        case .timestamp(let instant): Self.rfc3339(instant)
        case .duration(let nanoseconds): Self.seconds(nanoseconds) + "s"
        default: nil
        }
    }

    private static func rfc3339(_ instant: SimulatedInstant) -> String {
        let time = CivilTime(instant)
        guard time.nanosecond != 0 else { return time.rfc3339 }
        var text = String(time.rfc3339(fractionDigits: 9).dropLast())
        while text.hasSuffix("0") { text.removeLast() }
        return text + "Z"
    }

    private static func seconds(_ nanoseconds: Int64) -> String {
        let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard rest != 0 else { return String(whole) }
        var fraction = String(String(rest.magnitude + 1_000_000_000).dropFirst())
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(nanoseconds < 0 ? "-" : "")\(whole.magnitude).\(fraction)"
    }
}
