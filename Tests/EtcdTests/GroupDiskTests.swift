import Foundation
import Simulation
import Testing

@testable import Etcd

/// Members of a group whose logs are on SQLite.
@Suite("A group on disks")
struct GroupDiskTests {
    /// Writes one key after another to three members below `root/data`; `look` sees each moment
    /// at which a write has just been acknowledged.
    private func write(
        _ count: Int, in root: TemporaryDirectory,
        _ look: @escaping @Sendable (_ step: Int) throws -> Void = { _ in }
    ) throws {
        let bed = try Testbed(3, directory: root.path("data"))
        try bed.simulation.run {
            try bed.start()
            _ = try await bed.leader()
            for step in 0..<count {
                _ = try await bed.all[step % 3].transaction(put("k\(step)", "v\(step)"))
                try look(step)
            }
        }
        bed.close()
    }

    /// The keys that a group on `path` has, asked of each member.
    private func keys(_ path: String) throws -> [Set<String>] {
        let bed = try Testbed(3, life: 1, directory: path)
        defer { bed.close() }
        return try bed.simulation.run {
            try bed.start()
            var found: [Set<String>] = []
            for member in bed.all {
                let range = try await member.range(RangeRequest(.all))
                found.append(Set(range.keyValues.map(\.key.description)))
            }
            // Whoever is back goes on.
            _ = try await bed.all[0].transaction(put("more", "1"))
            return found
        }
    }

    private func expected(_ count: Int) -> Set<String> { Set((0..<count).map { "k\($0)" }) }

    /// What killed processes leave is what their files hold at that moment: they are copied then.
    @Test("whatever was acknowledged is there after a kill of all members at any moment")
    func kill() throws {
        let root = try TemporaryDirectory()
        try write(8, in: root) { step in try root.copy("data", to: "copy\(step)") }
        for step in 0..<8 {
            let found = try keys(root.path("copy\(step)"))
            #expect(found == Array(repeating: expected(step + 1), count: 3), "after step \(step)")
        }
    }

    /// After a power cut the platter has all that was flushed and, of the write on its way, some
    /// sectors in any order: the log of a later moment, with holes above what was safe.
    @Test("a power cut in the middle of a later write loses nothing either", arguments: 1...4)
    func powerCut(seed: UInt64) throws {
        let root = try TemporaryDirectory()
        try write(6, in: root) { step in
            if step >= 4 { try root.copy("data", to: "copy\(step)") }
        }
        var lot = SeededGenerator(seed: seed, stream: "power cut")
        for name in ["etcd1", "etcd2", "etcd3"] {
            let safe = try Data(contentsOf: root.url("copy4/\(name)/etcd.db-wal"))
            var torn = try Data(contentsOf: root.url("copy5/\(name)/etcd.db-wal"))
            #expect(torn.count > safe.count && torn.prefix(safe.count) == safe)
            var sector = safe.count / 512 * 512
            while sector < torn.count {
                let end = min(sector + 512, torn.count)
                if Bool.random(using: &lot) {
                    for place in max(sector, safe.count)..<end where place < end {
                        torn[place] = 0
                    }
                }
                sector += 512
            }
            let length = Int.random(in: safe.count...torn.count, using: &lot)
            try torn.prefix(length).write(to: root.url("copy4/\(name)/etcd.db-wal"))
        }
        for found in try keys(root.path("copy4")) {
            #expect(found.isSuperset(of: expected(5)))
        }
    }

    enum Damage: CaseIterable { case flippedByte, emptied, truncated, cutLog, noLog, otherGroup }

    @Test(
        "a damaged member says so and serves nothing; the others go on", arguments: Damage.allCases)
    func damage(_ damage: Damage) throws {
        let root = try TemporaryDirectory()
        try write(40, in: root) { step in
            if step == 39 { try root.copy("data", to: "killed") }
        }
        let (file, log) = (root.url("data/etcd2/etcd.db"), root.url("killed/etcd2/etcd.db-wal"))
        var bytes = try Data(contentsOf: file)
        var path = "data"
        switch damage {
        case .flippedByte:
            let place = try #require(bytes.lastRange(of: Data("v7".utf8))?.lowerBound)
            bytes[place] ^= 1
            try bytes.write(to: file)
        case .emptied: try Data().write(to: file)
        case .truncated: try bytes.prefix(bytes.count / 2).write(to: file)
        case .cutLog:
            path = "killed"
            let whole = try Data(contentsOf: log)
            try whole.prefix(whole.count * 2 / 3).write(to: log)
        case .noLog:
            path = "killed"
            try FileManager.default.removeItem(at: log)
        case .otherGroup: break
        }
        let members = damage == .otherGroup ? 5 : 3
        let failure = #expect(throws: EtcdError.self) {
            try Testbed(members, directory: root.path(path)).close()
        }
        let text = failure?.description ?? ""
        switch damage {
        case .cutLog, .noLog: #expect(text.contains("the last acknowledged writes are missing"))
        case .otherGroup: #expect(text.hasSuffix("are of a group of 3 members"))
        default: #expect(text.contains("is damaged"), "\(text)")
        }
        #expect(!text.contains("\n"))
    }

    @Test("one member that has lost its directory is noticed; one member's etcd is no group's")
    func lostMember() throws {
        let root = try TemporaryDirectory()
        try write(3, in: root)
        let history = try #require(try EtcdProcess.history(of: root.path("data")))
        #expect(history.starts == 1)
        #expect(throws: EtcdError.self) {
            try EtcdProcess.open(simulation: Simulation(seed: 1), dataDirectory: root.path("data"))
        }
        try FileManager.default.removeItem(at: root.url("data/etcd1"))
        let failure = #expect(throws: EtcdError.self) {
            try EtcdProcess.history(of: root.path("data"))
        }
        #expect(failure?.description.contains("has the data of 2 of 3 members") == true)
    }

    @Test("users, leases, alarms, members and a compacted log come back")
    func everything() throws {
        let root = try TemporaryDirectory()
        let bed = try Testbed(3, directory: root.path("data"))
        try bed.simulation.run {
            try bed.start()
            let member = try await bed.leader()
            _ = try await member.grantLease(timeToLive: 60, id: 7)
            // More than the log of this group keeps.
            for step in 0..<150 { _ = try await member.transaction(put("k", "\(step)")) }
            try await member.compact(to: 100)
            try await member.changeAuth(.addRole("reader"))
            try await member.changeMembership(
                .add(peerURLs: ["https://10.0.0.9:2380"], isLearner: true))
            let full = Alarm(memberID: member.configuration.memberID, kind: .noSpace)
            try await member.alarm(AlarmRequest(.activate, full))
        }
        bed.close()
        let again = try Testbed(3, life: 1, directory: root.path("data"))
        defer { again.close() }
        try again.simulation.run {
            try again.start()
            for member in again.all {
                let found = try await member.range(RangeRequest(.key(Key("k"))))
                #expect(found.keyValues.first?.value.bytes == Array("149".utf8))
                #expect(found.keyValues.first?.version == 150)
                #expect(try await member.leases().ids == [7])
                #expect(try await member.roles().names == ["reader"])
                #expect(try await member.members(isLinearizable: true).members.count == 4)
                let status = try await member.status()
                #expect(status.compactRevision == 100)
                #expect(status.errors.contains { $0.contains("NOSPACE") })
                #expect(status.databaseSize > 4096)
            }
        }
    }
}
