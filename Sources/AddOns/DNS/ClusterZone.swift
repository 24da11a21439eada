import API
import PodNetwork

/// The names of a cluster: what CoreDNS answers from services and their endpoints.
///
/// ```
///   web.default.svc.cluster.local               A of the cluster IP
///   db.default.svc.cluster.local (headless)     A of each ready endpoint
///   db-0.db.default.svc.cluster.local           A of the endpoint with that hostname
///   _http._tcp.web.default.svc.cluster.local    SRV
///   10-244-1-5.default.pod.cluster.local        A 10.244.1.5
///   5.1.244.10.in-addr.arpa                     PTR
/// ```
/// Pure: made from a snapshot of the objects.
///
/// Upstream: coredns plugin/kubernetes; the Kubernetes DNS specification 1.1.0.
struct ClusterZone: Sendable {
    let domain: DNSName
    let service: @Sendable (NamespacedName) -> Service?
    let slices: @Sendable (NamespacedName) -> [EndpointSlice]
    let hasNamespace: @Sendable (String) -> Bool
    /// The zone's serial number, which CoreDNS takes from the clock.
    let serial: UInt32
    private let timeToLive: UInt32 = 30

    init(
        domain: String, serial: UInt32, service: @escaping @Sendable (NamespacedName) -> Service?,
        slices: @escaping @Sendable (NamespacedName) -> [EndpointSlice],
        hasNamespace: @escaping @Sendable (String) -> Bool
    ) {
        self.domain = DNSName(domain).lowercased
        (self.service, self.slices) = (service, slices)
        (self.hasNamespace, self.serial) = (hasNamespace, serial)
    }

    /// What there is under a name.
    enum Found: Equatable {
        /// No such name.
        case nothing
        /// The name is there; these are its records, of whatever type.
        case records([DNSRecord])
    }

    /// Answers a question about a name of the cluster; nil if the name is not in the zone.
    func answer(_ query: DNSMessage, _ question: DNSQuestion) -> DNSMessage? {
        let name = question.name.lowercased
        guard let labels = name.labels(below: domain) else { return nil }
        switch look(up: labels, as: question.name) {
        case .nothing:
            var reply = query.reply(.nameError)
            reply.isAuthoritative = true
            reply.authorities = [authority]
            return reply
        case .records(let records):
            var reply = query.reply()
            reply.isAuthoritative = true
            reply.answers = records.filter {
                $0.type == question.type || $0.type == .cname || question.type == .any
            }
            if reply.answers.isEmpty { reply.authorities = [authority] }
            return reply
        }
    }

    /// The zone's start of authority, which goes with every "no".
    private var authority: DNSRecord {
        DNSRecord(
            domain, timeToLive: timeToLive,
            .soa(
                StartOfAuthority(
                    server: "ns.dns" + domain, mailbox: "hostmaster" + domain, serial: serial,
                    refresh: 7200, retry: 1800, expire: 86400, minimum: timeToLive)))
    }

    // MARK: - Names below the domain

    private func look(up labels: [String], as owner: DNSName) -> Found {
        guard let kind = labels.last else { return .records([authority]) }
        guard kind == "svc" || kind == "pod" else { return .nothing }
        let rest = Array(labels.dropLast())
        guard let namespace = rest.last else { return .records([]) }
        guard hasNamespace(namespace) else { return .nothing }
        let front = Array(rest.dropLast())
        if front.isEmpty { return .records([]) }
        return kind == "pod" ? pod(front, as: owner) : service(front, in: namespace, as: owner)
    }

    /// `10-244-1-5`: CoreDNS in `pods insecure` mode believes every address.
    private func pod(_ front: [String], as owner: DNSName) -> Found {
        guard front.count == 1,
            let address = IPv4Address(
                front[0].split(separator: "-").joined(separator: "."))
        else { return .nothing }
        return .records([a(owner, address)])
    }

    private func service(
        _ front: [String], in namespace: String, as owner: DNSName
    ) -> Found {
        guard let name = front.last,
            let service = service(NamespacedName(namespace: namespace, name: name))
        else { return .nothing }
        switch front.count {
        case 1:
            let records = records(of: service, as: owner)
            // Of a headless service there is nothing to name before an endpoint is ready.
            return records.isEmpty && service.spec.isHeadless ? .nothing : .records(records)
        case 2: return endpoint(front[0], of: service, as: owner)
        case 3: return ports(front[0], front[1], of: service, as: owner)
        default: return .nothing
        }
    }

