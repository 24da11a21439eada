import Foundation
import Simulation
import Testing

@testable import Etcd

@Suite("Disk")
struct DiskTests {
    /// What a killed process leaves is what its files hold at that moment: they are copied then.
    @Test("whatever was acknowledged is there after a kill at any moment")
    func kill() throws {
        let root = try TemporaryDirectory()
        let simulation = Simulation(seed: 1)
        let expected = try simulation.run {
            let etcd = try EtcdProcess.open(
                simulation: simulation, dataDirectory: root.path("data"))
            var expected: [[String]] = []
            for step in 0..<12 {
                switch step {
                case 5: try await etcd.delete("k1")
                case 8: try await etcd.compact(to: 6)
                case 10:
                    let id = try await etcd.grantLease(timeToLive: 60, id: 77).id
                    try await etcd.put("leased", "x", lease: id)
                default: try await etcd.put("k\(step % 3)", "\(step)")
                }
                try root.copy("data", to: "copy\(step)")
                expected.append(try await describe(etcd))
            }
            return expected
        }
        for (step, expected) in expected.enumerated() {
            let simulation = Simulation(seed: 2)
            let found = try simulation.run {
                let etcd = try EtcdProcess.open(
                    simulation: simulation, dataDirectory: root.path("copy\(step)"))
                let found = try await describe(etcd)
                try await etcd.put("more", "1")
                etcd.stop()
                return found
            }
            #expect(found == expected, "killed after step \(step)")
        }
    }

