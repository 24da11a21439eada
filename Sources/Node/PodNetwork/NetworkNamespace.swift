import Simulation

/// The network as one host or one pod sees it: its addresses, who listens, and the way out.
///
/// Upstream: Linux network namespaces(7). All containers of a pod share one.
package final class NetworkNamespace: Sendable {
    package let name: String
    package let network: SimulatedNetwork
    /// The node's own namespace when this one is a pod's; nil for a node.
    package let host: NetworkNamespace?
    /// How far away a host is. **Unit**: time for one way to the machine room.
    let distance: Duration
    private struct State {
        var addresses: [IPv4Address]
        var listeners: [Int: [Listener]] = [:]
        var datagramServers: [Endpoint: DatagramHandler] = [:]
        var nextEphemeralPort = 32_768
        var isUp = true
    }
    private let state: Confined<State>

    /// Answers one datagram (a DNS query) with another, or with nothing.
    package typealias DatagramHandler =
        @Sendable (_ datagram: [UInt8], _ from: Endpoint) async -> [UInt8]?

    init(
        _ network: SimulatedNetwork, name: String, addresses: [IPv4Address],
        host: NetworkNamespace?, distance: Duration = .zero
    ) {
        self.name = name
        self.distance = distance
        self.network = network
        self.host = host
        state = Confined(network.simulation, State(addresses: addresses))
    }

    /// The addresses of `eth0`; without the loopback address.
    package var addresses: [IPv4Address] { state.value.addresses }

    /// A namespace that is down (its node has lost power) neither sends nor answers.
    package var isUp: Bool {
        get { state.value.isUp }
        set { state.value.isUp = newValue }
    }

    func add(_ address: IPv4Address) { state.value.addresses.append(address) }

    // MARK: - Servers

    /// Listens on a port of one address, or of all (`.any`).
    package func listen(_ port: Int, on address: IPv4Address = .any) throws(SocketError) -> Listener
    {
        guard address == .any || owns(address) else { throw .addressNotAvailable }
        let chosen = port == 0 ? ephemeralPort() : port
        for other in state.value.listeners[chosen] ?? []
        where other.local.address == address || other.local.address == .any || address == .any {
            throw .addressInUse
        }
        let listener = Listener(self, Endpoint(address, chosen))
        state.value.listeners[chosen, default: []].append(listener)
        return listener
    }

    func remove(_ listener: Listener) {
        state.value.listeners[listener.local.port]?.removeAll { $0 === listener }
    }

    /// Who would answer a connection to `endpoint` in this namespace.
    func listener(at endpoint: Endpoint) -> Listener? {
        state.value.listeners[endpoint.port]?.first {
            $0.local.address == .any || $0.local.address == endpoint.address
        }
    }

    /// Answers UDP datagrams to `endpoint` (address `.any` for all) until `stopAnswering`.
    package func answerDatagrams(
        at endpoint: Endpoint, _ handler: @escaping DatagramHandler
    ) throws(SocketError) {
        guard state.value.datagramServers[endpoint] == nil else { throw .addressInUse }
        state.value.datagramServers[endpoint] = handler
    }

    package func stopAnswering(at endpoint: Endpoint) {
        state.value.datagramServers[endpoint] = nil
    }

    func datagramHandler(at endpoint: Endpoint) -> DatagramHandler? {
        state.value.datagramServers[endpoint]
            ?? state.value.datagramServers[Endpoint(.any, endpoint.port)]
    }

    // MARK: - Clients

    /// Opens a TCP connection.
    package func connect(to remote: Endpoint) async throws(SocketError) -> Connection {
        try await network.connect(from: self, to: remote)
    }

    /// Sends one datagram and waits for its answer.
    ///
    /// **Throws** `.refused` if nobody listens there, `.timedOut` after `limit` without an answer.
    package func ask(
        _ datagram: [UInt8], of remote: Endpoint, limit: Duration = .seconds(5)
    ) async throws(SocketError) -> [UInt8] {
        try await network.ask(datagram, from: self, of: remote, limit: limit)
    }

    /// A local port for one outgoing connection.
    func ephemeralPort() -> Int {
        defer {
            let next = state.value.nextEphemeralPort + 1
            state.value.nextEphemeralPort = next > 60_999 ? 32_768 : next
        }
        return state.value.nextEphemeralPort
    }

    package func owns(_ address: IPv4Address) -> Bool {
        address.isLoopback || state.value.addresses.contains(address)
    }
}

/// A port on which a server takes connections.
package final class Listener: Sendable {
    package let local: Endpoint
    private let namespace: NetworkNamespace
    private let arrivals: Mailbox<Connection>

    init(_ namespace: NetworkNamespace, _ local: Endpoint) {
        self.namespace = namespace
        self.local = local
        arrivals = Mailbox(namespace.network.simulation)
    }

    /// The next connection; nil once the listener is closed.
    package func accept() async throws(CancellationError) -> Connection? {
        try await arrivals.next()
    }

    package func close() {
        namespace.remove(self)
        arrivals.finish()
    }

    func arrive(_ connection: Connection) { arrivals.send(connection) }
}
