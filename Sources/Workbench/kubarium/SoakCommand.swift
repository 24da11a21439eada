import ArgumentParser
import RaftSimulation

/// Looks for a seed in whose world Raft breaks a promise.
struct SoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Run Raft through simulated misfortunes, and check every step.",
        discussion: "Each seed is a world of its own. A failure is printed with its seed; "
            + "--seed replays it and tells everything that happens.",
        shouldDisplay: false)

    @Option(help: "How many worlds to look at.")
    var seeds: UInt64 = 1000

    @Option(help: "The first of them.")
    var from: UInt64 = 1

    @Option(help: "Replay this one, telling what happens.")
    var seed: UInt64?

    func run() throws {
        if let seed {
            var swarm = Swarm(seed: seed)
            let report = swarm.run { print($0) }
            print(report.line)
            throw ExitCode(report.violation == nil ? 0 : 1)
        }
        let clock = ContinuousClock()
        let start = clock.now
        var (steps, answers, failures) = (0, 0, 0)
        for offset in 0..<seeds {
            var swarm = Swarm(seed: from &+ offset)
            let report = swarm.run()
            steps += report.steps
            answers += report.operations
            if report.violation == nil { continue }
            failures += 1
            print(report.line)
        }
        let seconds = (clock.now - start).components.seconds
        print(
            "\(seeds) seeds, \(failures) broken promises, \(steps) steps, \(answers) requests "
                + "answered, \(seconds) s")
        throw ExitCode(failures == 0 ? 0 : 1)
    }
}
