import Encoding

/// How objects are written for the outside.
extension Value {
    /// The object with `kind` and `apiVersion` in front, as the API server writes every object.
    package var withKindFirst: Value {
        guard let object, let kind = object["kind"], let version = object["apiVersion"],
            object.first?.name != "kind" || object.dropFirst().first?.name != "apiVersion"
        else { return self }
        var members: [Object.Member] = [
            (name: "kind", value: kind), (name: "apiVersion", value: version),
        ]
        members += object.filter { $0.name != "kind" && $0.name != "apiVersion" }
        return .object(Object(uniqueMembers: members))
    }
}

extension WatchEvent {
    /// The event as one line of a watch's body: `{"type":"ADDED","object":{...}}` and a newline.
    package var jsonLine: [UInt8] {
        var line = Array(#"{"type":"\#(type.rawValue)","object":"#.utf8)
        line += JSONWriter.compact(object.withKindFirst)
        line += [UInt8(ascii: "}"), UInt8(ascii: "\n")]
        return line
    }
}

extension WatchEvent {
    /// The event as a watch of this content type writes it: a line of JSON, or a frame of protobuf.
    package func frame(contentType: String?) -> [UInt8] {
        contentType?.hasPrefix(MediaType.protobuf) == true ? protobufFrame : jsonLine
    }

    /// Four bytes of length, then `WatchEvent{type=1, object=2}` with the object in its envelope.
    ///
    /// Upstream: kubernetes apimachinery/pkg/util/framer lengthDelimitedFrameWriter.
    private var protobufFrame: [UInt8] {
        var raw = WireWriter()
        // What has no protobuf form is not watched in it, so that this cannot fail.
        raw.bytes(1, (try? ProtobufCodec.encode(object)) ?? [])
        var event = WireWriter()
        event.bytes(1, type.rawValue.utf8)
        event.bytes(2, raw.bytes)
        let length = UInt32(event.bytes.count)
        let prefix = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> UInt32($0)) }
        return prefix + event.bytes
    }
}
