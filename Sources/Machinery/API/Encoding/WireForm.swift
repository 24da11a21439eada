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
