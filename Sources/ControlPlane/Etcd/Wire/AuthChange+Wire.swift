package import Encoding

/// The requests that change users and roles: each a method of gRPC and a field of a log entry.
///
/// The numbers are those of the fields.
///
/// Upstream: etcd api/etcdserverpb/raft_internal.proto `InternalRaftRequest`.
package enum AuthMethod: Int, Sendable, CaseIterable {
    case authEnable = 1000
    case authDisable = 1011
    case userAdd = 1100
    case userDelete = 1101
    case userChangePassword = 1103
    case userGrantRole = 1104
    case userRevokeRole = 1105
    case roleAdd = 1200
    case roleDelete = 1201
    case roleGrantPermission = 1203
    case roleRevokePermission = 1204
}

extension AuthChange {
    package var method: AuthMethod {
        switch self {
        case .enable: .authEnable
        case .disable: .authDisable
        case .addUser: .userAdd
        case .deleteUser: .userDelete
        case .changePassword: .userChangePassword
        case .grantRole: .userGrantRole
        case .revokeRole: .userRevokeRole
        case .addRole: .roleAdd
        case .deleteRole: .roleDelete
        case .grantPermission: .roleGrantPermission
        case .revokePermission: .roleRevokePermission
        }
    }

    /// The request of `method` in `fields`.
    package init(_ method: AuthMethod, _ fields: WireFields) throws(WireError) {
        let name = method == .authEnable || method == .authDisable ? "" : try fields.text(1)
        self =
            switch method {
            case .authEnable: .enable
            case .authDisable: .disable
            case .userAdd:
                .addUser(
                    name,
                    try Credential(
                        fields, hash: 4, isAbsent: try fields.fields(3)?.bool(1) ?? false))
            case .userDelete: .deleteUser(name)
            case .userChangePassword:
                .changePassword(name, try Credential(fields, hash: 3, isAbsent: false))
            case .userGrantRole: .grantRole(user: name, role: try fields.text(2))
            case .userRevokeRole: .revokeRole(user: name, role: try fields.text(2))
            case .roleAdd: .addRole(name)
            case .roleDelete: .deleteRole(name)
            case .roleGrantPermission:
                .grantPermission(
                    role: name, try fields.message(2) ?? Permission(.read, .key(Key([]))))
            case .roleRevokePermission:
                .revokePermission(role: name, try fields.range(2, 3))
            }
    }

    /// Writes the fields of the request.
    package func write(to writer: inout WireWriter) {
        switch self {
        case .enable, .disable: break
        case .addUser(let name, let credential):
            writer.text(1, name)
            if credential == .none {
                var options = WireWriter()
                options.bool(1, true)
                writer.bytes(3, options.bytes)
            }
            credential.write(to: &writer, hash: 4)
        case .changePassword(let name, let credential):
            writer.text(1, name)
            credential.write(to: &writer, hash: 3)
        case .deleteUser(let name), .addRole(let name), .deleteRole(let name):
            writer.text(1, name)
        case .grantRole(let name, let role), .revokeRole(let name, let role):
            writer.text(1, name)
            writer.text(2, role)
        case .grantPermission(let name, let permission):
            writer.text(1, name)
            writer.message(2, permission)
        case .revokePermission(let name, let range):
            writer.text(1, name)
            writer.range(2, 3, range)
        }
    }
}

extension Credential {
    /// A password in field 2, or what was made of it in `hash`.
    fileprivate init(
        _ fields: WireFields, hash: Int, isAbsent: Bool
    ) throws(WireError) {
        if isAbsent {
            self = .none
        } else if let stored = try fields.fields(hash) {
            self = .hashed(
                PasswordHash(salt: try stored.bytes(1), digest: try stored.bytes(2)))
        } else {
            self = .password(try fields.text(2))
        }
    }

    fileprivate func write(to writer: inout WireWriter, hash: Int) {
        switch self {
        case .none: break
        case .password(let password): writer.text(2, password)
        case .hashed(let stored):
            var message = WireWriter()
            message.content(1, stored.salt)
            message.content(2, stored.digest)
            writer.bytes(hash, message.bytes)
        }
    }
}
