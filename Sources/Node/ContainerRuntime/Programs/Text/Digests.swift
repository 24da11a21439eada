import PKI
import Simulation

/// Hash functions (RFC 1321, RFC 3174, FIPS 180-4), for checksums only.
///
/// Written out here because a component has no cryptography of its own; no secret depends on them.
enum Digest: Sendable {
    case md5, sha1, sha256

    /// The digest in hexadecimal.
    func hex(_ message: [UInt8]) -> String {
        let words =
            self == .md5
            ? Self.md5(message) : self == .sha1 ? Self.sha1(message) : Self.sha256(message)
        return words.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    /// The message with a 1 bit, zeros and its length in bits: whole blocks of 64 bytes.
    private static func pad(_ message: [UInt8], isBigEndian: Bool) -> [UInt8] {
        var bytes = message + [0x80]
        while bytes.count % 64 != 56 { bytes.append(0) }
        let bits = UInt64(message.count) &* 8
        for index in 0..<8 {
            let shift = UInt64(isBigEndian ? 56 - index * 8 : index * 8)
            bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
        return bytes
    }

    private static func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 {
        value << count | value >> (32 - count)
    }

    private static func word(_ bytes: [UInt8], _ offset: Int, isBigEndian: Bool) -> UInt32 {
        var value: UInt32 = 0
        for index in 0..<4 {
            value = value << 8 | UInt32(bytes[offset + (isBigEndian ? index : 3 - index)])
        }
        return value
    }

    private static func bytes(_ words: [UInt32], isBigEndian: Bool) -> [UInt8] {
        words.flatMap { word in
            (0..<4).map {
                UInt8(truncatingIfNeeded: word >> UInt32(isBigEndian ? 24 - $0 * 8 : $0 * 8))
            }
        }
    }

    // MARK: - MD5

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

    private static func md5(_ message: [UInt8]) -> [UInt8] {
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

    // MARK: - SHA-1

    private static func sha1(_ message: [UInt8]) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
        let bytes = pad(message, isBigEndian: true)
        for block in stride(from: 0, to: bytes.count, by: 64) {
            var words = (0..<16).map { word(bytes, block + $0 * 4, isBigEndian: true) }
            for index in 16..<80 {
                let mixed =
                    words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
                words.append(rotate(mixed, 1))
            }
            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
            for index in 0..<80 {
                let mixed: UInt32
                let constant: UInt32
                switch index / 20 {
                case 0: (mixed, constant) = ((b & c) | (~b & d), 0x5a82_7999)
                case 1: (mixed, constant) = (b ^ c ^ d, 0x6ed9_eba1)
                case 2: (mixed, constant) = ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
                default: (mixed, constant) = (b ^ c ^ d, 0xca62_c1d6)
                }
                let sum = rotate(a, 5) &+ mixed &+ e &+ constant &+ words[index]
                (e, d, c, b, a) = (d, c, rotate(b, 30), a, sum)
            }
            for (index, value) in [a, b, c, d, e].enumerated() {
                state[index] = state[index] &+ value
            }
        }
        return Self.bytes(state, isBigEndian: true)
    }

    // MARK: - SHA-256

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

    private static func sha256(_ message: [UInt8]) -> [UInt8] {
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

/// `md5sum`, `sha1sum`, `sha256sum`.
struct DigestProgram: Applet {
    static let usage = "[-c[sw]] [FILE]..."
    let digest: Digest

    func main(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "csw", long: ["check": "c"])
        if options.has("c") { return try await check(call, options) }
        return try await call.forEachFile(options.operands) { name, content in
            try await call.print("\(digest.hex(content))  \(name)")
        }
    }

    private func check(_ call: Call, _ options: Options) async throws -> Int32 {
        var failed = 0
        var total = 0
        let status = try await call.forEachFile(options.operands) { _, content in
            for line in content.lines {
                let words = text(line).split(separator: " ", maxSplits: 1).map(String.init)
                guard words.count == 2 else { continue }
                let name = String(words[1].drop { $0 == " " || $0 == "*" })
                total += 1
                let content = try? await call.content(name)
                let isSame = content.map { digest.hex($0) == words[0] } ?? false
                if !isSame { failed += 1 }
                if !options.has("s") {
                    try await call.print("\(name): \(isSame ? "OK" : "FAILED")")
                }
            }
        }
        if failed > 0 {
            try await call.warn("WARNING: \(failed) of \(total) computed checksums did NOT match")
            return 1
        }
        return status
    }
}

/// `base64`, `od`, `hexdump`, `xxd`: bytes as text.
enum EncodingPrograms {
    static let all: [(String, any Program)] = [
        ("base64", SmallProgram(base64)), ("hexdump", SmallProgram(hexdump)),
        ("xxd", SmallProgram(xxd)), ("od", SmallProgram(od)),
        ("md5sum", DigestProgram(digest: .md5)), ("sha1sum", DigestProgram(digest: .sha1)),
        ("sha256sum", DigestProgram(digest: .sha256)),
    ]

    private static func base64(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "dw:", long: ["decode": "d", "wrap": "w"])
        let content = try await call.content(options.operands.first ?? "-")
        if options.has("d") {
            var characters = content.filter { !$0.isSpace }
            while characters.count % 4 != 0 { characters.append(UInt8(ascii: "=")) }
            guard let bytes = Base64.decode(text(characters)) else {
                throw AppletFailure("truncated input")
            }
            try await call.write(bytes)
            return 0
        }
        let encoded = Base64.encode(content).bytes
        let width = try options.number("w") ?? 76
        if width == 0 {
            try await call.write(encoded)
            return 0
        }
        for start in stride(from: 0, to: encoded.count, by: width) {
            try await call.write(encoded[start..<min(start + width, encoded.count)] + [.newline])
        }
        return 0
    }

    private static func hex(_ value: Int, _ width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { $0.isPrintable ? text([$0]) : "." }.joined()
    }

    private static func hexdump(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "Cvn:s:bcdox")
        var content = try await call.content(options.operands.first ?? "-")[...]
        if let limit = try options.number("n") { content = content.prefix(limit) }
        let bytes = Array(content)
        for start in stride(from: 0, to: bytes.count, by: 16) {
            let row = bytes[start..<min(start + 16, bytes.count)]
            if options.has("C") {
                let cells = row.map { hex(Int($0), 2) }
                let left = cells.prefix(8).joined(separator: " ")
                let right = cells.dropFirst(8).joined(separator: " ")
                try await call.print(
                    "\(hex(start, 8))  \((left + "  " + right).leftAligned(49)) |\(printable(row))|"
                )
            } else {
                let pairs = stride(from: row.startIndex, to: row.endIndex, by: 2).map { index in
                    hex(
                        Int(row[index]) | (index + 1 < row.endIndex ? Int(row[index + 1]) << 8 : 0),
                        4)
                }
                try await call.print("\(hex(start, 7)) \(pairs.joined(separator: " "))")
            }
        }
        if !bytes.isEmpty { try await call.print(hex(bytes.count, options.has("C") ? 8 : 7)) }
        return 0
    }

    private static func xxd(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "l:pg:c:s:ru")
        var content = try await call.content(options.operands.first ?? "-")
        if let limit = try options.number("l") { content = Array(content.prefix(limit)) }
        if options.has("r") { throw AppletFailure("-r is not supported") }
        if options.has("p") {
            for start in stride(from: 0, to: content.count, by: 30) {
                let row = content[start..<min(start + 30, content.count)]
                try await call.print(row.map { hex(Int($0), 2) }.joined())
            }
            return 0
        }
        for start in stride(from: 0, to: content.count, by: 16) {
            let row = content[start..<min(start + 16, content.count)]
            let pairs = stride(from: row.startIndex, to: row.endIndex, by: 2).map { index in
                row[index..<min(index + 2, row.endIndex)].map { hex(Int($0), 2) }.joined()
            }
            let cells = pairs.joined(separator: " ").leftAligned(39)
            try await call.print("\(hex(start, 8)): \(cells)  \(printable(row))")
        }
        return 0
    }

