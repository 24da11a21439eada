/// The value of a key. The API server keeps object trees here, and whoever asks for bytes
/// (a disk, `etcdctl`) gets them encoded then, not before.
package protocol StoredPayload: Sendable {
    var bytes: [UInt8] { get }
    /// How many bytes there are, for the limit on a request's size. Asked for with every write:
    /// a payload that knows (or can estimate) it without encoding should say so.
    var byteCount: Int { get }
}

extension StoredPayload {
    package var byteCount: Int { bytes.count }
}

/// A payload that is just bytes, as `etcdctl put` writes it.
package struct BytesPayload: StoredPayload, Hashable {
    package var bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// One key at one revision. Keys are UTF-8 text in Kubernetes, but etcd orders them as bytes.
package struct KeyValue: Sendable {
    package var key: Key
    package var value: any StoredPayload
    /// The revision at which the key was created (since its last deletion).
    package var createRevision: Int64
    /// The revision at which it was last written; Kubernetes' resourceVersion.
    package var modRevision: Int64
    /// How often it was written since it was created; 1 on creation.
    package var version: Int64
    /// The lease it ends with; 0 for none.
    package var lease: Int64

    package init(
        key: Key, value: any StoredPayload, createRevision: Int64, modRevision: Int64,
        version: Int64, lease: Int64 = 0
    ) {
        (self.key, self.value, self.createRevision) = (key, value, createRevision)
        (self.modRevision, self.version, self.lease) = (modRevision, version, lease)
    }
}
