import API

/// The two headers that say which flow a request counts for.
///
/// Source: `truth/01-http-root-and-discovery.txt`.
///
/// Differs: nothing is ever queued or rejected; the flow schemas are matched by their names and not
/// by their rules.
struct FlowHeaders: Sendable {
    let registry: Registry

    private static func resource(_ name: String) -> GroupVersionResource {
        GroupVersionResource(
            group: "flowcontrol.apiserver.k8s.io", version: "v1", resource: name)
    }

    func add(to headers: inout HTTPHeaders, _ context: RequestContext) {
        let name = Self.schema(of: context)
        guard let schema = registry.cached(Self.resource("flowschemas"), name: name),
            let level = schema["spec"]["priorityLevelConfiguration"]["name"].string,
            let configuration = registry.cached(
                Self.resource("prioritylevelconfigurations"), name: level)
        else { return }
        headers.append(
            "X-Kubernetes-Pf-Flowschema-Uid", schema["metadata"]["uid"].string ?? "")
        headers.append(
            "X-Kubernetes-Pf-Prioritylevel-Uid", configuration["metadata"]["uid"].string ?? "")
    }

    /// The schema that matches first.
    private static func schema(of context: RequestContext) -> String {
        let (user, info) = (context.user, context.info)
        if user.groups.contains("system:masters") { return "exempt" }
        if !info.isResourceRequest,
            ["/healthz", "/livez", "/readyz"].contains(where: { info.path.hasPrefix($0) })
        {
            return "probes"
        }
        if user.groups.contains("system:nodes") {
            let isBeat = ["leases", "nodes"].contains(info.resource)
            return isBeat ? "system-node-high" : "system-nodes"
        }
        for component in ["kube-controller-manager", "kube-scheduler"]
        where user.username == "system:\(component)" {
            let isElection = info.resource == "leases" && info.namespace == "kube-system"
            return isElection ? "system-leader-election" : component
        }
        if user.groups.contains("system:serviceaccounts:kube-system") {
            return "kube-system-service-accounts"
        }
        return user.groups.contains("system:serviceaccounts")
            ? "service-accounts" : "global-default"
    }
}
