import API

/// `"%s has %d".format([name, count])`.
///
/// Source: cel-go ext/formatting.go.
enum TextFormat {
    static func text(_ format: String, _ values: [CELValue]) throws(CELError) -> String {
        var result = ""
        var values = values[...]
        var rest = Array(format)[...]
        while let character = rest.popFirst() {
            guard character == "%" else {
                result.append(character)
                continue
            }
            if rest.first == "%" {
                result.append(rest.removeFirst())
                continue
            }
            var precision: Int?
            if rest.first == "." {
                rest.removeFirst()
                let digits = rest.prefix(while: \.isNumber)
                precision = min(Int(String(digits)) ?? 6, 100)
                rest = rest.dropFirst(digits.count)
            }
            guard let clause = rest.popFirst() else {
                throw CELError("unexpected end of format string")
            }
            guard let value = values.popFirst() else {
                throw CELError("index \(result.count) out of range")
            }
            result += try shown(value, clause, precision)
        }
        return result
    }

    private static func shown(
        _ value: CELValue, _ clause: Character, _ precision: Int?
    ) throws(CELError) -> String {
        switch (clause, value) {
        case ("s", _): return text(of: value)
        case ("d", .int(let number)): return String(number)
        case ("d", .uint(let number)): return String(number)
        case ("f", _):
            guard let number = double(value) else { break }
            return GoNumber.fixed(number, digits: precision ?? 6)
        case ("e", _):
            guard let number = double(value) else { break }
            return scientific(number, digits: precision ?? 6)
        case ("b", .int(let number)): return String(number, radix: 2)
        case ("b", .uint(let number)): return String(number, radix: 2)
        case ("b", .bool(let flag)): return flag ? "1" : "0"
        case ("x", .int(let number)), ("X", .int(let number)):
            return String(number, radix: 16, uppercase: clause == "X")
        case ("x", .uint(let number)), ("X", .uint(let number)):
            return String(number, radix: 16, uppercase: clause == "X")
        case ("x", .string(let text)), ("X", .string(let text)):
            return text.utf8.map { hex($0, clause == "X") }.joined()
        case ("o", .int(let number)): return String(number, radix: 8)
        case ("o", .uint(let number)): return String(number, radix: 8)
        default: break
        }
        guard "sdfebxXo".contains(clause) else {
            throw CELError(
                "could not parse formatting clause: unrecognized formatting clause \"\(clause)\"")
        }
        throw CELError("error during formatting: no such overload for clause %\(clause)")
    }

    private static func hex(_ byte: UInt8, _ isUpper: Bool) -> String {
        let text = String(byte, radix: 16, uppercase: isUpper)
        return byte < 16 ? "0" + text : text
    }

    private static func double(_ value: CELValue) -> Double? {
        switch value {
        case .double(let number): number
        case .int(let number): Double(number)
        case .uint(let number): Double(number)
        default: nil
        }
    }

    private static func scientific(_ number: Double, digits: Int) -> String {
        guard number.isFinite else { return GoText.plain(.double(number)) }
        var (mantissa, exponent) = (number.magnitude, 0)
        while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        while mantissa > 0, mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        let power = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
        return (number < 0 ? "-" : "") + GoNumber.fixed(mantissa, digits: digits)
            + "e\(exponent < 0 ? "-" : "+")" + power
    }

    /// What `%s` shows of any value.
    static func text(of value: CELValue) -> String {
        switch value {
        case .null: return "null"
        case .list(let items): return "[" + items.map(text).joined(separator: ", ") + "]"
        case .map(let map):
            let entries = map.entries.map { (text(of: $0.key), text(of: $0.value)) }
            return "{"
                + entries.sorted { $0.0 < $1.0 }.map { "\($0): \($1)" }.joined(separator: ", ")
                + "}"
        case .type(let type): return type.description
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        default: return FunctionTable.text(of: value) ?? ""
        }
    }
}
