package import API
package import PodNetwork

/// What the packet rules of one node should be, from the services and their endpoints.
///
/// Worked example: a service `web` (10.96.0.20:80) with slices for 10.244.1.5:8080 (ready) and
/// 10.244.2.7:8080 (not ready) becomes one rule 10.96.0.20:80 → [10.244.1.5:8080].
///
/// Upstream: kubernetes pkg/proxy/iptables/proxier.go syncProxyRules, pkg/proxy/topology.go.
/// Differs: no topology hints; load balancers' addresses count as external ones.
package struct ProxyPlan: Sendable {
    package private(set) var services: [PacketRules.ServiceRule] = []
    package private(set) var nodePorts: [PacketRules.ServiceRule] = []

    /// `node` is the node that the rules are for.
    package init(services: [Service], slices: [EndpointSlice], node: String) {
        var byService: [NamespacedName: [EndpointSlice]] = [:]
        for slice in slices where slice.addressType == "IPv4" {
            guard let name = slice.metadata.labels["kubernetes.io/service-name"] else { continue }
            let service = NamespacedName(namespace: slice.metadata.namespace, name: name)
            byService[service, default: []].append(slice)
        }
        for service in services {
            guard service.spec.type != "ExternalName", !service.spec.isHeadless,
                let address = IPv4Address(service.spec.clusterIP)
            else { continue }
            for port in service.spec.ports {
                guard let transport = PacketRules.Transport(rawValue: port.protocol) else {
                    continue
                }
                add(
                    ServicePortView(
                        service: service, port: port, transport: transport, address: address,
                        slices: byService[service.namespacedName] ?? [], node: node))
            }
        }
    }

    private mutating func add(_ view: ServicePortView) {
        let backends = view.backends()
        let spec = view.service.spec
        let internalBackends =
            spec.internalTrafficPolicy == "Local" ? view.local(backends) : backends
        services.append(view.rule(at: view.address, internalBackends))
        let external =
            spec.externalTrafficPolicy == "Local" ? view.local(backends) : backends
        for address in view.externalAddresses { services.append(view.rule(at: address, external)) }
        if let nodePort = view.port.nodePort, nodePort > 0 {
            nodePorts.append(view.rule(at: .any, port: nodePort, external))
        }
    }
}

/// One port of one service with its backends.
private struct ServicePortView {
    let service: Service
    let port: ServicePort
    let transport: PacketRules.Transport
    let address: IPv4Address
    let slices: [EndpointSlice]
    let node: String

    struct Backend {
        var endpoint: PodNetwork.Endpoint
        var node: String?
    }

    /// Ready endpoints; if there is none, those that still serve while they end.
    func backends() -> [Backend] {
        var ready: [Backend] = []
        var ending: [Backend] = []
        for slice in slices {
            guard
                let own = slice.ports.first(where: {
                    $0.name ?? "" == port.name && $0.protocol == port.protocol
                }),
                let number = own.port
            else { continue }
            for endpoint in slice.endpoints {
                guard let address = endpoint.addresses.first.flatMap({ IPv4Address($0) }) else {
                    continue
                }
                let backend = Backend(
                    endpoint: PodNetwork.Endpoint(address, number), node: endpoint.nodeName)
                let conditions = endpoint.conditions
                let isReady = conditions.ready ?? true
                if isReady {
                    ready.append(backend)
                } else if conditions.serving ?? isReady, conditions.terminating ?? false {
                    ending.append(backend)
                }
            }
        }
        return ready.isEmpty ? ending : ready
    }

    func local(_ backends: [Backend]) -> [Backend] { backends.filter { $0.node == node } }

    var externalAddresses: [IPv4Address] {
        let balancers =
            service.status["loadBalancer"]["ingress"].array?
            .compactMap { $0["ip"].string } ?? []
        return (service.spec.externalIPs + balancers).compactMap { IPv4Address($0) }
    }

    func rule(
        at address: IPv4Address, port number: Int? = nil, _ backends: [Backend]
    ) -> PacketRules.ServiceRule {
        let suffix = port.name.isEmpty ? "" : ":\(port.name)"
        return PacketRules.ServiceRule(
            frontend: PodNetwork.Endpoint(address, number ?? port.port), transport: transport,
            backends: Set(backends.map(\.endpoint)).sorted(),
            hasClientAffinity: service.spec.sessionAffinity == "ClientIP",
            comment: "\(service.namespacedName)\(suffix)")
    }
}
