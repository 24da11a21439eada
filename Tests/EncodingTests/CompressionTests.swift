import Testing

@testable import Encoding

@Suite("gzip and DEFLATE")
struct CompressionTests {
    /// Files that Python's zlib made: with a code of its own, with the fixed code, without any, and
    /// with a name in the head.
    static let dynamic = [
        "H4sIAAAAAAAAA4WXS0pDURAF5+5F3u1/93IiiRIUlHwG7l5XcGv8mgwqlyrOcbt8XO+P2+/x832+H+fL++n59Tg+",
        "n2/X0+t6OXafR2Z/0Nb7g4raH2Tl/iAm4EB8f+Bm+wML3R9oyf5ABkjKApIKIMcBZCeArAaQtQBkKoAMB5CeANIa",
        "QOoQSAGSYkAyAOQUgOwBkC0AsgxAZgDIKADpDSB9AUhTAKkOJCWJJIAEjKNKvw8YKxf5a8hfTf4q8leSv4L85eQv",
        "ICkCJA1ATizy15C/qDWLWqPUGg/yFz3IptYsao1Sa3zRiyN/NfmLWiPUGgvyl5O/AKQPtUaoNUat8SF/EUl6keQv",
        "9KOTvwBjNpVmUWmUSmND/mryV5G/qDQCJM3JX0Z/NYCsodYItUapNd7kryJ/UWsWtUapNU5PEkBOU2sWtYZ2TdGu",
        "Sdo1QbvGadc47RqjXaO0a6SQJHwnf5EfadUUrZqkVZO0aoJWjdOqsf9V8weG5eh3Zw8AAA==",
    ].joined()
    static let fixed = [
        "H4sIAAAAAAAAA8suTcpM1DVQyAbThlDaiAsAtjJuyhgAAAA="
    ].joined()
    static let stored = [
        "H4sIAAAAAAAAAwEGAPn/a3ViaWEKWk3ZqAYAAAA="
    ].joined()
    static let named = [
        "H4sICAEAAAAC/25vdGUudHh0AEtUyEvMTVXIzFMoyUhVyEhNTOECACg/dB4TAAAA"
    ].joined()

    private static let keys = (0..<120).map { "/registry/pods/default/kubia-\($0 * 7919 % 1000)\n" }

    private func expand(_ base64: String) throws -> String {
        let bytes = try #require(Base64.decode(base64))
        return String(decoding: try Gzip.expand(bytes, limit: 1 << 20), as: UTF8.self)
    }

    @Test("what another compressor wrote is read, whatever kind of block it chose")
    func foreign() throws {
        #expect(try expand(Self.dynamic) == Self.keys.joined())
        #expect(try expand(Self.fixed) == "kubia-0 kubia-1 kubia-2\n")
        #expect(try expand(Self.stored) == "kubia\n")
        #expect(try expand(Self.named) == "a name in the head\n")
    }

    @Test("what is compressed comes back, and repetitions cost little")
    func roundTrip() throws {
        let samples: [[UInt8]] = [
            [], [7], Array(0...255), [UInt8](repeating: 0, count: 40_000),
            Array(Self.keys.joined().utf8), (0..<2000).map { UInt8($0 * $0 % 251) },
        ]
        for sample in samples {
            #expect(try Gzip.expand(Gzip.compress(sample), limit: 1 << 20) == sample)
        }
        #expect(Gzip.compress([UInt8](repeating: 0, count: 40_000)).count < 500)
    }

    @Test("the checksum is the one of RFC 1952")
    func checksum() {
        #expect(CRC32("123456789".utf8).value == 0xcbf4_3926)
    }

    @Test("a damaged file is refused for what is wrong with it")
    func damaged() throws {
        let good = Gzip.compress(Array("kubia".utf8))
        func failure(_ bytes: [UInt8], limit: Int = 100) -> Gzip.Failure? {
            do throws(Gzip.Failure) {
                _ = try Gzip.expand(bytes, limit: limit)
                return nil
            } catch { return error }
        }
        #expect(failure(good) == nil)
        #expect(failure(Array("kubia".utf8)) == .notGzip)
        #expect(failure([]) == .notGzip)
        #expect(failure(good, limit: 4) == .tooLarge)
        var wrong = good
        wrong[good.count - 8] ^= 1
        #expect(failure(wrong) == .wrongChecksum)
        wrong = good
        wrong[good.count - 1] ^= 1
        #expect(failure(wrong) == .wrongLength)
        wrong = good
        wrong[10] |= 6
        #expect(failure(wrong) == .invalid)
        for count in 2..<good.count {
            #expect(failure(Array(good.prefix(count))) == .unexpectedEnd, "\(count) bytes")
        }
    }

    @Test("no bytes whatever break the reader")
    func hostile() throws {
        let bytes = try #require(Base64.decode(Self.dynamic))
        for place in 10..<bytes.count {
            for bit in [0, 3, 7] {
                var damaged = bytes
                damaged[place] ^= 1 << UInt8(bit)
                // Either refused, or by luck the same; never a crash.
                if let output = try? Gzip.expand(damaged, limit: 1 << 16) {
                    #expect(output.count == Self.keys.joined().utf8.count)
                }
            }
        }
    }
}
