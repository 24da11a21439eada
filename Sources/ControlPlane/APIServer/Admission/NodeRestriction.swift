import API
import Simulation

/// Kubelets write only their own node and the pods on it, and not the labels that others rely on.
///
/// Upstream: kubernetes plugin/pkg/admission/noderestriction.
struct NodeRestriction: AdmissionPlugin {
    let name = "NodeRestriction"

    private static let restrictedDomains = ["kubernetes.io", "k8s.io"]
    private static let allowedLabels: Set<String> = [
        "kubernetes.io/hostname", "kubernetes.io/os", "kubernetes.io/arch",
        "node.kubernetes.io/instance-type", "topology.kubernetes.io/region",
        "topology.kubernetes.io/zone", "beta.kubernetes.io/os", "beta.kubernetes.io/arch",
        "beta.kubernetes.io/instance-type", "failure-domain.beta.kubernetes.io/zone",
        "failure-domain.beta.kubernetes.io/region",
    ]

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard let node = NodeAuthorizer.nodeName(request.user) else { return }
        guard request.resource.group.isEmpty else { return try checkOwnName(request, node: node) }
        switch request.resource.resource {
        case "nodes" where request.operation == .create || request.operation == .update:
            try checkNode(request, node: node)
        case "pods" where request.operation == .create && request.subresource.isEmpty:
            try checkMirrorPod(request, node: node)
        case "pods" where request.subresource == "status":
            try checkOwnPod(request.oldObject, request, node: node)
        default: break
        }
    }

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard let node = NodeAuthorizer.nodeName(request.user), request.isFor("pods"),
            request.operation == .delete
        else { return }
        try checkOwnPod(request.oldObject, request, node: node)
    }

    /// A lease or a CSINode belongs to the node of its name.
    private func checkOwnName(_ request: AdmissionRequest, node: String) throws(Status) {
        let name =
            request.name.isEmpty ? request.object["metadata"]["name"].string ?? "" : request.name
        switch request.resource.resource {
        case "leases" where request.resource.group == "coordination.k8s.io":
            guard request.namespace == "kube-node-lease" else {
                throw request.forbidden(
                    "can only access leases in the \"kube-node-lease\" system namespace")
            }
            guard name == node else {
                throw request.forbidden(
                    "can only access node lease with the same name as the requesting node")
            }
        case "csinodes" where name != node:
            throw request.forbidden(
                "can only access CSINode with the same name as the requesting node")
        default: break
        }
    }

    private func checkNode(_ request: AdmissionRequest, node: String) throws(Status) {
        let name =
            request.name.isEmpty
            ? request.object["metadata"]["name"].string ?? "" : request.name
        guard name == node else {
            throw request.forbidden(
                "node \(GoText.quoted(node)) is not allowed to modify node "
                    + GoText.quoted(name))
        }
        let old = request.oldObject["metadata"]["labels"].stringMap ?? [:]
        let new = request.object["metadata"]["labels"].stringMap ?? [:]
        let changed = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
        let forbidden = changed.filter(Self.isRestricted).sorted()
        if !forbidden.isEmpty {
            throw request.forbidden(
                "is not allowed to modify labels: \(forbidden.joined(separator: ", "))")
        }
        if request.operation == .update, request.subresource.isEmpty,
            request.oldObject["spec"]["taints"] != request.object["spec"]["taints"]
        {
            throw request.forbidden("is not allowed to modify taints")
        }
    }

    private static func isRestricted(_ label: String) -> Bool {
        guard !allowedLabels.contains(label), let slash = label.firstIndex(of: "/") else {
            return false
        }
        let domain = String(label[..<slash])
        // A kubelet may set these two families of labels of its node.
        for open in ["kubelet.kubernetes.io", "node.kubernetes.io"]
        where domain == open || domain.hasSuffix("." + open) {
            return false
        }
        return restrictedDomains.contains { domain == $0 || domain.hasSuffix("." + $0) }
    }

    private func checkMirrorPod(_ request: AdmissionRequest, node: String) throws(Status) {
        let pod = request.object
        guard pod["metadata"]["annotations"]["kubernetes.io/config.mirror"] != nil else {
            throw request.forbidden(
                "pod does not have \"kubernetes.io/config.mirror\" annotation, "
                    + "node \(GoText.quoted(node)) can only create mirror pods")
        }
        guard pod["spec"]["nodeName"].string == node else {
            throw request.forbidden(
                "node \(GoText.quoted(node)) can only create pods with spec.nodeName set to itself")
        }
    }

    private func checkOwnPod(
        _ pod: Value?, _ request: AdmissionRequest, node: String
    ) throws(Status) {
        guard pod["spec"]["nodeName"].string != node else { return }
        let action = request.operation == .delete ? "delete" : "update status for"
        throw request.forbidden(
            "node \(GoText.quoted(node)) can only \(action) pods with spec.nodeName set to itself")
    }
}
