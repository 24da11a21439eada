import Encoding
import Etcd

// `etcdctl role ...`. Upstream: etcd etcdctl/ctlv3/command/role_command.go.

@Sendable
func roleAdd(_ session: Session) async throws(Exit) {
    let name = try onlyArgument(session, "role add command requires role name as its argument")
    try await change(session, "RoleAdd", .addRole(name), simple: "Role \(name) created")
}

@Sendable
func roleDelete(_ session: Session) async throws(Exit) {
    let name = try onlyArgument(session, "role delete command requires role name as its argument")
    try await change(session, "RoleDelete", .deleteRole(name), simple: "Role \(name) deleted")
}

@Sendable
func roleGet(_ session: Session) async throws(Exit) {
    let name = try onlyArgument(session, "role get command requires role name as its argument")
    let role = try await session.call("Auth/RoleGet") { store throws(EtcdError) in
        try await store.role(name)
    }
    switch session.format {
    case .simple: try await session.print(Array(role.simple(name).utf8))
    case .json: try await session.print(role.json)
    case .fields: try await session.print(Array(role.fields.utf8))
    case .table: throw session.unsupportedFormat()
    }
}

@Sendable
func roleList(_ session: Session) async throws(Exit) {
    guard session.arguments.isEmpty else {
        throw Exit(.badArguments, "role list command requires no arguments")
    }
    let roles = try await session.call("Auth/RoleList") { store throws(EtcdError) in
        try await store.roles()
    }
    switch session.format {
    case .simple: for name in roles.names { try await session.print(name) }
    case .json: try await session.print(roles.json(as: "roles"))
    case .fields:
        let names = roles.names.map { " " + goQuoted($0) }.joined()
        try await session.print(roles.header.fields + "\"Roles\" :" + names)
    case .table: throw session.unsupportedFormat()
    }
}

/// `etcdctl role grant-permission ROLE read|write|readwrite KEY [END]`.
@Sendable
func roleGrantPermission(_ session: Session) async throws(Exit) {
    guard session.arguments.count >= 3 else {
        throw Exit(
            .badArguments,
            "role grant command requires role name, permission type, and key [endkey] as its "
                + "argument")
    }
    let kind: Permission.Kind
    switch session.arguments[1].lowercased() {
    case "read": kind = .read
    case "write": kind = .write
    case "readwrite": kind = .readWrite
    default:
        throw Exit(.badArguments, "invalid permission type: \(session.arguments[1])")
    }
    let range = try permittedRange(session, Array(session.arguments.dropFirst(2)))
    let role = session.arguments[0]
    try await change(
        session, "RoleGrantPermission",
        .grantPermission(role: role, Permission(kind, KeyRange(range))),
        simple: "Role \(role) updated")
}

@Sendable
func roleRevokePermission(_ session: Session) async throws(Exit) {
    guard session.arguments.count >= 2 else {
        throw Exit(
            .badArguments,
            "role revoke-permission command requires role name and key [endkey] as its argument")
    }
    let range = try permittedRange(session, Array(session.arguments.dropFirst()))
    let role = session.arguments[0]
    let (first, end) = (Key(range.key).description, Key(range.rangeEnd).description)
    let what =
        if range.rangeEnd.isEmpty {
            "key \(first)"
        } else if range.rangeEnd == [0] {
            "range [\(first), <open ended>"
        } else {
            "range [\(first), \(end))"
        }
    try await change(
        session, "RoleRevokePermission",
        .revokePermission(role: role, KeyRange(range)),
        simple: "Permission of \(what) is revoked from role \(role)")
}

/// A range as the wire has it.
private typealias WireRange = (key: [UInt8], rangeEnd: [UInt8])

extension KeyRange {
    fileprivate init(_ range: WireRange) { self.init(key: range.key, rangeEnd: range.rangeEnd) }
}

/// Upstream: etcd etcdctl/ctlv3/command/role_command.go `permRange`.
private func permittedRange(
    _ session: Session, _ words: [String]
) throws(Exit) -> WireRange {
    let (isPrefix, isFrom) = (session.flags.bool("prefix"), session.flags.bool("from-key"))
    if isPrefix, isFrom {
        throw Exit(.badArguments, "--from-key and --prefix flags are mutually exclusive")
    }
    let key = Key(words[0])
    if key.bytes.isEmpty { return ([0], isPrefix || isFrom ? [0] : []) }
    if isPrefix { return KeyRange.prefix(key).keyAndEnd }
    if isFrom { return KeyRange.from(key).keyAndEnd }
    return (key.bytes, words.count > 1 ? Array(words[1].utf8) : [])
}

extension RolePermissions {
    /// Whom the role lets read what, and write what.
    func simple(_ name: String) -> String {
        var text = "Role \(name)\n"
        for (title, kind) in [("KV Read:", Permission.Kind.read), ("KV Write:", .write)] {
            text += title + "\n"
            for permission in permissions
            where permission.kind == kind || permission.kind == .readWrite {
                text += "\t\(permission.text)\n"
            }
        }
        return text
    }

    fileprivate var json: String {
        let list = permissions.map { permission in
            let (key, end) = permission.range.keyAndEnd
            return jsonObject([
                ("permType", permission.kind == .read ? nil : "\(permission.kind.rawValue)"),
                ("key", key.isEmpty ? nil : "\"\(Base64.encode(key))\""),
                ("range_end", end.isEmpty ? nil : "\"\(Base64.encode(end))\""),
            ])
        }
        return jsonObject([("header", header.json), ("perm", jsonArray(list))])
    }

    fileprivate var fields: String {
        header.fields
            + permissions.map { permission in
                let (key, end) = permission.range.keyAndEnd
                return "\"PermType\" :  \(permission.kind.name)\n\"Key\" : \(goQuoted(key))\n"
                    + "\"RangeEnd\" : \(goQuoted(end))\n"
            }.joined()
    }
}

extension Permission {
    fileprivate var text: String {
        let (key, end) = range.keyAndEnd
        let (first, last) = (Key(key), Key(end))
        if end.isEmpty { return first.description }
        if end == [0] { return "[\(first), <open ended>" }
        let prefix = first.prefixEnd == last ? " (prefix \(first))" : ""
        return "[\(first), \(last))" + prefix
    }
}

extension Permission.Kind {
    fileprivate var name: String {
        switch self {
        case .read: "READ"
        case .write: "WRITE"
        case .readWrite: "READWRITE"
        }
    }
}
