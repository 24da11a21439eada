import Simulation
import Testing

@testable import Etcd

@Suite("EtcdProcess")
struct EtcdProcessTests {
    @Test("a watch from the past reads the history and then goes on with what happens")
    func watchFromThePast() throws {
        let simulation = Simulation(seed: 1)
        let seen = try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            for value in ["1", "2"] { try await etcd.put("/a/x", value) }
            try await etcd.put("/b/x", "1")
            var request = WatchRequest(.prefix(Key("/a/")))
            request.startRevision = 2
            request.withPrevious = true
            let watch = try await etcd.watch(request)
            var seen: [String] = []
            seen += try await watch.texts()
            try await etcd.put("/a/x", "3")
            seen += try await watch.texts()
            seen += try await watch.texts()
            try await etcd.delete("/a/x")
            try await etcd.put("/b/x", "2")
            seen += try await watch.texts()
            watch.cancel()
            #expect(try await watch.next() == nil)
            #expect(etcd.watchable.watcherCount == 0)
            return seen
        }
        #expect(
            seen == [
                "put /a/x=1@2", "put /a/x=2@3 was 1", "put /a/x=3@5 was 2", "delete /a/x=@6 was 3",
            ])
    }

    @Test("a watch without a start tells of what comes; one of the future waits for it")
    func watchFromNow() throws {
        let simulation = Simulation(seed: 1)
        let seen = try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            try await etcd.put("a", "1")
            let now = try await etcd.watch(WatchRequest(.all))
            var request = WatchRequest(.all)
            request.startRevision = 4
            let later = try await etcd.watch(request)
            for value in ["2", "3"] { try await etcd.put("a", value) }
            return try await now.texts() + now.texts() + later.texts()
        }
        #expect(seen == ["put a=2@3", "put a=3@4", "put a=3@4"])
    }

    @Test("a slow watcher gets every revision once and in order all the same")
    func slowWatcher() throws {
        let simulation = Simulation(seed: 1)
        let total = Defaults.watcherBufferRevisions * 3
        let revisions = try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            let watch = try await etcd.watch(WatchRequest(.all))
            for number in 0..<total { try await etcd.put("k\(number % 7)", "\(number)") }
            var revisions: [Int64] = []
            while revisions.count < total {
                revisions += try await watch.next()?.map(\.keyValue.modRevision) ?? []
            }
            try await etcd.put("k", "last")
            revisions += try await watch.next()?.map(\.keyValue.modRevision) ?? []
            return revisions
        }
        #expect(revisions == (2...Int64(total + 2)).map { $0 })
    }

    @Test("a watch that starts before the last compaction ends with the revision it may start at")
    func compactedWatch() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            for value in ["1", "2", "3"] { try await etcd.put("a", value) }
            try await etcd.delete("a")
            try await etcd.compact(to: 5)
            var request = WatchRequest(.all)
            request.startRevision = 4
            let early = try await etcd.watch(request)
            await #expect(throws: EtcdError.compacted(compactRevision: 5)) {
                try await early.next()
            }
            request.startRevision = 5
            let exact = try await etcd.watch(request)
            #expect(try await exact.texts() == ["delete a=@5"])
        }
    }

    @Test("a cancelled reader is told so")
    func cancelledReader() throws {
        let simulation = Simulation(seed: 1)
        let error = try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            let watch = try await etcd.watch(WatchRequest(.all))
            let task = simulation.spawn("reader", returning: EtcdError?.self) {
                do throws(EtcdError) { _ = try await watch.next() } catch { return error }
                return nil
            }
            try await simulation.sleep(for: .seconds(1))
            task.cancel()
            return await task.value
        }
        #expect(error == .cancelled)
    }

    @Test("a lease ends on time, or later if renewed, and takes its keys with it in one revision")
    func leases() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            let id = try await etcd.grantLease(timeToLive: 10, id: 0).id
            for key in ["a", "b", "c"] { try await etcd.put(key, "1", lease: id) }
            // A key that is written without the lease leaves it.
            try await etcd.put("c", "2")
            try await simulation.sleep(for: .seconds(6))
            #expect(try await etcd.keepLeaseAlive(id).timeToLive == 10)
            try await simulation.sleep(for: .seconds(9))
            let left = try await etcd.leaseTimeToLive(id, withKeys: true)
            #expect(left.remaining == 1 && left.keys == [Key("a"), Key("b")])
            #expect(try await etcd.leases().ids == [id])
            let watch = try await etcd.watch(WatchRequest(.all))
            try await simulation.sleep(for: .seconds(2))
            #expect(try await watch.texts() == ["delete a=@6", "delete b=@6"])
            #expect(try await etcd.leaseTimeToLive(id, withKeys: true).remaining == -1)
            #expect(try await etcd.range(RangeRequest(.all)).keyValues.map(\.key) == [Key("c")])
            await #expect(throws: EtcdError.leaseNotFound) { try await etcd.keepLeaseAlive(id) }
            await #expect(throws: EtcdError.leaseNotFound) { try await etcd.revokeLease(id) }
        }
    }

    @Test("a lease lives at least two seconds, and an id is granted once")
    func leaseLimits() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            #expect(try await etcd.grantLease(timeToLive: 0, id: 5).id == 5)
            #expect(try await etcd.leaseTimeToLive(5, withKeys: false).granted == 2)
            await #expect(throws: EtcdError.leaseExists) {
                try await etcd.grantLease(timeToLive: 9, id: 5)
            }
            await #expect(throws: EtcdError.leaseTooLong) {
                try await etcd.grantLease(timeToLive: .max, id: 6)
            }
        }
    }

    @Test(
        "members get the ids that a real etcd computes",
        arguments: [
            ("http://localhost:2380", 0x8e9e_05c5_2164_694d, 14_841_639_068_965_178_418),
            ("http://127.0.0.1:2380", 0xb71f_7532_0dc0_6a6c, 2_037_210_783_374_497_686),
        ] as [(String, UInt64, UInt64)])
    func memberIDs(peerURL: String, memberID: UInt64, clusterID: UInt64) {
        let configuration = EtcdConfiguration(peerURL: peerURL)
        #expect(configuration.memberID == memberID)
        #expect(configuration.clusterID == clusterID)
    }

    @Test("after stop, requests fail and watches end")
    func stop() throws {
        let simulation = Simulation(seed: 1)
        try simulation.run {
            let etcd = try EtcdProcess.open(simulation: simulation)
            let watch = try await etcd.watch(WatchRequest(.all))
            etcd.stop()
            await #expect(throws: EtcdError.unavailable) { try await watch.next() }
            await #expect(throws: EtcdError.unavailable) { try await etcd.put("a", "1") }
            await #expect(throws: EtcdError.unavailable) {
                try await etcd.range(RangeRequest(.all))
            }
        }
    }
}

extension EtcdProcess {
    func put(_ key: String, _ value: String, lease: Int64 = 0) async throws {
        let payload = BytesPayload(Array(value.utf8))
        _ = try await transaction(
            TransactionRequest(success: [.put(Key(key), payload, lease: lease)]))
    }

    func delete(_ key: String) async throws {
        _ = try await transaction(TransactionRequest(success: [.delete(.key(Key(key)))]))
    }
}

extension KeyValueWatch {
    /// The next revision's events, as short texts.
    func texts() async throws -> [String] {
        func text(_ value: KeyValue) -> String {
            String(decoding: value.value.bytes, as: UTF8.self)
        }
        return try await next()?.map { event in
            let verb = event.kind == .put ? "put" : "delete"
            let previous = event.previous.map { " was \(text($0))" } ?? ""
            let keyValue = event.keyValue
            return "\(verb) \(keyValue.key)=\(text(keyValue))@\(keyValue.modRevision)" + previous
        } ?? ["over"]
    }
}
