import API

/// `describe node`.
struct DescribeNode {
    private let describer: Describer

    init(_ describer: Describer) { self.describer = describer }

    func text(_ info: ResourceInfo) async throws(KubectlError) -> String {
        var out = Description(now: describer.invocation.now)
        let node = info.object
        writeHead(node, &out)
        await writeLease(info.name, &out)
        writeConditions(node["status"]["conditions"].array ?? [], &out)
        writeAddresses(node, &out)
        writeSystem(node, &out)
        try await writePods(info, &out)
        out.events(try await describer.events(of: info))
        return out.aligned
    }

    private func writeHead(_ node: Value, _ out: inout Description) {
        let (metadata, spec) = (node["metadata"], node["spec"])
        let labels = metadata["labels"].stringMap ?? [:]
        out.field(0, "Name", metadata["name"].string ?? "")
        var roles: [String] = []
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
            let prefix = "node-role.kubernetes.io/"
            if key.hasPrefix(prefix), key != prefix {
                roles.append(String(key.dropFirst(prefix.count)))
            }
            if key == "kubernetes.io/role", !value.isEmpty { roles.append(value) }
        }
        out.field(0, "Roles", roles.isEmpty ? "<none>" : roles.sorted().joined(separator: ","))
        out.labels(0, "Labels", labels)
        out.annotations(0, metadata["annotations"].stringMap)
        out.field(0, "CreationTimestamp", DescribeTime.text(metadata["creationTimestamp"].string))
        let taints = (spec["taints"].array ?? []).map { taint in
            let value = taint["value"].string.map { $0.isEmpty ? "" : "=\($0)" } ?? ""
            return (
                key: "\(taint["effect"].string ?? ""),\(taint["key"].string ?? "")",
                text: "\(taint["key"].string ?? "")\(value):\(taint["effect"].string ?? "")"
            )
        }
        out.list(0, "Taints", taints.sorted { $0.key < $1.key }.map(\.text))
        out.field(0, "Unschedulable", String(spec["unschedulable"].bool ?? false))
    }

    private func writeLease(_ name: String, _ out: inout Description) async {
        let path = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/\(name)"
        guard let client = try? await describer.invocation.client(),
            let lease = try? await client.value("GET", path)
        else { return }
        out.line(0, "Lease:")
        let spec = lease["spec"]
        out.field(1, "HolderIdentity", spec["holderIdentity"].string ?? "<unset>")
        out.field(1, "AcquireTime", DescribeTime.text(spec["acquireTime"].string))
        out.field(1, "RenewTime", DescribeTime.text(spec["renewTime"].string))
    }

    private func writeConditions(_ conditions: [Value], _ out: inout Description) {
        guard !conditions.isEmpty else { return }
        out.line(0, "Conditions:")
        out.line(1, "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage")
        out.line(1, "----\t------\t-----------------\t------------------\t------\t-------")
        for condition in conditions {
            func text(_ name: String) -> String { condition[name].string ?? "" }
            out.line(
                1,
                "\(text("type")) \t\(text("status")) \t\(DescribeTime.text(condition["lastHeartbeatTime"].string))"
                    + " \t\(DescribeTime.text(condition["lastTransitionTime"].string))"
                    + " \t\(text("reason")) \t\(text("message"))")
        }
    }

    private func writeAddresses(_ node: Value, _ out: inout Description) {
        let status = node["status"]
        out.line(0, "Addresses:")
        for address in status["addresses"].array ?? [] {
            out.field(1, address["type"].string ?? "", address["address"].string ?? "")
        }
        for (member, title) in [("capacity", "Capacity"), ("allocatable", "Allocatable")] {
            guard let amounts = status[member].object, !amounts.isEmpty else { continue }
            out.line(0, "\(title):")
            for (name, amount) in amounts.sorted { out.field(1, name, Formats.plain(amount)) }
        }
    }

    private func writeSystem(_ node: Value, _ out: inout Description) {
        let info = node["status"]["nodeInfo"]
        out.line(0, "System Info:")
        for (title, member) in [
            ("Machine ID", "machineID"), ("System UUID", "systemUUID"), ("Boot ID", "bootID"),
            ("Kernel Version", "kernelVersion"), ("OS Image", "osImage"),
            ("Operating System", "operatingSystem"), ("Architecture", "architecture"),
            ("Container Runtime Version", "containerRuntimeVersion"),
            ("Kubelet Version", "kubeletVersion"),
        ] {
            out.field(1, title, info[member].string ?? "")
        }
        let spec = node["spec"]
        if let range = spec["podCIDR"].string { out.field(0, "PodCIDR", range) }
        let ranges = (spec["podCIDRs"].array ?? []).compactMap(\.string)
        if !ranges.isEmpty { out.field(0, "PodCIDRs", ranges.joined(separator: ",")) }
        if let id = spec["providerID"].string { out.field(0, "ProviderID", id) }
    }

    // MARK: - Pods and what they ask for

    private func writePods(_ info: ResourceInfo, _ out: inout Description)
        async throws(KubectlError)
    {
        let mapping = try await describer.invocation.mapper().resource(named: "pods")
        let fields = "spec.nodeName=\(info.name),status.phase!=Failed,status.phase!=Succeeded"
        let pods = try await describer.invocation.client().wholeList(
            mapping, namespace: "", [("fieldSelector", fields), ("limit", "500")])
        let allocatable = info.object["status"]["allocatable"] ?? info.object["status"]["capacity"]
        let usage = NodeUsage(allocatable: allocatable)
        out.field(0, "Non-terminated Pods", "(\(pods.count) in total)")
        out.line(
            1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge")
        out.line(
            1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---")
        for pod in pods {
            let metadata = pod["metadata"]
            let cells = [
                ("cpu", "requests"), ("cpu", "limits"), ("memory", "requests"),
                ("memory", "limits"),
            ]
            .map { usage.share(PodResources.total(pod, $0.1, $0.0), of: $0.0) }
            out.line(
                1,
                "\(metadata["namespace"].string ?? "")\t\(metadata["name"].string ?? "")\t\t"
                    + cells.joined(separator: "\t")
                    + "\t\(HumanDuration.since(metadata["creationTimestamp"].string, out.now))"
            )
        }
        out.line(
            0,
            "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)")
        out.line(1, "Resource\tRequests\tLimits")
        out.line(1, "--------\t--------\t------")
        for name in ["cpu", "memory", "ephemeral-storage"] + usage.extended {
            let sums = ["requests", "limits"].map { kind in
                usage.share(
                    pods.map { PodResources.total($0, kind, name) }.reduce(.zero, +), of: name)
            }
            out.line(1, "\(name)\t\(sums[0])\t\(sums[1])")
        }
    }
}

/// How much of a node an amount is: `100m (2%)`.
private struct NodeUsage {
    let allocatable: Value?

    func share(_ amount: Quantity, of name: String) -> String {
        let whole = allocatable[name].flatMap { Quantity($0) } ?? .zero
        let percent =
            whole.isZero ? 0 : Int(Double(amount.milliValue) / Double(whole.milliValue) * 100)
        return "\(amount) (\(percent)%)"
    }

    /// Resources beyond the usual, as huge pages and devices are.
    var extended: [String] {
        (allocatable.object?.names ?? []).filter {
            !["cpu", "memory", "ephemeral-storage", "pods"].contains($0)
        }.sorted()
    }
}

/// What a pod asks for as a whole.
private enum PodResources {
    /// The sum of its containers, or the most that one init container asks for.
    static func total(_ pod: Value, _ kind: String, _ name: String) -> Quantity {
        func amount(_ container: Value) -> Quantity {
            container["resources"][kind][name].flatMap { Quantity($0) } ?? .zero
        }
        var sum = Quantity.zero
        for container in pod["spec"]["containers"].array ?? [] { sum += amount(container) }
        for container in pod["spec"]["initContainers"].array ?? [] {
            sum = max(sum, amount(container))
        }
        return sum
    }
}
