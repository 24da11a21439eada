/// Base64 in the two alphabets of RFC 4648: as Secrets are written, and as tokens are.
package enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// With padding.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for byte in group { bits = bits << 8 | UInt32(byte) }
            bits <<= UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                let sextet = Int(bits >> UInt32(18 - 6 * place) & 63)
                text.append(place <= group.count ? alphabet[sextet] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil if `text` is not base64 with padding; line breaks are skipped, as Go's decoder does.
    package static func decode(_ text: String) -> [UInt8]? {
        guard case .success(let bytes) = decoded(text) else { return nil }
        return bytes
    }

    /// The URL-safe alphabet without padding, as tokens use it.
    package static func encodeURL(_ bytes: [UInt8]) -> String {
        let standard = encode(bytes).utf8.prefix { $0 != UInt8(ascii: "=") }
        return String(decoding: standard.map(urlSafe), as: UTF8.self)
    }

    /// Nil if `text` is not of the URL-safe alphabet, or is padded.
    package static func decodeURL(_ text: Substring) -> [UInt8]? {
        guard !text.utf8.contains(where: { "+/=\r\n".utf8.contains($0) }) else { return nil }
        var standard = text.utf8.map(standard)
        while standard.count % 4 != 0 { standard.append(UInt8(ascii: "=")) }
        return decode(String(decoding: standard, as: UTF8.self))
    }

    private static func urlSafe(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        default: byte
        }
    }

    private static func standard(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "-"): UInt8(ascii: "+")
        case UInt8(ascii: "_"): UInt8(ascii: "/")
        default: byte
        }
    }
}
