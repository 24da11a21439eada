/// The characters that shells and text tools give a meaning to.
extension UInt8 {
    static let newline = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")
    static let carriageReturn = UInt8(ascii: "\r")
    static let backslash = UInt8(ascii: "\\")
    static let singleQuote = UInt8(ascii: "'")
    static let doubleQuote = UInt8(ascii: "\"")
    static let dollar = UInt8(ascii: "$")
    static let backquote = UInt8(ascii: "`")

    var isDigit: Bool { self >= 48 && self <= 57 }
    var isUpper: Bool { self >= 65 && self <= 90 }
    var isLower: Bool { self >= 97 && self <= 122 }
    var isLetter: Bool { isUpper || isLower }
    var isAlphanumeric: Bool { isLetter || isDigit }
    var isBlank: Bool { self == .space || self == .tab }
    /// A blank, a newline or one of the other four that C's `isspace` knows.
    var isSpace: Bool { self == .space || (self >= 9 && self <= 13) }
    var isPrintable: Bool { self >= 32 && self < 127 }
    var isNameStart: Bool { isLetter || self == UInt8(ascii: "_") }
    var isNamePart: Bool { isNameStart || isDigit }
    var isShellOperator: Bool { "&|;<>()".utf8.contains(self) }
    var lowered: UInt8 { isUpper ? self + 32 : self }
    var uppered: UInt8 { isLower ? self - 32 : self }

    /// The value of a hexadecimal digit.
    var hexValue: Int? {
        switch self {
        case 48...57: Int(self) - 48
        case 65...70: Int(self) - 55
        case 97...102: Int(self) - 87
        default: nil
        }
    }
}

/// Bytes as text; what is not UTF-8 is replaced.
func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

extension String {
    /// Its UTF-8 bytes.
    var bytes: [UInt8] { Array(utf8) }

    /// Whether it could name a variable.
    var isShellName: Bool {
        guard let first = utf8.first, first.isNameStart else { return false }
        return utf8.allSatisfy(\.isNamePart)
    }

    /// In front of blanks up to `width` characters.
    func leftAligned(_ width: Int) -> String {
        let count = unicodeScalars.count
        return count >= width ? self : self + String(repeating: " ", count: width - count)
    }

    /// After blanks up to `width` characters.
    func rightAligned(_ width: Int) -> String {
        let count = unicodeScalars.count
        return count >= width ? self : String(repeating: " ", count: width - count) + self
    }
}

extension Array where Element == UInt8 {
    /// The lines, without their newlines; a last newline ends a line and starts none.
    var lines: [ArraySlice<UInt8>] {
        var parts = split(separator: .newline, omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        return parts
    }
}
