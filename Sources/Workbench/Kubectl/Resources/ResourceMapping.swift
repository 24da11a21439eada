import API

/// One resource that the server serves, as discovery tells of it.
struct ResourceMapping: Hashable, Sendable {
    var resource: GroupVersionResource
    var kind: String
    var singular: String
    var isNamespaced: Bool
    var shortNames: [String]
    var categories: [String]
    var verbs: [String]
    var subresources: [String]

    var groupVersionKind: GroupVersionKind {
        GroupVersionKind(resource.groupVersion, kind: kind)
    }

    /// `pods` or `deployments.apps`, as errors name it.
    var resourceName: String { resource.groupResource.description }

    /// `pod` or `deployment.apps`, as results name it.
    var kindName: String {
        resource.group.isEmpty ? kind.lowercased() : "\(kind.lowercased()).\(resource.group)"
    }

    func path(namespace: String, name: String = "", subresource: String = "") -> String {
        ResourcePath(
            resource, namespace: isNamespaced ? namespace : "", name: name,
            subresource: subresource
        ).description
    }

    /// Whether somebody may call this resource `word` (in lower case).
    func isCalled(_ word: String) -> Bool {
        word == resource.resource || word == singular || word == kind.lowercased()
            || shortNames.contains(word)
    }
}
