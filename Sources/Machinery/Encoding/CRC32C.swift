/// CRC-32 with Castagnoli's polynomial: how etcd compares what its members hold.
///
/// Source: RFC 3720, appendix B.4 (iSCSI uses the same).
package struct CRC32C: Sendable {
    private var register: UInt32 = 0xffff_ffff

    package init() {}

    package var value: UInt32 { ~register }

    package mutating func combine(_ bytes: [UInt8]) {
        for byte in bytes {
            let place = Int((register ^ UInt32(byte)) & 0xff)
            register = Self.table[place] ^ (register >> 8)
        }
    }

    /// The remainder of each byte, bits in reverse.
    private static let table: [UInt32] = (0..<256).map { byte -> UInt32 in
        (0..<8).reduce(UInt32(byte)) { remainder, _ in
            remainder & 1 == 1 ? remainder >> 1 ^ 0x82f6_3b78 : remainder >> 1
        }
    }
}
