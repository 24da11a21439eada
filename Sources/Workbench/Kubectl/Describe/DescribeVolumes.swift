import API

/// The volumes part of `describe`, of a pod or of a template.
enum DescribeVolumes {
    static func write(_ volumes: [Value], indent: String, _ out: inout Description) {
        guard !volumes.isEmpty else { return out.field(0, "\(indent)Volumes", "<none>") }
        out.line(0, "\(indent)Volumes:")
        for volume in volumes {
            out.line(1, "\(indent.dropFirst())\(volume["name"].string ?? ""):")
            writeSource(volume, &out)
        }
    }

    /// The fields of a volume's source, two levels deep.
    static func writeSource(_ volume: Value, _ out: inout Description) {
        func type(_ name: String, _ explanation: String) {
            out.field(2, "Type", "\(name) (\(explanation))")
        }
        if let path = volume["hostPath"] {
            type("HostPath", "bare host directory volume")
            out.field(2, "Path", path["path"].string ?? "")
            out.field(2, "HostPathType", path["type"].string ?? "")
        } else if let empty = volume["emptyDir"] {
            type("EmptyDir", "a temporary directory that shares a pod's lifetime")
            out.field(2, "Medium", empty["medium"].string ?? "")
            out.field(2, "SizeLimit", empty["sizeLimit"].map(Formats.plain) ?? "<unset>")
        } else if let secret = volume["secret"] {
            type("Secret", "a volume populated by a Secret")
            out.field(2, "SecretName", secret["secretName"].string ?? "")
            out.field(2, "Optional", String(secret["optional"].bool ?? false))
        } else if let map = volume["configMap"] {
            type("ConfigMap", "a volume populated by a ConfigMap")
            out.field(2, "Name", map["name"].string ?? "")
            out.field(2, "Optional", String(map["optional"].bool ?? false))
        } else if let claim = volume["persistentVolumeClaim"] {
            type(
                "PersistentVolumeClaim",
                "a reference to a PersistentVolumeClaim in the same namespace")
            out.field(2, "ClaimName", claim["claimName"].string ?? "")
            out.field(2, "ReadOnly", String(claim["readOnly"].bool ?? false))
        } else if let downward = volume["downwardAPI"] {
            type("DownwardAPI", "a volume populated by information about the pod")
            out.line(2, "Items:")
            for item in downward["items"].array ?? [] {
                let source =
                    item["fieldRef"]["fieldPath"].string
                    ?? item["resourceFieldRef"]["resource"].string
                out.line(3, "\(source ?? "") -> \(item["path"].string ?? "")")
            }
        } else if let projected = volume["projected"] {
            type("Projected", "a volume that contains injected data from multiple sources")
            for source in projected["sources"].array ?? [] { writeProjected(source, &out) }
        } else if let nfs = volume["nfs"] {
            type("NFS", "an NFS mount that lasts the lifetime of a pod")
            out.field(2, "Server", nfs["server"].string ?? "")
            out.field(2, "Path", nfs["path"].string ?? "")
            out.field(2, "ReadOnly", String(nfs["readOnly"].bool ?? false))
        } else {
            out.line(2, "<unknown>")
        }
    }

    private static func writeProjected(_ source: Value, _ out: inout Description) {
        if let secret = source["secret"] {
            out.field(2, "SecretName", secret["name"].string ?? "")
            out.field(2, "Optional", String(secret["optional"].bool ?? false))
        } else if source["downwardAPI"] != nil {
            out.field(2, "DownwardAPI", "true")
        } else if let map = source["configMap"] {
            out.field(2, "ConfigMapName", map["name"].string ?? "")
            out.field(2, "Optional", String(map["optional"].bool ?? false))
        } else if let token = source["serviceAccountToken"] {
            out.field(2, "TokenExpirationSeconds", String(token["expirationSeconds"].int ?? 0))
        }
    }
}

/// The pod template of a workload.
enum DescribeTemplate {
    static func write(_ template: Value?, _ out: inout Description) {
        out.line(0, "Pod Template:")
        let metadata = template["metadata"]
        out.labels(1, "Labels", metadata["labels"].stringMap)
        if let annotations = metadata["annotations"].stringMap, !annotations.isEmpty {
            out.annotations(1, annotations)
        }
        let spec = template["spec"]
        if let account = spec["serviceAccountName"].string {
            out.field(1, "Service Account", account)
        }
        let initContainers = spec["initContainers"].array ?? []
        let containers = DescribeContainers(indent: "  ", statuses: nil, resolver: nil)
        if !initContainers.isEmpty { containers.write("Init Containers", initContainers, &out) }
        containers.write("Containers", spec["containers"].array ?? [], &out)
        DescribeVolumes.write(spec["volumes"].array ?? [], indent: "  ", &out)
        out.labels(1, "Node-Selectors", spec["nodeSelector"].stringMap)
        out.list(1, "Tolerations", DescribePod.tolerations(spec["tolerations"].array ?? []))
    }
}
