/// Backslash escapes of `echo -e`, `printf` and `$'...'`.
enum Escapes {
    enum Style {
        /// `echo -e` and `printf %b`: octal is `\0nnn`.
        case echo
        /// `printf`'s format and `$'...'`: octal is `\nnn`.
        case ansi
    }

    /// The bytes meant; `stops` is true after `\c`, which ends all output.
    static func decode(_ bytes: [UInt8], style: Style) -> (bytes: [UInt8], stops: Bool) {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == .backslash, index + 1 < bytes.count else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let next = bytes[index + 1]
            if next == UInt8(ascii: "c"), style == .echo { return (result, true) }
            index += 2
            if let simple = simple[next] {
                result.append(simple)
            } else if next == UInt8(ascii: "x") {
                let digits = bytes[index...].prefix(2).prefix { $0.hexValue != nil }
                index += digits.count
                let value = digits.reduce(0) { $0 * 16 + ($1.hexValue ?? 0) }
                if digits.isEmpty {
                    result += [.backslash, next]
                } else {
                    result.append(UInt8(truncatingIfNeeded: value))
                }
            } else if next >= 48, next <= 55 {
                if style == .ansi || next != 48 { index -= 1 }
                let digits = bytes[index...].prefix(3).prefix { $0 >= 48 && $0 <= 55 }
                index += digits.count
                result.append(UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 8 + Int($1 - 48) }))
            } else {
                result += [.backslash, next]
            }
        }
        return (result, false)
    }

    private static let simple: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13,
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
        UInt8(ascii: "v"): 11, UInt8(ascii: "e"): 27, .backslash: 92,
        .singleQuote: 39, .doubleQuote: 34,
    ]
}
