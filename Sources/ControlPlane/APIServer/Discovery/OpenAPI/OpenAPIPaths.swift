import API

/// The paths of a group version, each with its operations, as upstream calls and sorts them.
///
/// ```
/// /api/v1/namespaces/{namespace}/pods          list, create, deleteCollection
/// /api/v1/namespaces/{namespace}/pods/{name}   read, replace, patch, delete
///                                   .../log    read, connect, ... for each subresource
/// /api/v1/pods                                 list ... ForAllNamespaces
/// /api/v1/watch/...                            the same to watch, as clients did of old
/// ```
/// Upstream: kubernetes apiserver/pkg/endpoints/installer.go registerResourceHandlers.
struct OpenAPIPaths {
    let version: GroupVersion
    let custom: [CustomKind]

    /// Sorted by path.
    func paths(_ resources: [APIResource]) -> [OpenAPIPath] {
        var paths = [discovery]
        for resource in resources {
            let part = OpenAPIResource(
                resource: resource, base: base, prefix: prefix, tag: tag,
                custom: custom.first { $0.resource == resource.groupVersionResource })
            paths += part.paths
        }
        return paths.sorted { $0.path < $1.path }
    }

    private var base: String { version.group.isEmpty ? "/api/v1" : "/apis/\(version)" }
    private var tag: String { "\(OpenAPINames.tag(version.group))_\(version.version)" }
    /// `CoreV1`.
    private var prefix: String {
        OpenAPINames.capitalized(OpenAPINames.tag(version.group))
            + OpenAPINames.capitalized(version.version)
    }

    private var discovery: OpenAPIPath {
        var operation = OpenAPIOperation(
            method: "get", id: "get\(prefix)APIResources", tag: tag,
            description: "get the resources of this group version")
        operation.answer = OpenAPINames.type("meta/v1.APIResourceList")
        operation.forms = .discovery
        return OpenAPIPath(path: base + "/", parameters: [], operations: [operation])
    }

    /// The paths that tell of groups: `/api/`, `/apis/`, `/apis/apps/`, `/version/`.
    static func root(_ name: String) -> OpenAPIPath? {
        func path(_ id: String, _ tag: String, _ what: String, _ type: String) -> OpenAPIPath {
            var operation = OpenAPIOperation(method: "get", id: id, tag: tag, description: what)
            operation.answer = OpenAPINames.type(type)
            operation.forms = .discovery
            return OpenAPIPath(path: "/\(name)/", parameters: [], operations: [operation])
        }
        let parts = name.split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case ("version", 1):
            return path("getCodeVersion", "version", "get the version", "version.Info")
        case ("api", 1):
            return path("getCoreAPIVersions", "core", "get the versions", "meta/v1.APIVersions")
        case ("apis", 1):
            return path("getAPIVersions", "apis", "get the groups", "meta/v1.APIGroupList")
        case ("apis", 2):
            let tag = OpenAPINames.tag(parts[1])
            return path(
                "get\(OpenAPINames.capitalized(tag))APIGroup", tag, "get the versions of the group",
                "meta/v1.APIGroup")
        default: return nil
        }
    }
}
