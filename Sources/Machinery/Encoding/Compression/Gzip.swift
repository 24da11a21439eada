/// gzip's file format: a head, a DEFLATE stream, a checksum, a length.
///
/// Source: RFC 1952.
package enum Gzip {
    /// Why a file cannot be expanded.
    package enum Failure: Error, Hashable, Sendable {
        /// It does not begin as a gzip file does.
        case notGzip
        case unexpectedEnd
        /// The compressed data break DEFLATE's rules.
        case invalid
        case wrongChecksum
        case wrongLength
        case tooLarge
    }

    private static let magic: [UInt8] = [0x1f, 0x8b]
    private static let headLength = 10

    /// Whether `bytes` begin as a gzip file.
    package static func isGzip(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.starts(with: magic)
    }

    /// A gzip file of `bytes` without a name or a time, so that it follows from them alone.
    package static func compress(_ bytes: [UInt8]) -> [UInt8] {
        // Method 8 is DEFLATE; no flags, no time; the last byte says that a Unix wrote it.
        let head = magic + [8, 0, 0, 0, 0, 0, 0, 3]
        let length = UInt32(truncatingIfNeeded: bytes.count)
        return head + Deflate.compress(bytes) + littleEndian(CRC32(bytes).value)
            + littleEndian(length)
    }

    /// What a gzip file holds; several files in a row are one.
    ///
    /// `limit` bounds the result. **Unit**: bytes.
    package static func expand(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        guard isGzip(bytes) else { throw .notGzip }
        var output: [UInt8] = []
        var position = 0
        while isGzip(bytes.dropFirst(position)) {
            let start = try streamStart(bytes, position)
            let (piece, end) = try inflate(bytes, start, limit - output.count)
            guard end + 8 <= bytes.count else { throw .unexpectedEnd }
            if word(bytes, end) != CRC32(piece).value { throw .wrongChecksum }
            let length = UInt32(truncatingIfNeeded: piece.count)
            if word(bytes, end + 4) != length { throw .wrongLength }
            output += piece
            position = end + 8
        }
        return output
    }

    private static func inflate(
        _ bytes: [UInt8], _ start: Int, _ limit: Int
    ) throws(Failure) -> (output: [UInt8], end: Int) {
        do { return try Inflate.expand(bytes, from: start, limit: limit) } catch {
            switch error {
            case .truncated: throw .unexpectedEnd
            case .invalid: throw .invalid
            case .tooLarge: throw .tooLarge
            }
        }
    }

    /// Where the compressed data begin: behind the head and the fields that its flags announce.
    private static func streamStart(_ bytes: [UInt8], _ start: Int) throws(Failure) -> Int {
        guard start + headLength <= bytes.count else { throw .unexpectedEnd }
        guard bytes[start + 2] == 8 else { throw .invalid }
        let flags = bytes[start + 3]
        var position = start + headLength
        if flags & 4 != 0 {
            guard position + 2 <= bytes.count else { throw .unexpectedEnd }
            position += 2 + Int(bytes[position]) + Int(bytes[position + 1]) << 8
        }
        // The original name, then a comment: each ends with a zero.
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            guard let end = bytes.dropFirst(position).firstIndex(of: 0) else {
                throw .unexpectedEnd
            }
            position = end + 1
        }
        if flags & 2 != 0 { position += 2 }
        guard position <= bytes.count else { throw .unexpectedEnd }
        return position
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }
}
