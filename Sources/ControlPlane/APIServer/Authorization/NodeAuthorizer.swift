import API
import Simulation

/// What kubelets may do: read what the pods of their own node need, and write what is theirs.
///
/// Upstream: kubernetes plugin/pkg/auth/authorizer/node/node_authorizer.go.
///
/// Differs: relations are looked up in the pods of the node at each question; upstream keeps a
/// graph. Resource claims are left to RBAC.
struct NodeAuthorizer: Authorizer {
    private let pods: PodsByNode
    private let registry: Registry

    private static let claims = GroupVersionResource(
        group: "", version: "v1", resource: "persistentvolumeclaims")

    init(registry: Registry) {
        pods = PodsByNode(registry)
        self.registry = registry
    }

    func decide(_ request: AccessRequest) -> AccessDecision {
        guard let node = Self.nodeName(request.user) else { return AccessDecision(.noOpinion) }
        guard request.isResourceRequest else { return AccessDecision(.noOpinion) }
        switch (request.group, request.resource) {
        case ("", "secrets"), ("", "configmaps"), ("", "persistentvolumeclaims"):
            return related(request, node: node)
        case ("", "persistentvolumes"): return volume(request, node: node)
        case ("", "serviceaccounts"): return token(request, node: node)
        case ("", "nodes"): return ownNode(request, node: node)
        case ("coordination.k8s.io", "leases"): return lease(request, node: node)
        default: return general(request)
        }
    }

    /// The node of a user in `system:nodes`; nil for anybody else.
    static func nodeName(_ user: UserInfo) -> String? {
        guard user.groups.contains("system:nodes"), user.username.hasPrefix("system:node:") else {
            return nil
        }
        return String(user.username.dropFirst("system:node:".count))
    }

    private func related(_ request: AccessRequest, node: String) -> AccessDecision {
        guard ["get", "list", "watch"].contains(request.verb), request.subresource.isEmpty else {
            return AccessDecision(.noOpinion, "can only read resources of this type")
        }
        guard !request.name.isEmpty else {
            return AccessDecision(.noOpinion, "No Object name found")
        }
        let isRelated = pods.contains(on: node) {
            $0["metadata"]["namespace"].string == request.namespace
                && PodReferences.contains($0, request.resource, request.name)
        }
        return isRelated
            ? AccessDecision(.allow)
            : AccessDecision(
                .noOpinion, "no relationship found between node '\(node)' and this object")
    }

    /// A volume concerns the nodes that have a pod with the claim that it is bound to.
    private func volume(_ request: AccessRequest, node: String) -> AccessDecision {
        guard ["get", "list", "watch"].contains(request.verb), request.subresource.isEmpty else {
            return AccessDecision(.noOpinion, "can only read resources of this type")
        }
        guard !request.name.isEmpty else {
            return AccessDecision(.noOpinion, "No Object name found")
        }
        let isRelated = pods.contains(on: node) { pod in
            let namespace = pod["metadata"]["namespace"].string ?? ""
            return (pod["spec"]["volumes"].array ?? []).contains { volume in
                guard let name = volume["persistentVolumeClaim"]["claimName"].string else {
                    return false
                }
                let claim = registry.cached(Self.claims, namespace: namespace, name: name)
                return claim["spec"]["volumeName"].string == request.name
            }
        }
        return isRelated
            ? AccessDecision(.allow)
            : AccessDecision(
                .noOpinion, "no relationship found between node '\(node)' and this object")
    }

    private func token(_ request: AccessRequest, node: String) -> AccessDecision {
        guard request.verb == "create", request.subresource == "token" else {
            guard request.verb == "get", request.subresource.isEmpty else {
                return AccessDecision(
                    .noOpinion, "can only create tokens for individual service accounts")
            }
            return AccessDecision(.noOpinion)
        }
        let isUsed = pods.contains(on: node) {
            $0["metadata"]["namespace"].string == request.namespace
                && $0["spec"]["serviceAccountName"].string ?? "default" == request.name
        }
        return isUsed
            ? AccessDecision(.allow)
            : AccessDecision(
                .noOpinion, "no relationship found between node '\(node)' and this object")
    }

