import API

/// `describe namespace`, with its quotas and limits.
struct DescribeNamespace {
    private let describer: Describer

    init(_ describer: Describer) { self.describer = describer }

    func text(_ info: ResourceInfo) async throws(KubectlError) -> String {
        var out = Description(now: describer.invocation.now)
        out.field(0, "Name", info.name)
        out.labels(0, "Labels", info.object["metadata"]["labels"].stringMap)
        out.annotations(0, info.object["metadata"]["annotations"].stringMap)
        out.field(0, "Status", info.object["status"]["phase"].string ?? "")
        let quotas = try await list("resourcequotas", in: info.name)
        if quotas.isEmpty {
            out.line(0, "\nNo resource quota.")
        } else {
            out.line(0, "\nResource Quotas")
            for quota in quotas {
                out.field(1, "Name", quota["metadata"]["name"].string ?? "")
                out.line(1, "Resource\tUsed\tHard")
                out.line(1, "--------\t---\t---")
                DescribeLimits.writeRows(quota, level: 1, &out)
            }
        }
        let ranges = try await list("limitranges", in: info.name)
        if ranges.isEmpty {
            out.line(0, "\nNo LimitRange resource.")
        } else {
            out.line(0, "\nResource Limits")
            for range in ranges { DescribeLimits.writeTable(range, indent: " ", &out) }
        }
        return out.aligned
    }

    private func list(_ resource: String, in namespace: String) async throws(KubectlError)
        -> [Value]
    {
        let mapping = try await describer.invocation.mapper().resource(named: resource)
        return
            (try? await describer.invocation.client().wholeList(mapping, namespace: namespace, []))
            ?? []
    }
}

/// `describe quota` and `describe limitrange`.
enum DescribeLimits {
    static func write(quota: Value, _ out: inout Description) {
        out.field(0, "Name", quota["metadata"]["name"].string ?? "")
        out.field(0, "Namespace", quota["metadata"]["namespace"].string ?? "")
        let scopes = quota["spec"]["scopes"].array?.compactMap(\.string) ?? []
        if !scopes.isEmpty { out.field(0, "Scopes", scopes.sorted().joined(separator: ", ")) }
        out.line(0, "Resource\tUsed\tHard")
        out.line(0, "--------\t----\t----")
        writeRows(quota, level: 0, &out)
    }

    static func writeRows(_ quota: Value, level: Int, _ out: inout Description) {
        let used = quota["status"]["used"]
        for (name, hard) in (quota["status"]["hard"].object ?? Object()).sorted {
            out.line(
                level, "\(name)\t\(used[name].map(Formats.plain) ?? "0")\t\(Formats.plain(hard))")
        }
    }

    static func write(range: Value, _ out: inout Description) {
        out.field(0, "Name", range["metadata"]["name"].string ?? "")
        out.field(0, "Namespace", range["metadata"]["namespace"].string ?? "")
        writeTable(range, indent: "", &out)
    }

    static func writeTable(_ range: Value, indent: String, _ out: inout Description) {
        out.line(
            0,
            "\(indent)Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio"
        )
        out.line(
            0,
            "\(indent)----\t--------\t---\t---\t---------------\t-------------\t-----------------------"
        )
        let members = ["min", "max", "defaultRequest", "default", "maxLimitRequestRatio"]
        for item in range["spec"]["limits"].array ?? [] {
            var names: Set<String> = []
            for member in members { names.formUnion(item[member].object?.names ?? []) }
            for name in names.sorted() {
                let cells = members.map { item[$0][name].map(Formats.plain) ?? "-" }
                out.line(
                    0,
                    "\(indent)\(item["type"].string ?? "")\t\(name)\t\(cells.joined(separator: "\t"))"
                )
            }
        }
    }
}

/// `describe` of volumes and claims.
struct DescribeStorage {
    private let describer: Describer

    init(_ describer: Describer) { self.describer = describer }

    func write(claim info: ResourceInfo, _ out: inout Description) async throws(KubectlError) {
        let (metadata, spec, status) = (
            info.object["metadata"], info.object["spec"], info.object["status"]
        )
        out.field(0, "Name", info.name)
        out.field(0, "Namespace", info.namespace)
        out.field(0, "StorageClass", spec["storageClassName"].string ?? "")
        let isTerminating = metadata["deletionTimestamp"] != nil
        out.field(0, "Status", isTerminating ? "Terminating" : status["phase"].string ?? "")
        out.field(0, "Volume", spec["volumeName"].string ?? "")
        out.labels(0, "Labels", metadata["labels"].stringMap)
        out.annotations(0, metadata["annotations"].stringMap)
        out.field(0, "Finalizers", GoText.plain(metadata["finalizers"] ?? []))
        let isBound = !(spec["volumeName"].string ?? "").isEmpty
        out.field(
            0, "Capacity", isBound ? status["capacity"]["storage"].map(Formats.plain) ?? "" : "")
        out.field(0, "Access Modes", isBound ? Self.modes(status["accessModes"]) : "")
        if let mode = spec["volumeMode"].string { out.field(0, "VolumeMode", mode) }
        out.list(0, "Used By", try await users(of: info))
    }

    private func users(of info: ResourceInfo) async throws(KubectlError) -> [String] {
        let pods = try await describer.invocation.mapper().resource(named: "pods")
        let found = try await describer.invocation.client().wholeList(
            pods, namespace: info.namespace, [])
        return found.filter { pod in
            pod["spec"]["volumes"].array?.contains {
                $0["persistentVolumeClaim"]["claimName"].string == info.name
            } ?? false
        }.compactMap { $0["metadata"]["name"].string }
    }

    static func write(volume: Value, _ out: inout Description) {
        let (metadata, spec, status) = (volume["metadata"], volume["spec"], volume["status"])
        out.field(0, "Name", metadata["name"].string ?? "")
        out.labels(0, "Labels", metadata["labels"].stringMap)
        out.annotations(0, metadata["annotations"].stringMap)
        out.field(0, "Finalizers", GoText.plain(metadata["finalizers"] ?? []))
        out.field(0, "StorageClass", spec["storageClassName"].string ?? "")
        let isTerminating = metadata["deletionTimestamp"] != nil
        out.field(0, "Status", isTerminating ? "Terminating" : status["phase"].string ?? "")
        let claim = spec["claimRef"]
        out.field(
            0, "Claim",
            claim == nil ? "" : "\(claim["namespace"].string ?? "")/\(claim["name"].string ?? "")")
        out.field(0, "Reclaim Policy", spec["persistentVolumeReclaimPolicy"].string ?? "")
        out.field(0, "Access Modes", modes(spec["accessModes"]))
        if let mode = spec["volumeMode"].string { out.field(0, "VolumeMode", mode) }
        out.field(0, "Capacity", spec["capacity"]["storage"].map(Formats.plain) ?? "")
        out.field(0, "Node Affinity", spec["nodeAffinity"] == nil ? "<none>" : "")
        out.field(0, "Message", status["message"].string ?? "")
        out.line(0, "Source:")
        if let spec { DescribeVolumes.writeSource(spec, &out) }
    }

    /// `RWO,ROX`.
    private static func modes(_ list: Value?) -> String {
        let short = [
            "ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX",
            "ReadWriteOncePod": "RWOP",
        ]
        let given = Set(list.array?.compactMap(\.string) ?? [])
        return ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]
            .filter(given.contains).compactMap { short[$0] }.joined(separator: ",")
    }
}
