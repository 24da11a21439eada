import API

/// `describe pod`.
///
/// Upstream: kubectl pkg/describe/describe.go describePod.
enum DescribePod {
    static func write(_ pod: Value, _ out: inout Description) {
        let (metadata, spec, status) = (pod["metadata"], pod["spec"], pod["status"])
        out.field(0, "Name", metadata["name"].string ?? "")
        out.field(0, "Namespace", metadata["namespace"].string ?? "")
        if let priority = spec["priority"].int { out.field(0, "Priority", String(priority)) }
        if let name = spec["priorityClassName"].string { out.field(0, "Priority Class Name", name) }
        if let name = spec["runtimeClassName"].string { out.field(0, "Runtime Class Name", name) }
        if let account = spec["serviceAccountName"].string {
            out.field(0, "Service Account", account)
        }
        if let node = spec["nodeName"].string, !node.isEmpty {
            out.field(0, "Node", "\(node)/\(status["hostIP"].string ?? "")")
        } else {
            out.field(0, "Node", "<none>")
        }
        if let start = status["startTime"].string {
            out.field(0, "Start Time", DescribeTime.text(start))
        }
        out.labels(0, "Labels", metadata["labels"].stringMap)
        out.annotations(0, metadata["annotations"].stringMap)
        writeStatus(pod, &out)
        let resolver = PodFieldResolver(pod)
        let initContainers = spec["initContainers"].array ?? []
        if !initContainers.isEmpty {
            DescribeContainers(
                indent: "", statuses: status["initContainerStatuses"], resolver: resolver
            )
            .write("Init Containers", initContainers, &out)
        }
        DescribeContainers(indent: "", statuses: status["containerStatuses"], resolver: resolver)
            .write("Containers", spec["containers"].array ?? [], &out)
        writeGates(pod, &out)
        writeConditions(status["conditions"].array ?? [], &out)
        DescribeVolumes.write(spec["volumes"].array ?? [], indent: "", &out)
        if let quality = status["qosClass"].string { out.field(0, "QoS Class", quality) }
        out.labels(0, "Node-Selectors", spec["nodeSelector"].stringMap)
        out.list(0, "Tolerations", tolerations(spec["tolerations"].array ?? []))
        let spread = (spec["topologySpreadConstraints"].array ?? []).map(spreadText).sorted()
        if !spread.isEmpty { out.list(0, "Topology Spread Constraints", spread) }
    }

    private static func writeStatus(_ pod: Value, _ out: inout Description) {
        let (metadata, status) = (pod["metadata"], pod["status"])
        if let deletion = metadata["deletionTimestamp"].string {
            out.field(
                0, "Status", "Terminating (lasts \(HumanDuration.since(deletion, out.now)))")
            let grace = metadata["deletionGracePeriodSeconds"].int ?? 0
            out.field(0, "Termination Grace Period", "\(grace)s")
        } else {
            out.field(0, "Status", status["phase"].string ?? "")
        }
        if let reason = status["reason"].string { out.field(0, "Reason", reason) }
        if let message = status["message"].string { out.field(0, "Message", message) }
        out.field(0, "IP", status["podIP"].string ?? "")
        let addresses = status["podIPs"].array ?? []
        if addresses.isEmpty {
            out.field(0, "IPs", "<none>")
        } else {
            out.line(0, "IPs:")
            for address in addresses { out.field(1, "IP", address["ip"].string ?? "") }
        }
        let owner = metadata["ownerReferences"].array?.first { $0["controller"].bool == true }
        if let owner {
            out.field(
                0, "Controlled By", "\(owner["kind"].string ?? "")/\(owner["name"].string ?? "")")
        }
        if let node = status["nominatedNodeName"].string { out.field(0, "NominatedNodeName", node) }
    }

    private static func writeGates(_ pod: Value, _ out: inout Description) {
        let gates = pod["spec"]["readinessGates"].array ?? []
        guard !gates.isEmpty else { return }
        out.line(0, "Readiness Gates:\n  Type\tStatus")
        for gate in gates {
            let type = gate["conditionType"].string ?? ""
            let condition = pod["status"]["conditions"].array?.first { $0["type"].string == type }
            out.line(1, "\(type) \t\(condition["status"].string ?? "<none>") ")
        }
    }

    private static func writeConditions(_ conditions: [Value], _ out: inout Description) {
        guard !conditions.isEmpty else { return }
        out.line(0, "Conditions:\n  Type\tStatus")
        for condition in conditions {
            out.line(1, "\(condition["type"].string ?? "") \t\(condition["status"].string ?? "") ")
        }
    }

    /// `key=value:effect op=Exists for 300s`, by key.
    static func tolerations(_ tolerations: [Value]) -> [String] {
        let sorted = tolerations.enumerated().sorted {
            ($0.element["key"].string ?? "", $0.offset) < (
                $1.element["key"].string ?? "", $1.offset
            )
        }.map(\.element)
        return sorted.map { toleration in
            let key = toleration["key"].string ?? ""
            let value = toleration["value"].string ?? ""
            let effect = toleration["effect"].string ?? ""
            var text = key
            if !value.isEmpty { text += "=\(value)" }
            if !effect.isEmpty { text += ":\(effect)" }
            if toleration["operator"].string == "Exists", value.isEmpty {
                text += text.isEmpty ? "op=Exists" : " op=Exists"
            }
            if let seconds = toleration["tolerationSeconds"].int { text += " for \(seconds)s" }
            return text
        }
    }

    private static func spreadText(_ constraint: Value) -> String {
        var text =
            "\(constraint["topologyKey"].string ?? ""):\(constraint["whenUnsatisfiable"].string ?? "")"
            + " when max skew \(constraint["maxSkew"].int ?? 0) is exceeded"
        if let selector = constraint["labelSelector"],
            let query = try? LabelSelector(selector).selector().description
        {
            text += " for selector \(query)"
        }
        return text
    }
}

/// The values that a container's environment takes from its pod.
struct PodFieldResolver {
    private let pod: Value

    init(_ pod: Value) { self.pod = pod }

    /// What the downward API gives for a path of the metadata; empty for all else.
    ///
    /// Upstream: kubernetes pkg/fieldpath ExtractFieldPathAsString.
    func field(_ path: String) -> String {
        let metadata = pod["metadata"]
        switch path {
        case "metadata.name", "metadata.namespace", "metadata.uid":
            return metadata[String(path.dropFirst(9))].string ?? ""
        case "metadata.labels", "metadata.annotations":
            let map = metadata[String(path.dropFirst(9))].stringMap ?? [:]
            return map.sorted { $0.key < $1.key }.map { "\($0.key)=\(GoText.quoted($0.value))" }
                .joined(separator: "\n")
        default:
            for member in ["labels", "annotations"] where path.hasPrefix("metadata.\(member)['") {
                let key = String(path.dropFirst("metadata.\(member)['".count).dropLast(2))
                return metadata[member].stringMap?[key] ?? ""
            }
            return ""
        }
    }

    /// A request or limit of `container`, counted in the divisor.
    func resource(_ reference: Value, of container: Value) -> String {
        let name = reference["resource"].string ?? ""
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return "" }
        let quantity = container["resources"][parts[0]][parts[1]].flatMap { Quantity($0) } ?? .zero
        let divisor = reference["divisor"].flatMap { Quantity($0) }.flatMap { $0.isZero ? nil : $0 }
        let count = quantity.counted(in: divisor, isCPU: parts[1] == "cpu")
        if count == 0, parts[0] == "limits" { return "node allocatable" }
        return String(count)
    }
}