    private func ownNode(_ request: AccessRequest, node: String) -> AccessDecision {
        switch request.verb {
        case "create" where request.subresource.isEmpty: return AccessDecision(.allow)
        case "get", "list", "watch", "update", "patch":
            guard request.name.isEmpty || request.name == node else {
                return AccessDecision(
                    .noOpinion,
                    "node '\(node)' cannot read '\(request.name)', only its own Node object")
            }
            let mayWrite = request.subresource.isEmpty || request.subresource == "status"
            return AccessDecision(mayWrite ? .allow : .noOpinion)
        default: return AccessDecision(.noOpinion)
        }
    }

    private func lease(_ request: AccessRequest, node: String) -> AccessDecision {
        guard request.namespace == "kube-node-lease" else {
            return AccessDecision(
                .noOpinion, "can only access leases in the \"kube-node-lease\" system namespace")
        }
        if request.verb != "create", request.name != node {
            return AccessDecision(
                .noOpinion, "can only access node lease with the same name as the requesting node")
        }
        return AccessDecision(
            ["get", "create", "update", "patch", "delete"].contains(request.verb)
                ? .allow : .noOpinion)
    }

    /// What every kubelet may do, whatever its pods.
    ///
    /// Upstream: kubernetes plugin/pkg/auth/authorizer/rbac/bootstrappolicy NodeRules.
    private static let rules: [String: [String]] = [
        "services": read, "pods": read + ["create", "delete"],
        "pods/status": ["update", "patch"], "pods/eviction": ["create"],
        "events": ["create", "update", "patch"], "endpoints": ["get"],
        "csidrivers.storage.k8s.io": read,
        "events.events.k8s.io": ["create", "update", "patch"],
        "csinodes.storage.k8s.io": ["create", "delete", "get", "patch", "update"],
        "runtimeclasses.node.k8s.io": read, "volumeattachments.storage.k8s.io": ["get"],
        "tokenreviews.authentication.k8s.io": ["create"],
        "subjectaccessreviews.authorization.k8s.io": ["create"],
        "localsubjectaccessreviews.authorization.k8s.io": ["create"],
        "certificatesigningrequests.certificates.k8s.io": ["create", "get", "list", "watch"],
    ]
    private static let read = ["get", "list", "watch"]

    private func general(_ request: AccessRequest) -> AccessDecision {
        var name = request.resource
        if !request.group.isEmpty { name += "." + request.group }
        if !request.subresource.isEmpty { name += "/" + request.subresource }
        let allowed = Self.rules[name]?.contains(request.verb) ?? false
        return AccessDecision(allowed ? .allow : .noOpinion)
    }
}

/// What a pod's specification names.
enum PodReferences {
    /// Whether `pod` names the secret, config map or claim called `name`.
    static func contains(_ pod: Value, _ resource: String, _ name: String) -> Bool {
        names(in: pod["spec"], resource).contains(name)
    }

    private static func names(in spec: Value?, _ resource: String) -> Set<String> {
        var names: Set<String> = []
        let (volume, source, keyRef, envFrom) = members(of: resource)
        for item in spec["volumes"].array ?? [] {
            if let name = item[volume][nameMember(of: resource)].string { names.insert(name) }
            for projected in item["projected"]["sources"].array ?? [] {
                if let name = projected[source]["name"].string { names.insert(name) }
            }
        }
        let containers =
            (spec["containers"].array ?? []) + (spec["initContainers"].array ?? [])
            + (spec["ephemeralContainers"].array ?? [])
        for container in containers {
            for variable in container["env"].array ?? [] {
                if let name = variable["valueFrom"][keyRef]["name"].string { names.insert(name) }
            }
            for group in container["envFrom"].array ?? [] {
                if let name = group[envFrom]["name"].string { names.insert(name) }
            }
        }
        if resource == "secrets" {
            for pull in spec["imagePullSecrets"].array ?? [] {
                if let name = pull["name"].string { names.insert(name) }
            }
        }
        return names
    }

    private static func members(of resource: String) -> (String, String, String, String) {
        switch resource {
        case "secrets": ("secret", "secret", "secretKeyRef", "secretRef")
        case "configmaps": ("configMap", "configMap", "configMapKeyRef", "configMapRef")
        default: ("persistentVolumeClaim", "", "", "")
        }
    }

    private static func nameMember(of resource: String) -> String {
        switch resource {
        case "secrets": "secretName"
        case "configmaps": "name"
        default: "claimName"
        }
    }
}
