import Session
import Simulation

/// Keeps account of all that may vary with time in a learner's file, and finds what cannot be true.
///
/// A session that was itself typed by a machine (`demo`, a pipe) has every value of the replay. One
/// that a person typed has others nearly everywhere, from the first command on.
///
/// **Invariants**
/// 1. Tokens and resource versions of the two sides correspond one to one.
/// 2. What came into being after the session's start keeps its order.
/// 3. What is as old as the session's start is as it was, or was renewed since.
/// 4. A value with many digits that differs in a few of them is a copy that was changed.
/// 5. If most of what would differ does not, nothing may.
/// 6. One time at which each command was typed explains all ages and points in time
///    (`ClaimedClock`).
///
/// What cannot be known: in a session that a person typed, a value that no other is tied to.
struct TimingLedger {
    private struct Item: Hashable {
        var kind: LineSegment.Kind
        var replayed: String
    }

    private let origin: SessionOrigin
    private var clock: ClaimedClock
    private var forward: [Item: String] = [:]
    private var backward: [Item: String] = [:]
    private var ordered: [LineSegment.Kind: [(claimed: Int64, replayed: Int64)]] = [:]
    private var equal: Set<Item> = []
    private var differing: Set<Item> = []
    private var firstDifferent: TimingMask.Line?
    private var leastDifferentVersion = Int64.max
    private var minuteCommand = -1
    private let horizon: SimulatedInstant

    init(origin: SessionOrigin, starts: [SimulatedInstant]) {
        self.origin = origin
        horizon = (starts.last ?? origin.instant).advanced(by: .hours(48))
        clock = ClaimedClock(origin: origin.instant, starts: starts)
    }

    /// False if the value contradicts what has been entered before.
    mutating func enter(
        _ kind: LineSegment.Kind, claimed: String, replayed: String, on line: TimingMask.Line
    ) -> Bool {
        if claimed != replayed {
            differing.insert(Item(kind: kind, replayed: replayed))
            if firstDifferent == nil { firstDifferent = line }
        }
        switch kind {
        case .token: return enterToken(claimed, replayed)
        case .minute: return enterMinute(claimed, replayed, line)
        case .version, .storeRevision: return enterVersion(kind, claimed, replayed)
        case .instant: return enterInstant(claimed, replayed, line)
        case .age: return enterAge(claimed, replayed, line)
        }
    }

    /// The line that all others speak against.
    var contradiction: TimingMask.Line? {
        // Once versions have parted they stay apart: an equal one tells only before that.
        let evidence = equal.filter { item in
            guard item.kind == .version || item.kind == .storeRevision else { return true }
            return leastDifferentVersion == .max
                || Int64(item.replayed) ?? 0 > leastDifferentVersion
        }
        if differing.count <= evidence.count { return firstDifferent }
        return clock.contradiction
    }

    private mutating func enterToken(_ claimed: String, _ replayed: String) -> Bool {
        if claimed == replayed { equal.insert(Item(kind: .token, replayed: replayed)) }
        let signatures = (claimed.split(separator: ".").last, replayed.split(separator: ".").last)
        return pairs(.token, claimed, replayed)
            && !Self.isChangedCopy(signatures.0 ?? "", of: signatures.1 ?? "", claimed != replayed)
    }

    /// `ls` shows minutes; within one output equal ones stay equal.
    private mutating func enterMinute(
        _ claimed: String, _ replayed: String, _ line: TimingMask.Line
    ) -> Bool {
        if line.command != minuteCommand {
            minuteCommand = line.command
            forward = forward.filter { $0.key.kind != .minute }
            backward = backward.filter { $0.key.kind != .minute }
        }
        return pairs(.minute, claimed, replayed)
    }

    private mutating func enterVersion(
        _ kind: LineSegment.Kind, _ claimed: String, _ replayed: String
    ) -> Bool {
        guard let one = Int64(claimed), let other = Int64(replayed) else {
            return claimed == replayed
        }
        if kind == .version, !pairs(kind, claimed, replayed) { return false }
        if other <= origin.revision { return one == other || one > origin.revision }
        if one == other {
            equal.insert(Item(kind: kind, replayed: replayed))
        } else {
            leastDifferentVersion = min(leastDifferentVersion, other)
        }
        return one > origin.revision && keepsOrder(kind, one, other)
    }

