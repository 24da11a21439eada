import Encoding
import Testing

@Suite("Encoding")
struct EncodingTests {
    @Test(
        "base64 agrees with RFC 4648",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"),
        ])
    func base64(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
    }

    @Test("the URL-safe alphabet has no padding and refuses the other's letters")
    func urlSafe() {
        let bytes: [UInt8] = [0xfb, 0xff, 0xfe, 0x01]
        #expect(Base64.encodeURL(bytes) == "-__-AQ")
        #expect(Base64.decodeURL("-__-AQ") == bytes)
        #expect(Base64.decodeURL("+//+AQ") == nil)
        #expect(Base64.decodeURL("-__-AQ==") == nil)
        #expect(Base64.decodeURL("A") == nil)
    }

    @Test(
        "a text that is not base64 is refused where it goes wrong",
        arguments: [("not base64!", 3), ("Zg=", 3), ("Zg==x", 4), ("Z", 0)])
    func corruption(text: String, offset: Int) {
        guard case .failure(let corruption) = Base64.decoded(text) else {
            Issue.record("\(text) was decoded")
            return
        }
        #expect(corruption.offset == offset)
    }

    @Test(
        "digests agree with the examples of RFC 1321, RFC 3174 and FIPS 180-4",
        arguments: [
            (Digest.md5, "abc", "900150983cd24fb0d6963f7d28e17f72"),
            (.md5, "", "d41d8cd98f00b204e9800998ecf8427e"),
            (.sha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (.sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ])
    func digests(digest: Digest, message: String, expected: String) {
        #expect(digest.hex(Array(message.utf8)) == expected)
    }

    @Test("FNV-1a agrees with the draft's values for foobar")
    func fnv() {
        var short = FNV1a32()
        short.combine(Array("foobar".utf8))
        #expect(short.value == 0xbf9c_f968)
        var long = FNV1a64()
        long.combine(Array("foobar".utf8))
        #expect(long.value == 0x8594_4171_f739_67e8)
    }
}
