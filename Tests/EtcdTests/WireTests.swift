import Encoding
import Simulation
import Testing

@testable import Etcd

@Suite("etcd's wire")
struct WireTests {
    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.filter(\.isHexDigit)
        return stride(from: 0, to: digits.count, by: 2).compactMap { offset in
            UInt8(digits.dropFirst(offset).prefix(2), radix: 16)
        }
    }

    private func hex(_ message: some WireMessage) -> String {
        message.wireBytes.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    @Test("the messages of a real etcdctl are read, and written to the byte")
    func recorded() throws {
        // etcdctl 3.4.23: get foo --prefix --limit 2
        let range = try RangeRequest(wireBytes: bytes("0a03666f6f 1203666f70 1802"))
        #expect(range.range == .between(Key("foo"), Key("fop")) && range.limit == 2)
        #expect(hex(range) == "0a03666f6f1203666f701802")
        // put foo bar --lease=7
        let put = try PutRequest(wireBytes: bytes("0a03666f6f 1203626172 1807"))
        #expect(put.key == Key("foo") && put.value.bytes == Array("bar".utf8) && put.lease == 7)
        #expect(hex(put) == "0a03666f6f12036261721807")
        // txn: version("a") = "0"; put a 1
        let text = "0a07 10001a0161 2000 1208 1206 0a0161 120131"
        let transaction = try TransactionRequest(wireBytes: bytes(text))
        #expect(transaction.compare == [.version(Key("a"), .equal, 0)])
        #expect(transaction.success.count == 1 && transaction.failure.isEmpty)
        // watch --prefix a --rev 5 --prev-kv
        let watch = try WatchStreamRequest(wireBytes: bytes("0a0a 0a0161 120162 1805 3001"))
        guard case .create(let request, id: 0, fragments: false) = watch else {
            Issue.record("not a creation")
            return
        }
        #expect(request.range == .between(Key("a"), Key("b")))
        #expect(request.startRevision == 5 && request.withPrevious)
    }

    /// A message of every type, with a value in every field.
    private static let samples: [any WireMessage] = {
        let header = ResponseHeader(clusterID: .max, memberID: 2, revision: 3, raftTerm: 4)
        let keyValue = KeyValue(
            key: Key("k"), value: BytesPayload([0, 255]), createRevision: 1, modRevision: 2,
            version: 3, lease: -4)
        var range = RangeRequest(.from(Key("a")))
        (range.limit, range.revision, range.sortOrder) = (5, 6, .descend)
        (range.sortTarget, range.isSerializable, range.keysOnly) = (.value, true, true)
        (range.countOnly, range.modRevisions) = (true, .init(min: 1, max: 2))
        range.createRevisions = .init(min: 3, max: 4)
        let found = RangeResponse(
            header: header, keyValues: [keyValue, keyValue], count: 7, hasMore: true)
        var put = PutRequest(Key("k"), BytesPayload([1]), lease: 2, withPrevious: true)
        (put.ignoresValue, put.ignoresLease) = (true, true)
        let deletion = DeleteRangeRequest(.all, withPrevious: true)
        let deleted = DeleteRangeResponse(header: header, deleted: 2, previous: [keyValue])
        let inner = TransactionRequest(
            compare: [
                .version(Key("a"), .equal, 0), .createRevision(Key("a"), .greater, 1),
                .modRevision(Key("a"), .less, 2), .lease(Key("a"), .equal, 4),
                .init(.prefix(Key("a")), .notEqual, .value([])),
            ], success: [.range(range), .put(put)], failure: [.deleteRange(deletion)])
        let answer = TransactionResponse(
            header: header, succeeded: true,
            results: [
                .range(found), .put(PutResponse(header: header, previous: keyValue)),
                .deleteRange(deleted),
            ])
        let member = StoreMember(
            id: 9, name: "etcd1", peerURLs: ["a", "b"], clientURLs: ["c"], isLearner: true)
        var watch = WatchRequest(.prefix(Key("/a")))
        (watch.startRevision, watch.wantsProgress, watch.withPrevious) = (4, true, true)
        watch.excluded = [.put, .delete]
        var events = WatchStreamResponse(
            header: header, id: 4,
            events: [KeyValueEvent(kind: .delete, keyValue: keyValue, previous: keyValue)])
        (events.isCreated, events.isCanceled, events.isFragment) = (true, true, true)
        (events.compactRevision, events.cancelReason) = (5, "why")
        var status = StoreStatus(header: header)
        (status.errors, status.isLearner, status.leader) = (["a", ""], true, 7)
        (status.raftIndex, status.raftAppliedIndex, status.databaseSize) = (8, 9, 10)
        return [
            header, keyValue, range, found, put, deletion, deleted,
            TransactionRequest(success: [.transaction(inner)]),
            TransactionResponse(header: header, succeeded: true, results: [.transaction(answer)]),
            CompactionRequest(revision: 4, isPhysical: true),
            WatchStreamRequest.create(watch, id: 3, fragments: true),
            WatchStreamRequest.cancel(id: 3), WatchStreamRequest.progress, events,
            LeaseGrantRequest(timeToLive: 5, id: 6),
            LeaseGrant(header: header, id: 1, timeToLive: 2),
            LeaseRenewal(header: header, id: 1, timeToLive: 2),
            LeaseTimeToLiveRequest(id: 2, withKeys: true),
            LeaseTimeToLive(
                header: header, id: 1, remaining: -1, granted: 3, keys: [Key("a"), Key("b")]),
            LeaseList(header: header, ids: [1, -2]), status, AlarmRequest(.activate),
            AlarmResponse(header: header, alarms: [Alarm(memberID: 3, kind: .corrupt)]),
            HashResponse(header: header, hash: .max, hashRevision: 4, compactRevision: 3),
            HashKVRequest(revision: 3),
            SnapshotPiece(header: header, remaining: 4, bytes: [1, 2], version: "3.6.0"),
            MemberList(header: header, members: [member, member]),
            MemberAddResponse(MemberList(header: header, members: [member], changed: member)),
            MemberAddRequest(peerURLs: ["a"], isLearner: true),
            MemberUpdateRequest(id: 3, peerURLs: ["a"]), MemberListRequest(isLinearizable: true),
            AuthenticateRequest(name: "root", password: "pw"),
            AuthToken(header: header, token: "t.1"),
            AuthStatus(header: header, isEnabled: true, revision: 5),
            NameList(header: header, names: ["a", "b"]),
            RolePermissions(
                header: header, permissions: [Permission(.readWrite, .between(Key("a"), Key("b")))]),
            IDMessage(.max), NameMessage("n"), HeaderMessage(header), EmptyMessage(),
        ]
    }()

    private static let commands: [EtcdCommand] = {
        let hash = PasswordHash(salt: [1], digest: [2, 3])
        let changes: [AuthChange] = [
            .enable, .disable, .addUser("u", .hashed(hash)), .addUser("u", .none),
            .addUser("u", .password("")), .deleteUser("u"),
            .changePassword("u", .password("p")), .grantRole(user: "u", role: "r"),
            .revokeRole(user: "u", role: "r"), .addRole("r"), .deleteRole("r"),
            .grantPermission(role: "r", Permission(.write, .all)),
            .revokePermission(role: "r", .key(Key("a"))),
        ]
        let actions: [EtcdCommand.Action] = [
            .transaction(TransactionRequest(success: [])), .compact(to: 0),
            .grantLease(id: 1, seconds: 2), .revokeLease(-1), .alarm(AlarmRequest(.get)),
            .authenticate(user: "u", tokenPrefix: "x"),
            .addMember(StoreMember(id: 0, name: "", peerURLs: [], clientURLs: [])),
            .promoteMember(1), .removeMember(.max), .updateMember(3, peerURLs: ["a"]),
            .publish(4, name: "n", clientURLs: ["c"]),
        ]
        return (actions + changes.map { .auth($0) }).map {
            EtcdCommand($0, by: Author(name: "u", authRevision: 4))
        }
    }()

    /// The message again, by way of its bytes. Two messages are one if they are written alike.
    private func returned<Message: WireMessage>(_ message: Message) throws -> (String, String) {
        let copy = try Message(wireBytes: message.wireBytes)
        // What is described in full has lost nothing on the way.
        return ("\(message)", "\(copy)")
    }

    @Test("every message comes back as it was sent")
    func roundTrip() throws {
        for message in Self.samples + Self.commands {
            let (sent, received) = try returned(message)
            // A range that was given by its prefix comes back by its end.
            let isRenamed = sent.contains("prefix(")
            if !isRenamed { #expect(sent == received) }
            let again = try type(of: message).init(wireBytes: message.wireBytes)
            #expect(again.wireBytes == message.wireBytes)
        }
    }

    @Test("every log entry is another, and one that says nothing is refused")
    func commandsDiffer() {
        #expect(Set(Self.commands.map(\.wireBytes)).count == Self.commands.count)
        #expect(throws: WireError.truncated) { try EtcdCommand(wireBytes: []) }
    }

    @Test("no bytes crash a reader")
    func fuzz() throws {
        let random = Simulation(seed: 7).random("fuzz")
        let types = (Self.samples + Self.commands).map { type(of: $0) }
        for round in 0..<4000 {
            var bytes = random.bytes(random.int(in: 0..<60))
            if round.isMultiple(of: 2) {
                // A true message with some bytes changed gets deeper.
                let all = Self.samples + Self.commands
                bytes = all[random.int(in: 0..<all.count)].wireBytes
                for _ in 0..<3 where !bytes.isEmpty {
                    bytes[random.int(in: 0..<bytes.count)] = UInt8(random.int(in: 0..<256))
                }
            }
            let type = types[random.int(in: 0..<types.count)]
            if let message = try? type.init(wireBytes: bytes) { _ = message.wireBytes }
        }
    }
}
