import ArgumentParser
import Etcd
import Etcdctl
import Foundation
import Gateway
import Simulation

/// `kubarium etcdutl`: what can be done with snapshots and with the directories of `--data-dir`.
struct EtcdutlSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "etcdutl",
        abstract: "Look at snapshots, and make data directories of them, as etcdutl does.")

    @Argument(parsing: .captureForPassthrough, help: "As for etcdutl: snapshot status FILE ...")
    var words: [String] = []

    func run() throws {
        let simulation = Simulation(seed: 1, start: RealTimeDriver.wallClock)
        let words = words
        let code = try simulation.run {
            await EtcdutlCommand.run(
                arguments: words, output: StandardSink(handle: .standardOutput),
                error: StandardSink(handle: .standardError), files: RealFiles(),
                directories: RealDirectories(simulation: simulation))
        }
        throw ExitCode(code)
    }
}

/// Directories of this machine.
private struct RealDirectories: EtcdutlCommand.Directories {
    let simulation: Simulation

    func restore(_ snapshot: [UInt8], to directory: String) throws(EtcdError) {
        try EtcdProcess.restore(snapshot: snapshot, to: directory, simulation: simulation)
    }

    func defragment(_ directory: String) throws(EtcdError) {
        try EtcdProcess.defragment(directory)
    }
}
