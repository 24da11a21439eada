import ArgumentParser
import Cluster
import PKI
import RaftSimulation
import RequestFuzz
import Simulation

/// Looks for a seed in whose world Raft breaks a promise, or for a request that the API server
/// cannot bear.
struct SoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract:
            "Run Raft through simulated misfortunes, or the API server through spoiled requests.",
        discussion: "Each seed is a world of its own. A failure is printed with its seed; "
            + "--seed replays it and tells everything that happens. With --requests each seed is a "
            + "thousand spoiled requests to a booted cluster instead.",
        shouldDisplay: false)

    @Option(help: "How many worlds to look at.")
    var seeds: UInt64 = 1000

    @Option(help: "The first of them.")
    var from: UInt64 = 1

    @Option(help: "Replay this one, telling what happens.")
    var seed: UInt64?

    @Flag(help: "Send spoiled requests to the API server instead.")
    var requests = false

    func run() throws {
        if requests { return try soakRequests() }
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

    /// Each seed is said before it begins: if the process dies of it, the last one said is it.
    private func soakRequests() throws {
        var failures = 0
        let first = seed ?? from
        for offset in 0..<(seed == nil ? seeds : 1) {
            let seed = first &+ offset
            print("seed \(seed)")
            let fuzz = try Self.fuzz(seed: seed)
            for complaint in fuzz.complaints { print(complaint) }
            failures += fuzz.complaints.count
        }
        print("\(failures) requests were answered with an error of the server's own")
        throw ExitCode(failures == 0 ? 0 : 1)
    }

    private static func fuzz(seed: UInt64) throws -> FuzzRun {
        let cluster = try Cluster(simulation: Simulation(seed: seed))
        try cluster.boot()
        guard let admin = cluster.pki.client("admin"), let handle = cluster.apiHandler else {
            throw ClusterError("the cluster has no administrator or no API server")
        }
        return try cluster.simulation.run {
            var fuzz = FuzzRun()
            await fuzz.run(
                seed: seed, count: 1000, certificateChain: admin.chain, handle)
            return fuzz
        }
    }
}
