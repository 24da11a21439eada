import Etcd

let watchCases: [ConformanceCase] = [
    ConformanceCase("a watch from the past tells the history, then what happens") { trial in
        let first = try await trial.put("a", "1")
        try await trial.put("a", "2")
        var request = WatchRequest(trial.corner)
        (request.startRevision, request.withPrevious) = (first, true)
        let watch = try await trial.etcd.watch(request)
        var seen = try await trial.events(watch, 2)
        try await trial.delete("a")
        seen += try await trial.events(watch, 1)
        watch.cancel()
        try trial.expect(
            seen,
            is: [
                "put a=1 @0", "put a=2 @1 was a=1", "delete a= @2 was a=2",
            ].map { trial.absolute($0, first) }, "the events")
    },
    ConformanceCase("a watch without a start tells what comes") { trial in
        try await trial.put("a", "1")
        let watch = try await trial.etcd.watch(WatchRequest(trial.corner))
        // A real etcd may take a moment to have the watch.
        try await trial.pause(.milliseconds(300))
        let second = try await trial.put("a", "2")
        try await trial.put("b", "1")
        let seen = try await trial.events(watch, 2)
        watch.cancel()
        try trial.expect(
            seen, is: ["put a=2 @0", "put b=1 @1"].map { trial.absolute($0, second) },
            "the events")
    },
    ConformanceCase("the writes of one revision are told together") { trial in
        let start = try await trial.revision() + 1
        _ = try await trial.etcd.transaction(
            TransactionRequest(success: [
                trial.operation(put: "a", "1"), trial.operation(put: "b", "1"),
            ]))
        var request = WatchRequest(trial.corner)
        request.startRevision = start
        let watch = try await trial.etcd.watch(request)
        let events = try await watch.next() ?? []
        watch.cancel()
        try trial.expect(events.map { trial.text($0.keyValue) }, is: ["a=1", "b=1"], "events")
    },
    ConformanceCase("a watch can leave out puts, or deletions") { trial in
        let start = try await trial.put("a", "1")
        try await trial.delete("a")
        try await trial.put("b", "1")
        try await trial.delete("b")
        for (excluded, wanted) in [
            (KeyValueEvent.Kind.put, ["delete a= @1", "delete b= @3"]),
            (.delete, ["put a=1 @0", "put b=1 @2"]),
        ] {
            var request = WatchRequest(trial.corner)
            (request.startRevision, request.excluded) = (start, [excluded])
            let watch = try await trial.etcd.watch(request)
            let seen = try await trial.events(watch, 2)
            watch.cancel()
            try trial.expect(
                seen, is: wanted.map { trial.absolute($0, start) }, "without \(excluded)")
        }
    },
    ConformanceCase("a watch of one key, and of a range, tells of no other") { trial in
        let start = try await trial.put("a", "1")
        for name in ["b", "c", "d"] { try await trial.put(name, "1") }
        for (range, wanted) in [
            (KeyRange.key(trial.key("b")), ["put b=1 @1"]),
            (.between(trial.key("b"), trial.key("d")), ["put b=1 @1", "put c=1 @2"]),
        ] {
            var request = WatchRequest(range)
            request.startRevision = start
            let watch = try await trial.etcd.watch(request)
            let seen = try await trial.events(watch, wanted.count)
            watch.cancel()
            try trial.expect(seen, is: wanted.map { trial.absolute($0, start) }, "\(range)")
        }
    },
    ConformanceCase("a watch of the future waits for it") { trial in
        let now = try await trial.put("a", "1")
        var request = WatchRequest(trial.corner)
        request.startRevision = now + 2
        let watch = try await trial.etcd.watch(request)
        try await trial.put("a", "2")
        try await trial.put("a", "3")
        let seen = try await trial.events(watch, 1)
        watch.cancel()
        try trial.expect(seen, is: [trial.absolute("put a=3 @2", now)], "the events")
    },
    ConformanceCase("a watch that starts before the last compaction is told so") { trial in
        let first = try await trial.put("a", "1")
        let second = try await trial.put("a", "2")
        try await trial.etcd.compact(to: second)
        var request = WatchRequest(trial.corner)
        request.startRevision = first
        let watch = try await trial.etcd.watch(request)
        do {
            _ = try await watch.next()
            throw Discrepancy(description: "the watch is not cancelled")
        } catch EtcdError.compacted(let revision) {
            try trial.expect(revision, is: second, "the revision it may start at")
        }
        request.startRevision = second
        let exact = try await trial.etcd.watch(request)
        let seen = try await trial.events(exact, 1)
        exact.cancel()
        try trial.expect(seen, is: [trial.absolute("put a=2 @1", first)], "the events")
    },
    ConformanceCase("a watch says how far it is when asked") { trial in
        let revision = try await trial.put("a", "1")
        var request = WatchRequest(trial.corner)
        request.startRevision = revision
        let watch = try await trial.etcd.watch(request)
        _ = try await trial.events(watch, 1)
        // Not synced yet, an etcd may leave the request unanswered.
        try await trial.pause(.milliseconds(300))
        watch.requestProgress()
        let notice = try await watch.nextResponse()
        watch.cancel()
        try trial.expect(notice?.isProgress, is: true, "a notice without events")
        try trial.expect(notice?.header.revision, is: revision, "its revision")
    },
]

extension Trial {
    /// The next events, at least `count` of them, as short texts.
    func events(_ watch: any KeyValueWatch, _ count: Int) async throws -> [String] {
        var seen: [String] = []
        while seen.count < count, let events = try await watch.next() {
            seen += events.map { event in
                let verb = event.kind == .put ? "put" : "delete"
                let previous = event.previous.map { " was \(text($0))" } ?? ""
                return "\(verb) \(text(event.keyValue)) @\(event.keyValue.modRevision)" + previous
            }
        }
        return seen
    }

    /// `put a=1 @2` with the revision counted from `first`.
    func absolute(_ text: String, _ first: Int64) -> String {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            guard word.hasPrefix("@"), let offset = Int64(word.dropFirst()) else {
                return String(word)
            }
            return "@\(first + offset)"
        }
        return words.joined(separator: " ")
    }
}
