import TestSupport
import Testing

@testable import Raft
@testable import RaftSimulation

/// Each file of `testdata` is a story: a verb, and what the members then say or are.
@Suite("Raft, narrated")
struct NarratedTests {
    @Test(
        "the stories of the testdata happen as they are told",
        arguments: [
            "election.txt", "prevote.txt", "replication.txt", "figure8.txt", "partition.txt",
            "readindex.txt", "transfer.txt", "membership.txt", "snapshot.txt",
        ])
    func stories(name: String) throws {
        var stage = Stage()
        try DataFile(name).check { line in
            let words = line.split(separator: " ").map(String.init)
            let found = try stage.carryOut(words)
            return found.isEmpty ? "ok" : found
        }
        #expect(stage.checker.violation == nil)
    }

    @Test("had the leader of figure 8 called x committed, the checker would have seen x lost")
    func figure8() throws {
        var stage = Stage()
        try stage.play("small-messages, group 5, campaign 1, deliver, part 1 2 / 3 4 5")
        try stage.play("propose 1 x, deliver, crash 1, tick 3 20, tick 4 20, lose")
        try stage.play("campaign 5, deliver 4, lose, propose 5 y, lose, crash 5, heal, restart 1")
        try stage.play("tick 2 20, tick 3 20, tick 4 20, lose, campaign 1, deliver")
        try stage.play("campaign 1, cut 1 4, deliver 8, lose")
        // The mistake: x is on three of five, and is applied, though it is of an earlier term.
        let leader = try #require(stage.actors[1]?.node)
        let reached = leader.membership.quorum.reached {
            leader.leadership.progress[$0]?.match ?? 0
        }
        let entry = try #require(leader.log[reached ?? 0])
        #expect(entry.term < leader.term)
        #expect(leader.log.commitIndex < entry.index)
        var actor = try #require(stage.actors[1])
        stage.apply(entry, at: 1, &actor)
        try stage.play("crash 1, heal, restart 5, tick 2 20, tick 3 20, tick 4 20, lose")
        try stage.play("campaign 5, deliver, campaign 5, deliver")
        let violation = try #require(stage.checker.violation)
        #expect(violation.hasPrefix("leader completeness: 5 leads"))
    }

    @Test("a vote that does not survive a crash elects two leaders, and the checker sees it")
    func forgottenVote() throws {
        var stage = Stage()
        try stage.play("group 3, campaign 1, campaign 2, deliver 2")
        // Member 2's request to 3 is late.
        let late = stage.letters.filter { $0.message.from == 2 && $0.message.to == 3 }
        stage.letters.removeAll { $0.message.from == 2 && $0.message.to == 3 }
        try stage.play("deliver 2, lose")
        #expect(stage.actors[1]?.node?.role == .leader)
        #expect(stage.checker.violation == nil)
        try stage.play("crash 3")
        stage.actors[3]?.hardState.vote = nil
        try stage.play("restart 3")
        stage.letters = late
        try stage.play("deliver 2")
        #expect(stage.checker.violation == "election safety: 1 and 2 both lead term 2")
    }
}

extension Stage {
    /// Does what several lines say, for a story that nobody reads.
    mutating func play(_ lines: String) throws {
        for line in lines.split(separator: ",") {
            _ = try carryOut(line.split(separator: " ").map(String.init))
        }
    }

    /// Does what a line of a story says.
    mutating func carryOut(_ words: [String]) throws -> String {
        let numbers = words.dropFirst().compactMap { UInt64($0) }
        let ids = numbers.map { NodeID($0) }
        told = []
        switch words[0] {
        case "group": found(Int(numbers[0]), spares: numbers.count > 1 ? Int(numbers[1]) : 0)
        case "small-messages": settings.maxMessageBytes = 1
        case "state": return Drawing.state(self)
        case "quorum": return actors[ids[0]]?.node.map { Drawing.quorum($0) } ?? "down"
        case "deliver": try deliver(words)
        case "lose": letters = []
        case "cut": cuts.formUnion([[ids[0], ids[1]]])
        case "part": part(words)
        case "heal": cuts = []
        case "crash":
            actors[ids[0]]?.node = nil
            letters.removeAll { $0.message.from == ids[0] }
        case "restart": start(ids[0])
        case "compact": compact(ids[0])
        default: try ask(words, ids)
        }
        return told.joined(separator: "\n")
    }

    /// `deliver`: until all is said; `deliver 2`: two rounds; `deliver quietly`: untold.
    private mutating func deliver(_ words: [String]) throws {
        let rounds = words.count > 1 ? Int(words[1]) ?? 100 : 100
        for _ in 0..<rounds where !letters.isEmpty { deliverRound() }
        if words.last == "quietly" { told = [] }
    }

    /// `part 1 2 / 3 4 5`: the two sides do not hear each other.
    private mutating func part(_ words: [String]) {
        let left = Set(words.dropFirst().prefix { $0 != "/" }.compactMap { UInt64($0) })
        for from in everyone {
            for to in everyone where left.contains(from.rawValue) != left.contains(to.rawValue) {
                cuts.insert([from, to])
            }
        }
    }

    /// What is asked of one member: the first number names it.
    private mutating func ask(_ words: [String], _ ids: [NodeID]) throws {
        let id = ids[0]
        switch words[0] {
        case "campaign": actors[id]?.node?.campaign()
        case "tick":
            let times = words.count > 2 ? Int(words[2]) ?? 1 : 1
            for _ in 0..<times {
                actors[id]?.node?.tick()
                settle(id)
            }
        case "propose": tellOutcome(actors[id]?.node?.propose([Word(text: words[2])]))
        case "read": _ = actors[id]?.node?.readIndex(ReadID(UInt64(words[2]) ?? 0))
        case "transfer": actors[id]?.node?.transferLeadership(to: ids[1])
        case "add": tellOutcome(actors[id]?.node?.propose(.addVoter(ids[1])))
        case "learner": tellOutcome(actors[id]?.node?.propose(.addLearner(ids[1])))
        case "remove": tellOutcome(actors[id]?.node?.propose(.remove(ids[1])))
        default: throw UnknownVerb(word: words[0])
        }
        settle(id)
    }

    private mutating func tellOutcome(_ outcome: RaftNode<Word>.Outcome?) {
        switch outcome {
        case .dropped(let why): told.append("refused: \(why)")
        case .forwarded(let leader): told.append("passed on to \(leader)")
        case .appended, nil: break
        }
    }
}

struct UnknownVerb: Error {
    var word: String
}
