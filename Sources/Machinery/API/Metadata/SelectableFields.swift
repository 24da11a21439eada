/// Which fields of which kinds a field selector may name, and how they read.
///
/// Upstream: kubernetes pkg/apis/core/v1/conversion.go and the registries' `ToSelectableFields`.
package enum SelectableFields {
    private static let byKind: [String: [String]] = [
        "Pod": [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
            "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs",
            "status.nominatedNodeName",
        ],
        "Node": ["spec.unschedulable"],
        "Namespace": ["status.phase"],
        "Secret": ["type"],
        "Service": ["spec.clusterIP", "spec.type"],
        "ReplicationController": ["status.replicas"],
        "ReplicaSet.apps": ["status.replicas"],
        "Job.batch": ["status.successful"],
        "Event": eventFields,
        "Event.events.k8s.io": eventFields,
        "CertificateSigningRequest.certificates.k8s.io": ["spec.signerName"],
    ]

    private static let eventFields = [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name",
        "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion",
        "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
    ]

    /// **Throws** a bad request for the first field that objects of `kind` cannot be selected by;
    /// `own` are fields that a custom resource adds.
    package static func check(
        _ selector: FieldSelector, for kind: GroupVersionKind, beside own: [String] = []
    ) throws(Status) {
        let key = kind.group.isEmpty ? kind.kind : "\(kind.kind).\(kind.group)"
        for requirement in selector.requirements {
            let field = requirement.field
            if field == "metadata.name" || field == "metadata.namespace" { continue }
            if kind.kind == "Namespace", field == "name" { continue }
            guard byKind[key]?.contains(field) ?? own.contains(field) else {
                throw .badRequest("field label not supported: \(field)")
            }
        }
    }

    /// The text of `field`; empty if the object does not have it.
    package static func text(of field: String, in object: Value) -> String {
        switch field {
        case "name": return text(of: "metadata.name", in: object)
        case "status.successful": return text(of: "status.succeeded", in: object, default: "0")
        case "spec.unschedulable", "spec.hostNetwork":
            return text(of: field, in: object, default: "false")
        case "status.replicas": return text(of: field, in: object, default: "0")
        case "status.podIPs":
            let addresses = object["status"]["podIPs"].array ?? []
            return addresses.compactMap { $0["ip"].string }.joined(separator: ",")
        case "source":
            return object["source"]["component"].string ?? object["reportingController"].string
                ?? object["deprecatedSource"]["component"].string ?? ""
        case "reportingComponent" where object["reportingComponent"] == nil:
            return text(of: "reportingController", in: object, default: "")
        default: break
        }
        if field.hasPrefix("involvedObject."), object["involvedObject"] == nil {
            return text(
                of: "regarding." + field.dropFirst("involvedObject.".count), in: object, default: ""
            )
        }
        return text(of: field, in: object, default: "")
    }

    private static func text(of path: String, in object: Value, default fallback: String) -> String
    {
        var value: Value? = object
        for name in path.split(separator: ".") { value = value[String(name)] }
        switch value {
        case .string(let text): return text
        case .int(let number): return String(number)
        case .bool(let flag): return flag ? "true" : "false"
        default: return fallback
        }
    }
}
