/// Why bytes are no JSON, in the words of Go's decoder, which learners meet at every error.
package struct JSONError: Error, Hashable, CustomStringConvertible {
    /// `invalid character 'x' looking for beginning of value`, without a prefix.
    package var message: String
    /// How many bytes were read before the offending one.
    package var offset: Int

    package init(_ message: String, at offset: Int) {
        (self.message, self.offset) = (message, offset)
    }

    package var description: String { message }

    /// The input ended inside a value.
    static func unexpectedEnd(at offset: Int) -> JSONError {
        JSONError("unexpected end of JSON input", at: offset)
    }

    /// A byte that cannot stand here; `context` says what was expected, as Go does.
    static func invalid(_ byte: UInt8, _ context: String, at offset: Int) -> JSONError {
        JSONError("invalid character \(quoted(byte)) \(context)", at: offset)
    }

    private static func quoted(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "'"): return #"'\''"#
        case UInt8(ascii: "\""): return #"'"'"#
        case UInt8(ascii: "\\"): return #"'\\'"#
        case 0x07: return #"'\a'"#
        case 0x08: return #"'\b'"#
        case 0x09: return #"'\t'"#
        case 0x0A: return #"'\n'"#
        case 0x0B: return #"'\v'"#
        case 0x0C: return #"'\f'"#
        case 0x0D: return #"'\r'"#
        case 0x20..<0x7F: return "'\(Character(Unicode.Scalar(byte)))'"
        default:
            let digits = String(byte, radix: 16)
            return "'\\x" + (digits.utf8.count < 2 ? "0" : "") + digits + "'"
        }
    }
}
