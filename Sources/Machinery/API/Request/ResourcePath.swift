/// The path of a collection, an object or a subresource: `/apis/apps/v1/namespaces/x/deployments`.
package struct ResourcePath: Hashable, Sendable, CustomStringConvertible {
    package var resource: GroupVersionResource
    /// Empty for cluster-scoped resources, and for a list over all namespaces.
    package var namespace: String
    /// Empty for a collection.
    package var name: String
    /// `log`, `status`, ...; empty for the object itself.
    package var subresource: String

    package init(
        _ resource: GroupVersionResource, namespace: String = "", name: String = "",
        subresource: String = ""
    ) {
        (self.resource, self.namespace) = (resource, namespace)
        (self.name, self.subresource) = (name, subresource)
    }

    /// Percent-encoded where needed.
    package var description: String {
        var path = Self.root(of: resource.groupVersion)
        if !namespace.isEmpty { path += "/namespaces/" + URLQuery.encode(namespace) }
        path += "/" + resource.resource
        if !name.isEmpty { path += "/" + URLQuery.encode(name) }
        if !subresource.isEmpty { path += "/" + subresource }
        return path
    }

    /// `/api/v1` or `/apis/apps/v1`.
    package static func root(of groupVersion: GroupVersion) -> String {
        (groupVersion.group.isEmpty ? "/api/" : "/apis/") + groupVersion.description
    }
}
