import Session
import Simulation
import Transcript

/// Tells whether the lines that a learner claims are those that a replay gave, where only what the
/// time of day changes may differ.
///
/// ```
/// claimed   pod/web   1/1   Running   0     5m10s
/// replayed  pod/web   1/1   Running   0     9s         the same: an age
/// ```
/// **Invariants**
/// 1. All text but tokens, versions, points in time and ages is equal. Uids, names and addresses
///    come from the seed.
/// 2. Blanks are equal, too, unless something in the same table has another width.
/// 3. What may vary is consistent over the whole file: see `TimingLedger`.
struct TimingMask {
    /// A line of the learner's file beside the replay's.
    struct Line: Hashable {
        var claimed: String
        var replayed: String
        /// In the learner's file, counted from 1.
        var number: Int
        /// Which command showed it, counted from 0.
        var command: Int
        var input: String
    }
    private var lines: [Line] = []
    private var starts: [SimulatedInstant] = []

    /// The number of the first line that differs, counted from 0; nil if all are the same.
    ///
    /// `command` is what was typed: it says whether bare numbers can be resource versions.
    /// `line` is where the output begins in the learner's file, `start` when the replay began it.
    mutating func firstDifference(
        claimed: [String], replayed: [String], command: String, line: Int = 1,
        start: SimulatedInstant = SimulatedInstant(secondsSinceEpoch: 0)
    ) -> Int? {
        var shifted: Int?
        var mayShift = false
        for index in 0..<max(claimed.count, replayed.count) {
            guard index < claimed.count, index < replayed.count else { return index }
            if claimed[index] != replayed[index] {
                guard let shape = Shape(claimed[index], replayed[index], command) else {
                    return index
                }
                if shape.isShifted, shifted == nil { shifted = index }
                mayShift = mayShift || shape.hasOtherWidth
            }
            lines.append(
                Line(
                    claimed: claimed[index], replayed: replayed[index], number: line + index,
                    command: starts.count, input: command))
        }
        starts.append(start)
        return mayShift ? nil : shifted
    }

    /// The first line that contradicts the others; nil if all can be true together.
    func contradiction(origin: SessionOrigin) -> Line? {
        guard lines.contains(where: { $0.claimed != $0.replayed }) else { return nil }
        var ledger = TimingLedger(origin: origin, starts: starts)
        for line in lines {
            let claimed = LineScanner(line.claimed, line.input).segments
            let replayed =
                line.claimed == line.replayed
                ? claimed : LineScanner(line.replayed, line.input).segments
            for case (.varying(let kind, let one), .varying(_, let other))
                in zip(claimed, replayed)
            {
                guard ledger.enter(kind, claimed: one, replayed: other, on: line) else {
                    return line
                }
            }
        }
        return ledger.contradiction
    }

    /// How two lines that are not equal compare.
    private struct Shape {
        /// Whether a run of blanks has another width.
        var isShifted = false
        /// Whether something that may vary has another width.
        var hasOtherWidth = false

        /// Nil if more differs than may.
        init?(_ claimed: String, _ replayed: String, _ command: String) {
            let left = LineScanner(claimed, command).segments
            let right = LineScanner(replayed, command).segments
            guard left.count == right.count else { return nil }
            for (one, other) in zip(left, right) {
                switch (one, other) {
                case (.varying(let kind, let text), .varying(let otherKind, let otherText)):
                    guard kind == otherKind else { return nil }
                    if text.utf8.count != otherText.utf8.count { hasOtherWidth = true }
                case (.blanks(let width), .blanks(let otherWidth)):
                    if width != otherWidth { isShifted = true }
                default: if one != other { return nil }
                }
            }
        }
    }
}
