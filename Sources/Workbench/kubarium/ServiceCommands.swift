import ArgumentParser
import Benchmarks
import Cluster
import EtcdGRPC
import Foundation
import Gateway
import Labs
import Session
import Simulation

/// `kubarium serve`: the cluster on real sockets.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the cluster's API on a real HTTPS port.")

    @Option(help: "The port on the loopback address.")
    var port: Int = 6443
    @Option(help: "Write a kubeconfig to this file.")
    var kubeconfig: String?
    @OptionGroup var etcd: ServedEtcdOptions
    @OptionGroup var session: SessionOptions

    func run() throws {
        // Clients judge certificates and ages by their own clock. The cluster is started some
        // minutes ago, since coming up takes more of its own time than of ours.
        let cluster: Cluster
        var topology = session.topology
        topology.etcdQuotaBytes = etcd.quotaBackendBytes
        do {
            let storage = try session.storage()
            let simulation = try Cluster.world(
                seed: session.chosenSeed ?? Session.Defaults.seed,
                start: RealTimeDriver.wallClock.advanced(by: .minutes(-2)),
                storage: storage)
            cluster = try Cluster(
                simulation: simulation, topology: topology, storage: storage)
            try cluster.boot()
            simulation.advance(to: RealTimeDriver.wallClock)
        } catch let error as ClusterError { throw Failure(error.description, code: 1) }
        do {
            let served = try etcd.etcdPort.map {
                try ServedEtcd(cluster, port: $0, folder: etcdFolder)
            }
            defer { served?.close() }
            let code = try GatewayServer(cluster: cluster).run(
                port: port, kubeconfigPath: kubeconfig
            ) { line in
                print(line)
                if let served { print(served.announcement) }
                fflush(nil)
            }
            throw ExitCode(code)
        } catch let error as GatewayError {
            throw Failure(error.description, code: 1)
        } catch let error as EtcdGRPCError {
            throw Failure(error.description, code: 1)
        }
    }

    /// As named, else where the kubeconfig is, else here.
    private var etcdFolder: URL {
        if let folder = etcd.etcdFiles { return URL(fileURLWithPath: folder, isDirectory: true) }
        guard let kubeconfig else { return URL(fileURLWithPath: ".", isDirectory: true) }
        return URL(fileURLWithPath: kubeconfig).deletingLastPathComponent()
    }
}

/// `kubarium bench`: how fast it is.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure, and print a table.")

    @Argument(help: "Only rows whose name contains this.")
    var part = ""
    @OptionGroup var language: LanguageOptions

    func run() throws {
        do {
            let benchmarks = BenchmarkSuite.benchmarks + [try verifyAll()]
            try BenchmarkSuite.run(benchmarks, containing: part) { line in
                print(line)
                fflush(nil)
            }
        } catch { throw Failure("a benchmark failed: \(error)", code: 1) }
    }

    /// All labs replayed from their seeds, one after another.
    private func verifyAll() throws -> Benchmark {
        let library = try language.library()
        let labs = try library.labs()
        let texts = language.texts
        return Benchmark("verify --all", aim: "1 s", runs: 3, note: "\(labs.count) labs") {
            let workbench = LabWorkbench(library: library, texts: texts)
            for lab in labs {
                let console = try workbench.console(for: lab)
                let finding = LabRunner(lab, on: console, texts: texts).run()
                if finding != nil { throw Failure("lab \(lab.name) failed") }
            }
        }
    }
}
