import API
import Simulation

/// What is left in a namespace that is being emptied.
struct NamespaceContent: Sendable {
    /// How many objects of each resource: `configmaps.` or `deployments.apps`.
    private(set) var remaining: [String: Int] = [:]
    /// How many objects wait for each finalizer.
    private(set) var finalizers: [String: Int] = [:]
    /// How long it may take until the rest is gone.
    private(set) var estimate = Duration.zero

    var isEmpty: Bool { remaining.isEmpty }

    /// What can be in a namespace, each resource in the version that its group prefers.
    static func resources(of catalog: ResourceCatalog) -> [APIResource] {
        catalog.resources.filter { resource in
            resource.isNamespaced && resource.verbs.contains("delete")
                && resource.verbs.contains("list")
                && catalog.group(named: resource.group)?.preferredVersion == resource.version
        }
    }

    static func path(of resource: APIResource, in namespace: String) -> String {
        let root = resource.group.isEmpty ? "/api" : "/apis/\(resource.group)"
        return "\(root)/\(resource.version)/namespaces/\(namespace)/\(resource.name)"
    }

    mutating func add(_ objects: [Value], of resource: APIResource) {
        if objects.isEmpty { return }
        remaining["\(resource.name).\(resource.group)"] = objects.count
        for object in objects {
            let held = object["metadata"]["finalizers"].array?.compactMap(\.string) ?? []
            for finalizer in held { finalizers[finalizer, default: 0] += 1 }
            if held.isEmpty {
                let grace = object["metadata"]["deletionGracePeriodSeconds"].int ?? 0
                // Half of the time and a second, as upstream looks again.
                estimate = max(estimate, .seconds(grace / 2 + 1))
            } else {
                estimate = max(estimate, Defaults.finalizerWait)
            }
        }
    }

    /// In the words of the namespace's status.
    var conditions: [NamespaceCondition] {
        let counts = remaining.sorted { $0.key < $1.key }.map {
            "\($0.key) has \($0.value) resource instances"
        }
        let held = finalizers.sorted { $0.key < $1.key }.map {
            "\($0.key) in \($0.value) resource instances"
        }
        return [
            Self.condition(
                "NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered",
                "All resources successfully discovered"),
            Self.condition(
                "NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions",
                "All legacy kube types successfully parsed"),
            Self.condition(
                "NamespaceDeletionContentFailure", "False", "ContentDeleted",
                "All content successfully deleted, may be waiting on finalization"),
            counts.isEmpty
                ? Self.condition(
                    "NamespaceContentRemaining", "False", "ContentRemoved",
                    "All content successfully removed")
                : Self.condition(
                    "NamespaceContentRemaining", "True", "SomeResourcesRemain",
                    "Some resources are remaining: \(counts.joined(separator: ", "))"),
            held.isEmpty
                ? Self.condition(
                    "NamespaceFinalizersRemaining", "False", "ContentHasNoFinalizers",
                    "All content-preserving finalizers finished")
                : Self.condition(
                    "NamespaceFinalizersRemaining", "True", "SomeFinalizersRemain",
                    "Some content in the namespace has finalizers remaining: "
                        + held.joined(separator: ", ")),
        ]
    }

    private static func condition(
        _ type: String, _ status: String, _ reason: String, _ message: String
    ) -> NamespaceCondition {
        NamespaceCondition([
            "type": .string(type), "status": .string(status), "reason": .string(reason),
            "message": .string(message),
        ])
    }
}
