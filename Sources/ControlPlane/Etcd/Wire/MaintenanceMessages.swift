package import Encoding

/// Maintenance on the wire: status, alarms, hashes, snapshots.
///
/// Upstream: etcd api/etcdserverpb/rpc.proto `service Maintenance`.
extension StoreStatus: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(header: try fields.header())
        header.raftTerm = try fields.uint(6)
        version = try fields.text(2)
        databaseSize = try fields.int(3)
        leader = try fields.uint(4)
        raftIndex = try fields.uint(5)
        raftAppliedIndex = try fields.uint(7)
        errors = try fields.texts(8)
        databaseSizeInUse = try fields.int(9)
        isLearner = try fields.bool(10)
        storageVersion = try fields.text(11)
        databaseQuota = try fields.int(12)
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.text(2, version)
        writer.int(3, databaseSize)
        writer.uint(4, leader)
        writer.uint(5, raftIndex)
        writer.uint(6, raftTerm)
        writer.uint(7, raftAppliedIndex)
        writer.texts(8, errors)
        writer.int(9, databaseSizeInUse)
        writer.bool(10, isLearner)
        writer.text(11, storageVersion)
        writer.int(12, databaseQuota)
    }
}

extension Alarm: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            memberID: try fields.uint(1), kind: try fields.choice(2, unknown: .none))
    }

    package func write(to writer: inout WireWriter) {
        writer.uint(1, memberID)
        writer.int(2, kind.rawValue)
    }
}

extension AlarmRequest: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            try fields.choice(1, unknown: .get),
            Alarm(memberID: try fields.uint(2), kind: try fields.choice(3, unknown: .none)))
    }

    package func write(to writer: inout WireWriter) {
        writer.int(1, action.rawValue)
        writer.uint(2, alarm.memberID)
        writer.int(3, alarm.kind.rawValue)
    }
}

extension AlarmResponse: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(header: try fields.header(), alarms: try fields.messages(2))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.messages(2, alarms)
    }
}

/// Asks for the hash of all keys as they were at a revision.
package struct HashKVRequest: WireMessage, Hashable {
    package var revision: Int64

    package init(revision: Int64) { self.revision = revision }
    package init(_ fields: WireFields) throws(WireError) { revision = try fields.int(1) }
    package func write(to writer: inout WireWriter) { writer.int(1, revision) }
}

extension HashResponse: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            header: try fields.header(), hash: UInt32(truncatingIfNeeded: try fields.uint(2)),
            hashRevision: try fields.int(4), compactRevision: try fields.int(3))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.uint(2, UInt64(hash))
        writer.int(3, compactRevision)
        writer.int(4, hashRevision)
    }
}

/// A piece of a snapshot; the pieces in their order are the file.
package struct SnapshotPiece: WireMessage {
    package var header: ResponseHeader
    /// **Unit**: bytes that follow in later pieces.
    package var remaining: Int
    package var bytes: [UInt8]
    package var version: String

    package init(header: ResponseHeader, remaining: Int, bytes: [UInt8], version: String) {
        (self.header, self.remaining) = (header, remaining)
        (self.bytes, self.version) = (bytes, version)
    }

    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            header: try fields.header(), remaining: Int(truncatingIfNeeded: try fields.int(2)),
            bytes: try fields.bytes(3), version: try fields.text(4))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.int(2, remaining)
        writer.content(3, bytes)
        writer.text(4, version)
    }
}
