/// Numbers, durations and quoted strings as Go reads and writes them, since etcdctl is a Go program.

/// Why Go cannot read a number; `text` is Go's own.
struct GoNumberError: Error { var text: String }

/// Go's `strconv.ParseInt`: base 0 understands `0x`, `0o` and `0b`.
func goInteger(_ text: String, base: Int) -> Result<Int64, GoNumberError> {
    var digits = text[...]
    var isNegative = false
    if let sign = digits.first, sign == "-" || sign == "+" {
        isNegative = sign == "-"
        digits = digits.dropFirst()
    }
    var radix = base
    if base == 0 {
        radix = 10
        for (prefix, meaning) in [("0x", 16), ("0X", 16), ("0b", 2), ("0o", 8)]
        where digits.hasPrefix(prefix) {
            radix = meaning
            digits = digits.dropFirst(2)
        }
    }
    let quoted = "strconv.ParseInt: parsing \(goQuoted(text)): "
    let isWellFormed =
        !digits.isEmpty && digits.utf8.allSatisfy { $0 < 128 }
        && digits.allSatisfy { ($0.hexDigitValue ?? .max) < radix }
    guard isWellFormed else { return .failure(GoNumberError(text: quoted + "invalid syntax")) }
    guard let number = Int64((isNegative ? "-" : "") + digits, radix: radix) else {
        return .failure(GoNumberError(text: quoted + "value out of range"))
    }
    return .success(number)
}

/// Go's `strconv.ParseBool`.
func goBool(_ text: String) -> Bool? {
    switch text {
    case "1", "t", "T", "true", "TRUE", "True": true
    case "0", "f", "F", "false", "FALSE", "False": false
    default: nil
    }
}

/// Go's `%q`: double quotes, and escapes for whatever does not print.
func goQuoted(_ text: String) -> String { goQuoted(Array(text.utf8)) }

/// Go's `%q` of bytes that may not be UTF-8.
func goQuoted(_ bytes: [UInt8]) -> String {
    var quoted = "\""
    var decoder = UTF8()
    var rest = bytes[...]
    while let first = rest.first {
        // One scalar at a time; a byte that belongs to none is written as \xNN.
        var iterator = rest.makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator),
            rest.starts(with: String(scalar).utf8)
        else {
            quoted += "\\x" + hexadecimal(UInt64(first), width: 2)
            rest = rest.dropFirst()
            decoder = UTF8()
            continue
        }
        quoted += goEscaped(scalar)
        rest = rest.dropFirst(String(scalar).utf8.count)
        decoder = UTF8()
    }
    return quoted + "\""
}

private func goEscaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\u{07}": return "\\a"
    case "\u{08}": return "\\b"
    case "\u{0c}": return "\\f"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\u{0b}": return "\\v"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control where scalar.value < 0x80:
        return "\\x" + hexadecimal(UInt64(scalar.value), width: 2)
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
        .paragraphSeparator:
        return scalar.value > 0xffff
            ? "\\U" + hexadecimal(UInt64(scalar.value), width: 8)
            : "\\u" + hexadecimal(UInt64(scalar.value), width: 4)
    case .spaceSeparator where scalar != " ":
        return "\\u" + hexadecimal(UInt64(scalar.value), width: 4)
    default: return String(scalar)
    }
}

/// Lower-case hexadecimal digits with leading zeros.
func hexadecimal(_ number: UInt64, width: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Go's `%16x`, as etcdctl writes ids of members and clusters in sentences.
func paddedID(_ id: UInt64) -> String {
    let digits = String(id, radix: 16)
    return String(repeating: " ", count: max(0, 16 - digits.count)) + digits
}

/// Bytes for people, in powers of a thousand: `7.1 MB`, `25 kB`.
///
/// Upstream: dustin/go-humanize `Bytes`.
func humanBytes(_ count: Int64) -> String {
    guard count >= 10 else { return "\(count) B" }
    var (value, unit) = (Double(count), 0)
    while value >= 1000, unit < 5 { (value, unit) = (value / 1000, unit + 1) }
    let name = ["B", "kB", "MB", "GB", "TB", "PB"][unit]
    let tenths = Int((value * 10 + 0.5).rounded(.down))
    if tenths < 100 { return "\(tenths / 10).\(tenths % 10) \(name)" }
    return "\(Int((Double(tenths) / 10).rounded(.toNearestOrEven))) \(name)"
}
