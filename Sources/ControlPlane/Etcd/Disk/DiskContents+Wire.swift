import Encoding
import Simulation

// The state of a store as bytes: what a snapshot holds, and the settings in a disk's one row.
//
// The messages are our own, except for what is in them: keys, members, alarms and permissions
// are as etcd sends them.

extension DiskContents: WireMessage {
    init(_ fields: WireFields) throws(WireError) {
        self.init()
        records = try fields.messages(1)
        let granted: [LeaseMessage] = try fields.messages(2)
        for lease in granted { leases[lease.id] = lease.seconds }
        settings = try fields.message(3) ?? StateSettings()
        header.revision = try fields.int(4)
        header.compactRevision = try fields.int(5)
        header.raftTerm = try fields.int(6)
        header.raftIndex = try fields.int(7)
        header.instant = SimulatedInstant(nanosecondsSinceEpoch: try fields.int(8))
    }

    func write(to writer: inout WireWriter) {
        writer.messages(1, records)
        writer.messages(
            2, leases.sorted { $0.key < $1.key }.map { LeaseMessage(id: $0.key, seconds: $0.value) }
        )
        writer.message(3, settings)
        writer.int(4, header.revision)
        writer.int(5, header.compactRevision)
        writer.int(6, header.raftTerm)
        writer.int(7, header.raftIndex)
        writer.int(8, header.instant.nanosecondsSinceEpoch)
    }
}

private struct LeaseMessage: WireMessage {
    var id: Int64
    var seconds: Int64

    init(id: Int64, seconds: Int64) { (self.id, self.seconds) = (id, seconds) }

    init(_ fields: WireFields) throws(WireError) {
        (id, seconds) = (try fields.int(1), try fields.int(2))
    }

    func write(to writer: inout WireWriter) {
        writer.int(1, id)
        writer.int(2, seconds)
    }
}

extension Record: WireMessage {
    init(_ fields: WireFields) throws(WireError) {
        guard let keyValue: KeyValue = try fields.message(1) else { throw .truncated }
        self.init(
            revision: Revision(main: keyValue.modRevision, sub: try fields.int(2)),
            isTombstone: try fields.bool(3), keyValue: keyValue)
    }

    func write(to writer: inout WireWriter) {
        writer.message(1, keyValue)
        writer.int(2, revision.sub)
        writer.bool(3, isTombstone)
    }
}

// MARK: - Settings

extension StateSettings: WireMessage {
    init(_ fields: WireFields) throws(WireError) {
        auth = try fields.message(1) ?? AuthStore()
        alarms = AlarmList(try fields.messages(2))
        members = MemberTable(
            try fields.messages(3), removed: Set(try fields.numbers(4)))
    }

    func write(to writer: inout WireWriter) {
        writer.message(1, auth)
        writer.messages(2, alarms.active)
        writer.messages(3, members.all)
        writer.packed(4, members.removed.sorted())
    }
}

extension AuthStore: WireMessage {
    init(_ fields: WireFields) throws(WireError) {
        self.init()
        isEnabled = try fields.bool(1)
        revision = try fields.uint(2)
        let named: [UserMessage] = try fields.messages(3)
        for message in named { users[message.name] = message.user }
        let roleMessages: [RoleMessage] = try fields.messages(4)
        for message in roleMessages {
            roles[message.name] = Role(permissions: message.permissions)
        }
    }

    func write(to writer: inout WireWriter) {
        writer.bool(1, isEnabled)
        writer.uint(2, revision)
        writer.messages(
            3, users.sorted { $0.key < $1.key }.map { UserMessage(name: $0.key, user: $0.value) })
        writer.messages(
            4,
            roles.sorted { $0.key < $1.key }.map {
                RoleMessage(name: $0.key, permissions: $0.value.permissions)
            })
    }
}

private struct UserMessage: WireMessage {
    var name: String
    var user: AuthStore.User

    init(name: String, user: AuthStore.User) { (self.name, self.user) = (name, user) }

    init(_ fields: WireFields) throws(WireError) {
        name = try fields.text(1)
        user = AuthStore.User(roles: Set(try fields.texts(2)))
        if fields.has(4) {
            user.password = PasswordHash(
                salt: try fields.bytes(3), digest: try fields.bytes(4))
        }
    }

    func write(to writer: inout WireWriter) {
        writer.text(1, name)
        writer.texts(2, user.roles.sorted())
        guard let password = user.password else { return }
        writer.content(3, password.salt)
        writer.content(4, password.digest)
    }
}

private struct RoleMessage: WireMessage {
    var name: String
    var permissions: [Permission]

    init(name: String, permissions: [Permission]) {
        (self.name, self.permissions) = (name, permissions)
    }

    init(_ fields: WireFields) throws(WireError) {
        name = try fields.text(1)
        permissions = try fields.messages(2)
    }

    func write(to writer: inout WireWriter) {
        writer.text(1, name)
        writer.messages(2, permissions)
    }
}
