import Foundation
import RaftSimulation
import Testing

/// Worlds of misfortunes, by seed; `SEEDS=1000` looks at more of them.
@Suite("Raft, simulated")
struct SwarmTests {
    static let seeds: [UInt64] = {
        let count = ProcessInfo.processInfo.environment["SEEDS"].flatMap(UInt64.init) ?? 50
        return Array(1...max(count, 1))
    }()

    @Test("no seed breaks a promise of Raft", arguments: [0, 1])
    func seeds(part: UInt64) {
        for seed in Self.seeds where seed % 2 == part {
            var swarm = Swarm(seed: seed)
            let report = swarm.run()
            #expect(report.violation == nil, "\(report.line)")
        }
    }

    @Test("the same seed tells the same story")
    func determinism() {
        let stories = (0..<2).map { _ in
            var story: [String] = []
            var swarm = Swarm(seed: 7)
            _ = swarm.run { story.append($0) }
            return story
        }
        #expect(stories[0] == stories[1])
        #expect(!stories[0].isEmpty)
    }

    @Test("a mistake made on purpose is noticed", arguments: Sabotage.allCases)
    func sabotage(_ sabotage: Sabotage) throws {
        let caught = (1...100).lazy.compactMap { (seed: UInt64) -> String? in
            var swarm = Swarm(seed: seed, sabotage: sabotage)
            return swarm.run().violation
        }.first { !$0.hasPrefix("convergence") }
        let violation = try #require(caught, "\(sabotage) goes unnoticed")
        #expect(violation.hasPrefix(Self.expected[sabotage] ?? "?"), "\(violation)")
    }

    /// The promise that each mistake breaks first, in these seeds.
    static let expected: [Sabotage: String] = [
        .doubleVote: "election safety", .lostFlush: "leader completeness",
        .staleRead: "linearizability", .forgottenVote: "election safety",
        .oldTermCommit: "leader completeness",
    ]
}
