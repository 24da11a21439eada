package import API

/// One resource as it is served: what discovery says of it, and where its objects are kept.
package struct ServedResource: Sendable {
    package var resource: GroupVersionResource
    package var kind: String
    package var isNamespaced: Bool
    package var verbs: [String]
    /// By name, without the resource's: `status`, `scale`, `log`.
    package var subresources: [String: ServedSubresource]
    /// The version in which objects are stored; others are converted on the way.
    package var storageVersion: GroupVersion
    /// `/registry/pods/`: begins the key of every object. Ends in a slash.
    package var keyPrefix: String
    /// The schema of a custom resource, for server-side apply; nil for a built-in kind.
    package var mergeType: (any MergeType)?
    /// What a definition says of a custom resource; nil for built-in ones.
    var custom: CustomKind?

    package init(
        resource: GroupVersionResource, kind: String, isNamespaced: Bool, verbs: [String],
        subresources: [String: ServedSubresource] = [:], storageVersion: GroupVersion? = nil,
        mergeType: (any MergeType)? = nil
    ) {
        (self.resource, self.kind, self.isNamespaced) = (resource, kind, isNamespaced)
        (self.verbs, self.subresources) = (verbs, subresources)
        self.storageVersion = storageVersion ?? resource.groupVersion
        self.mergeType = mergeType
        keyPrefix = "/registry/\(StoragePrefix.path(of: resource.groupResource))/"
    }

    package var groupVersionKind: GroupVersionKind {
        GroupVersionKind(resource.groupVersion, kind: kind)
    }
    package var groupResource: GroupResource { resource.groupResource }
    /// How server-side apply takes objects apart.
    var mergeShape: MergeShape {
        mergeType.map { .object($0) } ?? MergeShape(of: groupVersionKind)
    }
    package var hasStatus: Bool { subresources["status"] != nil }

    /// The key of one object: `/registry/pods/default/web`.
    package func key(namespace: String, name: String) -> String {
        isNamespaced ? "\(keyPrefix)\(namespace)/\(name)" : keyPrefix + name
    }

    /// What the keys of a namespace's objects, or of all objects, begin with.
    package func keyPrefix(namespace: String) -> String {
        isNamespaced && !namespace.isEmpty ? "\(keyPrefix)\(namespace)/" : keyPrefix
    }
}

/// A part of an object with an address of its own: `pods/log`, `deployments/scale`.
package struct ServedSubresource: Sendable {
    /// The kind of its body: `autoscaling/v1, Kind=Scale` of `deployments/scale`.
    package var kind: GroupVersionKind
    package var verbs: [String]

    package init(kind: GroupVersionKind, verbs: [String]) {
        (self.kind, self.verbs) = (kind, verbs)
    }
}

/// Where the objects of a resource lie under `/registry`.
///
/// Most lie under their plural; these are the names that history has left.
/// Source: `truth/50-etcdctl.txt`. Upstream: kubernetes pkg/kubeapiserver/default_storage_factory_builder.go.
enum StoragePrefix {
    private static let exceptions: [GroupResource: String] = [
        GroupResource(group: "", resource: "nodes"): "minions",
        GroupResource(group: "", resource: "services"): "services/specs",
        GroupResource(group: "", resource: "endpoints"): "services/endpoints",
        GroupResource(group: "", resource: "replicationcontrollers"): "controllers",
        GroupResource(group: "events.k8s.io", resource: "events"): "events",
        GroupResource(group: "networking.k8s.io", resource: "ingresses"): "ingress",
    ]
    /// Groups whose name is part of the key; so it is for every custom resource.
    private static let builtInGroups: Set<String> = [
        "", "apps", "batch", "autoscaling", "policy", "events.k8s.io", "rbac.authorization.k8s.io",
        "networking.k8s.io", "storage.k8s.io", "coordination.k8s.io", "discovery.k8s.io",
        "node.k8s.io", "scheduling.k8s.io", "certificates.k8s.io", "admissionregistration.k8s.io",
        "flowcontrol.apiserver.k8s.io", "resource.k8s.io", "internal.apiserver.k8s.io",
        "storagemigration.k8s.io", "authentication.k8s.io", "authorization.k8s.io",
    ]

    static func path(of resource: GroupResource) -> String {
        if let path = exceptions[resource] { return path }
        return builtInGroups.contains(resource.group)
            ? resource.resource : "\(resource.group)/\(resource.resource)"
    }
}
