import Simulation
import Testing

@testable import Etcd

@Suite("EtcdMember")
struct EtcdMemberTests {
    @Test("what a process acknowledged is there after it was killed and started again")
    func restart() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let member = try EtcdMember(simulation: simulation)
            try member.start()
            let lease = try await member.grantLease(timeToLive: 60, id: 0).id
            try await member.put("a", "1")
            try await member.put("b", "2", lease: lease)
            let before = try await member.status()
            member.stop()
            #expect(member.restingValues(below: "a").map(\.bytes) == [Array("1".utf8)])
            try member.start()
            let all = try await member.range(RangeRequest(.all))
            #expect(all.keyValues.map(\.key.description) == ["a", "b"])
            #expect(all.revision == before.revision)
            #expect(try await member.status().raftTerm == before.raftTerm + 1)
            #expect(try await member.leases().ids == [lease])
            try await simulation.sleep(for: .seconds(61))
            #expect(try await member.range(RangeRequest(.all)).count == 1)
        }
    }

    @Test("while no process runs, a request tries for a while and is then refused")
    func refused() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let member = try EtcdMember(simulation: simulation)
            let begin = simulation.now
            let error = await #expect(throws: EtcdError.self) { try await member.put("a", "1") }
            #expect(begin.duration(to: simulation.now) == .milliseconds(2500))
            #expect(error?.description.contains("connect: connection refused") == true)
            let start = simulation.spawn("start") {
                try? await simulation.sleep(for: .seconds(1))
                try? member.start()
            }
            try await member.put("a", "1")
            await start.value
            #expect(begin.duration(to: simulation.now) == .milliseconds(3500))
        }
    }

    @Test("a killed process ends its watches, and answers nothing more")
    func killed() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let member = try EtcdMember(simulation: simulation)
            try member.start()
            let watch = try await member.watch(WatchRequest(.all))
            try await member.put("a", "1")
            #expect(try await watch.next()?.count == 1)
            let reader = simulation.spawn("reader", returning: EtcdError?.self) {
                do throws(EtcdError) { _ = try await watch.next() } catch { return error }
                return nil
            }
            try await simulation.sleep(for: .seconds(1))
            member.stop()
            #expect(await reader.value == .unavailable)
            #expect(!member.isRunning)
        }
    }
}

extension EtcdMember {
    func put(_ key: String, _ value: String, lease: Int64 = 0) async throws {
        let put = TransactionRequest.Operation.put(
            Key(key), BytesPayload(Array(value.utf8)), lease: lease)
        _ = try await transaction(TransactionRequest(success: [put]))
    }
}
