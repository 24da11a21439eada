/// Takes DEFLATE's compression away: stored blocks, fixed codes, dynamic codes.
///
/// ```
///   bits ──▶ block header ──▶ stored:  length, bytes as they are
///                             fixed:   the code that everybody knows
///                             dynamic: the code's lengths first, themselves in a code
///   symbol < 256: a byte      256: end of block      > 256: "go back d bytes, copy n"
/// ```
/// Source: RFC 1951.
package struct Inflate: Sendable {
    /// Why bytes cannot be expanded.
    package enum Failure: Error, Hashable, Sendable {
        /// They end before the last block does.
        case truncated
        /// No compressor writes this.
        case invalid
        /// The result would be larger than the caller allows.
        case tooLarge
    }

    private var bits: BitReader
    private var output: [UInt8] = []
    private let limit: Int

    /// Expands the stream that begins at `offset` of `bytes`.
    ///
    /// `limit` bounds the result, since a few bytes can stand for gigabytes. Gives the result and
    /// the offset of the first byte behind the stream.
    package static func expand(
        _ bytes: [UInt8], from offset: Int = 0, limit: Int
    ) throws(Failure) -> (output: [UInt8], end: Int) {
        var inflate = Inflate(bits: BitReader(bytes, from: offset), limit: limit)
        while try !inflate.readBlock() {}
        return (inflate.output, inflate.bits.nextByte)
    }

    /// Expands the whole blocks that `bytes` are from `offset` on, the next part of a stream whose
    /// sender flushes: `window` is what came out of it before, or the dictionary it began with.
    package static func expandBlocks(
        _ bytes: [UInt8], from offset: Int = 0, after window: [UInt8], limit: Int
    ) throws(Failure) -> [UInt8] {
        var inflate = Inflate(
            bits: BitReader(bytes, from: offset), limit: window.count + limit)
        inflate.output = window
        while inflate.bits.nextByte < bytes.count {
            if try inflate.readBlock() { break }
        }
        return Array(inflate.output.dropFirst(window.count))
    }

    private init(bits: BitReader, limit: Int) { (self.bits, self.limit) = (bits, limit) }

    /// Reads one block; true if it was the last.
    private mutating func readBlock() throws(Failure) -> Bool {
        let isLast = try bits.take(1) == 1
        switch try bits.take(2) {
        case 0: try readStored()
        case 1: try readCompressed(.fixed, .fixedDistances)
        case 2:
            let (literals, distances) = try readCodes()
            try readCompressed(literals, distances)
        default: throw .invalid
        }
        return isLast
    }

    private mutating func readStored() throws(Failure) {
        bits.alignToByte()
        let count = try bits.take(16)
        guard try bits.take(16) == count ^ 0xffff else { throw .invalid }
        guard output.count + count <= limit else { throw .tooLarge }
        output += try bits.takeBytes(count)
    }

    private mutating func readCompressed(
        _ literals: HuffmanCode, _ distances: HuffmanCode
    ) throws(Failure) {
        while true {
            let symbol = try literals.read(from: &bits)
            if symbol == DeflateTables.endOfBlock { return }
            if symbol < DeflateTables.endOfBlock {
                guard output.count < limit else { throw .tooLarge }
                output.append(UInt8(symbol))
                continue
            }
            let length = try readRange(
                symbol - 257, DeflateTables.lengthBases, DeflateTables.lengthExtraBits)
            let distance = try readRange(
                try distances.read(from: &bits), DeflateTables.distanceBases,
                DeflateTables.distanceExtraBits)
            try copy(length, from: distance)
        }
    }

    private mutating func readRange(
        _ symbol: Int, _ bases: [Int], _ extraBits: [Int]
    ) throws(Failure) -> Int {
        guard bases.indices.contains(symbol) else { throw .invalid }
        return bases[symbol] + (try bits.take(extraBits[symbol]))
    }

    /// Copies what was put out `distance` bytes ago; source and copy may overlap.
    private mutating func copy(_ length: Int, from distance: Int) throws(Failure) {
        guard distance <= output.count else { throw .invalid }
        guard output.count + length <= limit else { throw .tooLarge }
        let start = output.count - distance
        for index in 0..<length { output.append(output[start + index]) }
    }

    /// The two codes at the head of a dynamic block.
    private mutating func readCodes() throws(Failure) -> (HuffmanCode, HuffmanCode) {
        let literalCount = try bits.take(5) + 257
        let distanceCount = try bits.take(5) + 1
        let orderCount = try bits.take(4) + 4
        var lengths = [Int](repeating: 0, count: DeflateTables.codeLengthOrder.count)
        for place in DeflateTables.codeLengthOrder.prefix(orderCount) {
            lengths[place] = try bits.take(3)
        }
        let code = try HuffmanCode(lengths: lengths)
        let all = try readLengths(literalCount + distanceCount, in: code)
        return (
            try HuffmanCode(lengths: Array(all.prefix(literalCount))),
            try HuffmanCode(lengths: Array(all.dropFirst(literalCount)))
        )
    }

    /// Code lengths, with 16, 17 and 18 for repetitions.
    private mutating func readLengths(
        _ count: Int, in code: HuffmanCode
    ) throws(Failure) -> [Int] {
        var lengths: [Int] = []
        while lengths.count < count {
            let symbol = try code.read(from: &bits)
            switch symbol {
            case 16:
                guard let last = lengths.last else { throw .invalid }
                lengths += [Int](repeating: last, count: try bits.take(2) + 3)
            case 17: lengths += [Int](repeating: 0, count: try bits.take(3) + 3)
            case 18: lengths += [Int](repeating: 0, count: try bits.take(7) + 11)
            default: lengths.append(symbol)
            }
        }
        guard lengths.count == count else { throw .invalid }
        return lengths
    }
}

