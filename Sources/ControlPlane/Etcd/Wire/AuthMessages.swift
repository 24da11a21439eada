package import Encoding

/// Users, roles and tokens on the wire.
///
/// Upstream: etcd api/authpb/auth.proto, api/etcdserverpb/rpc.proto `service Auth`.
extension Permission: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(try fields.choice(1, unknown: .read), try fields.range(2, 3))
    }

    package func write(to writer: inout WireWriter) {
        writer.int(1, kind.rawValue)
        writer.range(2, 3, range)
    }
}

package struct AuthenticateRequest: WireMessage, Hashable {
    package var name: String
    package var password: String

    package init(name: String, password: String) { (self.name, self.password) = (name, password) }

    package init(_ fields: WireFields) throws(WireError) {
        self.init(name: try fields.text(1), password: try fields.text(2))
    }

    package func write(to writer: inout WireWriter) {
        writer.text(1, name)
        writer.text(2, password)
    }
}

extension AuthToken: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(header: try fields.header(), token: try fields.text(2))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.text(2, token)
    }
}

extension AuthStatus: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(
            header: try fields.header(), isEnabled: try fields.bool(2),
            revision: try fields.uint(3))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.bool(2, isEnabled)
        writer.uint(3, revision)
    }
}

extension NameList: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(header: try fields.header(), names: try fields.texts(2))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.texts(2, names)
    }
}

extension RolePermissions: WireMessage {
    package init(_ fields: WireFields) throws(WireError) {
        self.init(header: try fields.header(), permissions: try fields.messages(2))
    }

    package func write(to writer: inout WireWriter) {
        writer.message(1, header)
        writer.messages(2, permissions)
    }
}
