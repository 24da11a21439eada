package import Encoding

/// The members of the cluster on the wire.
///
/// Upstream: etcd api/etcdserverpb/rpc.proto `service Cluster`.
extension StoreMember: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            id: try fields.uint(1), name: try fields.text(2), peerURLs: try fields.texts(3),
            clientURLs: try fields.texts(4), isLearner: try fields.bool(5))
    }

    package func write(to writer: inout WireWriter) {
        writer.uint(1, id)
        writer.text(2, name)
        writer.texts(3, peerURLs)
        writer.texts(4, clientURLs)
        writer.bool(5, isLearner)
    }
}

package struct MemberListRequest: WireMessage, Hashable {
    package var isLinearizable: Bool

    package init(isLinearizable: Bool) { self.isLinearizable = isLinearizable }
    package init(_ fields: WireFields) throws(WireError) { isLinearizable = try fields.bool(1) }
    package func write(to writer: inout WireWriter) { writer.bool(1, isLinearizable) }
}

package struct MemberAddRequest: WireMessage, Hashable {
    package var peerURLs: [String]
    package var isLearner: Bool

    package init(peerURLs: [String], isLearner: Bool) {
        (self.peerURLs, self.isLearner) = (peerURLs, isLearner)
    }

    package init(_ fields: WireFields) throws(WireError) {
        self.init(peerURLs: try fields.texts(1), isLearner: try fields.bool(2))
    }

    package func write(to writer: inout WireWriter) {
        writer.texts(1, peerURLs)
        writer.bool(2, isLearner)
    }
}

/// The answer to `MemberAdd`, which alone names the member that changed.
package struct MemberAddResponse: WireMessage, Hashable {
    package var list: MemberList

    package init(_ list: MemberList) { self.list = list }

    package init(_ fields: WireFields) throws(WireError) {
        list = MemberList(
            header: try fields.header(), members: try fields.messages(3),
            changed: try fields.message(2))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, list.header)
        writer.message(2, list.changed)
        writer.messages(3, list.members)
    }
}

package struct MemberUpdateRequest: WireMessage, Hashable {
    package var id: UInt64
    package var peerURLs: [String]

    package init(id: UInt64, peerURLs: [String]) { (self.id, self.peerURLs) = (id, peerURLs) }

    package init(_ fields: WireFields) throws(WireError) {
        self.init(id: try fields.uint(1), peerURLs: try fields.texts(2))
    }

    package func write(to writer: inout WireWriter) {
        writer.uint(1, id)
        writer.texts(2, peerURLs)
    }
}

extension MemberList: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(header: try fields.header(), members: try fields.messages(2))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.messages(2, members)
    }
}
