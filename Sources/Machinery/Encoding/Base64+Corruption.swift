/// Where a text stops being base64, which the API server tells.
extension Base64 {
    /// Where base64 went wrong: the offset of the first byte that does not fit.
    package struct Corruption: Error, Hashable {
        package var offset: Int
        /// `illegal base64 data at input byte 3`
        package var description: String { "illegal base64 data at input byte \(offset)" }
    }

    /// The bytes, or where `text` goes wrong.
    ///
    /// Upstream: Go encoding/base64 Decode
    package static func decoded(_ text: String) -> Result<[UInt8], Corruption> {
        let input = Array(text.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(input.count / 4 * 3)
        var group: UInt32 = 0
        var filled = 0
        var index = 0
        while index < input.count {
            let byte = input[index]
            if byte == 0x0A || byte == 0x0D {
                index += 1
                continue
            }
            if byte == UInt8(ascii: "=") {
                return padded(input, at: index, group: group, filled: filled, output: output)
            }
            guard let digit = digit(byte) else { return .failure(Corruption(offset: index)) }
            group = group << 6 | UInt32(digit)
            filled += 1
            index += 1
            if filled == 4 {
                output.append(UInt8(group >> 16 & 255))
                output.append(UInt8(group >> 8 & 255))
                output.append(UInt8(group & 255))
                (group, filled) = (0, 0)
            }
        }
        return filled == 0 ? .success(output) : .failure(Corruption(offset: index - filled))
    }

    private static func padded(
        _ input: [UInt8], at index: Int, group: UInt32, filled: Int, output: [UInt8]
    ) -> Result<[UInt8], Corruption> {
        guard filled >= 2 else { return .failure(Corruption(offset: index)) }
        var pads = 0
        var position = index
        while position < input.count {
            let byte = input[position]
            if byte == UInt8(ascii: "="), pads < 4 - filled {
                pads += 1
            } else if byte != 0x0A, byte != 0x0D {
                return .failure(Corruption(offset: position))
            }
            position += 1
        }
        guard pads == 4 - filled else { return .failure(Corruption(offset: input.count)) }
        var bytes = output
        if filled == 2 { bytes.append(UInt8(group >> 4 & 255)) }
        if filled == 3 {
            bytes.append(UInt8(group >> 10 & 255))
            bytes.append(UInt8(group >> 2 & 255))
        }
        return .success(bytes)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
