import ContainerRuntime
import PKI
import PodNetwork
import Simulation

/// What lies beyond the cluster: the router that resolves names, and a few hosts of the Internet.
///
/// ```
///   master, pods ──▶ 192.168.2.1   name server of the machine room (pods: behind CoreDNS)
///                ──▶ github.com:443 ──302──▶ objects.githubusercontent.com:443
/// ```
/// Connections to it are like any others of the simulated network: they take time, they can be cut
/// (`Cluster/network`), and TLS shows certificates of the public authority.
///
/// Differs: the Internet has two hosts, and on them nothing but etcd's releases.
final class OutsideWorld: Sendable {
    /// One host of the Internet.
    struct Site: Sendable {
        var name: String
        var address: IPv4Address
        /// **Unit**: time for one way, beyond the machine room's own.
        var distance: Duration
        var answer: @Sendable (HTTPRequest) -> HTTPResponse
    }

    private let simulation: Simulation
    private let router: NetworkNamespace
    private let hosts: [Host]

    /// A site with what it needs to be reached.
    private struct Host: Sendable {
        var site: Site
        var namespace: NetworkNamespace
        var identity: Identity
    }

    init(_ network: SimulatedNetwork, nameServer: IPv4Address) throws(ClusterError) {
        simulation = network.simulation
        router = network.makeHost("router", addresses: [nameServer])
        do {
            let authority = try PublicAuthority.make()
            var hosts: [Host] = []
            for site in EtcdDownloads.sites {
                hosts.append(
                    Host(
                        site: site,
                        namespace: network.makeHost(
                            site.name, addresses: [site.address], distance: site.distance),
                        identity: try authority.issue(
                            commonName: site.name, names: [site.name], for: .server,
                            lifetime: Defaults.publicLifetime)))
            }
            self.hosts = hosts
        } catch { throw ClusterError(error.description) }
    }

    /// The addresses of a name on the Internet; nil if there is no such name.
    func addresses(of name: String) -> [IPv4Address]? {
        let found = hosts.filter { $0.site.name == name.lowercased() }.map(\.site.address)
        return found.isEmpty ? nil : found
    }

    /// Starts the name server and the hosts' web servers.
    ///
    /// **Throws** if a port is taken: the world was started before.
    func start() throws(ClusterError) {
        do {
            try router.answerDatagrams(at: Endpoint(.any, 53)) { [self] datagram, _ in
                resolve(datagram)
            }
            for host in hosts {
                serve(try host.namespace.listen(443), identity: host.identity, host.site.answer)
                let name = host.site.name
                serve(try host.namespace.listen(80), identity: nil) { request in
                    HTTPResponse(
                        status: 301,
                        headers: HTTPHeaders([
                            ("Content-Length", "0"),
                            ("Location", "https://\(name)\(request.target)"),
                        ]))
                }
            }
        } catch { throw ClusterError("the outside world cannot start: \(error.text)") }
    }

    private func serve(
        _ listener: Listener, identity: Identity?,
        _ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) {
        let server = HTTPServer(simulation) { request, _ in answer(request) }
        simulation.spawn("web server") {
            await withTaskGroup(of: Void.self) { group in
                while let connection = try? await listener.accept() {
                    group.addTask {
                        if let identity {
                            let options = TLSServerOptions(certificateChain: identity.chain)
                            guard (try? await connection.acceptTLS(options)) != nil else {
                                return connection.close()
                            }
                        }
                        await server.converse(connection)
                    }
                }
            }
        }
    }

    // MARK: - Names

    private func resolve(_ datagram: [UInt8]) -> [UInt8]? {
        guard let query = try? DNSMessage(bytes: datagram), !query.isResponse,
            let question = query.questions.first
        else { return nil }
        guard let addresses = addresses(of: question.name.description) else {
            return query.reply(.nameError).bytes
        }
        var reply = query.reply()
        if question.type == .a || question.type == .any {
            reply.answers = addresses.map {
                DNSRecord(question.name, timeToLive: 60, .a($0.bits))
            }
        }
        return reply.bytes
    }
}
