/// The numbers that DEFLATE's two sides share.
///
/// A match of `length` bytes is a symbol from 257 with extra bits, and a distance symbol with extra
/// bits. Source: RFC 1951, sections 3.2.5 and 3.2.6.
enum DeflateTables {
    static let endOfBlock = 256
    static let shortestMatch = 3
    static let longestMatch = 258
    /// How far back a match may lie. **Unit**: bytes.
    static let window = 32_768
    static let longestCode = 15

    /// The shortest match of each length symbol, from symbol 257.
    static let lengthBases: [Int] = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
        131, 163, 195, 227, 258,
    ]
    static let lengthExtraBits: [Int] = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    /// The shortest distance of each distance symbol.
    static let distanceBases: [Int] = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
        2049, 3073, 4097, 6145, 8193, 12_289, 16_385, 24_577,
    ]
    static let distanceExtraBits: [Int] = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12,
        13, 13,
    ]
    /// In which order a dynamic block gives the lengths of the code for code lengths.
    static let codeLengthOrder = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ]

    /// Lengths of the fixed code: 8, 9, 7 and 8 bits.
    static let fixedLengths: [Int] =
        Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112)
        + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8)
    static let fixedDistanceLengths = [Int](repeating: 5, count: 30)

    /// The symbol whose range holds `value`.
    static func symbol(for value: Int, in bases: [Int]) -> Int {
        (bases.firstIndex { $0 > value } ?? bases.count) - 1
    }
}
