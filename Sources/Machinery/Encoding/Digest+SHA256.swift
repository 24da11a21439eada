/// SHA-256 (FIPS 180-4); its constants are calculated from the first primes.
extension Digest {
    /// The first 32 bits of the fractional parts of roots of the first primes.
    private static let primes: [Int] = {
        var found: [Int] = []
        var candidate = 2
        while found.count < 64 {
            if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
            candidate += 1
        }
        return found
    }()

    /// floor(fraction(prime^(1/root)) * 2^32), in integers.
    private static func fraction(_ prime: Int, root: Int) -> UInt32 {
        // The largest r with r^root <= prime * 2^(32 * root), found bit by bit; r < 2^36.
        var result: UInt64 = 0
        for bit in (0..<37).reversed() {
            let candidate = result | 1 << UInt64(bit)
            if isAtMost(candidate, root, prime) { result = candidate }
        }
        return UInt32(truncatingIfNeeded: result)
    }

    /// Whether value^root <= prime * 2^(32 * root), in 128 bits and more.
    private static func isAtMost(_ value: UInt64, _ root: Int, _ prime: Int) -> Bool {
        var product: [UInt64] = [1]
        for _ in 0..<root { product = multiply(product, value) }
        var limit: [UInt64] = [UInt64(prime)]
        for _ in 0..<root { limit = multiply(limit, 1 << 32) }
        let count = max(product.count, limit.count)
        for index in (0..<count).reversed() {
            let left = index < product.count ? product[index] : 0
            let right = index < limit.count ? limit[index] : 0
            if left != right { return left < right }
        }
        return true
    }

    private static func multiply(_ limbs: [UInt64], _ factor: UInt64) -> [UInt64] {
        var carry: UInt64 = 0
        var result: [UInt64] = []
        for limb in limbs {
            let (high, low) = limb.multipliedFullWidth(by: factor)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            result.append(sum)
            carry = high &+ (overflow ? 1 : 0)
        }
        if carry > 0 { result.append(carry) }
        return result
    }

    private static let sha256Constants = primes.map { fraction($0, root: 3) }
    private static let sha256Start = primes.prefix(8).map { fraction($0, root: 2) }

    static func sha256(_ message: [UInt8]) -> [UInt8] {
        var state = sha256Start
        let bytes = pad(message, isBigEndian: true)
        for block in stride(from: 0, to: bytes.count, by: 64) {
            var words = (0..<16).map { word(bytes, block + $0 * 4, isBigEndian: true) }
            for index in 16..<64 {
                let (x, y) = (words[index - 15], words[index - 2])
                let low = rotate(x, 25) ^ rotate(x, 14) ^ x >> 3
                let high = rotate(y, 15) ^ rotate(y, 13) ^ y >> 10
                words.append(words[index - 16] &+ low &+ words[index - 7] &+ high)
            }
            var v = state
            for index in 0..<64 {
                let high = rotate(v[4], 26) ^ rotate(v[4], 21) ^ rotate(v[4], 7)
                let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
                let first = v[7] &+ high &+ choice &+ sha256Constants[index] &+ words[index]
                let low = rotate(v[0], 30) ^ rotate(v[0], 19) ^ rotate(v[0], 10)
                let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
                v = [
                    first &+ low &+ majority, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6],
                ]
            }
            for index in 0..<8 { state[index] = state[index] &+ v[index] }
        }
        return Self.bytes(state, isBigEndian: true)
    }
}
