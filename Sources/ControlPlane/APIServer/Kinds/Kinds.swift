package import API

/// What the API server knows of each kind: its defaults, its checks, and how it changes.
///
/// Each family has a file: `WorkloadKinds`, `BatchKinds`, `ConfigKinds`, ... A kind that is missing
/// from them is served by the general rules alone.
package enum Kinds {
    /// The rules for objects served at `resource`.
    package static func strategy(for resource: GroupVersionResource) -> any Strategy {
        let name = resource.groupResource
        if let known = known["\(name)"] { return known }
        return withSpecGeneration.contains("\(name)") ? specGeneration : general
    }

    private static let known: [String: any Strategy] = {
        var all: [String: any Strategy] = [
            "pods": PodStrategy(), "namespaces": NamespaceStrategy(), "nodes": NodeStrategy(),
        ]
        let families = [
            WorkloadKinds.rules, BatchKinds.rules, ConfigKinds.rules, RBACKinds.rules,
            StorageKinds.rules, NetworkingKinds.rules, PolicyKinds.rules, WebhookKinds.rules,
            FlowControlKinds.rules, NodeKinds.rules, AdmissionPolicyKinds.rules,
        ]
        for family in families { all.merge(family) { first, _ in first } }
        return all
    }()

    /// Kinds whose `metadata.generation` counts changes of their spec.
    private static let withSpecGeneration: Set<String> = [
        "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
        "deviceclasses.resource.k8s.io", "resourceslices.resource.k8s.io",
    ]

    private static let general = KindRules()
    private static let specGeneration = KindRules(generationMembers: ["spec"])
}
