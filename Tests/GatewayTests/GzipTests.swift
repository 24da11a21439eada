import CZlib
import Testing

@testable import Gateway

@Suite("Gzip")
struct GzipTests {
    @Test("what is packed is much shorter and is read back")
    func roundTrip() throws {
        let text = [UInt8](repeating: 0x61, count: 200_000) + Array("end".utf8)
        var packed = try #require(Gzip.compress(text))
        #expect(packed.count < 2000)
        var stream = z_stream()
        try #require(czlib_begin_gunzip(&stream) == Z_OK)
        defer { inflateEnd(&stream) }
        let read = [UInt8](unsafeUninitializedCapacity: 300_000) { output, count in
            packed.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = 300_000
                if inflate(&stream, Z_FINISH) == Z_STREAM_END { count = Int(stream.total_out) }
            }
        }
        #expect(read == text)
    }

    @Test(
        "only the word gzip counts",
        arguments: [
            ("gzip", true), ("deflate, gzip", true), ("gzip;q=0", false), ("x-gzip", false),
            ("", false),
        ])
    func accepted(header: String, isAccepted: Bool) {
        #expect(Gzip.isAccepted(by: header) == isAccepted)
    }
}
