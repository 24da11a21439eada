import API
import Simulation

/// The group `networking.k8s.io`.
enum NetworkingRows {
    static let tables: [String: TableDefinition] = [
        "ingresses.networking.k8s.io": TableDefinition(
            "Name, Class, Hosts, Address, Ports, Age", cells: ingress),
        "ingressclasses.networking.k8s.io": TableDefinition(
            "Name, Controller, Parameters, Age", cells: ingressClass),
        "networkpolicies.networking.k8s.io": TableDefinition("Name, Pod-Selector, Age") {
            object, now in
            [
                Cell.name(object), Cell.selector(object["spec"]["podSelector"]),
                Cell.age(object, now),
            ]
        },
        "ipaddresses.networking.k8s.io": TableDefinition("Name, ParentRef") { object, now in
            // Upstream sends the age in a third cell that has no column.
            [
                Cell.name(object), .string(parent(object["spec"]["parentRef"])),
                Cell.age(object, now),
            ]
        },
        "servicecidrs.networking.k8s.io": TableDefinition("Name, CIDRs, Age") { object, now in
            let ranges = (object["spec"]["cidrs"].array ?? []).compactMap(\.string)
            return [Cell.name(object), Cell.joined(ranges), Cell.age(object, now)]
        },
    ]

    private static func ingress(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let spec = object["spec"]
        var hosts: [String] = []
        for rule in spec["rules"].array ?? [] {
            if let host = rule["host"].string, !host.isEmpty, !hosts.contains(host) {
                hosts.append(host)
            }
        }
        var host = hosts.prefix(3).joined(separator: ",")
        if hosts.count > 3 { host += " + \(hosts.count - 3) more..." }
        let points = object["status"]["loadBalancer"]["ingress"].array ?? []
        let addresses = points.compactMap { $0["ip"].string ?? $0["hostname"].string }
        return [
            Cell.name(object), Cell.text(spec["ingressClassName"], default: "<none>"),
            .string(hosts.isEmpty ? "*" : host), Cell.joined(addresses),
            Cell.count(spec["tls"]) > 0 ? "80, 443" : "80", Cell.age(object, now),
        ]
    }

    private static func ingressClass(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let reference = object["spec"]["parameters"]
        var parameters = "<none>"
        if reference != nil {
            parameters = reference["kind"].string ?? ""
            if let group = reference["apiGroup"].string, !group.isEmpty {
                parameters += ".\(group)"
            }
            parameters += "/" + (reference["name"].string ?? "")
        }
        return [
            Cell.name(object), Cell.text(object["spec"]["controller"]), .string(parameters),
            Cell.age(object, now),
        ]
    }

    private static func parent(_ reference: Value?) -> String {
        guard reference != nil else { return "<none>" }
        var text = reference["resource"].string ?? ""
        if let group = reference["group"].string, !group.isEmpty { text = "\(text).\(group)" }
        if let namespace = reference["namespace"].string, !namespace.isEmpty {
            text += "/\(namespace)"
        }
        return text + "/" + (reference["name"].string ?? "")
    }
}
