import Simulation
import Testing

@testable import Etcd

/// Members of a group on a network whose wires can be cut.
private final class Testbed: PeerTransport {
    let simulation: Simulation
    private let members: Confined<[EtcdMember]>
    private let cuts: Confined<Set<[UInt64]>>
    private let news: Confined<[String]>

    init(_ count: Int, seed: UInt64 = 1) {
        simulation = Simulation(seed: seed)
        members = Confined(simulation, [])
        cuts = Confined(simulation, [])
        news = Confined(simulation, [])
        let group = (1...count).map { number in
            var configuration = EtcdConfiguration(
                name: "m\(number)", peerURL: "https://10.0.0.\(number):2380",
                clientURL: "https://10.0.0.\(number):2379")
            configuration.snapshotCount = 100
            return configuration
        }
        members.value = group.map { configuration in
            EtcdMember(
                simulation: simulation, configuration: configuration, group: group, transport: self
            ) { [news] in news.value += $0.texts }
        }
    }

    var all: [EtcdMember] { members.value }
    var log: [String] { news.value }

    func start() throws { for member in all { try member.start() } }

    func send(_ message: PeerMessage) {
        simulation.spawn("wire") { [self] in
            try? await simulation.sleep(for: .milliseconds(1))
            guard !cuts.value.contains([message.from, message.to]) else { return }
            all.first { $0.configuration.memberID == message.to }?.receive(message)
        }
    }

    func part(_ some: [EtcdMember], from others: [EtcdMember]) {
        for one in some.map(\.configuration.memberID) {
            for other in others.map(\.configuration.memberID) {
                cuts.value.formUnion([[one, other], [other, one]])
            }
        }
    }

    func heal() { cuts.value = [] }

    func leader(among some: [EtcdMember]? = nil) async throws -> EtcdMember {
        for _ in 0..<100 {
            let leaders = (some ?? all).filter { $0.standing?.role == .leader }
            if let newest = leaders.max(by: { $0.standing?.term ?? 0 < $1.standing?.term ?? 0 }) {
                return newest
            }
            try await simulation.sleep(for: .milliseconds(100))
        }
        throw EtcdError.unavailable
    }
}

private func put(_ key: String, _ value: String) -> TransactionRequest {
    TransactionRequest(
        success: [.put(PutRequest(Key(key), BytesPayload(Array(value.utf8))))])
}

