package import API
package import Etcd

/// An object as etcd keeps it: the tree, without resourceVersion, encoded only when somebody asks
/// for bytes (a disk, or `etcdctl get`).
struct StoredObject: StoredPayload {
    let value: Value
    /// Exact only near etcd's limit on a request, where it matters; else an upper bound. Counted once:
    /// etcd asks for it when it checks a request and again when it keeps the record.
    package let byteCount: Int

    init(_ value: Value) {
        self.value = value
        let bound = value.byteBound
        byteCount = bound < Self.exactFrom ? bound : Self.encoded(value).count
    }

    /// Protobuf in upstream's envelope; JSON for a kind that has no protobuf schema, as custom
    /// resources are stored.
    package var bytes: [UInt8] { Self.encoded(value) }

    private static func encoded(_ value: Value) -> [UInt8] {
        let kind = GroupVersionKind(
            apiVersion: value["apiVersion"].string ?? "", kind: value["kind"].string ?? "")
        if let bytes = try? ProtobufCodec.encode(value, as: kind) { return bytes }
        return JSONWriter.compact(value)
    }

    /// **Unit**: bytes; half of what etcd accepts in one request.
    private static let exactFrom = 750_000

    /// The tree in `payload`, decoded if it comes from a disk; nil if it is no object at all.
    static func value(of payload: any StoredPayload) -> Value? {
        if let object = payload as? StoredObject { return object.value }
        let bytes = payload.bytes
        // Protobuf begins with "k8s", JSON with a brace.
        if bytes.first == 0x7b { return try? JSONParser.parse(bytes) }
        guard let value = try? ProtobufCodec.decode(bytes) else { return nil }
        let kind = GroupVersionKind(
            apiVersion: value["apiVersion"].string ?? "", kind: value["kind"].string ?? "")
        // What is stored is canonical; protobuf leaves out the zeros that JSON writes.
        return (try? Schema.shared.decode(value, as: kind).value) ?? value
    }

    /// The tree as the API serves it: with the revision as its resourceVersion.
    static func served(_ value: Value, revision: Int64) -> Value {
        var value = value
        value["metadata"] = value["metadata"].settingResourceVersion(String(revision))
        return value
    }

    /// The tree as it is stored: without resourceVersion.
    static func stripped(_ value: Value) -> Value {
        guard value["metadata"]["resourceVersion"] != nil else { return value }
        var value = value
        value["metadata"]["resourceVersion"] = nil
        return value
    }
}

extension APIServerProcess {
    /// The object that is stored as `payload`, for whoever looks at a store that nobody serves.
    package static func object(storedAs payload: any StoredPayload) -> Value? {
        StoredObject.value(of: payload)
    }
}

/// The members of metadata that stand before the version.
private let namesBeforeVersion = ["name", "generateName", "namespace", "selfLink", "uid"]

extension Value {
    /// More bytes than this value takes in protobuf or, nothing being escaped, in JSON.
    fileprivate var byteBound: Int {
        switch self {
        case .null, .bool, .int, .double: 20
        case .string(let text): text.utf8.count + 10
        case .array(let items): items.reduce(10) { $0 + $1.byteBound }
        case .object(let object):
            object.reduce(10) { $0 + $1.name.utf8.count + 10 + $1.value.byteBound }
        }
    }
}

extension Value? {
    /// Metadata with this version, at the place where upstream writes it: after the uid.
    fileprivate func settingResourceVersion(_ version: String) -> Value? {
        let metadata = self.object ?? Object()
        if metadata["resourceVersion"] != nil {
            var metadata = metadata
            metadata["resourceVersion"] = .string(version)
            return .object(metadata)
        }
        var members: [Object.Member] = []
        members.reserveCapacity(metadata.count + 1)
        var isPlaced = false
        for member in metadata {
            if !isPlaced, !namesBeforeVersion.contains(member.name) {
                members.append((name: "resourceVersion", value: .string(version)))
                isPlaced = true
            }
            members.append(member)
        }
        if !isPlaced { members.append((name: "resourceVersion", value: .string(version))) }
        return .object(Object(uniqueMembers: members))
    }

}
