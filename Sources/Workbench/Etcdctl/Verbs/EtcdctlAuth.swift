import Etcd

// `etcdctl auth ...`. Upstream: etcd etcdctl/ctlv3/command/auth_command.go.

/// `etcdctl auth enable`: makes the root role, and gives it to the root user, if need be.
@Sendable
func authEnable(_ session: Session) async throws(Exit) {
    try checkNoArguments(session, "enable")
    try await session.call("Auth/AuthEnable") { store throws(EtcdError) in
        do throws(EtcdError) { try await store.changeAuth(.enable) } catch {
            guard error == .rootRoleNotGranted else { throw error }
            try await makeRootRole(store)
            try await store.changeAuth(.enable)
        }
    }
    try await session.print("Authentication Enabled")
}

private func makeRootRole(_ store: any EtcdService) async throws(EtcdError) {
    do { try await store.changeAuth(.addRole("root")) } catch {
        guard error == .roleExists else { throw error }
    }
    try await store.changeAuth(.grantRole(user: "root", role: "root"))
}

@Sendable
func authDisable(_ session: Session) async throws(Exit) {
    try checkNoArguments(session, "disable")
    _ = try await session.call("Auth/AuthDisable") { store throws(EtcdError) in
        try await store.changeAuth(.disable)
    }
    try await session.print("Authentication Disabled")
}

@Sendable
func authStatus(_ session: Session) async throws(Exit) {
    try checkNoArguments(session, "status")
    let status = try await session.call("Auth/AuthStatus") { store throws(EtcdError) in
        try await store.authStatus()
    }
    switch session.format {
    case .simple:
        try await session.print("Authentication Status: \(status.isEnabled)")
        try await session.print("AuthRevision: \(status.revision)")
    case .json:
        try await session.print(
            jsonObject([
                ("header", status.header.json), ("enabled", status.isEnabled ? "true" : nil),
                ("authRevision", "\(status.revision)"),
            ]))
    case .fields:
        try await session.print(
            status.header.fields + "\"Enabled\" : \(status.isEnabled)\n"
                + "\"AuthRevision\" : \(status.revision)")
    case .table: throw session.unsupportedFormat()
    }
}

private func checkNoArguments(_ session: Session, _ verb: String) throws(Exit) {
    guard session.arguments.isEmpty else {
        throw Exit(.badArguments, "auth \(verb) command does not accept any arguments")
    }
}
