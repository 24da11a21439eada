/// One change of users, roles, and whether they are asked for.
package enum AuthChange: Sendable, Hashable {
    case enable
    case disable
    case addUser(String, Credential)
    case deleteUser(String)
    case changePassword(String, Credential)
    case grantRole(user: String, role: String)
    case revokeRole(user: String, role: String)
    case addRole(String)
    case deleteRole(String)
    case grantPermission(role: String, Permission)
    case revokePermission(role: String, KeyRange)
}

/// How a user proves who they are.
package enum Credential: Sendable, Hashable {
    /// Only by a certificate with their name.
    case none
    case password(String)
    /// As the log has it: nobody can read a password out of a disk.
    case hashed(PasswordHash)
}

/// What a role may do with which keys.
package struct Permission: Sendable, Hashable {
    package enum Kind: Int, Sendable { case read, write, readWrite }

    package var kind: Kind
    package var range: KeyRange

    package init(_ kind: Kind, _ range: KeyRange) { (self.kind, self.range) = (kind, range) }
}

package struct AuthToken: Sendable, Hashable {
    package var header: ResponseHeader
    package var token: String

    package init(header: ResponseHeader, token: String) {
        (self.header, self.token) = (header, token)
    }
}

package struct AuthStatus: Sendable, Hashable {
    package var header: ResponseHeader
    package var isEnabled: Bool
    /// Grows with every change of users and roles.
    package var revision: UInt64

    package init(header: ResponseHeader, isEnabled: Bool, revision: UInt64) {
        (self.header, self.isEnabled, self.revision) = (header, isEnabled, revision)
    }
}

/// Names of users or roles, in order.
package struct NameList: Sendable, Hashable {
    package var header: ResponseHeader
    package var names: [String]

    package init(header: ResponseHeader, names: [String]) {
        (self.header, self.names) = (header, names)
    }
}

package struct RolePermissions: Sendable, Hashable {
    package var header: ResponseHeader
    package var permissions: [Permission]

    package init(header: ResponseHeader, permissions: [Permission]) {
        (self.header, self.permissions) = (header, permissions)
    }
}
