package import Encoding

/// Leases on the wire.
///
/// Upstream: etcd api/etcdserverpb/rpc.proto `service Lease`.
package struct LeaseGrantRequest: WireMessage, Hashable {
    /// **Unit**: seconds.
    package var timeToLive: Int64
    /// 0 lets the server choose one.
    package var id: Int64

    package init(timeToLive: Int64, id: Int64) { (self.timeToLive, self.id) = (timeToLive, id) }

    package init(_ fields: WireFields) throws(WireError) {
        self.init(timeToLive: try fields.int(1), id: try fields.int(2))
    }

    package func write(to writer: inout WireWriter) {
        writer.int(1, timeToLive)
        writer.int(2, id)
    }
}

extension LeaseGrant: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            header: try fields.header(), id: try fields.int(2), timeToLive: try fields.int(3))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.int(2, id)
        writer.int(3, timeToLive)
    }
}

extension LeaseRenewal: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            header: try fields.header(), id: try fields.int(2), timeToLive: try fields.int(3))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.int(2, id)
        writer.int(3, timeToLive)
    }
}

package struct LeaseTimeToLiveRequest: WireMessage, Hashable {
    package var id: Int64
    package var withKeys: Bool

    package init(id: Int64, withKeys: Bool) { (self.id, self.withKeys) = (id, withKeys) }

    package init(_ fields: WireFields) throws(WireError) {
        self.init(id: try fields.int(1), withKeys: try fields.bool(2))
    }

    package func write(to writer: inout WireWriter) {
        writer.int(1, id)
        writer.bool(2, withKeys)
    }
}

extension LeaseTimeToLive: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            header: try fields.header(), id: try fields.int(2), remaining: try fields.int(3),
            granted: try fields.int(4), keys: try fields.byteStrings(5).map { Key($0) })
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.int(2, id)
        writer.int(3, remaining)
        writer.int(4, granted)
        for key in keys { writer.bytes(5, key.bytes) }
    }
}

extension LeaseList: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        let entries: [IDMessage] = try fields.messages(2)
        self.init(
            header: try fields.header(), ids: entries.map { Int64(bitPattern: $0.id) })
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.messages(2, ids.map { IDMessage(UInt64(bitPattern: $0)) })
    }
}
