import Simulation
import Testing

@testable import Etcd

@Suite("EtcdStateMachine")
struct StateMachineTests {
    private static let now = SimulatedInstant(nanosecondsSinceEpoch: 0)

    /// Any commands at all: most succeed, some fail.
    private func commands(seed: UInt64) -> [EtcdCommand] {
        var random = SeededGenerator(seed: seed)
        func key() -> Key { Key("k\(Int.random(in: 0..<20, using: &random))") }
        return (0..<300).map { step in
            switch Int.random(in: 0..<12, using: &random) {
            case 0:
                EtcdCommand(.grantLease(id: Int64(step % 7 + 1), seconds: 60))
            case 1: EtcdCommand(.revokeLease(Int64(step % 7 + 1)))
            case 2: EtcdCommand(.compact(to: Int64(step / 2)))
            case 3: EtcdCommand(.transaction(TransactionRequest(success: [.delete(.key(key()))])))
            case 4: EtcdCommand(.auth(.addUser("u\(step % 5)", .none)))
            case 5: EtcdCommand(.auth(.addRole("r\(step % 3)")))
            case 6: EtcdCommand(.auth(.grantRole(user: "u\(step % 5)", role: "r\(step % 3)")))
            default:
                EtcdCommand(
                    .transaction(
                        TransactionRequest(success: [
                            .put(
                                key(), BytesPayload([UInt8(step % 256)]), lease: Int64(step % 3))
                        ])))
            }
        }
    }

    @Test("the same log gives the same state, whatever the clock says", arguments: 1...10)
    func determinism(seed: UInt64) {
        var machines = [EtcdStateMachine(), EtcdStateMachine()]
        for (index, command) in commands(seed: seed).enumerated() {
            var texts: [String] = []
            for place in machines.indices {
                let instant = Self.now.advanced(by: .seconds(place * index))
                let outcome = machines[place].apply(
                    command, index: UInt64(index), now: instant)
                switch outcome.answer {
                case .success(.transaction(let response)): texts.append("\(response.header)")
                case .success(let answer): texts.append("\(answer)")
                case .failure(let error):
                    texts.append("\(error)")
                    #expect(outcome.change.isEmpty)
                }
            }
            #expect(texts[0] == texts[1])
        }
        let hashes = machines.map { $0.store.hash(at: $0.store.revision) }
        #expect(hashes[0] == hashes[1])
        #expect(machines[0].settings == machines[1].settings)
        #expect(machines[0].store.revision > 50)
    }

    @Test("a snapshot gives the same state back", arguments: 1...5)
    func snapshot(seed: UInt64) throws {
        var machine = EtcdStateMachine()
        for (index, command) in commands(seed: seed).enumerated() {
            _ = machine.apply(command, index: UInt64(index), now: Self.now)
        }
        var contents = DiskContents(records: machine.store.log.records)
        for lease in machine.store.lessor.all { contents.leases[lease.id] = lease.grantedSeconds }
        contents.settings = machine.settings
        contents.header.revision = machine.store.revision
        contents.header.compactRevision = machine.store.compactRevision
        let file = SnapshotFile(contents).bytes
        let again = try EtcdStateMachine(
            restoring: SnapshotFile(file).contents, now: Self.now)
        #expect(again.settings == machine.settings)
        #expect(again.store.hash(at: 0x7fff) == machine.store.hash(at: 0x7fff))
        #expect(again.store.lessor.all.map(\.id) == machine.store.lessor.all.map(\.id))
        #expect(
            again.store.lessor.all.map(\.keys) == machine.store.lessor.all.map(\.keys))
        for cut in [0, 1, 31, 32, 512, file.count - 1] {
            #expect(throws: EtcdError.self) { try SnapshotFile(Array(file.prefix(cut))) }
        }
        for place in stride(from: 0, to: file.count, by: max(1, file.count / 40)) {
            var damaged = file
            damaged[place] ^= 0x10
            #expect(throws: EtcdError.self) { try SnapshotFile(damaged) }
        }
    }

    /// The numbers were printed by `etcdctl endpoint hashkv` of etcd 3.4.23.
    @Test("a hash is the number that a real etcd has for the same history")
    func realHash() throws {
        var machine = EtcdStateMachine()
        func put(_ key: String, _ value: String) -> EtcdCommand {
            EtcdCommand(
                .transaction(
                    TransactionRequest(success: [
                        .put(Key(key), BytesPayload(Array(value.utf8)), lease: 0)
                    ])))
        }
        _ = machine.apply(put("a", "1"), index: 4, now: Self.now)
        #expect(machine.store.hash(at: 2) == 2_587_454_935)
    }

    @Test("the list of alarms forbids what each of them is about")
    func alarms() {
        var alarms = AlarmList()
        let put = EtcdCommand.Action.transaction(
            TransactionRequest(success: [.put(Key("a"), BytesPayload([]), lease: 0)]))
        let delete = EtcdCommand.Action.transaction(
            TransactionRequest(success: [.delete(.all)]))
        #expect(throws: Never.self) { try alarms.check(put) }
        _ = alarms.apply(AlarmRequest(.activate, Alarm(memberID: 1, kind: .noSpace)))
        _ = alarms.apply(AlarmRequest(.activate, Alarm(memberID: 2, kind: .noSpace)))
        _ = alarms.apply(AlarmRequest(.activate, Alarm(memberID: 1, kind: .noSpace)))
        #expect(alarms.active.map(\.memberID) == [1, 2])
        #expect(throws: EtcdError.noSpace) { try alarms.check(put) }
        #expect(throws: Never.self) { try alarms.check(delete) }
        let disarmed = alarms.apply(AlarmRequest(.deactivate, Alarm(memberID: 2, kind: .none)))
        #expect(disarmed == [Alarm(memberID: 2, kind: .noSpace)])
        _ = alarms.apply(AlarmRequest(.activate, Alarm(memberID: 2, kind: .corrupt)))
        #expect(throws: EtcdError.corrupt) { try alarms.check(delete) }
        #expect(alarms.apply(AlarmRequest(.deactivate)).count == 2)
        #expect(alarms == AlarmList())
    }
}
