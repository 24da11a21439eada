import Etcd

// `etcdctl user ...`. Upstream: etcd etcdctl/ctlv3/command/user_command.go.

/// `etcdctl user add NAME[:PASSWORD]`.
@Sendable
func userAdd(_ session: Session) async throws(Exit) {
    let argument = try onlyArgument(session, "user add command requires user name as its argument")
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts.first ?? "")
    let credential: Credential
    if session.flags.bool("no-password") {
        credential = .none
    } else if !session.flags.string("new-user-password").isEmpty {
        credential = .password(session.flags.string("new-user-password"))
    } else if parts.count == 2 {
        if name.isEmpty { throw Exit(.badArguments, "empty user name is not allowed") }
        credential = .password(String(parts[1]))
    } else {
        credential = .password(try await session.newPassword(of: name))
    }
    try await change(
        session, "UserAdd", .addUser(name, credential), simple: "User \(name) created")
}

@Sendable
func userDelete(_ session: Session) async throws(Exit) {
    let name = try onlyArgument(session, "user delete command requires user name as its argument")
    try await change(session, "UserDelete", .deleteUser(name), simple: "User \(name) deleted")
}

@Sendable
func userPassword(_ session: Session) async throws(Exit) {
    let name = try onlyArgument(session, "user passwd command requires user name as its argument")
    let password = try await session.newPassword(of: name)
    try await change(
        session, "UserChangePassword", .changePassword(name, .password(password)),
        simple: "Password updated")
}

@Sendable
func userGrantRole(_ session: Session) async throws(Exit) {
    guard session.arguments.count == 2 else {
        throw Exit(
            .badArguments, "user grant command requires user name and role name as its argument")
    }
    let (user, role) = (session.arguments[0], session.arguments[1])
    try await change(
        session, "UserGrantRole", .grantRole(user: user, role: role),
        simple: "Role \(role) is granted to user \(user)")
}

@Sendable
func userRevokeRole(_ session: Session) async throws(Exit) {
    guard session.arguments.count == 2 else {
        throw Exit(
            .badArguments, "user revoke-role requires user name and role name as its argument")
    }
    let (user, role) = (session.arguments[0], session.arguments[1])
    try await change(
        session, "UserRevokeRole", .revokeRole(user: user, role: role),
        simple: "Role \(role) is revoked from user \(user)")
}

@Sendable
func userGet(_ session: Session) async throws(Exit) {
    let name = try onlyArgument(session, "user get command requires user name as its argument")
    let roles = try await session.call("Auth/UserGet") { store throws(EtcdError) in
        try await store.user(name)
    }
    if session.flags.bool("detail") {
        try await session.print("User: \(name)")
        for role in roles.names {
            let found = try await session.call("Auth/RoleGet") { store throws(EtcdError) in
                try await store.role(role)
            }
            try await session.print("")
            try await session.print(Array(found.simple(role).utf8))
        }
        return
    }
    switch session.format {
    case .simple:
        try await session.print("User: \(name)")
        try await session.print("Roles:" + roles.names.map { " " + $0 }.joined())
    case .json: try await session.print(roles.json(as: "roles"))
    case .fields, .table: throw session.unsupportedFormat()
    }
}

@Sendable
func userList(_ session: Session) async throws(Exit) {
    guard session.arguments.isEmpty else {
        throw Exit(.badArguments, "user list command requires no arguments")
    }
    let users = try await session.call("Auth/UserList") { store throws(EtcdError) in
        try await store.users()
    }
    switch session.format {
    case .simple: for name in users.names { try await session.print(name) }
    case .json: try await session.print(users.json(as: "users"))
    case .fields, .table: throw session.unsupportedFormat()
    }
}

// MARK: - What all of auth's commands share

/// Makes one change, and says so.
func change(
    _ session: Session, _ method: String, _ change: AuthChange, simple: String
) async throws(Exit) {
    let header = try await session.call("Auth/" + method) { store throws(EtcdError) in
        try await store.changeAuth(change)
    }
    try await session.show(header, simple: simple)
}

/// **Throws** `complaint` unless there is exactly one argument.
func onlyArgument(_ session: Session, _ complaint: String) throws(Exit) -> String {
    guard session.arguments.count == 1 else { throw Exit(.badArguments, complaint) }
    return session.arguments[0]
}

extension NameList {
    func json(as member: String) -> String {
        jsonObject([("header", header.json), (member, jsonArray(names.map(jsonString)))])
    }
}

extension Session {
    /// Asks for a password twice, or reads one line with `--interactive=false`.
    ///
    /// Differs: what is typed is echoed.
    fileprivate func newPassword(of name: String) async throws(Exit) -> String {
        var lines = LineReader(input)
        guard flags.bool("interactive") else { return try await lines.next() ?? lines.rest }
        let first = try await ask("Password of \(name): ", &lines)
        guard !first.isEmpty else { throw Exit(.badArguments, "empty password") }
        let second = try await ask(
            "Type password of \(name) again for confirmation: ", &lines)
        guard first == second else {
            throw Exit(.badArguments, "given passwords are different")
        }
        return first
    }

    /// Prints `prompt` and reads the answer to it.
    func ask(_ prompt: String, _ lines: inout LineReader) async throws(Exit) -> String {
        try await print(Array(prompt.utf8))
        guard let answer = try await lines.next() else {
            throw Exit(.badArguments, "failed to ask password: EOF")
        }
        return answer
    }
}
