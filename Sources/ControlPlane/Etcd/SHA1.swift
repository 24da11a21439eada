/// The SHA-1 digest of `message`; for the ids of members only.
///
/// Source: RFC 3174. Here because ids are all that etcd needs of cryptography.
func sha1(_ message: [UInt8]) -> [UInt8] {
    var digest: [UInt32] = [
        0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0,
    ]
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    let bitCount = UInt64(message.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
        padded.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
    }
    for start in stride(from: 0, to: padded.count, by: 64) {
        addBlock(padded[start..<start + 64], to: &digest)
    }
    return digest.flatMap { word in
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
}

private func addBlock(_ block: ArraySlice<UInt8>, to digest: inout [UInt32]) {
    var words: [UInt32] = []
    for start in stride(from: block.startIndex, to: block.endIndex, by: 4) {
        words.append(block[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) })
    }
    for position in 16..<80 {
        let mixed = words[position - 3] ^ words[position - 8]
        words.append(rotated(mixed ^ words[position - 14] ^ words[position - 16], by: 1))
    }
    var (a, b, c, d, e) = (digest[0], digest[1], digest[2], digest[3], digest[4])
    for position in 0..<80 {
        let (choice, constant): (UInt32, UInt32)
        switch position {
        case ..<20: (choice, constant) = ((b & c) | (~b & d), 0x5a82_7999)
        case ..<40: (choice, constant) = (b ^ c ^ d, 0x6ed9_eba1)
        case ..<60: (choice, constant) = ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
        default: (choice, constant) = (b ^ c ^ d, 0xca62_c1d6)
        }
        let next = rotated(a, by: 5) &+ choice &+ e &+ constant &+ words[position]
        (a, b, c, d, e) = (next, a, rotated(b, by: 30), c, d)
    }
    for (position, word) in [a, b, c, d, e].enumerated() { digest[position] &+= word }
}

private func rotated(_ word: UInt32, by count: UInt32) -> UInt32 {
    word << count | word >> (32 - count)
}
