/// Users, roles, and whether anybody is asked who they are.
///
/// ```
/// user alice ──▶ role reader ──▶ read  [/registry/, /registry0)
///            └─▶ role demo   ──▶ write /demo
/// ```
/// The user `root` with the role `root` may do everything, and has to exist before authentication
/// can be turned on.
///
/// **Invariants**
/// 1. `revision` grows with every change; who was recognised before a change is asked again.
/// 2. Part of the replicated state: the same changes in the same order give the same store.
///
/// Upstream: etcd server/auth/store.go.
struct AuthStore: Sendable, Hashable {
    struct User: Sendable, Hashable {
        /// Nil for one who comes with a certificate only.
        var password: PasswordHash?
        var roles: Set<String> = []
    }

    struct Role: Sendable, Hashable {
        /// In the order of their keys.
        var permissions: [Permission] = []
    }

    static let root = "root"

    var isEnabled = false
    var revision: UInt64 = 1
    var users: [String: User] = [:]
    var roles: [String: Role] = [:]

    /// Carries out one change.
    ///
    /// **Throws** as etcd does; then nothing has changed.
    mutating func apply(_ change: AuthChange) throws(EtcdError) {
        switch change {
        case .enable: try enable()
        case .disable:
            guard isEnabled else { return }
            isEnabled = false
        case .addUser(let name, let credential): try addUser(name, credential)
        case .deleteUser(let name): try deleteUser(name)
        case .changePassword(let name, let credential):
            guard users[name] != nil else { throw .userNotFound }
            users[name]?.password = credential.hash
        case .grantRole(let user, let role):
            guard let present = users[user] else { throw .userNotFound }
            guard role == Self.root || roles[role] != nil else { throw .roleNotFound }
            // Granted already: nothing changes, and nobody has to be asked again.
            if present.roles.contains(role) { return }
            users[user]?.roles.insert(role)
        case .revokeRole(let user, let role): try revokeRole(role, from: user)
        case .addRole(let name):
            guard !name.isEmpty else { throw .roleEmpty }
            guard roles[name] == nil else { throw .roleExists }
            roles[name] = Role()
        case .deleteRole(let name): try deleteRole(name)
        case .grantPermission(let role, let permission): try grant(permission, to: role)
        case .revokePermission(let role, let range): try revoke(range, from: role)
        }
        revision += 1
    }

    private mutating func enable() throws(EtcdError) {
        guard let root = users[Self.root] else { throw .rootUserNotFound }
        guard root.roles.contains(Self.root) else { throw .rootRoleNotGranted }
        isEnabled = true
    }

    // MARK: - Users

    private mutating func addUser(_ name: String, _ credential: Credential) throws(EtcdError) {
        guard !name.isEmpty else { throw .userEmpty }
        guard users[name] == nil else { throw .userExists }
        users[name] = User(password: credential.hash)
    }

    private mutating func deleteUser(_ name: String) throws(EtcdError) {
        if isEnabled, name == Self.root { throw .invalidAuthManagement }
        guard users.removeValue(forKey: name) != nil else { throw .userNotFound }
    }

    private mutating func revokeRole(_ role: String, from user: String) throws(EtcdError) {
        if isEnabled, user == Self.root, role == Self.root { throw .invalidAuthManagement }
        guard let present = users[user] else { throw .userNotFound }
        guard present.roles.contains(role) else { throw .roleNotGranted }
        users[user]?.roles.remove(role)
    }

    // MARK: - Roles

    private mutating func deleteRole(_ name: String) throws(EtcdError) {
        if isEnabled, name == Self.root { throw .invalidAuthManagement }
        guard roles.removeValue(forKey: name) != nil else { throw .roleNotFound }
        for user in users.keys.sorted() { users[user]?.roles.remove(name) }
    }

    private mutating func grant(
        _ permission: Permission, to name: String
    ) throws(EtcdError) {
        if case .between(let first, let end) = permission.range, end <= first {
            throw .invalidAuthManagement
        }
        guard var role = roles[name] else { throw .roleNotFound }
        // As the wire has it, so that members who read the change from a log have the same state.
        let range = KeyRange(wireForm: permission.range)
        if let same = role.permissions.firstIndex(where: { $0.range == range }) {
            role.permissions[same].kind = permission.kind
        } else {
            role.permissions.append(Permission(permission.kind, range))
            role.permissions.sort { $0.range.lowerBound < $1.range.lowerBound }
        }
        roles[name] = role
    }

    private mutating func revoke(_ range: KeyRange, from name: String) throws(EtcdError) {
        guard let role = roles[name] else { throw .roleNotFound }
        let range = KeyRange(wireForm: range)
        guard let place = role.permissions.firstIndex(where: { $0.range == range }) else {
            throw .permissionNotGranted
        }
        roles[name]?.permissions.remove(at: place)
    }
}

extension Credential {
    /// Nil for a user without a password.
    fileprivate var hash: PasswordHash? {
        switch self {
        case .none: nil
        case .hashed(let hash): hash
        case .password: preconditionFailure("a password is hashed before it goes into the log")
        }
    }
}

extension KeyRange {
    /// The same keys as a key and an end: a prefix is a range that ends before the next key.
    fileprivate init(wireForm range: KeyRange) {
        let (key, rangeEnd) = range.keyAndEnd
        self.init(key: key, rangeEnd: rangeEnd)
    }
}
