import API
enum ProtobufCodec {
    static let magic: [UInt8] = [0x6b, 0x38, 0x73, 0]
    struct Missing: Error {}
    static func decode(_ bytes: [UInt8]) throws -> Value { throw Missing() }
    static func encode(_ value: Value, _ kind: GroupVersionKind) throws -> [UInt8] { throw Missing() }
}
