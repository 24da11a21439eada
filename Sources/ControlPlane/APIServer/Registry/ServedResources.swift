import API

/// What this server serves: the built-in catalog with each kind's rules, and the objects that it
/// begins with.
///
/// The one place where the generic machinery meets what is known of single kinds.
enum ServedResources {
    static func register(in registry: Registry) {
        for entry in ResourceCatalog.shared.resources {
            let resource = ServedResource(entry)
            registry.add(resource, strategy: Kinds.strategy(for: entry.groupVersionResource))
        }
    }

    static var bootstrapObjects: [Value] { BootstrapPolicy.objects }
}

extension ServedResource {
    init(_ entry: APIResource) {
        var subresources: [String: ServedSubresource] = [:]
        for part in entry.subresources {
            subresources[part.name] = ServedSubresource(kind: part.kind, verbs: part.verbs)
        }
        self.init(
            resource: entry.groupVersionResource, kind: entry.kind,
            isNamespaced: entry.isNamespaced, verbs: entry.verbs, subresources: subresources,
            storageVersion: Self.storageVersion(of: entry))
    }

    /// Where a resource is served in several versions or groups, the one that is stored.
    ///
    /// Upstream: kubernetes pkg/kubeapiserver/default_storage_factory_builder.go.
    private static func storageVersion(of entry: APIResource) -> GroupVersion {
        switch (entry.group, entry.name) {
        case ("events.k8s.io", "events"): GroupVersion(group: "", version: "v1")
        case ("autoscaling", "horizontalpodautoscalers"):
            GroupVersion(group: "autoscaling", version: "v2")
        default: GroupVersion(group: entry.group, version: entry.version)
        }
    }
}
