/// The log of one member: what is compacted away, what it holds, and how far it has come.
///
/// ```
///  index   1 … 7   8   9  10  11  12  13
///         └──┬──┘  ▲       ▲       ▲   ▲
///      compacted   │       │       │   last
///        (base 7)  applied commit  stable (on the disk)
/// ```
/// **Invariants**
/// 1. base ≤ applied ≤ commit ≤ last, and stable ≤ last.
/// 2. Applied and commit never go back; nothing up to commit is ever overwritten.
/// 3. Two logs with the same position are the same up to it (Log Matching, Raft §5.3).
package struct RaftLog<Command: RaftCommand>: Sendable {
    /// The last entry that is no longer held.
    package private(set) var base: Position
    /// In the order of the log, without gaps, from `base.index + 1`.
    package private(set) var entries: [Entry<Command>]
    package private(set) var commitIndex: LogIndex
    package private(set) var appliedIndex: LogIndex
    /// Up to here the entries are on the disk.
    package private(set) var stableIndex: LogIndex

    /// What a disk held when the member started.
    package init(
        base: Position = Position(), entries: [Entry<Command>] = [], commitIndex: LogIndex = 0,
        appliedIndex: LogIndex = 0
    ) {
        self.base = base
        self.entries = entries
        let last = base.index + entries.count
        self.appliedIndex = max(appliedIndex, base.index)
        self.commitIndex = min(max(commitIndex, self.appliedIndex), last)
        stableIndex = last
    }

    /// The log of a new group, the same at each of its first members: one change per member,
    /// committed by agreement in term 1.
    ///
    /// Upstream: etcd raft bootstrap.go, which begins the same way.
    package static func bootstrap(
        _ members: [(node: NodeID, command: Command?)]
    ) -> RaftLog {
        let entries = members.enumerated().map { offset, member in
            Entry(
                term: 1, index: LogIndex(0) + (offset + 1),
                payload: .configuration(.addVoter(member.node), member.command))
        }
        var log = RaftLog(entries: entries, commitIndex: LogIndex(0) + entries.count)
        // Nothing of it is on a disk yet.
        log.stableIndex = 0
        return log
    }

    package var firstIndex: LogIndex { base.index.next }
    package var lastIndex: LogIndex { base.index + entries.count }
    package var last: Position { entries.last?.position ?? base }

    /// The term of the entry at `index`; nil if it is compacted away, or not there yet.
    package func term(at index: LogIndex) -> Term? {
        if index == base.index { return base.term }
        return self[index]?.term
    }

    package subscript(index: LogIndex) -> Entry<Command>? {
        guard index > base.index, index <= lastIndex else { return nil }
        return entries[index - base.index - 1]
    }

    func contains(_ position: Position) -> Bool { term(at: position.index) == position.term }

    /// The entries from `index` on, at least one if there is one, then as many as fit.
    func entries(from index: LogIndex, maxBytes: Int) -> [Entry<Command>] {
        guard index > base.index, index <= lastIndex else { return [] }
        var bytes = 0
        var end = index - base.index - 1
        let start = end
        while end < entries.count {
            bytes += entries[end].byteCount
            if bytes > maxBytes, end > start { break }
            end += 1
        }
        return Array(entries[start..<end])
    }

    /// The entries of `range`, of those that are held.
    func entries(after index: LogIndex, upTo last: LogIndex) -> [Entry<Command>] {
        let (start, end) = (max(index, base.index), min(last, lastIndex))
        guard start < end else { return [] }
        return Array(entries[(start - base.index)..<(end - base.index)])
    }

    /// The last place at or before `position` where a log that has it may agree with this one.
    ///
    /// Leader and follower skip each other's whole terms in this way, instead of trying entry by
    /// entry (Raft §5.3, the optimization at its end).
    func lastPossibleMatch(_ position: Position) -> Position {
        var index = min(position.index, lastIndex)
        while index > base.index, let term = term(at: index), term > position.term {
            index = index.previous
        }
        return Position(term: term(at: index) ?? 0, index: index)
    }

    // MARK: - Growing

    /// Adds what a leader has been asked for.
    mutating func append(_ payload: Entry<Command>.Payload, term: Term) {
        entries.append(Entry(term: term, index: lastIndex.next, payload: payload))
    }

    /// Takes what a leader sent after `previous`. Nil if this log does not have `previous`, or if
    /// the leader contradicts what is committed: there is no such leader, unless a disk forgot.
    ///
    /// Source: Raft figure 2, AppendEntries steps 2 to 4. Only a conflict shortens the log: an old
    /// message, which holds less than is here already, must not take anything away.
    mutating func take(_ arrived: [Entry<Command>], after previous: Position) -> LogIndex? {
        guard contains(previous) else { return nil }
        let fresh = arrived.drop { contains($0.position) }
        if let conflict = fresh.first {
            guard conflict.index > commitIndex else { return nil }
            entries.removeSubrange((conflict.index - base.index - 1)...)
            stableIndex = min(stableIndex, conflict.index.previous)
            entries.append(contentsOf: fresh)
        }
        return previous.index + arrived.count
    }

    mutating func commit(to index: LogIndex) {
        commitIndex = max(commitIndex, min(index, lastIndex))
    }

    mutating func applied(to index: LogIndex) { appliedIndex = max(appliedIndex, index) }

    /// Notes that the disk has everything up to `position`, if the log still has that.
    mutating func stabilize(to position: Position) {
        if contains(position) { stableIndex = max(stableIndex, position.index) }
    }

    // MARK: - Shrinking

    /// Forgets the entries up to `index`; they must have been applied.
    mutating func compact(to index: LogIndex) {
        let index = min(index, appliedIndex)
        guard index > base.index, let term = term(at: index) else { return }
        entries.removeFirst(index - base.index)
        base = Position(term: term, index: index)
    }

    /// Puts a snapshot in the place of everything.
    mutating func restore(_ position: Position) {
        base = position
        entries = []
        (commitIndex, appliedIndex, stableIndex) = (position.index, position.index, position.index)
    }
}
