/// The difference of two texts, as `diff -u` prints it.
///
/// ```
/// @@ -6,3 +6,3 @@
///    generation: 1
/// -  replicas: 2
/// +  replicas: 3
/// ```
/// The shortest difference by the longest common sequence of lines, after what is equal at both ends
/// is set aside. Texts too large for that are shown as replaced as a whole.
struct UnifiedDiff {
    private enum Line {
        case same(String)
        case removed(String)
        case added(String)

        var text: String {
            switch self {
            case .same(let text): " " + text
            case .removed(let text): "-" + text
            case .added(let text): "+" + text
            }
        }
        var isSame: Bool { if case .same = self { true } else { false } }
        var isRemoved: Bool { if case .removed = self { true } else { false } }
        var isAdded: Bool { if case .added = self { true } else { false } }
    }

    /// Lines shown around a change.
    private static let context = 3
    /// **Unit**: pairs of lines.
    private static let tableMax = 4_000_000

    private let lines: [Line]

    init(from old: String, to new: String) {
        lines = Self.compare(Self.lines(old), Self.lines(new))
    }

    var isEmpty: Bool { lines.allSatisfy(\.isSame) }

    private static func lines(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    // MARK: - Comparing

    private static func compare(_ old: [String], _ new: [String]) -> [Line] {
        var start = 0
        while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
        var end = 0
        while end < min(old.count, new.count) - start,
            old[old.count - 1 - end] == new[new.count - 1 - end]
        { end += 1 }
        let middle = differing(
            Array(old[start..<old.count - end]), Array(new[start..<new.count - end]))
        return old.prefix(start).map(Line.same) + middle + old.suffix(end).map(Line.same)
    }

    private static func differing(_ old: [String], _ new: [String]) -> [Line] {
        guard old.count <= tableMax / max(1, new.count) else {
            return old.map(Line.removed) + new.map(Line.added)
        }
        // lengths[i][j]: the longest common sequence of what follows line i and line j.
        var lengths = Array(
            repeating: Array(repeating: 0, count: new.count + 1), count: old.count + 1)
        for left in old.indices.reversed() {
            for right in new.indices.reversed() {
                lengths[left][right] =
                    old[left] == new[right]
                    ? lengths[left + 1][right + 1] + 1
                    : max(lengths[left + 1][right], lengths[left][right + 1])
            }
        }
        var result: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, right < new.count, old[left] == new[right] {
                result.append(.same(old[left]))
                (left, right) = (left + 1, right + 1)
            } else if left < old.count,
                right == new.count || lengths[left + 1][right] >= lengths[left][right + 1]
            {
                result.append(.removed(old[left]))
                left += 1
            } else {
                result.append(.added(new[right]))
                right += 1
            }
        }
        return result
    }

    // MARK: - Printing

    /// The hunks, each with its head.
    var text: String {
        var result = ""
        var next = 0
        while let first = lines[next...].firstIndex(where: { !$0.isSame }) {
            let start = max(next, first - Self.context)
            var last = first
            // Changes whose surroundings touch are one hunk.
            while let other = lines[(last + 1)...].firstIndex(where: { !$0.isSame }),
                other - last <= 2 * Self.context + 1
            { last = other }
            let end = min(lines.count, last + Self.context + 1)
            result += head(start..<end)
            for line in lines[start..<end] { result += line.text + "\n" }
            next = end
        }
        return result
    }

    private func head(_ hunk: Range<Int>) -> String {
        let before = lines[..<hunk.lowerBound]
        let old = Self.range(
            before.count { !$0.isAdded }, lines[hunk].count { !$0.isAdded })
        let new = Self.range(
            before.count { !$0.isRemoved }, lines[hunk].count { !$0.isRemoved })
        return "@@ -\(old) +\(new) @@\n"
    }

    /// `6,9`; `6` for one line; an empty range names the line before it.
    private static func range(_ skipped: Int, _ count: Int) -> String {
        count == 1 ? "\(skipped + 1)" : "\(count == 0 ? skipped : skipped + 1),\(count)"
    }
}
