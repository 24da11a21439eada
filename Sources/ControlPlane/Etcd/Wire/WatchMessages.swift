package import Encoding

/// The watch service on the wire: one stream of messages each way, on which any number of watches
/// live, told apart by ids.
///
/// ```
///   client                                server
///     create{key, start}       ──▶
///                              ◀──    {id 0, created}
///                              ◀──    {id 0, events}          as often as there are some
///     cancel{id 0}             ──▶
///                              ◀──    {id 0, canceled}
/// ```
/// Upstream: etcd api/etcdserverpb/rpc.proto `WatchRequest`.
package enum WatchStreamRequest: Sendable, WireMessage {
    /// Opens a watch; with id 0 the server chooses one.
    case create(WatchRequest, id: Int64, fragments: Bool)
    case cancel(id: Int64)
    /// Asks how far the stream's watches are.
    case progress

    package init(_ fields: WireFields) throws(WireError) {
        if let create = try fields.fields(1) {
            self = .create(
                try WatchRequest(create), id: try create.int(7), fragments: try create.bool(8))
        } else if let cancel = try fields.fields(2) {
            self = .cancel(id: try cancel.int(1))
        } else {
            self = .progress
        }
    }

    package func write(to writer: inout WireWriter) {
        switch self {
        case .create(let request, let id, let fragments):
            var create = WireWriter()
            request.write(to: &create)
            create.int(7, id)
            create.bool(8, fragments)
            writer.bytes(1, create.bytes)
        case .cancel(let id):
            var cancel = WireWriter()
            cancel.int(1, id)
            writer.bytes(2, cancel.bytes)
        case .progress: writer.bytes(3, [])
        }
    }
}

extension WatchRequest: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(try fields.range(1, 2))
        startRevision = try fields.int(3)
        wantsProgress = try fields.bool(4)
        for filter in try fields.numbers(5) { excluded.insert(filter == 0 ? .put : .delete) }
        withPrevious = try fields.bool(6)
    }

    package func write(to writer: inout WireWriter) {
        writer.range(1, 2, range)
        writer.int(3, startRevision)
        writer.bool(4, wantsProgress)
        var filters: [UInt64] = []
        if excluded.contains(.put) { filters.append(0) }
        if excluded.contains(.delete) { filters.append(1) }
        writer.packed(5, filters)
        writer.bool(6, withPrevious)
    }
}

extension KeyValueEvent: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        let nothing = KeyValue(
            key: Key([]), value: BytesPayload([]), createRevision: 0, modRevision: 0, version: 0)
        self.init(
            kind: try fields.uint(1) == 0 ? .put : .delete,
            keyValue: try fields.message(2) ?? nothing, previous: try fields.message(3))
    }

    package func write(to writer: inout WireWriter) {
        writer.uint(1, kind == .put ? 0 : 1)
        writer.message(2, keyValue)
        writer.message(3, previous)
    }
}

/// What the server says of one watch of the stream.
package struct WatchStreamResponse: Sendable, WireMessage {
    package var header: ResponseHeader
    package var id: Int64
    package var isCreated = false
    package var isCanceled = false
    /// Not 0 if the watch ended because its start was compacted away: the oldest revision left.
    package var compactRevision: Int64 = 0
    package var cancelReason = ""
    /// Whether more events of the same revision follow in another message.
    package var isFragment = false
    package var events: [KeyValueEvent]

    package init(header: ResponseHeader, id: Int64, events: [KeyValueEvent] = []) {
        (self.header, self.id, self.events) = (header, id, events)
    }

    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            header: try fields.header(), id: try fields.int(2), events: try fields.messages(11))
        isCreated = try fields.bool(3)
        isCanceled = try fields.bool(4)
        compactRevision = try fields.int(5)
        cancelReason = try fields.text(6)
        isFragment = try fields.bool(7)
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.int(2, id)
        writer.bool(3, isCreated)
        writer.bool(4, isCanceled)
        writer.int(5, compactRevision)
        writer.text(6, cancelReason)
        writer.bool(7, isFragment)
        writer.messages(11, events)
    }
}
