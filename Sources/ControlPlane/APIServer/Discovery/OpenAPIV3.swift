import API

/// The OpenAPI v3 documents, one for each group version: paths, parameters and types.
///
/// kubectl asks here whether the server checks fields itself (`fieldValidation` of a kind's PATCH),
/// and then leaves validation to the server; `kubectl explain` reads the types.
enum OpenAPIV3 {
    /// The index (`/openapi/v3`) or one group version's document; nil for any other path.
    static func respond(
        path: String, catalog: ResourceCatalog, custom: [CustomKind] = []
    ) -> Value? {
        if path == "/openapi/v3" { return index(catalog) }
        guard path.hasPrefix("/openapi/v3/") else { return nil }
        let name = path.dropFirst("/openapi/v3/".count)
        let version = groupVersions(catalog).first { self.path(of: $0) == name }
        return version.map { document($0, catalog, custom) }
    }

    private static func groupVersions(_ catalog: ResourceCatalog) -> [GroupVersion] {
        catalog.groups.flatMap { group in
            group.versions.map { GroupVersion(group: group.name, version: $0) }
        }
    }

    /// `api/v1` or `apis/apps/v1`.
    private static func path(of version: GroupVersion) -> String {
        version.group.isEmpty ? "api/\(version)" : "apis/\(version)"
    }

    private static func index(_ catalog: ResourceCatalog) -> Value {
        var paths = Object()
        for version in groupVersions(catalog) {
            let path = path(of: version)
            paths[path] = ["serverRelativeURL": .string("/openapi/v3/\(path)")]
        }
        return ["paths": .object(paths)]
    }

    private static func document(
        _ version: GroupVersion, _ catalog: ResourceCatalog, _ custom: [CustomKind]
    ) -> Value {
        var paths = Object()
        for resource in catalog.resources(in: version) {
            let scope = resource.isNamespaced ? "/namespaces/{namespace}" : ""
            let collection = "/\(path(of: version))\(scope)/\(resource.name)"
            paths[collection] = operations(
                [("get", "list"), ("post", "create"), ("delete", "deletecollection")], resource)
            paths[collection + "/{name}"] = operations(
                [("get", "get"), ("put", "update"), ("patch", "patch"), ("delete", "delete")],
                resource)
        }
        let schemas = OpenAPISchemas(
            root: "#/components/schemas/", catalog: catalog, custom: custom
        )
        .closure(of: catalog.kinds.filter { $0.groupVersion == version })
        return [
            "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": "v1.36.2"],
            "paths": .object(paths),
            "components": ["schemas": .object(Object(schemas.map { ($0.name, $0.schema) }))],
        ]
    }

    /// The operations of a path that the resource has.
    private static func operations(
        _ verbs: [(method: String, verb: String)], _ resource: APIResource
    ) -> Value {
        var item = Object()
        for (method, verb) in verbs where resource.verbs.contains(verb) {
            item[method] = [
                "parameters": .array(parameters(of: verb)),
                "responses": ["200": ["description": "OK"]],
                "x-kubernetes-action": .string(verb),
                "x-kubernetes-group-version-kind": [
                    "group": .string(resource.groupVersionKind.group),
                    "kind": .string(resource.groupVersionKind.kind),
                    "version": .string(resource.groupVersionKind.version),
                ],
            ]
        }
        return .object(item)
    }

    private static func parameters(of verb: String) -> [Value] {
        let names: [String]
        switch verb {
        case "create", "update": names = ["dryRun", "fieldManager", "fieldValidation", "pretty"]
        case "patch": names = ["dryRun", "fieldManager", "fieldValidation", "force", "pretty"]
        case "list":
            names = [
                "continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "watch",
            ]
        case "delete": names = ["dryRun", "gracePeriodSeconds", "propagationPolicy"]
        default: names = ["pretty"]
        }
        return names.map { name in
            let type: Value = ["force", "watch"].contains(name) ? "boolean" : "string"
            return ["in": "query", "name": .string(name), "schema": ["type": type]]
        }
    }
}
