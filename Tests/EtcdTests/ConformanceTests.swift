import Etcd
import EtcdConformance
import Foundation
import Simulation
import Testing

@Suite("Conformance of members and groups")
struct ConformanceTests {
    @Test("in memory, it behaves as etcd does", arguments: ConformanceCase.all)
    func inMemory(promise: ConformanceCase) throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            try await promise.check(on: etcd) { try await simulation.sleep(for: $0) }
        }
    }

    @Test("on SQLite, it behaves as etcd does, case after case on one directory")
    func onSQLite() throws {
        let path = FileManager.default.temporaryDirectory.appending(
            path: "etcd-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: path) }
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(
                simulation: simulation, dataDirectory: path.path(percentEncoded: false))
            for promise in ConformanceCase.all {
                do {
                    try await promise.check(on: etcd) { try await simulation.sleep(for: $0) }
                } catch {
                    Issue.record("\(promise): \(error)")
                }
            }
            etcd.stop()
        }
    }

    @Test("a group of three behaves as etcd does, asked through a follower")
    func group() throws {
        let bed = try Testbed(3)
        try bed.simulation.run {
            try bed.start()
            let leader = try await bed.leader()
            let follower = try #require(bed.all.first { $0 !== leader })
            for promise in ConformanceCase.all {
                do {
                    try await promise.check(on: follower) { pause in
                        try await bed.simulation.sleep(for: pause)
                    }
                } catch {
                    Issue.record("\(promise): \(error)")
                }
            }
        }
    }
}
