import Simulation
import Testing

@testable import Etcd

@Suite("MVCCStore")
struct MVCCStoreTests {
    @Test("the first write has revision 2, and a transaction that writes nothing moves nothing")
    func revisions() throws {
        var store = MVCCStore()
        #expect(try store.put("a", "1").revision == 2)
        #expect(try store.put("a", "2").revision == 3)
        let nothing = try store.transaction(TransactionRequest(success: [.delete(.key(Key("b")))]))
        #expect(nothing.response.revision == 3)
        let found = try #require(store.current(Key("a")))
        #expect(found.createRevision == 2 && found.modRevision == 3 && found.version == 2)
    }

    @Test("a read in the past sees what was there, and a deleted key begins anew")
    func past() throws {
        var store = MVCCStore()
        _ = try store.put("a", "1")
        _ = try store.put("b", "1")
        _ = try store.delete("a")
        _ = try store.put("a", "2")
        #expect(try store.texts(.all, at: 3) == ["a=1", "b=1"])
        #expect(try store.texts(.all, at: 4) == ["b=1"])
        #expect(try store.texts(.all, at: 0) == ["a=2", "b=1"])
        #expect(store.current(Key("a"))?.createRevision == 5)
        #expect(store.current(Key("a"))?.version == 1)
        #expect(throws: EtcdError.futureRevision) { try store.texts(.all, at: 6) }
    }

    @Test(
        "ranges are half open, prefixes end before the next key, and a limit says that there is more"
    )
    func ranges() throws {
        var store = MVCCStore()
        for key in ["/a", "/a/1", "/a/2", "/a0", "/b"] { _ = try store.put(key, "") }
        func keys(_ range: KeyRange) throws -> [String] {
            try store.range(RangeRequest(range)).keyValues.map(\.key.description)
        }
        #expect(try keys(.prefix(Key("/a/"))) == ["/a/1", "/a/2"])
        #expect(try keys(.between(Key("/a/1"), Key("/a0"))) == ["/a/1", "/a/2"])
        #expect(try keys(.between(Key("/b"), Key("/a"))) == [])
        #expect(try keys(.from(Key("/a0"))) == ["/a0", "/b"])
        #expect(try keys(.prefix(Key([0xff]))) == [])
        var request = RangeRequest(.all)
        request.limit = 2
        let page = try store.range(request)
        #expect(page.keyValues.count == 2 && page.count == 5 && page.hasMore)
        request.countOnly = true
        #expect(try store.range(request).keyValues.isEmpty)
    }

    @Test("a transaction carries out one branch as one revision, and reads what it has written")
    func branches() throws {
        var store = MVCCStore()
        let create = TransactionRequest(
            compare: [.modRevision(Key("a"), .equal, 0)],
            success: [
                .put(Key("a"), BytesPayload([1]), lease: 0),
                .range(RangeRequest(.key(Key("a")))),
                .put(Key("b"), BytesPayload([2]), lease: 0),
            ],
            failure: [.range(RangeRequest(.key(Key("a"))))])
        let first = try store.transaction(create)
        #expect(first.response.succeeded && first.response.revision == 2)
        #expect(first.records.map(\.revision.description) == ["2.0", "2.1"])
        guard case .range(let seen) = first.response.results[1] else {
            Issue.record("the second result is that of the range")
            return
        }
        #expect(seen.keyValues.count == 1 && seen.revision == 2)
        let second = try store.transaction(create)
        #expect(!second.response.succeeded && second.response.revision == 2)
    }

    @Test("no comparison with the value of a missing key holds")
    func missingValue() throws {
        var store = MVCCStore()
        for relation in [TransactionRequest.Relation.equal, .notEqual, .less, .greater] {
            let request = TransactionRequest(
                compare: [.value(Key("a"), relation, [])], success: [])
            #expect(try !store.transaction(request).response.succeeded)
        }
    }

