/// A set of keys, as intervals that neither meet nor overlap.
///
/// Two roles that allow `[a, c)` and `[b, e)` together allow a request for `[a, d)`, which neither
/// of them does alone.
///
/// Upstream: etcd server/auth/range_perm_cache.go.
struct KeyIntervals: Sendable {
    /// From the first (included) to the end (excluded), nil for no end.
    struct Interval: Sendable, Hashable {
        var first: Key
        var end: Key?

        init(_ range: KeyRange) {
            first = range.lowerBound
            if case .key(let key) = range {
                // The next key after `key` in the order of bytes.
                end = Key(key.bytes + [0])
            } else {
                end = range.upperBound
            }
        }

        func reaches(_ key: Key) -> Bool { end.map { key <= $0 } ?? true }

        func covers(_ other: Interval) -> Bool {
            guard first <= other.first else { return false }
            guard let end else { return true }
            return other.end.map { $0 <= end } ?? false
        }
    }

    private(set) var intervals: [Interval] = []

    init(_ ranges: [KeyRange]) {
        for interval in ranges.map(Interval.init).sorted(by: { $0.first < $1.first }) {
            guard let last = intervals.last, last.reaches(interval.first) else {
                intervals.append(interval)
                continue
            }
            if !last.covers(interval) { intervals[intervals.count - 1].end = interval.end }
        }
    }

    /// Whether every key of `range` is in the set.
    func covers(_ range: KeyRange) -> Bool {
        let wanted = Interval(range)
        return intervals.contains { $0.covers(wanted) }
    }
}
