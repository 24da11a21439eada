/// Reads the fields of one protobuf message, never past its end.
struct WireReader {
    /// What stands behind a field's number.
    enum Payload {
        case varint(UInt64)
        case fixed64(UInt64)
        case bytes(ArraySlice<UInt8>)
    }

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// The next field; nil at the end of the message.
    mutating func next() throws(ProtobufError) -> (number: Int, payload: Payload)? {
        guard position < bytes.endIndex else { return nil }
        let key = try varint()
        guard let number = Int(exactly: key >> 3), number > 0, number < 1 << 29 else {
            throw .illegalWireType(0)
        }
        switch key & 7 {
        case 0: return (number, .varint(try varint()))
        case 1: return (number, .fixed64(try fixed(width: 8)))
        case 2: return (number, .bytes(try lengthDelimited()))
        case 5: return (number, .varint(try fixed(width: 4)))
        default: throw .illegalWireType(number)
        }
    }

    /// The next bare number, as in a packed list; nil at the end.
    mutating func nextPacked() throws(ProtobufError) -> UInt64? {
        position < bytes.endIndex ? try varint() : nil
    }

    private mutating func varint() throws(ProtobufError) -> UInt64 {
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

    private mutating func fixed(width: Int) throws(ProtobufError) -> UInt64 {
        guard bytes.endIndex - position >= width else { throw .truncated }
        var number: UInt64 = 0
        for offset in 0..<width { number |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
        position += width
        return number
    }

    private mutating func lengthDelimited() throws(ProtobufError) -> ArraySlice<UInt8> {
        let length = try varint()
        guard let length = Int(exactly: length), length <= bytes.endIndex - position else {
            throw .truncated
        }
        defer { position += length }
        return bytes[position..<position + length]
    }
}
