/// Finds submissions that are copies of one another.
///
/// **The measure.** A mark is something that the lab does not ask for (`CopyMark`): a line that
/// only timing explains or that is invented, a command that failed, an extra command. A mark that
/// more than a tenth of the class has, and more than three, is common and counts nothing; an extra
/// command counts a quarter of the others. Where each learner has a seed, one uid of another's
/// cluster counts as two. Two submissions of one lab are copies if what they share
/// is worth at least `leastShared` marks and at least `leastShare` of all that the one with fewer
/// has. Files without marks of their own (the lab's transcript, played) are never called copies.
package struct CopyFinder {
    /// **Unit**: whole marks.
    package static let leastShared = 2
    /// **Unit**: percent.
    package static let leastShare = 80

    /// Two submissions that are one.
    package struct Pair: Sendable, Hashable {
        /// Positions in the list of submissions, the smaller first.
        package var first: Int
        package var second: Int
        /// How much of the one with fewer marks the other has, too. **Unit**: percent.
        package var share: Int
    }

    /// Each submission's marks; an empty set for one that is not to be compared.
    private let marks: [Set<CopyMark>]

    package init(_ marks: [Set<CopyMark>]) {
        var counts: [CopyMark: Int] = [:]
        for set in marks { for mark in set { counts[mark, default: 0] += 1 } }
        let most = max(3, marks.count / 10)
        self.marks = marks.map { set in set.filter { counts[$0, default: 0] <= most } }
    }

    /// **Order**: by the first, then by the second.
    package var pairs: [Pair] {
        // Only those that share a mark are compared; a mark has few owners.
        var owners: [CopyMark: [Int]] = [:]
        for (position, set) in marks.enumerated() {
            for mark in set { owners[mark, default: []].append(position) }
        }
        var shared: [Pair: Int] = [:]
        for (mark, positions) in owners {
            for (offset, one) in positions.enumerated() {
                for other in positions[(offset + 1)...] {
                    shared[Pair(first: one, second: other, share: 0), default: 0] +=
                        mark.kind.weight
                }
            }
        }
        let found = shared.compactMap { pair, weight -> Pair? in
            let smaller = min(Self.weight(marks[pair.first]), Self.weight(marks[pair.second]))
            let share = smaller > 0 ? weight * 100 / smaller : 0
            guard weight >= Self.leastShared * 4, share >= Self.leastShare else { return nil }
            return Pair(first: pair.first, second: pair.second, share: share)
        }
        return found.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    }

    private static func weight(_ marks: Set<CopyMark>) -> Int {
        marks.reduce(0) { $0 + $1.kind.weight }
    }
}
