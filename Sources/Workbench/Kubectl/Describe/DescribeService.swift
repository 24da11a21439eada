import API

/// `describe service`.
struct DescribeService {
    private let describer: Describer

    init(_ describer: Describer) { self.describer = describer }

    func text(_ info: ResourceInfo) async throws(KubectlError) -> String {
        var out = Description(now: describer.invocation.now)
        let (metadata, spec) = (info.object["metadata"], info.object["spec"])
        let slices = try await slices(info)
        out.field(0, "Name", info.name)
        out.field(0, "Namespace", info.namespace)
        out.labels(0, "Labels", metadata["labels"].stringMap)
        out.annotations(0, metadata["annotations"].stringMap)
        out.field(0, "Selector", Formats.labels(spec["selector"].stringMap ?? [:]))
        out.field(0, "Type", spec["type"].string ?? "")
        if let policy = spec["ipFamilyPolicy"].string { out.field(0, "IP Family Policy", policy) }
        out.field(0, "IP Families", Self.joined(spec["ipFamilies"]))
        out.field(0, "IP", spec["clusterIP"].string ?? "")
        out.field(0, "IPs", Self.joined(spec["clusterIPs"]))
        if let addresses = spec["externalIPs"] {
            out.field(0, "External IPs", Self.joined(addresses))
        }
        if let address = spec["loadBalancerIP"].string {
            out.field(0, "Desired LoadBalancer IP", address)
        }
        if let name = spec["externalName"].string { out.field(0, "External Name", name) }
        writePorts(spec["ports"].array ?? [], slices, &out)
        out.field(0, "Session Affinity", spec["sessionAffinity"].string ?? "None")
        if let policy = spec["externalTrafficPolicy"].string {
            out.field(0, "External Traffic Policy", policy)
        }
        if let policy = spec["internalTrafficPolicy"].string {
            out.field(0, "Internal Traffic Policy", policy)
        }
        out.events(try await describer.events(of: info))
        return out.aligned
    }

    private static func joined(_ list: Value?) -> String {
        let texts = list.array?.compactMap(\.string) ?? []
        return texts.isEmpty ? "<none>" : texts.joined(separator: ",")
    }

    private func slices(_ info: ResourceInfo) async throws(KubectlError) -> [Value] {
        guard let mapping = try await describer.invocation.mapper().find("endpointslices") else {
            return []
        }
        let query = [("labelSelector", "kubernetes.io/service-name=\(info.name)")]
        let found = try? await describer.invocation.client().wholeList(
            mapping, namespace: info.namespace, query)
        return found ?? []
    }

    private func writePorts(_ ports: [Value], _ slices: [Value], _ out: inout Description) {
        for port in ports {
            let name = port["name"].string ?? "<unset>"
            let proto = port["protocol"].string ?? "TCP"
            out.field(0, "Port", "\(name)\t\(port["port"].int ?? 0)/\(proto)")
            if let target = port["targetPort"] {
                out.field(0, "TargetPort", "\(Formats.plain(target))/\(proto)")
            }
            if let node = port["nodePort"].int, node > 0 {
                out.field(0, "NodePort", "\(name)\t\(node)/\(proto)")
            }
            out.field(0, "Endpoints", endpoints(port["name"].string ?? "", slices))
        }
    }

    /// `10.244.1.33:8080,10.244.0.31:8080` and, past three, `+ 2 more...`.
    private func endpoints(_ port: String, _ slices: [Value]) -> String {
        var found: [String] = []
        for slice in slices {
            for slicePort in slice["ports"].array ?? []
            where (slicePort["name"].string ?? "") == port {
                for endpoint in slice["endpoints"].array ?? [] {
                    guard endpoint["conditions"]["ready"].bool ?? true,
                        let address = endpoint["addresses"].array?.first?.string
                    else { continue }
                    found.append("\(address):\(slicePort["port"].int ?? 0)")
                }
            }
        }
        if found.isEmpty { return slices.isEmpty ? "<none>" : "" }
        let shown = found.prefix(3).joined(separator: ",")
        return found.count > 3 ? "\(shown) + \(found.count - 3) more..." : shown
    }
}

/// `describe endpoints` and `describe endpointslice`.
enum DescribeEndpoints {
    static func write(_ endpoints: Value, _ out: inout Description) {
        writeHead(endpoints, &out)
        out.line(0, "Subsets:")
        for subset in endpoints["subsets"].array ?? [] {
            for (title, member) in [
                ("Addresses", "addresses"), ("NotReadyAddresses", "notReadyAddresses"),
            ] {
                let addresses = (subset[member].array ?? []).compactMap { $0["ip"].string }
                out.field(1, title, addresses.isEmpty ? "<none>" : addresses.joined(separator: ","))
            }
            let ports = subset["ports"].array ?? []
            guard !ports.isEmpty else { continue }
            out.line(1, "Ports:")
            writePorts(ports, level: 2, &out)
            out.line(0, "")
        }
    }

    static func write(slice: Value, _ out: inout Description) {
        writeHead(slice, &out)
        out.field(0, "AddressType", slice["addressType"].string ?? "")
        let ports = slice["ports"].array ?? []
        if ports.isEmpty {
            out.field(0, "Ports", "<unset>")
        } else {
            out.line(0, "Ports:")
            writePorts(ports, level: 1, &out)
        }
        let endpoints = slice["endpoints"].array ?? []
        guard !endpoints.isEmpty else { return out.field(0, "Endpoints", "<none>") }
        out.line(0, "Endpoints:")
        for endpoint in endpoints {
            let addresses = endpoint["addresses"].array?.compactMap(\.string) ?? []
            out.field(1, "- Addresses", addresses.joined(separator: ","))
            out.line(2, "Conditions:")
            out.field(
                3, "Ready", endpoint["conditions"]["ready"].bool.map { String($0) } ?? "<unset>")
            out.field(2, "Hostname", endpoint["hostname"].string ?? "<unset>")
            if let target = endpoint["targetRef"] {
                out.field(
                    2, "TargetRef", "\(target["kind"].string ?? "")/\(target["name"].string ?? "")")
            }
            out.field(2, "NodeName", endpoint["nodeName"].string ?? "<unset>")
            out.field(2, "Zone", endpoint["zone"].string ?? "<unset>")
        }
    }

    private static func writeHead(_ object: Value, _ out: inout Description) {
        let metadata = object["metadata"]
        out.field(0, "Name", metadata["name"].string ?? "")
        out.field(0, "Namespace", metadata["namespace"].string ?? "")
        out.labels(0, "Labels", metadata["labels"].stringMap)
        out.annotations(0, metadata["annotations"].stringMap)
    }

    private static func writePorts(_ ports: [Value], level: Int, _ out: inout Description) {
        out.line(level, "Name\tPort\tProtocol")
        out.line(level, "----\t----\t--------")
        for port in ports {
            let name = port["name"].string.flatMap { $0.isEmpty ? nil : $0 } ?? "<unset>"
            out.line(
                level, "\(name)\t\(port["port"].int ?? 0)\t\(port["protocol"].string ?? "TCP")")
        }
    }
}
