import ArgumentParser
import Etcd
import EtcdGRPC
import Etcdctl
import Foundation
import Gateway
import Simulation

/// `kubarium etcdctl`: etcdctl 3.6 against any etcd: a real one, or one that `serve` serves.
struct EtcdctlSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "etcdctl", abstract: "Ask a real etcd, or one of `serve`, as etcdctl does.")

    @Argument(parsing: .captureForPassthrough, help: "As for etcdctl: see etcdctl --help.")
    var words: [String] = []

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        let simulation = Simulation(seed: 1, start: RealTimeDriver.wallClock)
        let driver = RealTimeDriver(simulation)
        let code = Confined<Int32?>(simulation, nil)
        let words = words
        simulation.spawn("etcdctl") {
            code.value = await EtcdctlCommand.run(
                arguments: words, environment: ProcessInfo.processInfo.environment,
                input: StandardInput(simulation: simulation),
                output: StandardSink(handle: .standardOutput),
                error: StandardSink(handle: .standardError), files: RealFiles(),
                simulation: simulation
            ) { endpoint throws(EtcdConnectionError) in
                try await Self.connect(to: endpoint, simulation)
            }
        }
        driver.run { code.value != nil }
        throw ExitCode(code.value ?? 1)
    }

    private static func connect(
        to endpoint: EtcdEndpoint, _ simulation: Simulation
    ) async throws(EtcdConnectionError) -> any EtcdService {
        let (credentials, address): (EtcdCredentials, EtcdAddress)
        do throws(EtcdGRPCError) {
            credentials = try EtcdCredentials(
                authority: endpoint.cacert, certificate: endpoint.cert, key: endpoint.key,
                skipsVerification: endpoint.skipsVerification)
            address = try EtcdAddress(
                endpoint.address,
                usesTLSByDefault: !(endpoint.cacert + endpoint.cert).isEmpty)
        } catch { throw .unusableFile(error.description) }
        do throws(EtcdGRPCError) {
            let etcd = try RemoteEtcd(
                simulation: simulation, addresses: [address], credentials: credentials)
            try await etcd.connect()
            return etcd
        } catch { throw .unreachable(error.goText) }
    }
}

/// What is typed, or piped in.
private struct StandardInput: ByteSource {
    let simulation: Simulation

    func read(upTo limit: Int) async throws(CancellationError) -> [UInt8]? {
        let bytes = await simulation.outside { () async -> [UInt8] in
            await withCheckedContinuation { continuation in
                // A thread of its own: this may take as long as a person does.
                Thread.detachNewThread {
                    var buffer = [UInt8](repeating: 0, count: limit)
                    let count = Foundation.read(STDIN_FILENO, &buffer, limit)
                    continuation.resume(returning: Array(buffer.prefix(max(0, count))))
                }
            }
        }
        return bytes.isEmpty ? nil : bytes
    }

    func closeReading() {}
}

/// The terminal, or whatever stands behind standard output and standard error.
struct StandardSink: ByteSink {
    let handle: FileHandle

    func write(_ bytes: [UInt8]) async throws(WriteError) {
        do { try handle.write(contentsOf: Data(bytes)) } catch { throw .broken }
    }

    func closeWriting() {}
}

/// The files of the machine that runs Kubarium.
struct RealFiles: EtcdctlFiles {
    func read(_ path: String) throws(EtcdctlFileError) -> [UInt8] {
        guard let bytes = FileManager.default.contents(atPath: path) else { throw reason() }
        return Array(bytes)
    }

    func write(_ bytes: [UInt8], to path: String) throws(EtcdctlFileError) {
        let isWritten = FileManager.default.createFile(
            atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        if !isWritten { throw reason() }
    }

    func remove(_ path: String) throws(EtcdctlFileError) {
        if unlink(path) != 0 { throw reason() }
    }

    private func reason() -> EtcdctlFileError {
        EtcdctlFileError(reason: String(cString: strerror(errno)).lowercased())
    }
}
