import Encoding

/// The file that `etcdctl snapshot save` writes: everything of one member, and a hash of it.
///
/// ```
/// "kubarium etcd 1\n"   length   DiskContents as a message   zeros   SHA-256
///       16 bytes       8 bytes                           up to 512   32 bytes
/// ```
/// A file whose length is not 32 more than a multiple of 512 has no hash; one whose hash is not
/// that of what stands before it was cut or changed. Neither is read.
///
/// Differs: the contents are one protobuf message of our own instead of a bbolt file, so a real
/// etcd cannot read it. The hash at the end is as etcd's.
///
/// Upstream: etcd etcdutl/snapshot/v3_snapshot.go `hasChecksum`, `saveDB`.
struct SnapshotFile: Sendable {
    private static let magic = Array("kubarium etcd 1\n".utf8)
    private static let hashBytes = 32
    private static let blockBytes = 512

    var contents: DiskContents

    init(_ contents: DiskContents) { self.contents = contents }

    var bytes: [UInt8] {
        let message = contents.wireBytes
        var file = Self.magic
        for shift in stride(from: 0, to: 64, by: 8) {
            file.append(UInt8(truncatingIfNeeded: message.count >> shift))
        }
        file += message
        let rest = file.count % Self.blockBytes
        if rest > 0 { file += [UInt8](repeating: 0, count: Self.blockBytes - rest) }
        return file + Digest.sha256.bytes(of: file)
    }

    /// **Throws** `.disk` with a sentence if this is no snapshot, or not a whole one.
    init(_ file: [UInt8]) throws(EtcdError) {
        guard file.count % Self.blockBytes == Self.hashBytes else {
            throw .disk("snapshot missing hash but --skip-hash-check=false")
        }
        let body = Array(file.dropLast(Self.hashBytes))
        let (wanted, found) = (Array(file.suffix(Self.hashBytes)), Digest.sha256.bytes(of: body))
        guard wanted == found else {
            throw .disk("expected sha256 \(wanted), got \(found)")
        }
        guard body.starts(with: Self.magic), body.count >= 24 else {
            throw .disk("the snapshot was not written by this program")
        }
        let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(body[16 + $1]) << (8 * UInt64($1)) }
        guard let length = Int(exactly: length), length <= body.count - 24 else {
            throw .disk("the snapshot is not whole")
        }
        do { contents = try DiskContents(wireBytes: Array(body[24..<24 + length])) } catch {
            throw .disk("the snapshot is damaged: \(error)")
        }
    }
}

/// What `etcdutl snapshot status` says of a file.
package struct SnapshotStatus: Sendable, Hashable {
    /// CRC-32 of all keys and values.
    package var hash: UInt32
    package var revision: Int64
    package var totalKeys: Int
    /// **Unit**: bytes, without the hash at the end.
    package var totalSize: Int64
    package var version = Defaults.storageVersion

    /// **Throws** `.disk` with a sentence if it is not a whole snapshot.
    package init(of file: [UInt8]) throws(EtcdError) {
        let contents = try SnapshotFile(file).contents
        let store = try MVCCStore(restoring: contents, now: contents.header.instant)
        (hash, revision) = (store.hash(at: store.revision), store.revision)
        (totalKeys, totalSize) = (contents.records.count, Int64(file.count - 32))
    }
}
