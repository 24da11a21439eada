/// Texts as Go's `fmt` writes them, which upstream's messages are full of.
package enum GoText {
    /// `%q`: in double quotes, with what cannot be printed escaped.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\u{07}": result += "\\a"
            case "\u{08}": result += "\\b"
            case "\u{0B}": result += "\\v"
            case "\u{0C}": result += "\\f"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7f {
                    result += "\\x" + hex(scalar.value, digits: 2)
                } else if scalar.value > 0x7f, !isPrintable(scalar) {
                    result +=
                        scalar.value > 0xffff
                        ? "\\U" + hex(scalar.value, digits: 8)
                        : "\\u" + hex(scalar.value, digits: 4)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    /// `%v` of a decoded JSON value: `map[a:1 b:[x y]]`.
    package static func plain(_ value: Value) -> String {
        switch value {
        case .null: "<nil>"
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .double(let number): GoNumber.shortest(number)
        case .string(let text): text
        case .array(let items): "[" + items.map(plain).joined(separator: " ") + "]"
        case .object(let object):
            "map["
                + object.sorted.map { "\($0.name):\(plain($0.value))" }.joined(separator: " ")
                + "]"
        }
    }

    /// `json.Marshal`: compact, with `<`, `>` and `&` escaped.
    package static func json(_ value: Value) -> String { JSONWriter.text(value) }

    private static func hex(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(digits - text.count, 0)) + text
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator, .spaceSeparator:
            false
        default: true
        }
    }
}
