/// Hash functions (RFC 1321, RFC 3174, FIPS 180-4), for checksums only.
///
/// Written out here because only PKI has a library of cryptography; no secret depends on them.
package enum Digest: Sendable {
    case md5, sha1, sha256

    /// The digest of `message`: 16, 20 or 32 bytes.
    package func bytes(of message: [UInt8]) -> [UInt8] {
        switch self {
        case .md5: Self.md5(message)
        case .sha1: Self.sha1(message)
        case .sha256: Self.sha256(message)
        }
    }

    /// The digest in lower-case hexadecimal.
    package func hex(_ message: [UInt8]) -> String {
        bytes(of: message).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The message with a 1 bit, zeros and its length in bits: whole blocks of 64 bytes.
    static func pad(_ message: [UInt8], isBigEndian: Bool) -> [UInt8] {
        var bytes = message + [0x80]
        while bytes.count % 64 != 56 { bytes.append(0) }
        let bits = UInt64(message.count) &* 8
        for index in 0..<8 {
            let shift = UInt64(isBigEndian ? 56 - index * 8 : index * 8)
            bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
        return bytes
    }

    static func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 {
        value << count | value >> (32 - count)
    }

    static func word(_ bytes: [UInt8], _ offset: Int, isBigEndian: Bool) -> UInt32 {
        var value: UInt32 = 0
        for index in 0..<4 {
            value = value << 8 | UInt32(bytes[offset + (isBigEndian ? index : 3 - index)])
        }
        return value
    }

    static func bytes(_ words: [UInt32], isBigEndian: Bool) -> [UInt8] {
        words.flatMap { word in
            (0..<4).map {
                UInt8(truncatingIfNeeded: word >> UInt32(isBigEndian ? 24 - $0 * 8 : $0 * 8))
            }
        }
    }
}