    @Test("what is unacceptable is refused whole")
    func refusals() throws {
        var store = MVCCStore()
        func put(_ key: String, _ size: Int = 1, lease: Int64 = 0) -> TransactionRequest.Operation {
            .put(Key(key), BytesPayload([UInt8](repeating: 0, count: size)), lease: lease)
        }
        let cases: [(EtcdError, [TransactionRequest.Operation])] = [
            (.duplicateKey, [put("a"), put("a")]),
            (.duplicateKey, [put("a"), .delete(.prefix(Key("a")))]),
            (.tooManyOperations, (0..<129).map { put("k\($0)") }),
            (.requestTooLarge, [put("a", 1_572_864)]),
            (.emptyKey, [put("")]),
            (.leaseNotFound, [put("b"), put("a", lease: 7)]),
        ]
        for (error, operations) in cases {
            #expect(throws: error) {
                try store.carryOut(TransactionRequest(success: operations))
            }
        }
        #expect(store.revision == 1 && store.index.count == 0)
        #expect(
            try store.transaction(TransactionRequest(success: [put("a", 1_572_863)])).records.count
                == 1)
        #expect(
            try store.transaction(TransactionRequest(success: (0..<128).map { put("k\($0)") }))
                .records.count == 128)
    }

    @Test("a compaction drops what nobody can see any more, and reads below it fail")
    func compaction() throws {
        var store = MVCCStore()
        for value in ["1", "2", "3"] { _ = try store.put("a", value) }
        _ = try store.put("b", "1")
        _ = try store.delete("b")
        #expect(try store.compact(to: 3).map(\.description) == ["2.0"])
        #expect(try store.texts(.all, at: 3) == ["a=2"])
        #expect(throws: EtcdError.compacted(compactRevision: 3)) { try store.texts(.all, at: 2) }
        #expect(throws: EtcdError.compacted(compactRevision: 3)) { try store.compact(to: 3) }
        #expect(throws: EtcdError.futureRevision) { try store.compact(to: 7) }
        _ = try store.put("c", "1")
        _ = try store.compact(to: 7)
        #expect(store.index.count == 2)
        #expect(try store.texts(.all, at: 0) == ["a=3", "c=1"])
    }

    /// A store that keeps a whole copy for each revision is the measure.
    @Test("any history of puts, deletes and compactions reads as copies would", arguments: 1...20)
    func model(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var store = MVCCStore()
        var copies: [Int64: [String: String]] = [1: [:]]
        for step in 0..<600 {
            let key = "/k/\(Int.random(in: 0..<80, using: &generator))"
            var now = copies[store.revision] ?? [:]
            switch Int.random(in: 0..<20, using: &generator) {
            case 0:
                let target = Int64.random(in: 1...store.revision, using: &generator)
                if target > store.compactRevision { _ = try store.compact(to: target) }
            case 1..<6:
                _ = try store.delete(key)
                now[key] = nil
                copies[store.revision] = now
            default:
                _ = try store.put(key, "\(step)")
                now[key] = "\(step)"
                copies[store.revision] = now
            }
            let at = Int64.random(
                in: max(1, store.compactRevision)...store.revision, using: &generator)
            let expected = (copies[at] ?? [:]).map { "\($0)=\($1)" }
            #expect(try store.texts(.all, at: at).sorted() == expected.sorted(), "seed \(seed)")
        }
        let keys = try store.range(RangeRequest(.all)).keyValues.map(\.key)
        #expect(keys == keys.sorted())
    }

    @Test("tens of thousands of keys stay in order")
    func manyKeys() throws {
        var store = MVCCStore()
        for number in 0..<20_000 {
            let spread = number &* 7919 % 20_000
            _ = try store.put("/registry/pods/default/pod-\(padded(spread, 6))", "x")
        }
        let keys = try store.range(RangeRequest(.prefix(Key("/registry/pods/")))).keyValues.map(
            \.key)
        #expect(keys.count == 20_000)
        #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 })
    }
}

extension MVCCStore {
    /// As a member does it: a look at the request, then the request.
    fileprivate mutating func carryOut(
        _ request: TransactionRequest
    ) throws -> TransactionOutcome {
        try request.check()
        return try transaction(request)
    }

    fileprivate mutating func put(_ key: String, _ value: String) throws -> TransactionResponse {
        let operation = TransactionRequest.Operation.put(
            Key(key), BytesPayload(Array(value.utf8)), lease: 0)
        return try transaction(TransactionRequest(success: [operation])).response
    }

    fileprivate mutating func delete(_ key: String) throws -> TransactionResponse {
        try transaction(TransactionRequest(success: [.delete(.key(Key(key)))])).response
    }

    fileprivate func texts(_ range: KeyRange, at revision: Int64) throws -> [String] {
        var request = RangeRequest(range)
        request.revision = revision
        return try self.range(request).keyValues.map {
            "\($0.key)=\(String(decoding: $0.value.bytes, as: UTF8.self))"
        }
    }
}
