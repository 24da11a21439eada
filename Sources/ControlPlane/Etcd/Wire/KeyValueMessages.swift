package import Encoding

/// Keys on the wire: the messages of `mvccpb` and of the service `KV`.
///
/// Upstream: etcd api/mvccpb/kv.proto, api/etcdserverpb/rpc.proto.
extension ResponseHeader: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            clusterID: try fields.uint(1), memberID: try fields.uint(2),
            revision: try fields.int(3), raftTerm: try fields.uint(4))
    }

    package func write(to writer: inout WireWriter) {
        writer.uint(1, clusterID)
        writer.uint(2, memberID)
        writer.int(3, revision)
        writer.uint(4, raftTerm)
    }
}

extension WireFields {
    /// The header of an answer; all its numbers are 0 if it is not there.
    func header() throws(WireError) -> ResponseHeader {
        try message(1) ?? ResponseHeader(revision: 0)
    }

    /// A range of keys, from the numbers of its first key and of its end.
    func range(_ key: Int, _ end: Int) throws(WireError) -> KeyRange {
        KeyRange(key: try bytes(key), rangeEnd: try bytes(end))
    }
}

extension WireWriter {
    mutating func range(_ key: Int, _ end: Int, _ range: KeyRange) {
        let (first, rangeEnd) = range.keyAndEnd
        content(key, first)
        content(end, rangeEnd)
    }
}

extension KeyValue: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            key: Key(try fields.bytes(1)), value: BytesPayload(try fields.bytes(5)),
            createRevision: try fields.int(2), modRevision: try fields.int(3),
            version: try fields.int(4), lease: try fields.int(6))
    }

    package func write(to writer: inout WireWriter) {
        writer.content(1, key.bytes)
        writer.int(2, createRevision)
        writer.int(3, modRevision)
        writer.int(4, version)
        writer.content(5, value.bytes)
        writer.int(6, lease)
    }
}

extension RangeRequest: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(try fields.range(1, 2))
        limit = Int(truncatingIfNeeded: try fields.int(3))
        revision = try fields.int(4)
        sortOrder = try fields.choice(5, unknown: .none)
        sortTarget = try fields.choice(6, unknown: .key)
        isSerializable = try fields.bool(7)
        keysOnly = try fields.bool(8)
        countOnly = try fields.bool(9)
        modRevisions = RevisionFilter(min: try fields.int(10), max: try fields.int(11))
        createRevisions = RevisionFilter(min: try fields.int(12), max: try fields.int(13))
    }

    package func write(to writer: inout WireWriter) {
        writer.range(1, 2, range)
        writer.int(3, limit)
        writer.int(4, revision)
        writer.int(5, sortOrder.rawValue)
        writer.int(6, sortTarget.rawValue)
        writer.bool(7, isSerializable)
        writer.bool(8, keysOnly)
        writer.bool(9, countOnly)
        writer.int(10, modRevisions.min)
        writer.int(11, modRevisions.max)
        writer.int(12, createRevisions.min)
        writer.int(13, createRevisions.max)
    }
}

extension RangeResponse: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            header: try fields.header(), keyValues: try fields.messages(2),
            count: Int(truncatingIfNeeded: try fields.int(4)), hasMore: try fields.bool(3))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.messages(2, keyValues)
        writer.bool(3, hasMore)
        writer.int(4, count)
    }
}

extension PutRequest: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            Key(try fields.bytes(1)), BytesPayload(try fields.bytes(2)),
            lease: try fields.int(3), withPrevious: try fields.bool(4))
        ignoresValue = try fields.bool(5)
        ignoresLease = try fields.bool(6)
    }

    package func write(to writer: inout WireWriter) {
        writer.content(1, key.bytes)
        writer.content(2, value.bytes)
        writer.int(3, lease)
        writer.bool(4, withPrevious)
        writer.bool(5, ignoresValue)
        writer.bool(6, ignoresLease)
    }
}

extension PutResponse: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(header: try fields.header(), previous: try fields.message(2))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.message(2, previous)
    }
}

extension DeleteRangeRequest: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(try fields.range(1, 2), withPrevious: try fields.bool(3))
    }

    package func write(to writer: inout WireWriter) {
        writer.range(1, 2, range)
        writer.bool(3, withPrevious)
    }
}

extension DeleteRangeResponse: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            header: try fields.header(), deleted: Int(truncatingIfNeeded: try fields.int(2)),
            previous: try fields.messages(3))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.int(2, deleted)
        writer.messages(3, previous)
    }
}

/// `Compact` forgets what was superseded before a revision.
package struct CompactionRequest: WireMessage, Hashable {
    package var revision: Int64
    /// Whether the answer waits until the space is free. Here it always is.
    package var isPhysical: Bool

    package init(revision: Int64, isPhysical: Bool) {
        (self.revision, self.isPhysical) = (revision, isPhysical)
    }

    package init(_ fields: WireFields) throws(WireError) {
        self.init(revision: try fields.int(1), isPhysical: try fields.bool(2))
    }

    package func write(to writer: inout WireWriter) {
        writer.int(1, revision)
        writer.bool(2, isPhysical)
    }
}
