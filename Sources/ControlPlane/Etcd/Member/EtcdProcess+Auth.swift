import Simulation

extension EtcdProcess {
    /// Checks the password here, so that it never stands in the log, then has a token noted by all.
    ///
    /// Upstream: etcd server/etcdserver/v3_server.go `Authenticate`.
    func token(for name: String, password: String) async throws(EtcdError) -> AuthToken {
        try await settle()
        try machine.auth.checkPassword(password, of: name)
        let random = simulation.random("etcd token")
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        let prefix = (0..<Defaults.tokenLetters).map { _ in
            letters[random.int(in: 0..<letters.count)]
        }
        let answer = try await propose(
            .authenticate(user: name, tokenPrefix: String(prefix)), by: .nobody)
        guard case .token(let token) = answer else {
            preconditionFailure("a password is answered by a token")
        }
        return AuthToken(header: header, token: token)
    }

    func authStatus(by caller: EtcdCaller) async throws(EtcdError) -> AuthStatus {
        try await settle()
        let auth = machine.auth
        return AuthStatus(header: header, isEnabled: auth.isEnabled, revision: auth.revision)
    }

    func changeAuth(
        _ change: AuthChange, by caller: EtcdCaller
    ) async throws(EtcdError) -> ResponseHeader {
        _ = try await propose(.auth(hashed(change)), by: try author(caller))
        return header
    }

    private func hashed(_ change: AuthChange) -> AuthChange {
        switch change {
        case .addUser(let name, .password(let password)): .addUser(name, hashed(password))
        case .changePassword(let name, .password(let password)):
            .changePassword(name, hashed(password))
        default: change
        }
    }

    private func hashed(_ password: String) -> Credential {
        let salt = simulation.random("etcd password").bytes(16)
        return .hashed(PasswordHash(of: password, salt: salt))
    }

    // MARK: - Reading

    /// Users may look at themselves.
    func rolesOfUser(_ name: String, by caller: EtcdCaller) async throws(EtcdError) -> NameList {
        try await settle()
        let author = try author(caller)
        if author.name.isEmpty || author.name != name {
            try machine.auth.checkAdministrator(author)
        }
        return NameList(header: header, names: try machine.auth.rolesOfUser(name))
    }

    func userNames(by caller: EtcdCaller) async throws(EtcdError) -> NameList {
        try await checkAdministrator(caller)
        return NameList(header: header, names: machine.auth.users.keys.sorted())
    }

    /// Users may look at the roles they have.
    func permissionsOfRole(
        _ name: String, by caller: EtcdCaller
    ) async throws(EtcdError) -> RolePermissions {
        try await settle()
        let author = try author(caller)
        if !machine.auth.hasRole(name, author.name) {
            try machine.auth.checkAdministrator(author)
        }
        return RolePermissions(
            header: header, permissions: try machine.auth.permissionsOfRole(name))
    }

    func roleNames(by caller: EtcdCaller) async throws(EtcdError) -> NameList {
        try await checkAdministrator(caller)
        return NameList(header: header, names: machine.auth.roles.keys.sorted())
    }
}
