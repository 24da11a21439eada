/// CRC-32 as gzip, PNG and Ethernet use it.
///
/// Source: RFC 1952, section 8.
package struct CRC32: Sendable {
    private var register: UInt32 = 0xffff_ffff

    package init() {}

    /// The checksum of `bytes`.
    package init(_ bytes: some Sequence<UInt8>) { combine(bytes) }

    package var value: UInt32 { ~register }

    package mutating func combine(_ bytes: some Sequence<UInt8>) {
        let table = Self.table
        for byte in bytes {
            register = table[Int((register ^ UInt32(byte)) & 0xff)] ^ (register >> 8)
        }
    }

    /// The remainder of each byte, bits in reverse.
    private static let table: [UInt32] = (0..<256).map { byte -> UInt32 in
        (0..<8).reduce(UInt32(byte)) { remainder, _ in
            remainder & 1 == 1 ? remainder >> 1 ^ 0xedb8_8320 : remainder >> 1
        }
    }
}