    private static func od(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "cbxdoA:t:N:v")
        var content = try await call.content(options.operands.first ?? "-")
        if let limit = try options.number("N") { content = Array(content.prefix(limit)) }
        func octal(_ value: Int, _ width: Int) -> String {
            let digits = String(value, radix: 8)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let isCharacters = options.has("c") || options["t"]?.hasPrefix("c") == true
        let isHex = options["t"]?.hasPrefix("x1") == true
        let names: [UInt8: String] = [0: "\\0", 9: "\\t", 10: "\\n", 13: "\\r", 7: "\\a", 8: "\\b"]
        for start in stride(from: 0, to: content.count, by: 16) {
            let row = content[start..<min(start + 16, content.count)]
            var line = options["A"] == "n" ? "" : octal(start, 7)
            if isCharacters {
                for byte in row {
                    let name =
                        names[byte] ?? (byte.isPrintable ? text([byte]) : octal(Int(byte), 3))
                    line += name.rightAligned(4)
                }
            } else if isHex || options.has("b") {
                line += row.map { " " + (isHex ? hex(Int($0), 2) : octal(Int($0), 3)) }.joined()
            } else {
                for index in stride(from: row.startIndex, to: row.endIndex, by: 2) {
                    let value =
                        Int(row[index]) | (index + 1 < row.endIndex ? Int(row[index + 1]) << 8 : 0)
                    line += " " + (options.has("x") ? hex(value, 4) : octal(value, 6))
                }
            }
            try await call.print(line)
        }
        if options["A"] != "n" { try await call.print(octal(content.count, 7)) }
        return 0
    }
}
