import Encoding
import Testing

@Suite("Protobuf's wire")
struct WireTests {
    private func fields(_ bytes: [UInt8]) throws -> WireFields { try WireFields(bytes[...]) }

    @Test("the examples of protobuf's own page are read and written")
    func examples() throws {
        var writer = WireWriter()
        writer.int(1, 150)
        #expect(writer.bytes == [0x08, 0x96, 0x01])
        #expect(try fields(writer.bytes).int(1) == 150)
        writer = WireWriter()
        writer.text(2, "testing")
        #expect(writer.bytes == [0x12, 0x07] + Array("testing".utf8))
        #expect(try fields(writer.bytes).text(2) == "testing")
        writer = WireWriter()
        writer.packed(6, [3, 270, 86_942])
        #expect(writer.bytes == [0x32, 0x06, 0x03, 0x8E, 0x02, 0x9E, 0xA7, 0x05])
        #expect(try fields(writer.bytes).numbers(6) == [3, 270, 86_942])
    }

    @Test("what is zero has no bytes, a negative number has ten, and both come back")
    func zeros() throws {
        var writer = WireWriter()
        writer.int(1, 0)
        writer.bool(2, false)
        writer.text(3, "")
        writer.content(4, [])
        writer.uint(5, 0)
        #expect(writer.bytes.isEmpty)
        writer.int(1, -1)
        #expect(writer.bytes.count == 11)
        #expect(try fields(writer.bytes).int(1) == -1)
        #expect(try fields([]).int(1) == 0)
        #expect(try !fields([]).bool(2))
    }

    @Test("unknown fields are skipped, and the last of several counts")
    func skipping() throws {
        // Field 9 as 64 bits, field 8 as 32 bits, then field 1 twice.
        let bytes: [UInt8] =
            [0x49, 1, 2, 3, 4, 5, 6, 7, 8, 0x45, 1, 2, 3, 4] + [0x08, 1, 0x08, 2]
        #expect(try fields(bytes).int(1) == 2)
    }

    @Test("a field of another type is refused by its number")
    func wrongType() throws {
        let number = try fields([0x08, 1])
        #expect(throws: WireError.wrongType(1)) { try number.bytes(1) }
        let text = try fields([0x12, 1, 65])
        #expect(throws: WireError.wrongType(2)) { try text.int(2) }
    }

    @Test(
        "a message that ends too early or nests without end is refused",
        arguments: [
            [0x08], [0x12, 0x05, 0x61], [0x09, 1, 2], [0x0D, 1],
            [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
            [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x00, 0x01], [0x0B],
        ] as [[UInt8]])
    func broken(bytes: [UInt8]) {
        #expect(throws: WireError.self) { try WireFields(bytes[...]) }
    }

    private struct Nest: WireMessage {
        var inner: [Nest]
        init(_ fields: WireFields) throws(WireError) { inner = try fields.messages(1) }
        func write(to writer: inout WireWriter) {}
    }

    @Test("nesting is bounded")
    func nesting() throws {
        var bytes: [UInt8] = []
        for _ in 0..<1000 {
            var writer = WireWriter()
            writer.bytes(1, bytes)
            bytes = writer.bytes
        }
        #expect(throws: WireError.tooDeep) { try Nest(wireBytes: bytes) }
    }
}