private func expectFailure(
    _ expected: EtcdError, location: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async throws {
    do { try await body() } catch let error as EtcdError {
        #expect(error == expected, sourceLocation: location)
        return
    }
    Issue.record("nothing failed", sourceLocation: location)
}

extension EtcdMember {
    fileprivate func value(_ key: String, isSerializable: Bool = false) async throws -> String? {
        var request = RangeRequest(.key(Key(key)))
        request.isSerializable = isSerializable
        let found = try await range(request).keyValues.first
        return found.map { String(decoding: $0.value.bytes, as: UTF8.self) }
    }
}

@Suite("A group of members")
struct GroupTests {
    @Test("what one member is told all have, and each names the same leader", arguments: [1, 3, 5])
    func agrees(count: Int) throws {
        let bed = Testbed(count)
        try bed.simulation.run {
            try bed.start()
            let leader = try await bed.leader()
            for (index, member) in bed.all.enumerated() {
                _ = try await member.transaction(put("k\(index)", "v\(index)"))
            }
            for member in bed.all {
                do {
                    let found = try await member.value("k0")
                    #expect(found == "v0")
                }
                let status = try await member.status()
                #expect(status.leader == leader.configuration.memberID)
                #expect(status.header.revision == Int64(count) + 1)
            }
            let hashes = try await withHashes(bed.all)
            #expect(Set(hashes).count == 1)
            let list = try await bed.all[0].members(isLinearizable: true).members
            #expect(list.map(\.name).sorted() == (1...count).map { "m\($0)" })
        }
    }

    private func withHashes(_ members: [EtcdMember]) async throws -> [UInt32] {
        var hashes: [UInt32] = []
        for member in members {
            _ = try await member.value("k0")
            hashes.append(try await member.hashKeyValues(at: 0).hash)
        }
        return hashes
    }

    @Test("many who wait at a member without a leader leave one another alone until the time is up")
    func crowdWithoutLeader() throws {
        let bed = Testbed(3)
        try bed.simulation.run {
            try bed.start()
            let alone = try await bed.leader()
            bed.part([alone], from: bed.all.filter { $0 !== alone })
            try await bed.simulation.sleep(for: .seconds(5))
            #expect(alone.standing?.leader == 0)
            let failures = Confined<[EtcdError]>(bed.simulation, [])
            for number in 0..<6 {
                bed.simulation.spawn("client") {
                    do {
                        if number.isMultiple(of: 2) {
                            _ = try await alone.transaction(put("k", "v"))
                        } else {
                            _ = try await alone.value("k")
                        }
                    } catch let error as EtcdError { failures.value.append(error) } catch {}
                }
            }
            try await bed.simulation.sleep(for: .seconds(20))
            #expect(failures.value == Array(repeating: .requestTimedOut, count: 6))
        }
    }

    @Test("a parted group goes on where the majority is; healed, the rest follows")
    func brainSplit() throws {
        let bed = Testbed(5)
        try bed.simulation.run {
            try bed.start()
            let old = try await bed.leader()
            let friend = try #require(bed.all.first { $0 !== old })
            let minority = [old, friend]
            let majority = bed.all.filter { member in !minority.contains { $0 === member } }
            _ = try await old.transaction(put("colour", "blue"))
            _ = try await majority[0].value("colour")
            bed.part(minority, from: majority)

            // The old leader still takes a write into its log, and can never commit it.
            let before = bed.simulation.now
            try await expectFailure(.requestTimedOut) {
                _ = try await old.transaction(put("colour", "red"))
            }
            #expect(before.duration(to: bed.simulation.now) == Defaults.requestTimeout)
            let new = try await bed.leader(among: majority)
            _ = try await majority[0].transaction(put("colour", "green"))
            do {
                let found = try await new.value("colour")
                #expect(found == "green")
            }

            // Stale, and said to be so by the one who asks for it.
            do {
                let found = try await friend.value("colour", isSerializable: true)
                #expect(found == "blue")
            }
            try await expectFailure(.requestTimedOut) {
                _ = try await friend.value("colour")
            }
            let errors = try await friend.status().errors
            #expect(errors.contains("etcdserver: no leader"))

            bed.heal()
            try await bed.simulation.sleep(for: .seconds(3))
            for member in bed.all {
                do {
                    let found = try await member.value("colour", isSerializable: true)
                    #expect(found == "green")
                }
            }
            #expect(bed.log.contains { $0.contains("found conflict at index") })
        }
    }

    @Test("members crash and come back with what they had; without a majority nothing is written")
    func crashes() throws {
        let bed = Testbed(3)
        try bed.simulation.run {
            try bed.start()
            let leader = try await bed.leader()
            _ = try await leader.transaction(put("a", "1"))
            leader.stop()
            let others = bed.all.filter { $0 !== leader }
            // What is sent to a leader that has just died is lost, as in etcd.
            try await bed.simulation.sleep(for: .seconds(3))
            _ = try await others[0].transaction(put("a", "2"))
            others[1].stop()
            try await expectFailure(.requestTimedOut) {
                _ = try await others[0].transaction(put("a", "3"))
            }
            try leader.start()
            do {
                let found = try await leader.value("a")
                #expect(found != "1")
            }
            _ = try await leader.transaction(put("a", "4"))
            try others[1].start()
            for member in bed.all { #expect(try await member.value("a") == "4") }
        }
    }

    @Test("a lease ends once for all, later if a follower's client keeps it alive")
    func leases() throws {
        let bed = Testbed(3)
        try bed.simulation.run {
            try bed.start()
            let leader = try await bed.leader()
            let follower = try #require(bed.all.first { $0 !== leader })
            _ = try await follower.grantLease(timeToLive: 10, id: 7)
            var request = PutRequest(Key("x"), BytesPayload([1]))
            request.lease = 7
            _ = try await follower.transaction(TransactionRequest(success: [.put(request)]))
            try await bed.simulation.sleep(for: .seconds(8))
            do {
                let found = try await follower.keepLeaseAlive(7).timeToLive
                #expect(found == 10)
            }
            try await bed.simulation.sleep(for: .seconds(8))
            do {
                let found = try await follower.value("x")
                #expect(found != nil)
            }
            try await bed.simulation.sleep(for: .seconds(4))
            for member in bed.all { #expect(try await member.value("x") == nil) }
            try await expectFailure(.leaseNotFound) {
                _ = try await follower.keepLeaseAlive(7)
            }
        }
    }

    @Test("a member far behind gets the state itself, and its watchers miss nothing")
    func snapshots() throws {
        let bed = Testbed(3)
        try bed.simulation.run {
            try bed.start()
            let leader = try await bed.leader()
            let late = try #require(bed.all.first { $0 !== leader })
            _ = try await late.transaction(put("w", "0"))
            let watch = try await late.watch(WatchRequest(.key(Key("w"))))
            bed.part([late], from: bed.all.filter { $0 !== late })
            let count = 300
            for number in 1...count { _ = try await leader.transaction(put("w", "\(number)")) }
            bed.heal()
            try await bed.simulation.sleep(for: .seconds(8))
            #expect(bed.log.contains { $0.contains("restored snapshot") })
            do {
                let found = try await late.value("w", isSerializable: true)
                #expect(found == "\(count)")
            }
            var told = 0
            while told < count { told += try await watch.nextResponse()?.events.count ?? count }
            #expect(told == count)
        }
    }

    @Test("leadership can be handed over, and a client finds the majority by itself")
    func movesAndBalances() throws {
        let bed = Testbed(3)
        try bed.simulation.run {
            try bed.start()
            let leader = try await bed.leader()
            let other = try #require(bed.all.first { $0 !== leader })
            try await expectFailure(.notLeader) {
                _ = try await other.moveLeader(to: leader.configuration.memberID)
            }
            _ = try await leader.moveLeader(to: other.configuration.memberID)
            #expect(other.standing?.role == .leader)
            let client = EtcdBalancer(bed.simulation, bed.all) { _ in true }
            _ = try await client.transaction(put("b", "1"))
            bed.part([bed.all[0]], from: Array(bed.all[1...]))
            try await expectFailure(.requestTimedOut) {
                _ = try await client.transaction(put("b", "2"))
            }
            _ = try await client.transaction(put("b", "3"))
            bed.all[1].stop()
            bed.heal()
            try await bed.simulation.sleep(for: .seconds(3))
            _ = try await client.transaction(put("b", "4"))
        }
    }
}
