import Encoding

/// Reads the fields of a message with this folder's own error.
struct MessageReader {
    private var wire: WireReader

    init(_ bytes: ArraySlice<UInt8>) { wire = WireReader(bytes) }

    /// The next field; nil at the end of the message.
    mutating func next() throws(ProtobufError) -> (number: Int, payload: WireReader.Payload)? {
        do { return try wire.next() } catch { throw .wire(error) }
    }

    /// The next bare number, as in a packed list; nil at the end.
    mutating func nextPacked() throws(ProtobufError) -> UInt64? {
        do { return try wire.nextPacked() } catch { throw .wire(error) }
    }
}
