import Encoding
import GRPCCore

/// How gRPC turns messages of one type into bytes and back.
struct MessageCoding<Message: Sendable>: MessageSerializer, MessageDeserializer {
    let encode: @Sendable (Message) -> [UInt8]
    let decode: @Sendable (ArraySlice<UInt8>) throws(WireError) -> Message

    func serialize<Bytes: GRPCContiguousBytes>(_ message: Message) -> Bytes {
        Bytes(encode(message))
    }

    /// **Throws** gRPC's `Internal`, as Go's server does, for bytes that are not this message.
    func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> Message {
        do { return try decode(bytes.withUnsafeBytes { ArraySlice($0) }) } catch {
            throw RPCError(
                code: .internalError, message: "grpc: error while unmarshalling request: \(error)")
        }
    }
}

extension MessageCoding where Message: WireMessage {
    init() {
        self.init(
            encode: { $0.wireBytes },
            decode: { bytes throws(WireError) in try Message(try WireFields(bytes)) })
    }
}
