/// A type that has a form as a protobuf message.
///
/// The two halves name the same numbers, those of the message's definition:
/// ```swift
/// extension LeaseGrantRequest: WireMessage {
///     init(_ fields: WireFields) throws(WireError) {
///         self.init(timeToLive: try fields.int(1), id: try fields.int(2))
///     }
///     func write(to writer: inout WireWriter) {
///         writer.int(1, timeToLive)
///         writer.int(2, id)
///     }
/// }
/// ```
package protocol WireMessage: Sendable {
    init(_ fields: WireFields) throws(WireError)
    func write(to writer: inout WireWriter)
}

extension WireMessage {
    package init(wireBytes: [UInt8]) throws(WireError) {
        try self.init(try WireFields(wireBytes[...]))
    }

    package var wireBytes: [UInt8] {
        var writer = WireWriter()
        write(to: &writer)
        return writer.bytes
    }
}
