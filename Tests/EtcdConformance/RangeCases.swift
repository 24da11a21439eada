import Etcd

/// Upstream: etcd tests/common/kv_test.go asks for the same and more.
let rangeCases: [ConformanceCase] = [
    ConformanceCase("ranges are half open, prefixes end before the next key") { trial in
        for name in ["a", "b", "b1", "b2", "c"] { try await trial.put(name, "") }
        let found = try await trial.texts(.between(trial.key("b"), trial.key("c")))
        try trial.expect(found, is: ["b=", "b1=", "b2="], "[b, c)")
        try trial.expect(
            try await trial.texts(.prefix(trial.key("b"))), is: ["b=", "b1=", "b2="], "b*")
        try trial.expect(try await trial.texts(.key(trial.key("b"))), is: ["b="], "b")
        try trial.expect(
            try await trial.texts(.between(trial.key("c"), trial.key("b"))), is: [], "[c, b)")
        try await trial.expect(.emptyKey) { _ = try await trial.texts(.key(Key(""))) }
    },
    ConformanceCase("a limit says that there is more, and the count is of all") { trial in
        for name in ["a", "b", "c"] { try await trial.put(name, name) }
        var request = RangeRequest(trial.corner)
        for (limit, names, hasMore) in [
            (0, ["a=a", "b=b", "c=c"], false), (2, ["a=a", "b=b"], true),
            (3, ["a=a", "b=b", "c=c"], false),
        ] {
            request.limit = limit
            let page = try await trial.etcd.range(request)
            try trial.expect(trial.texts(page.keyValues), is: names, "limit \(limit)")
            try trial.expect(page.hasMore, is: hasMore, "more")
            try trial.expect(page.count, is: 3, "count")
        }
        request.countOnly = true
        let counted = try await trial.etcd.range(request)
        try trial.expect(counted.keyValues.isEmpty && !counted.hasMore, "only a count")
        try trial.expect(counted.count, is: 3, "count")
    },
    ConformanceCase("keys can be had without values") { trial in
        try await trial.put("a", "long")
        try trial.expect(
            try await trial.texts { $0.keysOnly = true }, is: ["a="], "keys only")
    },
    ConformanceCase("an answer can be sorted by anything, and is cut after that") { trial in
        // Created a, b, c; modified a, c, b; versions a 1, b 2, c 2.
        try await trial.put("a", "2")
        try await trial.put("b", "x")
        try await trial.put("c", "x")
        try await trial.put("c", "1")
        try await trial.put("b", "3")
        let cases: [(RangeRequest.SortTarget, RangeRequest.SortOrder, String)] = [
            (.key, .descend, "cba"), (.key, .none, "abc"), (.create, .descend, "cba"),
            (.mod, .ascend, "acb"), (.mod, .none, "acb"), (.value, .ascend, "cab"),
            (.value, .descend, "bac"), (.version, .ascend, "abc"), (.version, .none, "abc"),
        ]
        for (target, order, names) in cases {
            var request = RangeRequest(trial.corner)
            (request.sortTarget, request.sortOrder) = (target, order)
            for limit in [0, 2] {
                request.limit = limit
                let found = try await trial.etcd.range(request)
                let letters = trial.texts(found.keyValues).compactMap(\.first)
                let wanted = limit == 0 ? names : String(names.prefix(2))
                try trial.expect(String(letters), is: wanted, "\(target) \(order)")
                try trial.expect(found.hasMore, is: limit == 2, "more")
                try trial.expect(found.count, is: 3, "count")
            }
        }
    },
    ConformanceCase("revisions choose among keys, and the count does not notice") { trial in
        let first = try await trial.put("a", "1")
        let second = try await trial.put("b", "1")
        let third = try await trial.put("a", "2")
        func names(_ change: (inout RangeRequest) -> Void) async throws -> [String] {
            var request = RangeRequest(trial.corner)
            change(&request)
            let found = try await trial.etcd.range(request)
            try trial.expect(found.count, is: 2, "count")
            return trial.texts(found.keyValues)
        }
        try trial.expect(try await names { $0.modRevisions.min = third }, is: ["a=2"], "min mod")
        try trial.expect(try await names { $0.modRevisions.max = second }, is: ["b=1"], "max mod")
        try trial.expect(
            try await names { $0.createRevisions.max = first }, is: ["a=2"], "max create")
        try trial.expect(
            try await names { $0.createRevisions.min = second }, is: ["b=1"], "min create")
        try trial.expect(
            try await names { $0.modRevisions.min = third + 1 }, is: [], "none so new")
    },
    ConformanceCase("a read in the past sees what was there; none of the future") { trial in
        let first = try await trial.put("a", "1")
        try await trial.put("a", "2")
        let third = try await trial.delete("a")
        try trial.expect(try await trial.texts { $0.revision = first }, is: ["a=1"], "first")
        try trial.expect(try await trial.texts { $0.revision = first + 1 }, is: ["a=2"], "second")
        try trial.expect(try await trial.texts { $0.revision = third }, is: [], "third")
        try await trial.expect(.futureRevision) {
            _ = try await trial.texts { $0.revision = third + 1_000_000 }
        }
    },
    ConformanceCase("a serializable read sees what its own member has") { trial in
        try await trial.put("a", "1")
        // A member applies what it acknowledged; another may be a moment behind.
        for _ in 0..<50 {
            if try await trial.texts(nil, { $0.isSerializable = true }) == ["a=1"] { return }
            try await trial.pause(.milliseconds(100))
        }
        throw Discrepancy(description: "the write is not seen")
    },
]