    private mutating func enterInstant(
        _ claimed: String, _ replayed: String, _ line: TimingMask.Line
    ) -> Bool {
        guard let one = CivilTime(rfc3339: claimed)?.instant,
            let other = CivilTime(rfc3339: replayed)?.instant
        else { return true }
        if other <= origin.instant { return one == other || one > origin.instant }
        // What lies further ahead than a token lives does not follow from when something was typed.
        if other > horizon { return one == other }
        if one == other { equal.insert(Item(kind: .instant, replayed: replayed)) }
        guard let fraction = claimed.splitOnce(".")?.1, let real = replayed.splitOnce(".")?.1
        else { return enter(one, other, line) }
        if Self.isChangedCopy(fraction[...], of: real[...], one != other) { return false }
        return enter(one, other, line)
    }

    private mutating func enter(
        _ claimed: SimulatedInstant, _ replayed: SimulatedInstant, _ line: TimingMask.Line
    ) -> Bool {
        clock.showed(claimed, replayed: replayed, on: line)
        // The start is known only to the second, as points in time are shown.
        let isAfterStart = claimed.secondsSinceEpoch >= origin.instant.secondsSinceEpoch
        return isAfterStart
            && keepsOrder(
                .instant, claimed.nanosecondsSinceEpoch, replayed.nanosecondsSinceEpoch)
    }

    private mutating func enterAge(
        _ claimed: String, _ replayed: String, _ line: TimingMask.Line
    ) -> Bool {
        guard let one = ShownAge(claimed), let other = ShownAge(replayed) else { return true }
        if claimed == replayed, one.isExact {
            // Two objects may be as old as one another.
            equal.insert(Item(kind: .age, replayed: "\(line.command) \(replayed)"))
        }
        clock.showed(one, replayed: other, on: line)
        return true
    }

    private mutating func pairs(
        _ kind: LineSegment.Kind, _ claimed: String, _ replayed: String
    ) -> Bool {
        let there = Item(kind: kind, replayed: claimed)
        let back = Item(kind: kind, replayed: replayed)
        if forward[there] == nil, backward[back] == nil {
            forward[there] = replayed
            backward[back] = claimed
            return true
        }
        return forward[there] == replayed && backward[back] == claimed
    }

    private mutating func keepsOrder(
        _ kind: LineSegment.Kind, _ claimed: Int64, _ replayed: Int64
    ) -> Bool {
        for pair in ordered[kind] ?? [] {
            if pair.replayed < replayed, claimed < pair.claimed { return false }
            if replayed < pair.replayed, pair.claimed < claimed { return false }
        }
        if ordered[kind, default: []].count < 500 {
            ordered[kind, default: []].append((claimed, replayed))
        }
        return true
    }

    /// Whether most characters of a long random text are those of another, though they differ.
    private static func isChangedCopy(
        _ claimed: Substring, of replayed: Substring, _ differ: Bool
    ) -> Bool {
        let kept = zip(claimed.utf8, replayed.utf8).filter { $0 == $1 }.count
        // Eight digits of nine agree by chance once in ten million sessions.
        return differ && replayed.utf8.count >= 6 && kept * 3 >= replayed.utf8.count * 2
            && replayed.utf8.contains { $0 >= 49 && $0 <= 57 }
    }
}

/// An age as kubectl shows it, which is rounded down: `5m10s`, `19h`.
struct ShownAge: Hashable, Sendable {
    /// **Unit**: seconds.
    var least: Int
    /// **Unit**: seconds.
    var most: Int

    /// Nil for what is no age in whole units.
    init?(_ text: String) {
        var total = 0
        var unit = 0
        var rest = text[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(digits), number <= 1_000_000 else { return nil }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard let length = Self.units[String(name)] else { return nil }
            total += number * length
            unit = length
        }
        guard unit > 0 else { return nil }
        (least, most) = (total, total + unit)
    }

    private static let units = [
        "s": 1, "m": 60, "h": 3600, "d": 86_400, "y": 365 * 86_400,
    ]

    /// Whether it tells the second.
    var isExact: Bool { most - least == 1 }
}
