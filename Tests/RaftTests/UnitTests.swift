import Testing

@testable import Raft

@Suite("RaftLog")
struct RaftLogTests {
    private func entries(_ terms: [Term], from index: LogIndex = 1) -> [Entry<Word>] {
        terms.enumerated().map {
            Entry(term: $1, index: index + $0, payload: .command(Word(text: "x")))
        }
    }

    @Test("an old message takes nothing away (figure 2, AppendEntries 3)")
    func oldMessage() {
        var log = RaftLog(entries: entries([1, 1, 2, 2]))
        #expect(log.take(entries([1]), after: Position()) == 1)
        #expect(log.lastIndex == 4)
    }

    @Test("a conflict shortens the log, and the disk has to write again from there")
    func conflict() {
        var log = RaftLog(entries: entries([1, 1, 2, 2]))
        let previous = Position(term: 1, index: 2)
        #expect(log.take(entries([3], from: 3), after: previous) == 3)
        #expect(log.entries.map(\.term) == [1, 1, 3])
        #expect(log.stableIndex == 2)
    }

    @Test("whoever contradicts what is committed is refused")
    func committedConflict() {
        var log = RaftLog(entries: entries([1, 1, 2]), commitIndex: 3)
        #expect(log.take(entries([3], from: 3), after: Position(term: 1, index: 2)) == nil)
        #expect(log.entries.map(\.term) == [1, 1, 2])
    }

    @Test("the later term is more up to date, however short its log (§5.4.1)")
    func upToDate() {
        #expect(Position(term: 2, index: 9) < Position(term: 3, index: 1))
        #expect(Position(term: 3, index: 1) < Position(term: 3, index: 2))
    }

    @Test("compaction keeps the last term, and never goes beyond what is applied")
    func compaction() {
        var log = RaftLog(entries: entries([1, 1, 2, 2]), commitIndex: 3, appliedIndex: 3)
        log.compact(to: 4)
        #expect(log.base == Position(term: 2, index: 3))
        #expect(log.term(at: 3) == 2)
        #expect(log.term(at: 2) == nil)
        #expect(log.lastIndex == 4)
    }
}

@Suite("Quorum")
struct QuorumTests {
    @Test("more than half have to agree", arguments: [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3)])
    func size(voters: Int, needed: Int) {
        let quorum = Quorum(voters: (1...voters).map { NodeID(UInt64($0)) })
        #expect(quorum.size == needed)
    }

    @Test("an election is lost once it can not be won")
    func verdict() {
        let quorum = Quorum(voters: [1, 2, 3, 4])
        #expect(quorum.verdict([1: true, 2: true]) == .open)
        #expect(quorum.verdict([1: true, 2: true, 3: true]) == .won)
        #expect(quorum.verdict([1: true, 2: false, 3: false]) == .lost)
        #expect(quorum.verdict([1: true, 7: true, 8: true]) == .open)
    }
}
