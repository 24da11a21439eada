/// MD5 (RFC 1321).
extension Digest {
    private static let md5Shifts: [UInt32] = [
        7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21,
    ]
    /// floor(2^32 * |sin(i + 1)|), by the Taylor series, since there is no math library here.
    private static let md5Sines: [UInt32] = (1...64).map { index in
        let pi = 3.14159265358979323846
        var angle = Double(index)
        while angle > pi { angle -= 2 * pi }
        var term = angle
        var sum = angle
        var power = 1.0
        while term.magnitude > 1e-18 {
            term *= -angle * angle / ((power + 1) * (power + 2))
            sum += term
            power += 2
        }
        return UInt32(sum.magnitude * 4_294_967_296)
    }

    static func md5(_ message: [UInt8]) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]
        let bytes = pad(message, isBigEndian: false)
        for block in stride(from: 0, to: bytes.count, by: 64) {
            let words = (0..<16).map { word(bytes, block + $0 * 4, isBigEndian: false) }
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            for index in 0..<64 {
                let mixed: UInt32
                let place: Int
                switch index / 16 {
                case 0: (mixed, place) = ((b & c) | (~b & d), index)
                case 1: (mixed, place) = ((d & b) | (~d & c), (5 * index + 1) % 16)
                case 2: (mixed, place) = (b ^ c ^ d, (3 * index + 5) % 16)
                default: (mixed, place) = (c ^ (b | ~d), 7 * index % 16)
                }
                let sum = mixed &+ a &+ md5Sines[index] &+ words[place]
                (a, d, c) = (d, c, b)
                b = b &+ rotate(sum, md5Shifts[index / 16 * 4 + index % 4])
            }
            for (index, value) in [a, b, c, d].enumerated() { state[index] = state[index] &+ value }
        }
        return Self.bytes(state, isBigEndian: false)
    }
}
