/// FNV-1a of 32 bits: a short hash that is the same in every process.
///
/// Source: draft-eastlake-fnv. Feed it bytes; `value` is the hash of all so far.
package struct FNV1a32: Sendable {
    private static let prime: UInt32 = 0x0100_0193
    /// The hash of the bytes fed so far.
    package private(set) var value: UInt32 = 0x811c_9dc5

    /// The hash of nothing.
    package init() {}

    /// Mixes bytes in, in their order.
    package mutating func combine(_ bytes: [UInt8]) {
        for byte in bytes { value = (value ^ UInt32(byte)) &* Self.prime }
    }
}

/// FNV-1a of 64 bits: a short hash that is the same in every process.
///
/// Source: draft-eastlake-fnv. Feed it bytes; `value` is the hash of all so far.
package struct FNV1a64: Sendable {
    private static let prime: UInt64 = 0x100_0000_01b3
    /// The hash of the bytes fed so far.
    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// The hash of nothing.
    package init() {}

    /// Mixes bytes in, in their order.
    package mutating func combine(_ bytes: [UInt8]) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* Self.prime }
    }

    /// Mixes a whole number in at one stroke: quicker than its bytes, and not FNV by the book.
    package mutating func combine(number: UInt64) { value = (value ^ number) &* Self.prime }
}