let putCases: [ConformanceCase] = [
    ConformanceCase("a key counts its versions, and begins anew after a deletion") { trial in
        let first = try await trial.put("a", "1")
        let second = try await trial.put("a", "2")
        try trial.expect(second, is: first + 1, "the revision")
        var found = try await trial.etcd.range(RangeRequest(trial.corner)).keyValues
        try trial.expect(found.map(\.createRevision), is: [first], "created")
        try trial.expect(found.map(\.modRevision), is: [second], "modified")
        try trial.expect(found.map(\.version), is: [2], "version")
        try await trial.delete("a")
        let fourth = try await trial.put("a", "3")
        found = try await trial.etcd.range(RangeRequest(trial.corner)).keyValues
        try trial.expect(found.map(\.createRevision), is: [fourth], "created again")
        try trial.expect(found.map(\.version), is: [1], "version")
    },
    ConformanceCase("a put gives back what was there if asked") { trial in
        var request = PutRequest(trial.key("a"), BytesPayload([49]))
        try trial.expect(try await trial.etcd.put(request).previous == nil, "nothing to give back")
        request.withPrevious = true
        let previous = try await trial.etcd.put(request).previous
        try trial.expect(previous.map { trial.text($0) }, is: "a=1", "previous")
    },
    ConformanceCase("a put can keep the value, or the lease, of a key that is there") { trial in
        let lease = try await trial.etcd.grantLease(timeToLive: 600, id: 0).id
        try await trial.put("a", "1", lease: lease)
        var request = PutRequest(trial.key("a"), BytesPayload([50]))
        request.ignoresLease = true
        try await trial.etcd.put(request)
        var found = try await trial.etcd.range(RangeRequest(trial.corner)).keyValues
        try trial.expect(trial.texts(found), is: ["a=2"], "the value")
        try trial.expect(found.map(\.lease), is: [lease], "the lease stays")
        request = PutRequest(trial.key("a"), BytesPayload([]))
        request.ignoresValue = true
        try await trial.etcd.put(request)
        found = try await trial.etcd.range(RangeRequest(trial.corner)).keyValues
        try trial.expect(trial.texts(found), is: ["a=2"], "the value stays")
        try trial.expect(found.map(\.lease), is: [0], "the lease")
        request.key = trial.key("nobody")
        let wanted = request
        try await trial.expect(.keyNotFound) { try await trial.etcd.put(wanted) }
        try await trial.etcd.revokeLease(lease)
    },
    ConformanceCase("a put that contradicts itself is refused") { trial in
        var request = PutRequest(trial.key("a"), BytesPayload([49]))
        request.ignoresValue = true
        let valued = request
        try await trial.expect(.valueProvided) { try await trial.etcd.put(valued) }
        request = PutRequest(trial.key("a"), BytesPayload([49]), lease: 7)
        request.ignoresLease = true
        let leased = request
        try await trial.expect(.leaseProvided) { try await trial.etcd.put(leased) }
        try await trial.expect(.leaseNotFound) {
            try await trial.put("a", "1", lease: 0x7fff_1234)
        }
        try await trial.expect(.emptyKey) {
            try await trial.etcd.put(PutRequest(Key(""), BytesPayload([49])))
        }
    },
    ConformanceCase("a request of more than 1.5 MiB is refused") { trial in
        let value = BytesPayload([UInt8](repeating: 120, count: 1_600_000))
        try await trial.expect(.requestTooLarge) {
            try await trial.etcd.put(PutRequest(trial.key("a"), value))
        }
    },
    ConformanceCase("a deletion counts, and gives back what was there if asked") { trial in
        for name in ["a", "b", "c"] { try await trial.put(name, name) }
        let before = try await trial.revision()
        var request = DeleteRangeRequest(.between(trial.key("a"), trial.key("c")))
        request.withPrevious = true
        let response = try await trial.etcd.deleteRange(request)
        try trial.expect(response.deleted, is: 2, "deleted")
        try trial.expect(trial.texts(response.previous), is: ["a=a", "b=b"], "previous")
        try trial.expect(response.header.revision, is: before + 1, "one revision for both")
        let nothing = try await trial.etcd.deleteRange(request)
        try trial.expect(nothing.deleted, is: 0, "deleted")
        try trial.expect(nothing.header.revision, is: before + 1, "no revision for nothing")
    },
]
