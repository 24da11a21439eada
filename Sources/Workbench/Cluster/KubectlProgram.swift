import API
package import ContainerRuntime
import Kubectl
import PKI
import PodNetwork
import Simulation

/// kubectl as a program of a machine, be it the master or a container: its files, its network, its
/// terminal.
package struct KubectlProgram: Program {
    private let cluster: WeakCluster

    package init(cluster: Cluster) { self.cluster = WeakCluster(cluster) }

    package func run(_ process: Process) async -> Int32 {
        guard let cluster = cluster.value else { return 1 }
        let environment = KubectlEnvironment(
            simulation: process.simulation,
            client: { config throws(KubectlError) in
                try KubectlDialer(cluster: cluster, process: process).dial(config)
            },
            standardInput: process.input, standardOutput: process.output,
            standardError: process.error, terminal: process.streams.terminal,
            isOutputTerminal: process.streams.isOutputTerminal, variables: process.variables,
            workingDirectory: process.workingDirectory, files: MachineFiles(files: process.files),
            host: MachineHost(process: process))
        return await KubectlCommand.run(Array(process.arguments.dropFirst()), in: environment)
    }
}

/// Finds the server that a kubeconfig names, and checks that it is the one.
private struct KubectlDialer {
    let cluster: Cluster
    let process: Process

    func dial(_ config: KubectlConfig) throws(KubectlError) -> any APITransport {
        guard let address = ServerAddress(config.server) else {
            throw .message("parse \"\(config.server)\": no host in the server's URL")
        }
        guard let endpoint = address.endpoint(in: process.files) else {
            return Unreachable(
                reason: "dial tcp: lookup \(address.host): no such host")
        }
        guard leadsToServer(endpoint) else {
            return Unreachable(reason: "dial tcp \(endpoint): connect: connection refused")
        }
        guard address.isSecure else {
            throw .message("the server at \(endpoint) speaks HTTPS: use https://")
        }
        if !config.insecureSkipTLSVerify { try verify(config, address) }
        let chain = PEM.decode(
            String(decoding: config.clientCertificate ?? [], as: UTF8.self), type: "CERTIFICATE")
        let transport = cluster.transport(
            from: process.network, to: endpoint, certificateChain: chain)
        guard let token = config.token, !token.isEmpty else { return transport }
        return BearerTransport(base: transport, token: token)
    }

    private func verify(
        _ config: KubectlConfig, _ address: ServerAddress
    ) throws(KubectlError) {
        let text = String(decoding: config.certificateAuthority ?? [], as: UTF8.self)
        let verifier = CertificateVerifier(roots: PEM.decode(text, type: "CERTIFICATE"))
        do {
            try verifier.verifyServer(
                chain: cluster.pki.apiServer.chain,
                hostname: config.tlsServerName ?? address.host, now: process.simulation.now)
        } catch {
            throw .unreachable(
                host: "\(address.host):\(address.port)", reason: Self.goText(error, address))
        }
    }

    /// Go's wording of a certificate that was not accepted.
    private static func goText(
        _ failure: CertificateVerifier.Failure, _ address: ServerAddress
    ) -> String {
        let prefix = "tls: failed to verify certificate: x509: "
        switch failure {
        case .nameMismatch(let name):
            return prefix + "certificate is not valid for any names, but wanted to match \(name)"
        case .expired, .notYetValid:
            return prefix + "certificate has expired or is not yet valid"
        default: return prefix + "certificate signed by unknown authority"
        }
    }

    /// Whether the API server is what listens there.
    private func leadsToServer(_ endpoint: PodNetwork.Endpoint) -> Bool {
        let topology = cluster.topology
        if endpoint.port == 443 { return endpoint.address == topology.kubernetesService }
        guard endpoint.port == topology.apiPort else { return false }
        if endpoint.address == topology.controlPlane.address { return true }
        return endpoint.address.isLoopback && process.network.name == topology.controlPlane.name
    }
}

/// Nobody answers.
private struct Unreachable: APITransport {
    let reason: String

    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        throw .unreachable(reason)
    }
}

/// Shows a token with each request.
private struct BearerTransport: APITransport {
    let base: ComponentTransport
    let token: String

    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        var request = request
        request.headers["Authorization"] = "Bearer \(token)"
        return try await base.send(request)
    }
}

/// A machine's files as kubectl wants them.
private struct MachineFiles: KubectlFiles {
    let files: FileSystem

    func read(_ path: String) throws(KubectlFileError) -> [UInt8] {
        do { return try files.read(path) } catch { throw Self.error(error) }
    }

    func write(_ bytes: [UInt8], to path: String) throws(KubectlFileError) {
        do { try files.write(path, bytes, mode: 0o600) } catch { throw Self.error(error) }
    }

    func list(_ path: String) throws(KubectlFileError) -> [String] {
        do { return try files.list(path) } catch { throw Self.error(error) }
    }

    func exists(_ path: String) -> Bool { files.exists(path) }

    func isDirectory(_ path: String) -> Bool { (try? files.stat(path))?.kind == .directory }

    private static func error(_ error: FileError) -> KubectlFileError {
        KubectlFileError(error.text.lowercased())
    }
}

/// A machine's network as kubectl wants it.
private struct MachineHost: KubectlHost {
    let process: Process

    func serve(
        on address: String, port: Int, onListening: @escaping @Sendable (Int) async -> Void,
        handle: @escaping @Sendable (APIRequest) async -> APIResponse
    ) async throws(KubectlError) {
        guard let number = IPv4Address(address == "localhost" ? "127.0.0.1" : address) else {
            throw .message("listen tcp: lookup \(address): no such host")
        }
        let listener: Listener
        do { listener = try process.listen(port, on: number) } catch {
            throw .message("listen tcp \(address):\(port): bind: \(error.text.lowercased())")
        }
        await onListening(listener.local.port)
        let conversation = HTTPConversation(simulation: process.simulation)
        await withTaskGroup(of: Void.self) { group in
            while let connection = try? await listener.accept() {
                group.addTask {
                    defer { connection.close() }
                    let peer = APIRequest.Peer(address: connection.remote.address.description)
                    await conversation.run(connection, from: peer, handle)
                }
            }
            listener.close()
            group.cancelAll()
        }
    }

    func matcher(of pattern: String) -> (@Sendable (String) -> Bool)? {
        guard let pattern = TextPattern(pattern) else { return nil }
        return { pattern.isFound(in: $0) }
    }
}

extension Process {
    /// The environment by name, for programs that know nothing of its order.
    package var variables: [String: String] {
        Dictionary(environment.map { ($0.name, $0.value) }) { _, last in last }
    }
}
