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
struct EtcdctlProgram: Program {
    let cluster: Cluster

    func run(_ process: Process) async -> Int32 {
        await EtcdctlCommand.run(
            arguments: Array(process.arguments.dropFirst()), environment: process.variables,
            input: process.input, output: process.output, error: process.error,
            simulation: process.simulation
        ) { endpoint throws(EtcdConnectionError) in
            try await connect(to: endpoint, process)
        }
    }

    private func connect(
        to endpoint: EtcdEndpoint, _ process: Process
    ) async throws(EtcdConnectionError) -> any EtcdService {
        let dialing = "transport: Error while dialing: dial tcp \(endpoint.hostAndPort): "
        guard let address = ServerAddress("https://" + endpoint.hostAndPort),
            let number = IPv4Address(address.host == "localhost" ? "127.0.0.1" : address.host)
        else {
            throw .unreachable(dialing + "lookup failed: no such host")
        }
        do {
            let connection = try await process.network.connect(
                to: PodNetwork.Endpoint(number, address.port))
            connection.close()
        } catch { throw .unreachable(dialing + "connect: connection refused") }
        guard isEtcd(number, address.port) else {
            throw .unreachable("error reading server preface: EOF")
        }
        try authenticate(endpoint, address, process)
        return cluster.store
    }

    private func isEtcd(_ address: IPv4Address, _ port: Int) -> Bool {
        port == 2379
            && (address.isLoopback || address == cluster.topology.controlPlane.address)
    }

    /// Both sides of mutual TLS: the server's certificate for the client and the other way round.
    private func authenticate(
        _ endpoint: EtcdEndpoint, _ address: ServerAddress, _ process: Process
    ) throws(EtcdConnectionError) {
        let now = process.simulation.now
        if !endpoint.skipsVerification {
            let roots = try pem(endpoint.cacert, process)
            do {
                try CertificateVerifier(roots: roots).verifyServer(
                    chain: cluster.pki.etcdServer.chain, hostname: address.host, now: now)
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
            _ = try CertificateVerifier(roots: authority).verifyClient(chain: chain, now: now)
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