/// Reads bits from the low end of each byte, as DEFLATE packs them.
struct BitReader: Sendable {
    private let bytes: [UInt8]
    private var next: Int
    private var held: UInt64 = 0
    private var heldCount = 0

    init(_ bytes: [UInt8], from offset: Int) { (self.bytes, next) = (bytes, offset) }

    /// The first byte of which no bit has been taken.
    var nextByte: Int { next - heldCount / 8 }

    /// The next `count` bits, at most 16, as a number.
    mutating func take(_ count: Int) throws(Inflate.Failure) -> Int {
        while heldCount < count {
            guard next < bytes.count else { throw .truncated }
            held |= UInt64(bytes[next]) << UInt64(heldCount)
            next += 1
            heldCount += 8
        }
        defer {
            held >>= UInt64(count)
            heldCount -= count
        }
        return Int(held & (1 << UInt64(count) - 1))
    }

    mutating func alignToByte() {
        next = nextByte
        (held, heldCount) = (0, 0)
    }

    /// Whole bytes; only when aligned.
    mutating func takeBytes(_ count: Int) throws(Inflate.Failure) -> ArraySlice<UInt8> {
        next = nextByte
        (held, heldCount) = (0, 0)
        guard next + count <= bytes.count else { throw .truncated }
        defer { next += count }
        return bytes[next..<next + count]
    }
}

/// A canonical prefix code: shorter codes first, and those of one length in the symbols' order.
struct HuffmanCode: Sendable {
    /// How many codes there are of each length.
    private var counts = [Int](repeating: 0, count: DeflateTables.longestCode + 1)
    /// The symbols in the order of their codes.
    private var symbols: [Int] = []

    static let fixed = HuffmanCode(complete: DeflateTables.fixedLengths)
    static let fixedDistances = HuffmanCode(complete: DeflateTables.fixedDistanceLengths)

    /// **Throws** `.invalid` if there are more codes than their lengths leave room for.
    init(lengths: [Int]) throws(Inflate.Failure) {
        self.init(complete: lengths)
        var free = 1
        for count in counts.dropFirst() {
            free = free * 2 - count
            guard free >= 0 else { throw .invalid }
        }
    }

    private init(complete lengths: [Int]) {
        for length in 1...DeflateTables.longestCode {
            for (symbol, own) in lengths.enumerated() where own == length {
                counts[length] += 1
                symbols.append(symbol)
            }
        }
    }

    /// Reads a code bit by bit: codes of each length are consecutive numbers.
    func read(from bits: inout BitReader) throws(Inflate.Failure) -> Int {
        var (code, first, index) = (0, 0, 0)
        for length in 1...DeflateTables.longestCode {
            code |= try bits.take(1)
            let count = counts[length]
            if code - first < count { return symbols[index + code - first] }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        throw .invalid
    }
}
