import Raft
import Simulation

/// How bad a world is: drawn from its seed, so that each seed tries another mixture.
package struct SwarmPlan: Sendable {
    var founders: Int
    /// Those who may join later have the next numbers.
    var nodes: Int
    /// **Unit**: percent of all messages.
    var dropPercent: Int
    var duplicatePercent: Int
    /// **Unit**: milliseconds from one member to another, and what one in twenty takes.
    var latencyMilliseconds: Int
    var slowMilliseconds: Int
    /// **Unit**: milliseconds a write to the disk takes at most.
    var diskMilliseconds: Int
    /// **Unit**: milliseconds between two misfortunes at most.
    var faultMilliseconds: Int
    /// **Unit**: entries that a member keeps before it takes a snapshot.
    var logEntries: Int
    /// What goes wrong: each seed has only some of all the misfortunes, and so more of those.
    var misfortunes: [Misfortune]
    var clients: Int
    var registers: Int
    /// **Unit**: milliseconds of misfortunes, and of peace after them.
    package var stormMilliseconds = 8000
    package var calmMilliseconds = 6000
    var settings = RaftSettings()
    /// What is done wrong on purpose, to see whether it is noticed.
    var sabotage: Sabotage?

    package init(seed: UInt64, sabotage: Sabotage? = nil) {
        var lot = SeededGenerator(seed: seed, stream: "plan")
        founders = [1, 2, 3, 3, 3, 4, 5, 5].randomElement(using: &lot) ?? 3
        nodes = founders + Int.random(in: 0...2, using: &lot)
        dropPercent = [0, 0, 1, 5, 20].randomElement(using: &lot) ?? 0
        duplicatePercent = [0, 1, 10].randomElement(using: &lot) ?? 0
        latencyMilliseconds = [2, 20, 80].randomElement(using: &lot) ?? 2
        slowMilliseconds = [2, 300, 1500].randomElement(using: &lot) ?? 2
        diskMilliseconds = [0, 5, 60].randomElement(using: &lot) ?? 0
        faultMilliseconds = [300, 1000, 3000].randomElement(using: &lot) ?? 1000
        logEntries = [5, 50, 10_000].randomElement(using: &lot) ?? 50
        misfortunes = Misfortune.allCases.filter { _ in Bool.random(using: &lot) }
        clients = Int.random(in: 1...4, using: &lot)
        registers = Int.random(in: 1...4, using: &lot)
        settings.maxInflightMessages = [1, 3, 64].randomElement(using: &lot) ?? 3
        settings.maxMessageBytes = [1, 100, 10_000].randomElement(using: &lot) ?? 100
        settings.snapshotRetryTicks = 10
        self.sabotage = sabotage
        if sabotage == nil { return }
        // Enough members to disagree, and often.
        founders = max(founders, 3)
        nodes = max(nodes, founders)
        (clients, registers) = (4, 1)
        faultMilliseconds = 1000
        switch sabotage {
        case .doubleVote:
            founders = 5
            nodes = 5
            latencyMilliseconds = 80
            misfortunes = [.leap, .leap, .cutOff]
        case .lostFlush: misfortunes = [.reboot, .crash, .crashLeader]
        case .forgottenVote:
            (founders, nodes) = (5, 5)
            (latencyMilliseconds, slowMilliseconds, diskMilliseconds) = (80, 300, 0)
            (dropPercent, faultMilliseconds, stormMilliseconds) = (0, 1000, 30_000)
            misfortunes = [.crashLeader, .cutLeaderOff]
        case .oldTermCommit:
            (founders, nodes) = (3, 3)
            (latencyMilliseconds, slowMilliseconds, diskMilliseconds) = (80, 300, 0)
            (dropPercent, faultMilliseconds, stormMilliseconds) = (0, 3000, 30_000)
            settings.maxInflightMessages = 1
            settings.maxMessageBytes = 1
            settings.commitsEarlierTerms = true
            logEntries = 10_000
            misfortunes = [.leap]
        case .staleRead: misfortunes = [.cutLeaderOff, .leap, .leap]
        case nil: break
        }
    }
}

/// Something that goes wrong.
enum Misfortune: CaseIterable {
    case crash, crashLeader, reboot, cutOff, cutLeaderOff, partition, cutOneWay, transfer, leap
    case changeMembership
}

/// A mistake made on purpose around an honest `RaftNode`: a test of the checkers.
///
/// All but the last need no switch in Raft itself: each is a way in which a driver, a disk or a
/// network can betray it.
package enum Sabotage: String, CaseIterable, Sendable {
    /// A candidate hears each vote a second time, as if from another voter.
    case doubleVote
    /// The disk says that a write is safe before it is.
    case lostFlush
    /// A leader answers reads from what it has, without asking whether it still leads.
    case staleRead
    /// A member that starts again remembers its term, and not whom it voted for.
    case forgottenVote
    /// A leader takes an entry of an earlier term for committed once a majority has it.
    ///
    /// Source: Raft §5.4.2, figure 8.
    case oldTermCommit
}
