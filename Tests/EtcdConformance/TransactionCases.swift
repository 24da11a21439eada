import Etcd

let transactionCases: [ConformanceCase] = [
    ConformanceCase("every target compares in every way, and a missing key counts as zero") {
        trial in
        let revision = try await trial.put("a", "m")
        let key = trial.key("a")
        let missing = trial.key("nobody")
        typealias Compare = TransactionRequest.Compare
        let cases: [(Compare, Bool)] = [
            (.value(key, .equal, [109]), true), (.value(key, .notEqual, [109]), false),
            (.value(key, .less, [110]), true), (.value(key, .greater, [110]), false),
            (.version(key, .equal, 1), true), (.version(key, .greater, 1), false),
            (.modRevision(key, .equal, revision), true),
            (.modRevision(key, .less, revision), false),
            (.createRevision(key, .notEqual, 0), true), (.lease(key, .equal, 0), true),
            (.modRevision(missing, .equal, 0), true), (.version(missing, .less, 1), true),
            (.createRevision(missing, .greater, 0), false), (.lease(missing, .equal, 0), true),
            // A key that is not there has no value, not even an unequal one.
            (.value(missing, .notEqual, [109]), false), (.value(missing, .equal, []), false),
        ]
        for (compare, holds) in cases {
            let request = TransactionRequest(compare: [compare], success: [])
            let response = try await trial.etcd.transaction(request)
            try trial.expect(response.succeeded, is: holds, "\(compare)")
        }
    },
    ConformanceCase("a comparison of a range has to hold for every key in it") { trial in
        try await trial.put("a", "1")
        try await trial.put("b", "1")
        try await trial.put("b", "1")
        func holds(
            _ relation: TransactionRequest.Relation,
            _ target: TransactionRequest.Compare.Target, _ range: KeyRange? = nil
        ) async throws -> Bool {
            let compare = TransactionRequest.Compare(range ?? trial.corner, relation, target)
            let request = TransactionRequest(compare: [compare], success: [])
            let response = try await trial.etcd.transaction(request)
            return response.succeeded
        }
        try trial.expect(try await holds(.equal, .value([49])), "all are 1")
        try trial.expect(try await !holds(.equal, .version(1)), "b has version 2")
        try trial.expect(try await holds(.greater, .version(0)), "all were written")
        let nobody = KeyRange.prefix(trial.key("x"))
        try trial.expect(try await holds(.equal, .version(0), nobody), "nobody counts as zero")
        try trial.expect(try await !holds(.equal, .value([]), nobody), "nobody has a value")
    },
    ConformanceCase("a transaction takes one branch, as one revision") { trial in
        let before = try await trial.put("a", "1")
        let request = TransactionRequest(
            compare: [.value(trial.key("a"), .equal, [49])],
            success: [
                trial.operation(put: "a", "2"), .range(RangeRequest(.key(trial.key("a")))),
                trial.operation(put: "b", "2"), .delete(.key(trial.key("c"))),
            ],
            failure: [.range(RangeRequest(trial.corner))])
        let first = try await trial.etcd.transaction(request)
        try trial.expect(first.succeeded, "succeeded")
        try trial.expect(first.revision, is: before + 1, "the revision")
        guard case .range(let seen) = first.results[1] else {
            throw Discrepancy(description: "the second result is not the range's")
        }
        try trial.expect(trial.texts(seen.keyValues), is: ["a=2"], "sees what was written before")
        let found = try await trial.etcd.range(RangeRequest(trial.corner)).keyValues
        try trial.expect(Set(found.map(\.modRevision)), is: [before + 1], "modified at once")
        let second = try await trial.etcd.transaction(request)
        try trial.expect(!second.succeeded, "failed")
        try trial.expect(second.revision, is: before + 1, "nothing written")
    },
    ConformanceCase("transactions nest, and compare before anything is written") { trial in
        let inner = TransactionRequest(
            compare: [.version(trial.key("a"), .equal, 0)],
            success: [trial.operation(put: "b", "inner")],
            failure: [trial.operation(put: "c", "wrong")])
        let before = try await trial.revision()
        let response = try await trial.etcd.transaction(
            TransactionRequest(success: [trial.operation(put: "a", "outer"), .transaction(inner)]))
        try trial.expect(try await trial.texts(), is: ["a=outer", "b=inner"], "both wrote")
        try trial.expect(response.revision, is: before + 1, "one revision")
        guard case .transaction(let nested)? = response.results.last else {
            throw Discrepancy(description: "the last result is not the nested transaction's")
        }
        try trial.expect(nested.succeeded && nested.results.count == 1, "the inner success")
    },
    ConformanceCase("no key may be written twice, however deep") { trial in
        func put(_ name: String) -> TransactionRequest.Operation {
            trial.operation(put: name, "x")
        }
        let wrong: [[TransactionRequest.Operation]] = [
            [put("a"), put("a")],
            [put("a"), .delete(.prefix(trial.key("")))],
            [put("a"), .transaction(TransactionRequest(success: [put("a")]))],
            [
                .delete(.key(trial.key("a"))),
                .transaction(TransactionRequest(success: [], failure: [put("a")])),
            ],
            [
                .transaction(TransactionRequest(success: [put("a")])),
                .transaction(TransactionRequest(success: [put("a")])),
            ],
        ]
        for operations in wrong {
            try await trial.expect(.duplicateKey) {
                _ = try await trial.etcd.transaction(TransactionRequest(success: operations))
            }
        }
        // Only one of two branches is taken; and what is deleted twice is deleted.
        let fine: [[TransactionRequest.Operation]] = [
            [.transaction(TransactionRequest(success: [put("a")], failure: [put("a")]))],
            [.delete(trial.corner), .delete(trial.corner)],
        ]
        for operations in fine {
            _ = try await trial.etcd.transaction(TransactionRequest(success: operations))
        }
    },
    ConformanceCase("a transaction has at most 128 operations") { trial in
        func request(_ count: Int) -> TransactionRequest {
            TransactionRequest(
                success: (0..<count).map { trial.operation(put: "k\($0)", "x") })
        }
        _ = try await trial.etcd.transaction(request(128))
        try await trial.expect(.tooManyOperations) {
            _ = try await trial.etcd.transaction(request(129))
        }
        try await trial.expect(.tooManyOperations) {
            _ = try await trial.etcd.transaction(
                TransactionRequest(success: request(65).success + [.transaction(request(65))]))
        }
        try trial.expect(try await trial.texts().count, is: 128, "nothing of the refused")
    },
    ConformanceCase("a transaction that fails leaves no trace") { trial in
        let before = try await trial.revision()
        try await trial.expect(.leaseNotFound) {
            _ = try await trial.etcd.transaction(
                TransactionRequest(success: [
                    trial.operation(put: "a", "1"),
                    .put(trial.key("b"), BytesPayload([]), lease: 0x7fff_1234),
                ]))
        }
        var future = RangeRequest(trial.corner)
        future.revision = before + 1_000_000
        let wanted = future
        try await trial.expect(.futureRevision) {
            _ = try await trial.etcd.transaction(
                TransactionRequest(success: [trial.operation(put: "a", "1"), .range(wanted)]))
        }
        try trial.expect(try await trial.revision(), is: before, "the revision")
        try trial.expect(try await trial.texts(), is: [], "the keys")
    },
]
