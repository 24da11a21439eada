import ArgumentParser
import Cluster
import Foundation
import Gateway
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
    @OptionGroup var session: SessionOptions

    func run() throws {
        // Clients judge the server's certificate by their own clock.
        let simulation = Simulation(
            seed: session.seed ?? Session.Defaults.seed, start: RealTimeDriver.wallClock)
        let cluster: Cluster
        do {
            cluster = try Cluster(
                simulation: simulation, topology: session.topology,
                dataDirectory: session.dataDir)
            try cluster.boot()
        } catch { throw Failure(error.description) }
        do {
            let code = try GatewayServer(cluster: cluster).run(
                port: port, kubeconfigPath: kubeconfig
            ) { line in
                print(line)
                fflush(nil)
            }
            throw ExitCode(code)
        } catch let error as GatewayError {
            throw Failure(error.description)
        }
    }
}

/// `kubarium bench`: how fast it is.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure, and print a table.")

    func run() throws { throw Failure("bench is not part of this build") }
}
