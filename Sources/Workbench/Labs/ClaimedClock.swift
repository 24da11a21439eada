import Simulation

/// Asks whether there is a time at which each command can have been typed, so that all ages and
/// points in time that a learner's file shows are true.
///
/// Each shown time bounds the distance between two commands. Take `create web`, `get po`, `get po`,
/// the second with age 5m, the third with 9s: from the first to the second 5 minutes have passed,
/// from the first to the third 9 seconds, but the third was typed after the second.
///
/// ```
/// create ──5m──▶ get        get is at least 5 minutes behind create
///    └─────9s────────▶ get  this one at most 9 seconds: a contradiction
/// ```
/// When an object came into being is a point in time as well, the same for all lines that show the
/// object's age: between the same two commands here as in the replay, give or take `slack`. Bounds
/// of this kind can all be kept if and only if no round trip has a negative length (Bellman and
/// Ford).
struct ClaimedClock {
    /// `time(to) - time(from) <= most`. **Unit**: seconds.
    ///
    /// **Shape**: points 0, 1, 2... are `times`; -1, -2... are `births`.
    private struct Bound {
        var from: Int
        var to: Int
        var most: Int
        /// Where the learner's file says so; nil for what is so in any case.
        var line: TimingMask.Line?
    }

    private let origin: SimulatedInstant
    /// When the replay typed each command, after the session's start; the start itself is the first,
    /// and the last is later than all. **Unit**: seconds.
    private let times: [Int]
    private var bounds: [Bound] = []
    /// The objects whose age has been shown.
    private var births: [Birth] = []

    /// An object, by the first word of its line and by when the replay saw it begin.
    private struct Birth {
        var name: Substring
        /// **Unit**: seconds after the origin.
        var first: Int
        var last: Int
    }

    /// How much later than in the replay something may have happened after its cause.
    /// **Unit**: seconds.
    private static let slack = 30
    /// Enough for a lesson; further ones are not asked about.
    private static let mostBounds = 4000

    init(origin: SimulatedInstant, starts: [SimulatedInstant]) {
        self.origin = origin
        var times = [0]
        for start in starts {
            times.append(max(times[times.count - 1], Self.seconds(origin, start)))
        }
        times.append(times[times.count - 1] + 600)
        self.times = times
        for later in 1..<times.count { bounds.append(Bound(from: later, to: later - 1, most: 0)) }
    }

    private static func seconds(_ origin: SimulatedInstant, _ other: SimulatedInstant) -> Int {
        Int(
            other.secondsSinceEpoch.subtractingReportingOverflow(origin.secondsSinceEpoch)
                .partialValue)
    }

    /// A line shows how old something is.
    mutating func showed(_ claimed: ShownAge, replayed: ShownAge, on line: TimingMask.Line) {
        let node = line.command + 1
        guard node + 1 < times.count else { return }
        let firstBirth = times[node] - replayed.most
        let lastBirth = times[node + 1] - replayed.least
        let birth = birth(of: line, firstBirth, lastBirth)
        add(exactly: Bound(from: birth, to: node, most: claimed.most, line: line))
        add(exactly: Bound(from: node + 1, to: birth, most: -claimed.least, line: line))
        if lastBirth <= 0 {
            // As old as the cluster: its birth is known.
            add(from: 0, to: node, lastBirth + claimed.most, line)
            add(from: node + 1, to: 0, -(firstBirth + claimed.least), line)
            return
        }
        let before = times.lastIndex { $0 <= firstBirth } ?? 0
        add(from: node + 1, to: before, -claimed.least, line)
        if let after = times.firstIndex(where: { $0 >= lastBirth }), after <= node {
            add(from: after, to: node, claimed.most, line)
        }
    }

    /// A line shows a point in time.
    mutating func showed(
        _ claimed: SimulatedInstant, replayed: SimulatedInstant, on line: TimingMask.Line
    ) {
        let node = line.command + 1
        let (time, replayedTime) = (
            Self.seconds(origin, claimed), Self.seconds(origin, replayed)
        )
        // The end of a grace period or of a token's life is still to come.
        guard node + 1 < times.count, replayedTime <= times[node + 1], abs(time) < 1 << 40 else {
            return
        }
        if let before = times.lastIndex(where: { $0 <= replayedTime }) {
            add(from: 0, to: min(before, node), time, line)
        }
        if let after = times.firstIndex(where: { $0 > replayedTime }) {
            add(from: after, to: 0, -time, line)
        }
    }

    private mutating func add(from: Int, to: Int, _ most: Int, _ line: TimingMask.Line) {
        guard from != to else { return }
        add(exactly: Bound(from: from, to: to, most: most + Self.slack, line: line))
    }

    private mutating func add(exactly bound: Bound) {
        if bounds.count < Self.mostBounds { bounds.append(bound) }
    }

    /// The point at which the object of a line began: one that is known, if in the replay both can
    /// be the same, or a new one.
    private mutating func birth(of line: TimingMask.Line, _ first: Int, _ last: Int) -> Int {
        let name = line.replayed.prefix { $0 != " " }
        for (index, birth) in births.enumerated()
        where birth.name == name && birth.first <= last && first <= birth.last {
            births[index].first = max(birth.first, first)
            births[index].last = min(birth.last, last)
            return -1 - index
        }
        births.append(Birth(name: name, first: first, last: last))
        return -births.count
    }

    /// The first line that cannot be true together with those above it.
    var contradiction: TimingMask.Line? {
        guard isContradictory(bounds[...]) else { return nil }
        var (possible, impossible) = (0, bounds.count)
        while impossible - possible > 1 {
            let middle = (possible + impossible) / 2
            if isContradictory(bounds[..<middle]) { impossible = middle } else { possible = middle }
        }
        return bounds[impossible - 1].line
    }

    /// Whether no times of the commands keep all `bounds`.
    private func isContradictory(_ bounds: ArraySlice<Bound>) -> Bool {
        // Births stand before the commands.
        let shift = births.count
        var distances = Array(repeating: 0, count: shift + times.count)
        for _ in 0...distances.count {
            var hasChanged = false
            for bound in bounds {
                let (from, to) = (bound.from + shift, bound.to + shift)
                guard distances[from] + bound.most < distances[to] else { continue }
                distances[to] = distances[from] + bound.most
                hasChanged = true
            }
            if !hasChanged { return false }
        }
        return true
    }
}
