import Simulation

/// How long something that failed must rest: doubling with each failure up to a limit, forgotten
/// when it has been well for twice the limit.
///
/// Upstream: kubernetes client-go/util/flowcontrol/backoff.go.
struct BackoffTable<Key: Hashable & Sendable>: Sendable {
    private struct Entry {
        var delay: Duration
        var updated: SimulatedInstant
    }
    let first: Duration
    let limit: Duration
    private var entries: [Key: Entry] = [:]

    init(first: Duration, limit: Duration) {
        (self.first, self.limit) = (first, limit)
    }

    /// What is left of the rest of something that failed at `failure`; nil if it may go on.
    func remaining(
        _ key: Key, since failure: SimulatedInstant, now: SimulatedInstant
    ) -> Duration? {
        guard let entry = entries[key], !hasExpired(entry, at: failure) else { return nil }
        let rest = now.duration(to: failure.advanced(by: entry.delay))
        return rest > .zero ? rest : nil
    }

    /// The whole rest that a further failure would mean.
    func delay(_ key: Key) -> Duration { entries[key]?.delay ?? first }

    /// Counts a try: the next failure rests longer.
    mutating func next(_ key: Key, now: SimulatedInstant) {
        guard let entry = entries[key], !hasExpired(entry, at: now) else {
            entries[key] = Entry(delay: first, updated: now)
            return
        }
        entries[key] = Entry(delay: min(entry.delay * 2, limit), updated: now)
    }

    mutating func forget(where isOld: (Key) -> Bool) {
        entries = entries.filter { !isOld($0.key) }
    }

    private func hasExpired(_ entry: Entry, at instant: SimulatedInstant) -> Bool {
        entry.updated.duration(to: instant) > limit * 2
    }
}
