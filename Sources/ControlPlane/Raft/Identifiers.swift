/// A member of the group; printed in hexadecimal, as etcd prints member ids.
package struct NodeID: Hashable, Comparable, Sendable {
    package var rawValue: UInt64

    package init(_ rawValue: UInt64) { self.rawValue = rawValue }

    package static func < (left: NodeID, right: NodeID) -> Bool { left.rawValue < right.rawValue }
}

extension NodeID: ExpressibleByIntegerLiteral, CustomStringConvertible {
    package init(integerLiteral value: UInt64) { self.init(value) }
    package var description: String { String(rawValue, radix: 16) }
}

/// The logical clock of Raft: each election begins a new term, which has at most one leader.
///
/// Source: Raft §5.1.
package struct Term: Hashable, Comparable, Sendable {
    package var rawValue: UInt64

    package init(_ rawValue: UInt64) { self.rawValue = rawValue }

    package var next: Term { Term(rawValue + 1) }

    package static func < (left: Term, right: Term) -> Bool { left.rawValue < right.rawValue }
}

extension Term: ExpressibleByIntegerLiteral, CustomStringConvertible {
    package init(integerLiteral value: UInt64) { self.init(value) }
    package var description: String { String(rawValue) }
}

/// The place of an entry in the log; the first entry has 1, and 0 means "before all entries".
package struct LogIndex: Hashable, Comparable, Sendable {
    package var rawValue: UInt64

    package init(_ rawValue: UInt64) { self.rawValue = rawValue }

    package var next: LogIndex { LogIndex(rawValue + 1) }
    /// The index before; there is none before 0.
    package var previous: LogIndex { LogIndex(rawValue == 0 ? 0 : rawValue - 1) }

    package static func < (left: LogIndex, right: LogIndex) -> Bool {
        left.rawValue < right.rawValue
    }
    /// How many entries lie between; zero if `left` is not the later one.
    package static func - (left: LogIndex, right: LogIndex) -> Int {
        left > right ? Int(left.rawValue - right.rawValue) : 0
    }
    package static func + (index: LogIndex, count: Int) -> LogIndex {
        LogIndex(index.rawValue + UInt64(count))
    }
}

extension LogIndex: ExpressibleByIntegerLiteral, CustomStringConvertible {
    package init(integerLiteral value: UInt64) { self.init(value) }
    package var description: String { String(rawValue) }
}

/// Where a log ends: the index of an entry, and the term that wrote it.
///
/// Positions are ordered by how up to date a log that ends there is: the later term wins, and
/// within a term the longer log. Two logs that share a position are the same up to it.
///
/// Source: Raft §5.4.1 (the order), §5.3 (the Log Matching Property).
package struct Position: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var term: Term
    package var index: LogIndex

    package init(term: Term = 0, index: LogIndex = 0) {
        self.term = term
        self.index = index
    }

    package static func < (left: Position, right: Position) -> Bool {
        (left.term, left.index) < (right.term, right.index)
    }

    package var description: String { "[logterm: \(term), index: \(index)]" }
}
