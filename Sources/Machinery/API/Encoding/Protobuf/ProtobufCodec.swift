import Encoding

/// Objects as `application/vnd.kubernetes.protobuf`, driven by the numbers in the schema.
///
/// The bytes `k8s\0` precede a message `Unknown{typeMeta=1, raw=2, contentEncoding=3,
/// contentType=4}`, whose `raw` is the object without kind and apiVersion; those are in
/// `TypeMeta{apiVersion=1, kind=2}`. kubectl 1.32 and later creates objects in this form.
///
/// Upstream: kubernetes apimachinery/pkg/runtime/serializer/protobuf/protobuf.go
package enum ProtobufCodec {
    private static let magic: [UInt8] = [0x6B, 0x38, 0x73, 0x00]

    /// The object in `bytes`, its fields in the schema's order; zero values are kept as sent, so
    /// pass it through `Schema.decode`.
    package static func decode(
        _ bytes: [UInt8], schema: Schema = .shared
    ) throws(ProtobufError) -> Value {
        let envelope = try Envelope(bytes)
        if envelope.contentType.hasSuffix("json") {
            guard let value = try? JSONParser.parse(Array(envelope.raw)) else {
                throw .wire(.truncated)
            }
            return value
        }
        guard let type = schema.type(of: envelope.kind) else { throw .noType(envelope.kind) }
        let object = try ProtobufDecoder(schema: schema).object(envelope.raw, type, depth: 0)
        var members: [Object.Member] = [
            ("kind", .string(envelope.kind.kind)),
            ("apiVersion", .string(envelope.kind.apiVersion)),
        ]
        members += object.filter { $0.name != "kind" && $0.name != "apiVersion" }
        return .object(Object(uniqueMembers: members))
    }

    /// The kind of the object in `bytes`, without reading the object.
    package static func kind(of bytes: [UInt8]) throws(ProtobufError) -> GroupVersionKind {
        try Envelope(bytes).kind
    }

    /// An object with kind and apiVersion (or of the given kind) in protobuf.
    package static func encode(
        _ value: Value, as kind: GroupVersionKind? = nil, schema: Schema = .shared
    ) throws(ProtobufError) -> [UInt8] {
        let own = GroupVersionKind(
            apiVersion: value["apiVersion"].string ?? "", kind: value["kind"].string ?? "")
        let kind = kind ?? own
        guard let type = schema.type(of: kind), let object = value.object else {
            throw .noType(kind)
        }
        var typeMeta = WireWriter()
        typeMeta.bytes(1, kind.apiVersion.utf8)
        typeMeta.bytes(2, kind.kind.utf8)
        var envelope = WireWriter()
        envelope.bytes(1, typeMeta.bytes)
        envelope.bytes(2, try ProtobufEncoder(schema: schema).message(object, type))
        envelope.bytes(3, [])
        envelope.bytes(4, [])
        return magic + envelope.bytes
    }

    private struct Envelope {
        var kind = GroupVersionKind(group: "", version: "", kind: "")
        var raw: ArraySlice<UInt8> = []
        var contentType = ""

        init(_ bytes: [UInt8]) throws(ProtobufError) {
            guard bytes.starts(with: magic) else { throw .noMagic }
            var reader = MessageReader(bytes[magic.count...])
            var apiVersion = ""
            var name = ""
            while let (number, payload) = try reader.next() {
                guard case .bytes(let content) = payload else { continue }
                switch number {
                case 1:
                    var typeMeta = MessageReader(content)
                    while let (number, payload) = try typeMeta.next() {
                        guard case .bytes(let text) = payload else { continue }
                        if number == 1 { apiVersion = String(decoding: text, as: UTF8.self) }
                        if number == 2 { name = String(decoding: text, as: UTF8.self) }
                    }
                case 2: raw = content
                case 4: contentType = String(decoding: content, as: UTF8.self)
                default: break
                }
            }
            kind = GroupVersionKind(apiVersion: apiVersion, kind: name)
        }
    }
}
