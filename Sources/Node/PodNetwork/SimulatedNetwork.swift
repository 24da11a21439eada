package import Simulation

/// The one network of a cluster: every connection between its hosts and pods is opened here.
///
/// A connection goes through these stages, in order:
/// 1. the packet rules of the host it leaves from rewrite a Service's address (`PacketRules`);
/// 2. the address is looked up: the namespace itself, another host, a pod anywhere;
/// 3. faults between the two (a partition, a dead host) make it time out;
/// 4. the port is looked up: a listener takes it, or it is refused.
///
/// Pods reach every pod and host without translation, as Kubernetes demands of a network.
package final class SimulatedNetwork: Sendable {
    package let simulation: Simulation
    private struct State {
        var namespaces: [NetworkNamespace] = []
        var owners: [IPv4Address: NetworkNamespace] = [:]
        var rules: [ObjectIdentifier: PacketRules] = [:]
        /// Pairs of host names that cannot reach each other, each way on its own.
        var cuts: Set<Cut> = []
    }
    private struct Cut: Hashable {
        var from: String
        var to: String
    }
    private let state: Confined<State>

    package init(_ simulation: Simulation) {
        self.simulation = simulation
        state = Confined(simulation, State())
    }

    // MARK: - Making namespaces

    /// A host with its addresses; `distance` is the time that a packet takes to the machine room.
    package func makeHost(
        _ name: String, addresses: [IPv4Address], distance: Duration = .zero
    ) -> NetworkNamespace {
        register(
            NetworkNamespace(
                self, name: name, addresses: addresses, host: nil, distance: distance))
    }

    /// A pod's namespace on `host`; the CNI plugin gives it its address.
    package func makePod(
        _ name: String, on host: NetworkNamespace, addresses: [IPv4Address]
    ) -> NetworkNamespace {
        register(NetworkNamespace(self, name: name, addresses: addresses, host: host))
    }

    private func register(_ namespace: NetworkNamespace) -> NetworkNamespace {
        for address in namespace.addresses { state.value.owners[address] = namespace }
        state.value.namespaces.append(namespace)
        return namespace
    }

    /// Forgets a pod's namespace; its listeners are gone with it.
    package func remove(_ namespace: NetworkNamespace) {
        namespace.isUp = false
        state.value.namespaces.removeAll { $0 === namespace }
        for address in namespace.addresses where state.value.owners[address] === namespace {
            state.value.owners[address] = nil
        }
    }

    /// The namespace that has `address`, if any.
    package func owner(of address: IPv4Address) -> NetworkNamespace? { state.value.owners[address] }

    /// The packet rules of a host, which also hold for its pods; kube-proxy writes them.
    package func rules(of host: NetworkNamespace) -> PacketRules {
        let host = host.host ?? host
        if let rules = state.value.rules[ObjectIdentifier(host)] { return rules }
        let rules = PacketRules(simulation)
        state.value.rules[ObjectIdentifier(host)] = rules
        return rules
    }

    // MARK: - Faults

    /// Lets packets from `source` to `destination` vanish (names of hosts), or pass again.
    package func setCut(from source: String, to destination: String, _ isCut: Bool) {
        let cut = Cut(from: source, to: destination)
        if isCut { state.value.cuts.insert(cut) } else { state.value.cuts.remove(cut) }
    }

    // MARK: - Carrying

    /// Where a packet from `source` to `remote` ends up, and how long it takes one way.
    ///
    /// **Throws** as Linux does when it gets nowhere. Also for callers that move whole messages
    /// instead of bytes: the components' requests to the API server.
    package func route(
        from source: NetworkNamespace, to remote: Endpoint, transport: PacketRules.Transport = .tcp
    ) throws(SocketError) -> Route {
        guard source.isUp else { throw .networkUnreachable }
        var target = remote
        if !remote.address.isLoopback {
            switch rules(of: source).rewrite(remote, transport, from: source) {
            case .unchanged: break
            case .to(let endpoint): target = endpoint
            case .reject: throw .refused
            }
        }
        if source.owns(target.address) {
            return Route(namespace: source, endpoint: target, latency: Defaults.loopbackLatency)
        }
        guard let namespace = owner(of: target.address) else {
            throw isPodOrServiceAddress(target.address) ? .timedOut : .hostUnreachable
        }
        let (from, to) = (source.host ?? source, namespace.host ?? namespace)
        if !namespace.isUp || !to.isUp || isCut(from.name, to.name) || isCut(to.name, from.name) {
            throw .timedOut
        }
        return Route(
            namespace: namespace, endpoint: target,
            latency: from === to
                ? Defaults.bridgeLatency
                : Defaults.wireLatency + from.distance + to.distance)
    }

    /// How long one message from `source` takes to whoever listens at `remote`; nil if it gets lost.
    ///
    /// Nothing comes back on this way, so it is open even where packets pass in one direction only.
    package func passage(from source: NetworkNamespace, to remote: Endpoint) -> Duration? {
        guard source.isUp, let target = owner(of: remote.address), target.isUp,
            target.listener(at: remote) != nil, !isCut(source.name, target.name)
        else { return nil }
        return Defaults.wireLatency + source.distance + target.distance
    }

    package struct Route: Sendable {
        package var namespace: NetworkNamespace
        /// After the packet rules.
        package var endpoint: Endpoint
        /// **Unit**: time for one way.
        package var latency: Duration
    }

    func connect(
        from source: NetworkNamespace, to remote: Endpoint
    ) async throws(SocketError) -> Connection {
        let route: Route
        do { route = try self.route(from: source, to: remote) } catch {
            try await waitOut(error)
            throw error
        }
        try await sleep(route.latency * 2)
        guard let listener = route.namespace.listener(at: route.endpoint) else { throw .refused }
        let address = source.addresses.first ?? .loopback
        let local = Endpoint(
            remote.address.isLoopback ? .loopback : address, source.ephemeralPort())
        let there = Wire(simulation, latency: route.latency)
        let back = Wire(simulation, latency: route.latency)
        listener.arrive(
            Connection(
                simulation, local: route.endpoint, remote: local, inbound: there, outbound: back))
        return Connection(simulation, local: local, remote: remote, inbound: back, outbound: there)
    }

    func ask(
        _ datagram: [UInt8], from source: NetworkNamespace, of remote: Endpoint, limit: Duration
    ) async throws(SocketError) -> [UInt8] {
        let route: Route
        do { route = try self.route(from: source, to: remote, transport: .udp) } catch {
            if error == .timedOut { try await sleep(limit) }
            throw error
        }
        try await sleep(route.latency)
        guard let handler = route.namespace.datagramHandler(at: route.endpoint) else {
            throw .refused
        }
        let from = Endpoint(source.addresses.first ?? .loopback, source.ephemeralPort())
        guard let answer = await handler(datagram, from) else {
            try await sleep(limit)
            throw .timedOut
        }
        try await sleep(route.latency)
        return answer
    }

    private func isCut(_ from: String, _ to: String) -> Bool {
        !state.value.cuts.isEmpty && state.value.cuts.contains(Cut(from: from, to: to))
    }

    /// Addresses in the cluster's private ranges are routed even when nobody has them; packets to
    /// them vanish, while the local wire says at once that a neighbour is missing.
    private func isPodOrServiceAddress(_ address: IPv4Address) -> Bool { address.bits >> 24 == 10 }

    /// How long Linux tries before it reports `error`.
    private func waitOut(_ error: SocketError) async throws(SocketError) {
        switch error {
        case .timedOut: try await sleep(Defaults.connectTimeout)
        case .hostUnreachable: try await sleep(Defaults.neighbourTimeout)
        default: break
        }
    }

    private func sleep(_ duration: Duration) async throws(SocketError) {
        do { try await simulation.sleep(for: duration) } catch { throw .cancelled }
    }
}
