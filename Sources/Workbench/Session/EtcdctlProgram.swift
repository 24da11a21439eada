import Cluster
import ContainerRuntime
import Etcd
import Etcdctl
import PKI
import PodNetwork
import Simulation

/// etcdctl as a program of the master.
///
/// etcd takes only clients with a certificate of its own authority, as kubeadm sets it up.
///
/// Differs: of an older release only the number is its own; commands and texts are those of 3.6.
struct EtcdctlProgram: Program {
    let cluster: Cluster
    var version = Etcd.Defaults.version

    func run(_ process: Process) async -> Int32 {
        await EtcdctlCommand.run(
            arguments: Array(process.arguments.dropFirst()), environment: process.variables,
            input: process.input, output: process.output, error: process.error,
            files: MachineFiles(process: process), simulation: process.simulation, version: version
        ) { endpoint throws(EtcdConnectionError) in
            try await connect(to: endpoint, process)
        }
    }

    private func connect(
        to endpoint: EtcdEndpoint, _ process: Process
    ) async throws(EtcdConnectionError) -> any EtcdService {
        let dialing = "transport: Error while dialing: dial tcp \(endpoint.hostAndPort): "
        guard let address = ServerAddress("https://" + endpoint.hostAndPort),
            let remote = address.endpoint(in: process.files)
        else {
            throw .unreachable(dialing + "lookup failed: no such host")
        }
        do {
            let connection = try await process.network.connect(to: remote)
            connection.close()
        } catch { throw .unreachable(dialing + "connect: connection refused") }
        guard address.port == 2379, let server = cluster.etcdServer(at: remote.address) else {
            throw .unreachable("error reading server preface: EOF")
        }
        // etcd closes a connection that does not begin with a TLS handshake.
        guard Self.usesTLS(endpoint) else {
            throw .unreachable("error reading server preface: EOF")
        }
        let name = try authenticate(endpoint, address, server.identity, process)
        return server.service.acting(as: EtcdCaller(commonName: name))
    }

    /// The endpoint's scheme decides; without one, whether there are files for TLS.
    ///
    /// Upstream: etcd client/v3/internal/endpoint/endpoint.go `translateEndpoint`.
    private static func usesTLS(_ endpoint: EtcdEndpoint) -> Bool {
        if endpoint.address.hasPrefix("http://") { return false }
        return endpoint.address.hasPrefix("https://") || hasFiles(endpoint)
    }

    private static func hasFiles(_ endpoint: EtcdEndpoint) -> Bool {
        [endpoint.cacert, endpoint.cert, endpoint.key].contains { !$0.isEmpty }
    }

    /// Both sides of mutual TLS: the server's certificate for the client and the other way round.
    ///
    /// Returns the common name in the client's certificate.
    private func authenticate(
        _ endpoint: EtcdEndpoint, _ address: ServerAddress, _ server: Identity,
        _ process: Process
    ) throws(EtcdConnectionError) -> String {
        let now = process.simulation.now
        // Without any file there is no TLS configuration that the flag could change.
        if !(endpoint.skipsVerification && Self.hasFiles(endpoint)) {
            let roots = try pem(endpoint.cacert, process)
            do {
                try CertificateVerifier(roots: roots).verifyServer(
                    chain: server.chain, hostname: address.host, now: now)
            } catch {
                throw .unreachable(
                    "transport: authentication handshake failed: tls: failed to verify "
                        + "certificate: x509: certificate signed by unknown authority")
            }
        }
        let chain = try pem(endpoint.cert, process)
        let authority = PEM.decode(
            cluster.pki.etcdAuthority.certificatePEM, type: "CERTIFICATE")
        do {
            return try CertificateVerifier(roots: authority).verifyClient(chain: chain, now: now)
                .commonName
        } catch {
            let reason = chain.isEmpty ? "certificate required" : "unknown certificate authority"
            throw .unreachable("error reading server preface: remote error: tls: \(reason)")
        }
    }

    private func pem(
        _ path: String, _ process: Process
    ) throws(EtcdConnectionError) -> [[UInt8]] {
        guard !path.isEmpty else { return [] }
        do throws(FileError) {
            let bytes = try process.files.read(process.resolve(path))
            return PEM.decode(String(decoding: bytes, as: UTF8.self), type: "CERTIFICATE")
        } catch {
            throw .unusableFile("open \(path): \(error.text.lowercased())")
        }
    }
}

/// etcdutl as a program of the master, for the snapshots there.
struct EtcdutlProgram: Program {
    func run(_ process: Process) async -> Int32 {
        await EtcdutlCommand.run(
            arguments: Array(process.arguments.dropFirst()), output: process.output,
            error: process.error, files: MachineFiles(process: process))
    }
}

/// The files of the machine, as etcdctl uses them.
private struct MachineFiles: EtcdctlFiles {
    let process: Process

    func read(_ path: String) throws(EtcdctlFileError) -> [UInt8] {
        do throws(FileError) { return try process.files.read(process.resolve(path)) } catch {
            throw EtcdctlFileError(reason: error.text.lowercased())
        }
    }

    func write(_ bytes: [UInt8], to path: String) throws(EtcdctlFileError) {
        do throws(FileError) { try process.files.write(process.resolve(path), bytes) } catch {
            throw EtcdctlFileError(reason: error.text.lowercased())
        }
    }

    func remove(_ path: String) throws(EtcdctlFileError) {
        do throws(FileError) { try process.files.remove(process.resolve(path)) } catch {
            throw EtcdctlFileError(reason: error.text.lowercased())
        }
    }
}
