import Etcd

let authCases: [ConformanceCase] = [
    ConformanceCase("users and roles are added, changed and listed", needs: [.authentication]) {
        trial in
        let etcd = trial.etcd
        try await etcd.changeAuth(.addUser("alice", .password("pw")))
        try await etcd.changeAuth(.addRole("reader"))
        try await trial.cleaningUp(users: ["alice"], roles: ["reader"]) {
            let permission = Permission(.read, .prefix(Key("/x/")))
            try await etcd.changeAuth(.grantPermission(role: "reader", permission))
            try await etcd.changeAuth(.grantRole(user: "alice", role: "reader"))
            try trial.expect(try await etcd.user("alice").names, is: ["reader"], "roles of alice")
            try trial.expect(try await etcd.users().names.contains("alice"), "alice is listed")
            try trial.expect(try await etcd.roles().names.contains("reader"), "so is the role")
            let found = try await etcd.role("reader").permissions
            try trial.expect(found.map(\.kind), is: [.read], "the permission")
            try trial.expect(
                found.map(\.range.keyAndEnd.rangeEnd), is: [Array("/x0".utf8)], "its range")
            try await etcd.changeAuth(.revokePermission(role: "reader", .prefix(Key("/x/"))))
            try trial.expect(try await etcd.role("reader").permissions, is: [], "revoked")
            try await etcd.changeAuth(.revokeRole(user: "alice", role: "reader"))
            try trial.expect(try await etcd.user("alice").names, is: [], "no roles")
        }
    },
    ConformanceCase("what is wrong with users and roles is said", needs: [.authentication]) {
        trial in
        let etcd = trial.etcd
        try await etcd.changeAuth(.addUser("bob", .password("pw")))
        try await etcd.changeAuth(.addRole("role"))
        let wrong: [(EtcdError, AuthChange)] = [
            (.userExists, .addUser("bob", .password("pw"))),
            (.userEmpty, .addUser("", .password("pw"))),
            (.userNotFound, .deleteUser("nobody")),
            (.userNotFound, .changePassword("nobody", .password("pw"))),
            (.userNotFound, .grantRole(user: "nobody", role: "role")),
            (.roleNotFound, .grantRole(user: "bob", role: "nothing")),
            (.roleNotGranted, .revokeRole(user: "bob", role: "role")),
            (.roleExists, .addRole("role")), (.roleEmpty, .addRole("")),
            (.roleNotFound, .deleteRole("nothing")),
            (.roleNotFound, .grantPermission(role: "no", Permission(.read, .key(Key("a"))))),
            (.permissionNotGranted, .revokePermission(role: "role", .key(Key("a")))),
            (.rootUserNotFound, .enable),
        ]
        try await trial.cleaningUp(users: ["bob"], roles: ["role"]) {
            for (error, change) in wrong {
                try await trial.expect(error) { try await etcd.changeAuth(change) }
            }
            try await trial.expect(.userNotFound) { _ = try await etcd.user("nobody") }
            try await trial.expect(.roleNotFound) { _ = try await etcd.role("nothing") }
            try await trial.expect(.authNotEnabled) {
                _ = try await etcd.authenticate(name: "bob", password: "pw")
            }
        }
    },
    ConformanceCase(
        "with authentication on, users do what their roles allow", needs: [.authentication]
    ) { trial in
        try await trial.put("r/a", "1")
        try await trial.withAuthentication(reader: "r/", writer: "w/") { alice in
            try trial.expect(
                try await alice.texts(.prefix(alice.key("r/"))), is: ["r/a=1"], "may read")
            try await trial.expect(.permissionDenied) { _ = try await alice.texts() }
            try await trial.expect(.permissionDenied) { try await alice.put("r/a", "2") }
            try await alice.put("w/a", "1")
            try await trial.expect(.permissionDenied) {
                _ = try await alice.texts(.key(alice.key("w/a")))
            }
            try await trial.expect(.permissionDenied) {
                _ = try await alice.etcd.transaction(
                    TransactionRequest(
                        compare: [.version(alice.key("w/a"), .equal, 1)], success: []))
            }
            try await trial.expect(.permissionDenied) {
                try await alice.etcd.changeAuth(.addUser("eve", .password("x")))
            }
            try trial.expect(try await alice.etcd.user("alice").names, is: ["demo"], "herself")
            try await trial.expect(.permissionDenied) { _ = try await alice.etcd.user("root") }
        }
    },
    ConformanceCase(
        "with authentication on, nobody and a wrong token get nothing", needs: [.authentication]
    ) { trial in
        try await trial.withAuthentication(reader: "r/", writer: "w/") { _ in
            try await trial.expect(.userEmpty) { try await trial.put("r/a", "1") }
            try await trial.expect(.userEmpty) { _ = try await trial.texts() }
            try await trial.expect(.authFailed) {
                _ = try await trial.etcd.authenticate(name: "alice", password: "wrong")
            }
            try await trial.expect(.authFailed) {
                _ = try await trial.etcd.authenticate(name: "nobody", password: "pw")
            }
            let forged = trial.acting(as: EtcdCaller(token: "forged.1"))
            try await trial.expect(.invalidAuthToken) { _ = try await forged.texts() }
        }
    },
]

extension Trial {
    /// Runs `body`, then takes users and roles away, whatever happened.
    func cleaningUp(
        users: [String], roles: [String], _ body: () async throws -> Void
    ) async throws {
        var failure: (any Error)?
        do { try await body() } catch { failure = error }
        for user in users { _ = try? await etcd.changeAuth(.deleteUser(user)) }
        for role in roles { _ = try? await etcd.changeAuth(.deleteRole(role)) }
        if let failure { throw failure }
    }

    /// Turns authentication on, and off again; `body` gets the trial as `alice`, who may read
    /// below `reader` and write below `writer`.
    func withAuthentication(
        reader: String, writer: String, _ body: (Trial) async throws -> Void
    ) async throws {
        try await etcd.changeAuth(.addUser("root", .password("rootpw")))
        try await etcd.changeAuth(.addUser("alice", .password("pw")))
        try await etcd.changeAuth(.addRole("demo"))
        try await etcd.changeAuth(.grantRole(user: "alice", role: "demo"))
        for (kind, name) in [(Permission.Kind.read, reader), (.write, writer)] {
            try await etcd.changeAuth(
                .grantPermission(role: "demo", Permission(kind, .prefix(key(name)))))
        }
        try await cleaningUp(users: ["root", "alice"], roles: ["demo", "root"]) {
            try await expect(.rootRoleNotGranted) { try await etcd.changeAuth(.enable) }
            _ = try? await etcd.changeAuth(.addRole("root"))
            try await etcd.changeAuth(.grantRole(user: "root", role: "root"))
            try await etcd.changeAuth(.enable)
            var failure: (any Error)?
            do {
                let token = try await etcd.authenticate(name: "alice", password: "pw").token
                try await body(acting(as: EtcdCaller(token: token)))
            } catch { failure = error }
            let root = try await etcd.authenticate(name: "root", password: "rootpw").token
            try await acting(as: EtcdCaller(token: root)).etcd.changeAuth(.disable)
            if let failure { throw failure }
        }
    }
}