    @Test("history, compaction and leases come back, and a lease begins anew")
    func restart() throws {
        let root = try TemporaryDirectory()
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let path = root.path("deep/er/data")
            let first = try EtcdProcess.open(simulation: simulation, dataDirectory: path)
            for value in ["1", "2", "3"] { try await first.put("a", value) }
            try await first.compact(to: 3)
            let id = try await first.grantLease(timeToLive: 10, id: 0).id
            try await first.put("b", "1", lease: id)
            try await simulation.sleep(for: .seconds(5))
            let term = try await first.status().raftTerm
            first.stop()

            let second = try EtcdProcess.open(simulation: simulation, dataDirectory: path)
            #expect(try await second.status().raftTerm == term + 1)
            var request = WatchRequest(.all)
            request.startRevision = 3
            let watch = try await second.watch(request)
            #expect(try await watch.texts() == ["put a=2@3"])
            #expect(try await watch.texts() == ["put a=3@4"])
            #expect(try await second.leaseTimeToLive(id, withKeys: true).remaining == 10)
            try await simulation.sleep(for: .seconds(11))
            #expect(try await second.range(RangeRequest(.key(Key("b")))).count == 0)
            var old = RangeRequest(.all)
            old.revision = 2
            let readOld = try await failure { [old] in _ = try await second.range(old) }
            #expect(readOld == .compacted(compactRevision: 3))
            second.stop()
        }
    }

    @Test("writers that are ready together are all acknowledged, in the order of their revisions")
    func groupCommit() throws {
        let root = try TemporaryDirectory()
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation, dataDirectory: root.path("d"))
            let watch = try await etcd.watch(WatchRequest(.all))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<50 { group.addTask { try await etcd.put("k\(number)", "x") } }
                try await group.waitForAll()
            }
            for revision in 2...51 {
                #expect(try await watch.next()?.first?.keyValue.modRevision == Int64(revision))
            }
            etcd.stop()
        }
    }

    @Test("two processes do not open one directory")
    func lock() throws {
        let root = try TemporaryDirectory()
        let simulation = Simulation(seed: 1)
        let first = try EtcdProcess.open(simulation: simulation, dataDirectory: root.path("d"))
        #expect(openError(root.path("d"))?.contains("is in use by another process") == true)
        first.stop()
        #expect(openError(root.path("d")) == nil)
    }

    @Test("damage is found and said in one sentence", arguments: Damage.allCases)
    func damage(_ damage: Damage) throws {
        let root = try TemporaryDirectory()
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation, dataDirectory: root.path("d"))
            let long = String(repeating: "payload ", count: 300)
            for number in 0..<60 { try await etcd.put("key-\(number)", long) }
            etcd.stop()
        }
        let file = URL(filePath: root.path("d/etcd.db"))
        var bytes = [UInt8](try Data(contentsOf: file))
        #expect(bytes.count > 100_000)
        switch damage {
        case .emptied: bytes = []
        case .truncated: bytes.removeLast(bytes.count / 2)
        case .garbage: bytes = [UInt8](repeating: 0x5a, count: bytes.count)
        case .flippedByte:
            let place = try #require(bytes.lastIndex(of: UInt8(ascii: "y")))
            bytes[place] ^= 1
        case .zeroedPage: for place in 40_960..<45_056 { bytes[place] = 0 }
        }
        try Data(bytes).write(to: file)
        let error = try #require(openError(root.path("d")))
        #expect(error.contains("is damaged"), "\(error)")
        #expect(!error.contains("\n"))
    }

    enum Damage: CaseIterable { case emptied, truncated, garbage, flippedByte, zeroedPage }

    @Test("a directory that cannot be one is said so")
    func notADirectory() throws {
        let root = try TemporaryDirectory()
        try Data("x".utf8).write(to: URL(filePath: root.path("file")))
        #expect(openError(root.path("file"))?.contains("is not a directory") == true)
        #expect(openError(root.path("file/d"))?.contains("cannot create") == true)
        #expect(openError("")?.contains("is not a directory") == true)
    }

    @Test("a full disk refuses writes with etcd's text; reads go on, and what it had is kept")
    func full() throws {
        let root = try TemporaryDirectory()
        let simulation = Simulation(seed: 1)
        let acknowledged = try simulation.run {
            let disk = try SQLiteDisk(directory: root.path("d"), maximumPages: 40)
            let etcd = try EtcdProcess(simulation, EtcdConfiguration(), disk: disk)
            let long = String(repeating: "x", count: 4000)
            var acknowledged = 0
            do {
                for number in 0..<1000 {
                    try await etcd.put("k\(number)", long)
                    acknowledged += 1
                }
            } catch let error as EtcdError {
                #expect(error.description == "etcdserver: mvcc: database space exceeded")
            }
            let all = try await etcd.range(RangeRequest(.all))
            #expect(all.count == acknowledged)
            #expect(all.revision == Int64(acknowledged) + 1)
            await #expect(throws: EtcdError.noSpace) { try await etcd.put("more", long) }
            etcd.stop()
            return acknowledged
        }
        #expect((5..<100).contains(acknowledged))
        let count = try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation, dataDirectory: root.path("d"))
            return try await etcd.range(RangeRequest(.all)).count
        }
        #expect(count == acknowledged)
    }

    @Test("nobody sees or is told of a write that the disk refused")
    func refusedWrite() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let disk = MemoryDisk(simulation, commitsUntilFull: 1)
            let etcd = try EtcdProcess(simulation, EtcdConfiguration(), disk: disk)
            let watch = try await etcd.watch(WatchRequest(.all))
            try await etcd.put("a", "1")
            #expect(try await watch.texts() == ["put a=1@2"])
            await #expect(throws: EtcdError.noSpace) { try await etcd.put("a", "2") }
            await #expect(throws: EtcdError.noSpace) {
                _ = try await etcd.grantLease(timeToLive: 60, id: 5)
            }
            let read = try await etcd.range(RangeRequest(.key(Key("a"))))
            #expect(read.revision == 2)
            #expect(read.keyValues.first?.value.bytes == Array("1".utf8))
            #expect(try await etcd.leases().ids == [])

            disk.makeSpace(commits: 10)
            try await etcd.put("a", "3")
            #expect(try await watch.texts() == ["put a=3@3"])
            let again = try EtcdProcess(simulation, EtcdConfiguration(), disk: disk)
            #expect(try await again.range(RangeRequest(.all)).revision == 3)
        }
    }

    @Test("writers that a full disk refuses together all hear of it, and a lease ends later")
    func refusedTogether() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let disk = MemoryDisk(simulation, commitsUntilFull: 2)
            let etcd = try EtcdProcess(simulation, EtcdConfiguration(), disk: disk)
            let lease = try await etcd.grantLease(timeToLive: 10, id: 0).id
            try await etcd.put("leased", "x", lease: lease)
            let refused = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<5 {
                    group.addTask {
                        do { try await etcd.put("k\(number)", "x") } catch { return true }
                        return false
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(refused == 5)
            try await simulation.sleep(for: .seconds(60))
            #expect(try await etcd.range(RangeRequest(.all)).count == 1)
            disk.makeSpace(commits: 10)
            try await simulation.sleep(for: .seconds(60))
            #expect(try await etcd.range(RangeRequest(.all)).count == 0)
        }
    }

    @Test("a write-ahead log that was cut or taken away is noticed", arguments: [0.0, 0.6])
    func cutLog(_ part: Double) throws {
        let root = try TemporaryDirectory()
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation, dataDirectory: root.path("d"))
            for number in 0..<60 { try await etcd.put("key-\(number)", "value") }
            try root.copy("d", to: "killed")
            etcd.stop()
        }
        let log = URL(filePath: root.path("killed/etcd.db-wal"))
        let bytes = try Data(contentsOf: log)
        if part == 0 {
            try FileManager.default.removeItem(at: log)
        } else {
            try bytes.prefix(Int(Double(bytes.count) * part)).write(to: log)
        }
        let error = try #require(openError(root.path("killed")))
        #expect(error.contains("is damaged: the last acknowledged writes are missing (commit "))
        #expect(error.contains("delete etcd.mark to go on without them"))
        try FileManager.default.removeItem(atPath: root.path("killed/etcd.mark"))
        #expect(openError(root.path("killed")) == nil)
    }

    @Test("a directory without its database, or with half a mark, is damaged")
    func missingParts() throws {
        let root = try TemporaryDirectory()
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation, dataDirectory: root.path("d"))
            try await etcd.put("a", "1")
            etcd.stop()
        }
        try root.copy("d", to: "half")
        try Data([1, 2, 3]).write(to: URL(filePath: root.path("half/etcd.mark")))
        #expect(openError(root.path("half"))?.contains("etcd.mark is not whole") == true)
        try FileManager.default.removeItem(atPath: root.path("d/etcd.db"))
        #expect(openError(root.path("d"))?.contains("is damaged: no etcd.db") == true)
    }

    @Test("a directory remembers when it was last written, and in which world it began")
    func history() throws {
        let root = try TemporaryDirectory()
        let path = root.path("d")
        #expect(try EtcdProcess.history(of: path) == nil)
        let simulation = Simulation(seed: 42)
        let begin = simulation.now
        let newest = try simulation.run {
            let member = try EtcdMember(simulation: simulation, dataDirectory: path)
            try member.start()
            try await simulation.sleep(for: .hours(30))
            try await member.put("a", "1")
            let written = simulation.now
            try await simulation.sleep(for: .seconds(5))
            member.close()
            return written
        }
        let history = try EtcdProcess.history(of: path)
        #expect(history == DataDirectoryHistory(newest: newest, starts: 1))
        let other = Simulation(seed: 7, start: newest.advanced(by: .seconds(30)), life: 1)
        let again = try EtcdMember(simulation: other, dataDirectory: path)
        #expect(again.origin == DiskOrigin(seed: 42, start: begin))
        #expect(again.restingValues(below: "a").map(\.bytes) == [Array("1".utf8)])
        again.close()
    }

    @Test("a directory that cannot be written is said so, in a sentence")
    func readOnly() {
        #expect(openError("/proc/self")?.hasPrefix("etcd: cannot write in /proc/self: ") == true)
        #expect(openError("/proc/nowhere/d")?.hasPrefix("etcd: cannot create /proc/") == true)
    }

    private func openError(_ path: String) -> String? {
        let simulation = Simulation(seed: 1)
        do {
            try EtcdProcess.open(simulation: simulation, dataDirectory: path).stop()
            return nil
        } catch { return error.description }
    }
}

/// The error that `body` ends with.
private func failure(_ body: () async throws -> Void) async throws -> EtcdError? {
    do { try await body() } catch let error as EtcdError { return error }
    return nil
}

/// Everything in a store that a client can see.
private func describe(_ etcd: EtcdProcess) async throws -> [String] {
    let all = try await etcd.range(RangeRequest(.all))
    let status = try await etcd.status()
    let keys = all.keyValues.map { keyValue in
        "\(keyValue.key) \(keyValue.value.bytes) \(keyValue.createRevision) "
            + "\(keyValue.modRevision) \(keyValue.version) \(keyValue.lease)"
    }
    let leases = try await etcd.leases().ids
    return keys + ["revision \(all.revision) compacted \(status.compactRevision) leases \(leases)"]
}
