/// Compresses in DEFLATE's format: one block with the fixed codes.
///
/// Repetitions are found by a table of where each three bytes were last seen. A real gzip looks at
/// several candidates and makes codes for each block; its files are smaller.
package enum Deflate {
    /// The compressed stream; the same bytes give the same stream.
    package static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var bits = BitWriter()
        bits.put(1, count: 1)
        bits.put(1, count: 2)
        var lastSeen: [UInt32: Int] = [:]
        var position = 0
        while position < bytes.count {
            let match = longestMatch(bytes, position, &lastSeen)
            if let match {
                putMatch(match, into: &bits)
                position += match.length
            } else {
                putSymbol(Int(bytes[position]), into: &bits)
                position += 1
            }
        }
        putSymbol(DeflateTables.endOfBlock, into: &bits)
        return bits.finish()
    }

    private struct Match {
        var length: Int
        var distance: Int
    }

    private static func longestMatch(
        _ bytes: [UInt8], _ position: Int, _ lastSeen: inout [UInt32: Int]
    ) -> Match? {
        guard position + DeflateTables.shortestMatch <= bytes.count else { return nil }
        let three =
            UInt32(bytes[position]) << 16 | UInt32(bytes[position + 1]) << 8
            | UInt32(bytes[position + 2])
        defer { lastSeen[three] = position }
        guard let start = lastSeen[three], position - start <= DeflateTables.window else {
            return nil
        }
        let longest = min(DeflateTables.longestMatch, bytes.count - position)
        var length = DeflateTables.shortestMatch
        while length < longest, bytes[start + length] == bytes[position + length] { length += 1 }
        return Match(length: length, distance: position - start)
    }

    private static func putMatch(_ match: Match, into bits: inout BitWriter) {
        let length = DeflateTables.symbol(for: match.length, in: DeflateTables.lengthBases)
        putSymbol(257 + length, into: &bits)
        bits.put(
            match.length - DeflateTables.lengthBases[length],
            count: DeflateTables.lengthExtraBits[length])
        let distance = DeflateTables.symbol(for: match.distance, in: DeflateTables.distanceBases)
        bits.putCode(distance, count: 5)
        bits.put(
            match.distance - DeflateTables.distanceBases[distance],
            count: DeflateTables.distanceExtraBits[distance])
    }

    /// A symbol in the fixed code. Source: RFC 1951, section 3.2.6.
    private static func putSymbol(_ symbol: Int, into bits: inout BitWriter) {
        switch symbol {
        case ..<144: bits.putCode(0x30 + symbol, count: 8)
        case ..<256: bits.putCode(0x190 + symbol - 144, count: 9)
        case ..<280: bits.putCode(symbol - 256, count: 7)
        default: bits.putCode(0xc0 + symbol - 280, count: 8)
        }
    }
}

/// Packs bits into bytes from the low end.
private struct BitWriter {
    private var bytes: [UInt8] = []
    private var held = 0
    private var heldCount = 0

    /// A number, its low bit first.
    mutating func put(_ value: Int, count: Int) {
        held |= value << heldCount
        heldCount += count
        while heldCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: held))
            held >>= 8
            heldCount -= 8
        }
    }

    /// A code, its high bit first.
    mutating func putCode(_ code: Int, count: Int) {
        for place in (0..<count).reversed() { put(code >> place & 1, count: 1) }
    }

    mutating func finish() -> [UInt8] {
        if heldCount > 0 { bytes.append(UInt8(truncatingIfNeeded: held)) }
        return bytes
    }
}
