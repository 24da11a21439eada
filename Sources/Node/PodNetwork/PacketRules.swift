import Simulation

/// The packet rules of one host: how addresses of Services become addresses of endpoints.
///
/// kube-proxy writes them, connections read them. Without a rule an address stays as it is.
package final class PacketRules: Sendable {
    package enum Transport: String, Hashable, Sendable {
        case tcp = "TCP"
        case udp = "UDP"
    }

    /// One address and port of a Service, and where connections to it go.
    package struct ServiceRule: Hashable, Sendable {
        package var frontend: Endpoint
        package var transport: Transport
        /// Ready endpoints in order; none means that connections are rejected.
        package var backends: [Endpoint]
        /// Sticks a client to its endpoint (`sessionAffinity: ClientIP`).
        package var hasClientAffinity: Bool
        /// `namespace/name:port`, for comments and traces.
        package var comment: String

        package init(
            frontend: Endpoint, transport: Transport, backends: [Endpoint],
            hasClientAffinity: Bool = false, comment: String = ""
        ) {
            (self.frontend, self.transport, self.backends) = (frontend, transport, backends)
            (self.hasClientAffinity, self.comment) = (hasClientAffinity, comment)
        }
    }

    enum Decision {
        case unchanged
        case to(Endpoint)
        case reject
    }

    private struct FrontendKey: Hashable {
        var endpoint: Endpoint
        var transport: Transport
    }
    private struct AffinityKey: Hashable {
        var frontend: FrontendKey
        var client: IPv4Address
    }
    private struct State {
        var rules: [FrontendKey: ServiceRule] = [:]
        /// Ports that are open on every address of the host (NodePort), by number.
        var nodePorts: [FrontendKey: ServiceRule] = [:]
        var affinities: [AffinityKey: Endpoint] = [:]
    }
    private let state: Confined<State>
    private let random: RandomStream

    init(_ simulation: Simulation) {
        state = Confined(simulation, State())
        random = simulation.random("packet rules")
    }

    /// Replaces all rules: what kube-proxy does on each sync.
    ///
    /// `nodePorts` have `.any` as the frontend's address.
    package func replaceAll(services: [ServiceRule], nodePorts: [ServiceRule]) {
        var rules: [FrontendKey: ServiceRule] = [:]
        for rule in services {
            rules[FrontendKey(endpoint: rule.frontend, transport: rule.transport)] = rule
        }
        var ports: [FrontendKey: ServiceRule] = [:]
        for rule in nodePorts {
            let endpoint = Endpoint(.any, rule.frontend.port)
            ports[FrontendKey(endpoint: endpoint, transport: rule.transport)] = rule
        }
        state.value.rules = rules
        state.value.nodePorts = ports
    }

    /// All rules in the order of their frontends, for `iptables-save` and labs.
    package var all: [ServiceRule] {
        (Array(state.value.rules.values) + Array(state.value.nodePorts.values)).sorted {
            ($0.frontend, $0.transport.rawValue) < ($1.frontend, $1.transport.rawValue)
        }
    }

    func rewrite(
        _ target: Endpoint, _ transport: Transport, from source: NetworkNamespace
    ) -> Decision {
        let key = FrontendKey(endpoint: target, transport: transport)
        if let rule = state.value.rules[key] { return choose(rule, key, source) }
        let portKey = FrontendKey(endpoint: Endpoint(.any, target.port), transport: transport)
        guard let rule = state.value.nodePorts[portKey],
            let owner = source.network.owner(of: target.address), owner.host == nil
        else { return .unchanged }
        return choose(rule, portKey, source)
    }

    /// A random ready endpoint, as iptables' statistic module picks one.
    private func choose(
        _ rule: ServiceRule, _ key: FrontendKey, _ source: NetworkNamespace
    ) -> Decision {
        guard !rule.backends.isEmpty else { return .reject }
        guard rule.hasClientAffinity, let client = source.addresses.first else {
            return .to(rule.backends[random.int(in: 0..<rule.backends.count)])
        }
        let affinity = AffinityKey(frontend: key, client: client)
        if let chosen = state.value.affinities[affinity], rule.backends.contains(chosen) {
            return .to(chosen)
        }
        let chosen = rule.backends[random.int(in: 0..<rule.backends.count)]
        state.value.affinities[affinity] = chosen
        return .to(chosen)
    }
}
