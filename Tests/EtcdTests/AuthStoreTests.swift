import Testing

@testable import Etcd

@Suite("AuthStore")
struct AuthStoreTests {
    @Test(
        "intervals that touch or overlap are one",
        arguments: [
            ([.between(Key("a"), Key("c")), .between(Key("b"), Key("e"))], "a-e", "e"),
            ([.between(Key("a"), Key("b")), .between(Key("b"), Key("c"))], "a-c", "c"),
            ([.prefix(Key("/x/")), .key(Key("/x0"))], "/x/-/x0\u{0}", "/x1"),
            ([.from(Key("m")), .between(Key("a"), Key("b"))], "a-b m-", "b"),
            ([.from(Key("m")), .between(Key("n"), Key("z"))], "m-", "l"),
            ([.all, .key(Key("q"))], "-", nil),
            ([.key(Key("a")), .key(Key("b"))], "a-a\u{0} b-b\u{0}", "aa"),
        ] as [([KeyRange], String, String?)])
    func intervals(ranges: [KeyRange], drawn: String, outside: String?) {
        for order in [ranges, ranges.reversed()] {
            let set = KeyIntervals(order)
            let texts = set.intervals.map { "\($0.first)-\($0.end?.description ?? "")" }
            #expect(texts.joined(separator: " ") == drawn)
            for range in ranges { #expect(set.covers(range)) }
            if let outside { #expect(!set.covers(.key(Key(outside)))) }
        }
    }

    @Test("two roles together allow what neither allows alone")
    func unitedRoles() throws {
        var store = try enabled()
        for (role, first, end) in [("left", "a", "c"), ("right", "b", "e")] {
            try store.apply(.addRole(role))
            let permission = Permission(.read, .between(Key(first), Key(end)))
            try store.apply(.grantPermission(role: role, permission))
        }
        try store.apply(.grantRole(user: "alice", role: "left"))
        let wanted = KeyRange.between(Key("a"), Key("d"))
        #expect(throws: EtcdError.permissionDenied) {
            try store.check(store.author("alice"), may: .read, wanted)
        }
        try store.apply(.grantRole(user: "alice", role: "right"))
        try store.check(store.author("alice"), may: .read, wanted)
        #expect(throws: EtcdError.permissionDenied) {
            try store.check(store.author("alice"), may: .write, .key(Key("a")))
        }
    }

    @Test("who was recognised before a change has to be recognised again")
    func oldRevision() throws {
        var store = try enabled()
        let root = store.author("root")
        try store.check(root, may: .read, .all)
        try store.apply(.addRole("new"))
        #expect(throws: EtcdError.oldAuthRevision) { try store.check(root, may: .read, .all) }
        try store.check(store.author("root"), may: .write, .all)
        #expect(throws: EtcdError.userEmpty) { try store.check(.nobody, may: .read, .all) }
    }

    @Test(
        "a permission given again for the same range replaces the first; a refused change is none")
    func replaced() throws {
        var store = AuthStore()
        try store.apply(.addRole("r"))
        try store.apply(.grantPermission(role: "r", Permission(.read, .prefix(Key("/a/")))))
        let same = KeyRange.between(Key("/a/"), Key("/a0"))
        try store.apply(.grantPermission(role: "r", Permission(.readWrite, same)))
        #expect(try store.permissionsOfRole("r").map(\.kind) == [.readWrite])
        let before = store
        let empty = Permission(.read, .between(Key("b"), Key("a")))
        #expect(throws: EtcdError.invalidAuthManagement) {
            try store.apply(.grantPermission(role: "r", empty))
        }
        #expect(throws: EtcdError.rootUserNotFound) { try store.apply(.enable) }
        #expect(store == before)
    }

    @Test("a deleted role is taken from its users")
    func deletedRole() throws {
        var store = try enabled()
        try store.apply(.addRole("r"))
        try store.apply(.grantRole(user: "alice", role: "r"))
        try store.apply(.deleteRole("r"))
        #expect(try store.rolesOfUser("alice") == [])
        #expect(throws: EtcdError.invalidAuthManagement) { try store.apply(.deleteRole("root")) }
        #expect(throws: EtcdError.invalidAuthManagement) {
            try store.apply(.revokeRole(user: "root", role: "root"))
        }
    }

    @Test("a password is known by its salted hash alone")
    func passwords() throws {
        let (one, other) = (PasswordHash(of: "pw", salt: [1]), PasswordHash(of: "pw", salt: [2]))
        #expect(one.digest != other.digest)
        #expect(one.matches("pw") && other.matches("pw") && !one.matches("pW"))
        var store = try enabled()
        try store.checkPassword("pw", of: "alice")
        for (name, password) in [("alice", "x"), ("carol", "pw"), ("alice", "")] {
            #expect(throws: EtcdError.authFailed) {
                try store.checkPassword(password, of: name)
            }
        }
        // Who has no password comes with a certificate.
        try store.apply(.addUser("bob", .none))
        #expect(throws: EtcdError.authFailed) { try store.checkPassword("", of: "bob") }
    }

    /// With authentication on, a root and an `alice` without roles.
    private func enabled() throws -> AuthStore {
        var store = AuthStore()
        let hash = Credential.hashed(PasswordHash(of: "pw", salt: [1]))
        try store.apply(.addUser("root", hash))
        try store.apply(.addUser("alice", hash))
        try store.apply(.addRole("root"))
        try store.apply(.grantRole(user: "root", role: "root"))
        try store.apply(.enable)
        return store
    }
}

extension AuthStore {
    fileprivate func author(_ name: String) -> Author {
        Author(name: name, authRevision: revision)
    }
}
