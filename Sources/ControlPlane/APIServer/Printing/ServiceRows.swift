import API
import Simulation

/// Services and the addresses behind them.
enum ServiceRows {
    static let tables: [String: TableDefinition] = [
        "services": TableDefinition(
            "Name, Type, Cluster-IP, External-IP, Port(s), Age, Selector*", cells: service),
        "endpoints": TableDefinition("Name, Endpoints, Age") { object, now in
            [Cell.name(object), .string(endpoints(object)), Cell.age(object, now)]
        },
        "endpointslices.discovery.k8s.io": TableDefinition(
            "Name, AddressType, Ports, Endpoints, Age", cells: slice),
    ]

    private static func service(_ service: Value, _ now: SimulatedInstant) -> [Value] {
        let spec = service["spec"]
        let type = spec["type"].string ?? ""
        var address = spec["clusterIPs"].array?.first?.string ?? spec["clusterIP"].string ?? ""
        if address.isEmpty { address = "<none>" }
        let ports = (spec["ports"].array ?? []).map { port -> String in
            let number = port["port"].int ?? 0
            let transport = port["protocol"].string ?? "TCP"
            guard let nodePort = port["nodePort"].int, nodePort > 0 else {
                return "\(number)/\(transport)"
            }
            return "\(number):\(nodePort)/\(transport)"
        }
        return [
            Cell.name(service), .string(type), .string(address), .string(external(service, type)),
            ports.isEmpty ? Cell.none : Cell.joined(ports), Cell.age(service, now),
            Cell.labels(spec["selector"]),
        ]
    }

    private static func external(_ service: Value, _ type: String) -> String {
        let extra = (service["spec"]["externalIPs"].array ?? []).compactMap(\.string)
        switch type {
        case "ExternalName": return service["spec"]["externalName"].string ?? ""
        case "LoadBalancer":
            let points = service["status"]["loadBalancer"]["ingress"].array ?? []
            let given = points.compactMap { $0["ip"].string ?? $0["hostname"].string }
            let all = given.sorted() + extra
            return all.isEmpty ? "<pending>" : all.joined(separator: ",")
        default: return extra.isEmpty ? "<none>" : extra.joined(separator: ",")
        }
    }

    /// Upstream: kubernetes pkg/printers/internalversion/printers.go formatEndpoints.
    private static func endpoints(_ object: Value) -> String {
        let limit = 3
        var shown: [String] = []
        var count = 0
        for subset in object["subsets"].array ?? [] {
            let addresses = (subset["addresses"].array ?? []).compactMap { $0["ip"].string }
            guard let ports = subset["ports"].array, !ports.isEmpty else {
                // Addresses without a port are those of a headless service.
                count += addresses.count
                shown += addresses.prefix(max(0, limit - shown.count))
                continue
            }
            for port in ports {
                count += addresses.count
                for address in addresses where shown.count < limit {
                    shown.append(joinHostPort(address, port["port"].int ?? 0))
                }
            }
        }
        if count == 0 { return "<none>" }
        let text = shown.joined(separator: ",")
        return count > shown.count ? "\(text) + \(count - shown.count) more..." : text
    }

    private static func joinHostPort(_ address: String, _ port: Int) -> String {
        address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }

    private static func slice(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let ports = (object["ports"].array ?? []).map { port -> String in
            port["port"].int.map(String.init) ?? port["name"].string ?? ""
        }
        let addresses = (object["endpoints"].array ?? []).flatMap { endpoint in
            (endpoint["addresses"].array ?? []).compactMap(\.string)
        }
        return [
            Cell.name(object), Cell.text(object["addressType"]), limited(ports, unset: "<unset>"),
            limited(addresses, unset: "<unset>"), Cell.age(object, now),
        ]
    }

    /// The first three items, and how many more there are.
    private static func limited(_ items: [String], unset: String) -> Value {
        if items.isEmpty { return .string(unset) }
        let text = items.prefix(3).joined(separator: ",")
        return .string(items.count > 3 ? "\(text) + \(items.count - 3) more..." : text)
    }
}
