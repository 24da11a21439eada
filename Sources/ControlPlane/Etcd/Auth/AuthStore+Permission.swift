/// Who asks, as it stands in the log: a name, and the revision at which it was recognised.
struct Author: Sendable, Hashable {
    /// Empty for nobody.
    var name = ""
    var authRevision: UInt64 = 0

    static let nobody = Author()
}

extension AuthStore {
    /// Whether `author` may read (or write) all of `range`.
    ///
    /// **Throws** `.userEmpty` for nobody, `.oldAuthRevision` if users or roles changed since,
    /// `.permissionDenied`.
    ///
    /// Upstream: etcd server/auth/store.go `isOpPermitted`.
    func check(
        _ author: Author, may kind: Permission.Kind, _ range: KeyRange
    ) throws(EtcdError) {
        guard isEnabled else { return }
        guard author.authRevision > 0 else { throw .userEmpty }
        guard author.authRevision >= revision else { throw .oldAuthRevision }
        guard let user = users[author.name] else { throw .permissionDenied }
        if user.roles.contains(Self.root) { return }
        let granted = permissions(of: user).filter { $0.kind == kind || $0.kind == .readWrite }
        guard KeyIntervals(granted.map(\.range)).covers(range) else { throw .permissionDenied }
    }

    /// Whether `author` may change users, roles and members.
    ///
    /// Upstream: etcd server/auth/store.go `IsAdminPermitted`.
    func checkAdministrator(_ author: Author) throws(EtcdError) {
        guard isEnabled else { return }
        guard !author.name.isEmpty else { throw .userEmpty }
        guard let user = users[author.name], user.roles.contains(Self.root) else {
            throw .permissionDenied
        }
    }

    func hasRole(_ role: String, _ user: String) -> Bool {
        users[user]?.roles.contains(role) ?? false
    }

    private func permissions(of user: User) -> [Permission] {
        user.roles.sorted().flatMap { roles[$0]?.permissions ?? [] }
    }

    // MARK: - Reading

    /// **Throws** `.authNotEnabled`, `.authFailed`.
    func checkPassword(_ password: String, of name: String) throws(EtcdError) {
        guard isEnabled else { throw .authNotEnabled }
        guard let hash = users[name]?.password, hash.matches(password) else { throw .authFailed }
    }

    func rolesOfUser(_ name: String) throws(EtcdError) -> [String] {
        guard let user = users[name] else { throw .userNotFound }
        return user.roles.sorted()
    }

    func permissionsOfRole(_ name: String) throws(EtcdError) -> [Permission] {
        guard let role = roles[name] else { throw .roleNotFound }
        return name == Self.root ? [Permission(.readWrite, .from(Key([])))] : role.permissions
    }
}

extension AuthStore {
    /// Whether `author` may carry out a transaction: what it compares and reads, puts and deletes,
    /// in both branches.
    ///
    /// Upstream: etcd server/etcdserver/apply/apply_auth.go `checkTxnAuth`.
    func check(
        _ author: Author, may request: TransactionRequest, _ lessor: Lessor
    ) throws(EtcdError) {
        guard isEnabled else { return }
        for compare in request.compare { try check(author, may: .read, compare.range) }
        for branch in [request.success, request.failure] {
            for operation in branch { try check(author, may: operation, lessor) }
        }
    }

    private func check(
        _ author: Author, may operation: TransactionRequest.Operation, _ lessor: Lessor
    ) throws(EtcdError) {
        switch operation {
        case .range(let request): try check(author, may: .read, request.range)
        case .put(let put):
            // Who hangs a key on a lease must be allowed to write all that hangs there.
            for key in lessor[put.lease]?.keys.sorted() ?? [] {
                try check(author, may: .write, .key(key))
            }
            try check(author, may: .write, .key(put.key))
            if put.withPrevious { try check(author, may: .read, .key(put.key)) }
        case .deleteRange(let request):
            if request.withPrevious { try check(author, may: .read, request.range) }
            try check(author, may: .write, request.range)
        case .transaction(let inner): try check(author, may: inner, lessor)
        }
    }
}
