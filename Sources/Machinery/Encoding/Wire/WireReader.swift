/// Reads the fields of one protobuf message in the order of its bytes, never past its end.
///
/// ```
///   08 96 01        field 1, a varint: 150
///   12 02 68 69     field 2, two bytes: "hi"
/// ```
/// What a field means is not in the bytes: its number and the message's definition say it.
/// `WireFields` reads a message by numbers.
///
/// Source: protobuf.dev, "Encoding".
package struct WireReader: Sendable {
    /// What stands behind a field's number.
    package enum Payload: Sendable {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        case bytes(ArraySlice<UInt8>)
    }

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// The next field; nil at the end of the message.
    package mutating func next() throws(WireError) -> (number: Int, payload: Payload)? {
        guard position < bytes.endIndex else { return nil }
        let key = try varint()
        guard let number = Int(exactly: key >> 3), number > 0, number < 1 << 29 else {
            throw .illegalWireType(0)
        }
        switch key & 7 {
        case 0: return (number, .varint(try varint()))
        case 1: return (number, .fixed64(try fixed(width: 8)))
        case 2: return (number, .bytes(try lengthDelimited()))
        case 5: return (number, .fixed32(UInt32(truncatingIfNeeded: try fixed(width: 4))))
        default: throw .illegalWireType(number)
        }
    }

    /// The next bare number, as in a packed list; nil at the end.
    package mutating func nextPacked() throws(WireError) -> UInt64? {
        position < bytes.endIndex ? try varint() : nil
    }

    private mutating func varint() throws(WireError) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < bytes.endIndex else { throw .truncated }
            let byte = bytes[position]
            position += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
        }
        throw .truncated
    }

    private mutating func fixed(width: Int) throws(WireError) -> UInt64 {
        guard bytes.endIndex - position >= width else { throw .truncated }
        var number: UInt64 = 0
        for offset in 0..<width { number |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
        position += width
        return number
    }

    private mutating func lengthDelimited() throws(WireError) -> ArraySlice<UInt8> {
        let length = try varint()
        guard let length = Int(exactly: length), length <= bytes.endIndex - position else {
            throw .truncated
        }
        defer { position += length }
        return bytes[position..<position + length]
    }
}
