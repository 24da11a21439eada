import Foundation
import Simulation
import Testing

@testable import Etcd

@Suite("Quota, settings and snapshots of a member")
struct QuotaAndSettingsTests {
    @Test("a full quota raises the alarm; deleting, compacting and disarming make way again")
    func quota() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(
                simulation: simulation, configuration: EtcdConfiguration(quotaBytes: 10_000))
            let long = String(repeating: "x", count: 3000)
            for number in 0..<3 { try await etcd.put("k\(number)", long) }
            await #expect(throws: EtcdError.noSpace) { try await etcd.put("k3", long) }
            // The alarm rings now, for however small a put.
            await #expect(throws: EtcdError.noSpace) { try await etcd.put("a", "1") }
            let alarms = try await etcd.alarm(AlarmRequest(.get)).alarms
            #expect(alarms.map(\.kind) == [.noSpace])
            try await etcd.deleteRange(DeleteRangeRequest(.all))
            try await etcd.compact(to: try await etcd.status().revision)
            await #expect(throws: EtcdError.noSpace) { try await etcd.put("a", "1") }
            try await etcd.alarm(AlarmRequest(.deactivate))
            try await etcd.put("a", "1")
        }
    }

    @Test("users, alarms and members outlive the process, and a damaged row is noticed")
    func settings() throws {
        let directory = FileManager.default.temporaryDirectory.appending(
            path: "etcd-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.path(percentEncoded: false)
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let first = try EtcdProcess.open(simulation: simulation, dataDirectory: path)
            try await first.changeAuth(.addUser("alice", .password("pw")))
            try await first.changeAuth(.addRole("r"))
            try await first.changeAuth(
                .grantPermission(role: "r", Permission(.write, .prefix(Key("/a/")))))
            try await first.alarm(AlarmRequest(.activate, Alarm(memberID: 7, kind: .noSpace)))
            try await first.changeMembership(
                .add(peerURLs: ["http://127.0.0.1:9"], isLearner: true))
            let settings = first.machine.settings
            first.stop()
            let second = try EtcdProcess.open(simulation: simulation, dataDirectory: path)
            #expect(second.machine.settings == settings)
            #expect(second.machine.settings.members.all.count == 2)
            second.stop()
        }
        let file = directory.appending(path: "etcd.db")
        var bytes = try Data(contentsOf: file)
        let place = try #require(bytes.range(of: Data("alice".utf8)))
        bytes[place.lowerBound] = 0x41
        try bytes.write(to: file)
        try? FileManager.default.removeItem(at: directory.appending(path: "etcd.db-wal"))
        #expect(throws: EtcdError.self) {
            try EtcdProcess.open(simulation: simulation, dataDirectory: path)
        }
    }

    @Test("a restored snapshot has the keys, leases and users, but not the members")
    func restore() throws {
        let directory = FileManager.default.temporaryDirectory.appending(
            path: "etcd-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.path(percentEncoded: false)
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(
                simulation: simulation, configuration: EtcdConfiguration(name: "old"))
            let lease = try await etcd.grantLease(timeToLive: 60, id: 0).id
            for number in 0..<20 { try await etcd.put("k\(number)", "v", lease: lease) }
            try await etcd.compact(to: 10)
            try await etcd.changeAuth(.addUser("alice", .none))
            let file = try await etcd.snapshot().bytes
            let hash = try await etcd.hashKeyValues(at: 0).hash
            let status = try SnapshotStatus(of: file)
            #expect(status.hash == hash && status.revision == 21)
            try EtcdProcess.restore(snapshot: file, to: path, simulation: simulation)
            #expect(throws: EtcdError.self) {
                try EtcdProcess.restore(snapshot: file, to: path, simulation: simulation)
            }
            let again = try EtcdProcess.open(
                simulation: simulation, dataDirectory: path,
                configuration: EtcdConfiguration(name: "new"))
            #expect(try await again.hashKeyValues(at: 0).hash == hash)
            #expect(try await again.leases().ids == [lease])
            #expect(try await again.users().names == ["alice"])
            #expect(try await again.members(isLinearizable: true).members.map(\.name) == ["new"])
            #expect(try await again.status().raftTerm == 2)
            again.stop()
        }
    }

    @Test("a quiet watch that wants to know is told every ten minutes how far it is")
    func progress() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            var request = WatchRequest(.key(Key("a")))
            request.wantsProgress = true
            let watch = try await etcd.watch(request)
            try await etcd.put("b", "1")
            let begin = simulation.now
            let notice = try await watch.nextResponse()
            #expect(notice?.isProgress == true && notice?.header.revision == 2)
            #expect(begin.duration(to: simulation.now) == Defaults.progressInterval)
            watch.cancel()
        }
    }

    @Test("a token is good for five minutes after it was last used")
    func tokens() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            try await etcd.changeAuth(.addUser("root", .password("pw")))
            try await etcd.changeAuth(.addRole("root"))
            try await etcd.changeAuth(.grantRole(user: "root", role: "root"))
            try await etcd.changeAuth(.enable)
            let token = try await etcd.authenticate(name: "root", password: "pw").token
            let root = etcd.acting(as: EtcdCaller(token: token))
            for _ in 0..<3 {
                try await simulation.sleep(for: .seconds(299))
                _ = try await root.range(RangeRequest(.all))
            }
            try await simulation.sleep(for: .seconds(301))
            await #expect(throws: EtcdError.invalidAuthToken) {
                try await root.range(RangeRequest(.all))
            }
            // A certificate's name counts where there is no token.
            let named = etcd.acting(as: EtcdCaller(commonName: "root"))
            _ = try await named.range(RangeRequest(.all))
            let stranger = etcd.acting(as: EtcdCaller(commonName: "eve"))
            await #expect(throws: EtcdError.permissionDenied) {
                try await stranger.range(RangeRequest(.all))
            }
        }
    }
}
