/// One kind of object as the API server serves it: its names, verbs and subresources.
package struct APIResource: Hashable, Sendable {
    package var group: String
    package var version: String
    /// The plural in URLs: `pods`.
    package var name: String
    package var singularName: String
    package var kind: String
    package var isNamespaced: Bool
    package var shortNames: [String]
    package var categories: [String]
    package var verbs: [String]
    /// Empty for resources that are not stored.
    package var storageVersionHash: String
    package var subresources: [Subresource]

    package init(
        group: String, version: String, name: String, singularName: String, kind: String,
        isNamespaced: Bool, shortNames: [String] = [], categories: [String] = [],
        verbs: [String], storageVersionHash: String = "", subresources: [Subresource] = []
    ) {
        (self.group, self.version, self.name) = (group, version, name)
        (self.singularName, self.kind, self.isNamespaced) = (singularName, kind, isNamespaced)
        (self.shortNames, self.categories, self.verbs) = (shortNames, categories, verbs)
        (self.storageVersionHash, self.subresources) = (storageVersionHash, subresources)
    }

    package var groupVersionResource: GroupVersionResource {
        GroupVersionResource(group: group, version: version, resource: name)
    }
    package var groupVersionKind: GroupVersionKind {
        GroupVersionKind(group: group, version: version, kind: kind)
    }
    package func subresource(named name: String) -> Subresource? {
        subresources.first { $0.name == name }
    }

    /// A part of a resource with a path of its own: `pods/eviction`.
    package struct Subresource: Hashable, Sendable {
        /// `status`, `scale`, `exec`...
        package var name: String
        /// What is sent and answered there: `policy/v1, Kind=Eviction`.
        package var kind: GroupVersionKind
        /// Whether discovery names the kind's group, which it does only where it differs.
        package var hasOwnGroup: Bool
        package var verbs: [String]

        package init(name: String, kind: GroupVersionKind, hasOwnGroup: Bool, verbs: [String]) {
            (self.name, self.kind, self.hasOwnGroup, self.verbs) = (name, kind, hasOwnGroup, verbs)
        }
    }
}