    private func records(of service: Service, as owner: DNSName) -> [DNSRecord] {
        if service.spec.type == "ExternalName" {
            let target = DNSName(service.spec.externalName ?? "")
            return [DNSRecord(owner, timeToLive: timeToLive, .cname(target))]
        }
        if !service.spec.isHeadless {
            guard let address = IPv4Address(service.spec.clusterIP) else { return [] }
            return [a(owner, address)] + service.spec.ports.map { srv(owner, service, $0.port) }
        }
        var records = Set(ready(service).map(\.address)).sorted().map { a(owner, $0) }
        for backend in ready(service) {
            for port in backend.ports {
                records.append(srv(owner, service, port.port ?? 0, host: backend.hostname))
            }
        }
        return records
    }

    /// `db-0.db`: an endpoint of a headless service by its hostname.
    private func endpoint(_ host: String, of service: Service, as owner: DNSName) -> Found {
        guard service.spec.isHeadless else { return .nothing }
        let addresses = ready(service).filter { $0.hostname == host }.map(\.address)
        if addresses.isEmpty { return .nothing }
        return .records(Set(addresses).sorted().map { a(owner, $0) })
    }

    /// `_http._tcp.web`: where a named port is.
    private func ports(
        _ port: String, _ transport: String, of service: Service, as owner: DNSName
    ) -> Found {
        guard port.hasPrefix("_"), transport.hasPrefix("_") else { return .nothing }
        let name = String(port.dropFirst())
        let kind = transport.dropFirst().uppercased()
        let named = service.spec.ports.filter { $0.name == name && $0.protocol == kind }
        if !service.spec.isHeadless {
            if named.isEmpty { return .nothing }
            return .records(named.map { srv(owner, service, $0.port) })
        }
        var records: [DNSRecord] = []
        for backend in ready(service) {
            for own in backend.ports where own.name == name && own.protocol == kind {
                records.append(srv(owner, service, own.port ?? 0, host: backend.hostname))
            }
        }
        return records.isEmpty ? .nothing : .records(records)
    }

    // MARK: - Endpoints

    private struct Backend {
        var address: IPv4Address
        /// The hostname, or the address with dashes.
        var hostname: String
        var ports: [EndpointPort]
    }

    private func ready(_ service: Service) -> [Backend] {
        var backends: [Backend] = []
        for slice in slices(service.namespacedName) {
            for endpoint in slice.endpoints where endpoint.conditions.ready ?? true {
                guard let text = endpoint.addresses.first, let address = IPv4Address(text) else {
                    continue
                }
                let dashed = text.split(separator: ".").joined(separator: "-")
                backends.append(
                    Backend(
                        address: address, hostname: endpoint.hostname ?? dashed,
                        ports: slice.ports))
            }
        }
        return backends.sorted { ($0.address, $0.hostname) < ($1.address, $1.hostname) }
    }

    private func a(_ owner: DNSName, _ address: IPv4Address) -> DNSRecord {
        DNSRecord(owner, timeToLive: timeToLive, .a(address.bits))
    }

    private func srv(
        _ owner: DNSName, _ service: Service, _ port: Int, host: String? = nil
    ) -> DNSRecord {
        let metadata = service.metadata
        var labels = [metadata.name, metadata.namespace, "svc"]
        if let host { labels.insert(host, at: 0) }
        return DNSRecord(
            owner, timeToLive: timeToLive,
            .srv(
                priority: 0, weight: 100, port: UInt16(clamping: port),
                target: DNSName(labels: labels + domain.labels)))
    }

    // MARK: - Addresses back to names

    /// The names of an address: its service's, or those of the endpoints with it.
    func names(
        of address: IPv4Address, services: [Service]
    ) -> [DNSName] {
        let text = address.description
        for service in services where service.spec.clusterIP == text {
            let metadata = service.metadata
            return [DNSName(labels: [metadata.name, metadata.namespace, "svc"] + domain.labels)]
        }
        var names: [DNSName] = []
        for service in services where service.spec.isHeadless {
            for backend in ready(service) where backend.address == address {
                let metadata = service.metadata
                names.append(
                    DNSName(
                        labels: [backend.hostname, metadata.name, metadata.namespace, "svc"]
                            + domain.labels))
            }
        }
        return names
    }
}
