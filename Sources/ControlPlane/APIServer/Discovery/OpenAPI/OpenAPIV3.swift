import API

/// The OpenAPI v3 documents, one for each group version: paths, parameters and types.
///
/// kubectl asks here whether the server checks fields itself (`fieldValidation` of a kind's PATCH),
/// and then leaves validation to the server; `kubectl explain` reads the types.
enum OpenAPIV3 {
    /// What follows `/openapi/v3/` in the documents' paths: `api/v1`, `apis/apps`, `version`.
    static func names(_ catalog: ResourceCatalog) -> [String] {
        var names: Set<String> = ["api", "apis", "version"]
        for group in catalog.groups {
            if !group.name.isEmpty { names.insert("apis/\(group.name)") }
            for version in group.versions {
                names.insert(name(of: GroupVersion(group: group.name, version: version)))
            }
        }
        return names.sorted()
    }

    /// `api/v1` or `apis/apps/v1`.
    static func name(of version: GroupVersion) -> String {
        version.group.isEmpty ? "api/\(version)" : "apis/\(version)"
    }

    /// The group version that a document is about; nil for one of the others.
    static func groupVersion(_ name: String) -> GroupVersion? {
        let parts = name.split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case ("api", 2): return GroupVersion(group: "", version: parts[1])
        case ("apis", 3): return GroupVersion(group: parts[1], version: parts[2])
        default: return nil
        }
    }

    static func document(
        _ name: String, catalog: ResourceCatalog, custom: [CustomKind] = []
    ) -> Value {
        var paths: [OpenAPIPath] = []
        if let version = groupVersion(name) {
            paths = OpenAPIPaths(version: version, custom: custom)
                .paths(catalog.resources(in: version))
        } else if let path = OpenAPIPaths.root(name) {
            paths = [path]
        }
        let members = paths.map { (name: $0.path, value: value(of: $0)) }
        let listed = Value.object(Object(uniqueMembers: members))
        // Every kind of the version is described, also one that no operation answers with.
        var used = OpenAPISchemas.references(in: listed, below: OpenAPINames.Version.v3.root)
        let kinds = catalog.kinds.filter { $0.groupVersion == groupVersion(name) }
        used.formUnion(kinds.compactMap(OpenAPINames.kind))
        let schemas = OpenAPISchemas(.v3, catalog: catalog, custom: custom).closure(of: used)
        return [
            "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": "v1.36.2"],
            "paths": listed,
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": [
                    "BearerToken": [
                        "type": "apiKey", "description": "Bearer Token authentication",
                        "name": "authorization", "in": "header",
                    ]
                ],
            ],
        ]
    }

    private static func value(of path: OpenAPIPath) -> Value {
        var value = Object()
        for operation in path.operations.sorted(by: { $0.method < $1.method }) {
            value[operation.method] = self.value(of: operation)
        }
        if !path.parameters.isEmpty {
            value["parameters"] = .array(path.parameters.map { $0.value(.v3) })
        }
        return .object(value)
    }

    private static func value(of operation: OpenAPIOperation) -> Value {
        func content(_ types: [String], _ name: String?) -> Value {
            let schema = name.map(OpenAPINames.Version.v3.reference) ?? ["type": "string"]
            return .object(Object(types.map { ($0, ["schema": schema]) }))
        }
        var value = Object([
            ("tags", [.string(operation.tag)]), ("description", .string(operation.description)),
            ("operationId", .string(operation.id)),
        ])
        if !operation.parameters.isEmpty {
            value["parameters"] = .array(operation.parameters.map { $0.value(.v3) })
        }
        if let body = operation.body {
            var request = Object([("content", content(operation.consumes, body))])
            if operation.isBodyRequired { request["required"] = true }
            value["requestBody"] = .object(request)
        }
        var responses = Object()
        for (code, text, hasAnswer) in operation.meanings {
            var response = Object([("description", .string(text))])
            if hasAnswer { response["content"] = content(operation.forms.types, operation.answer) }
            responses[code] = .object(response)
        }
        value["responses"] = .object(responses)
        if let action = operation.action { value["x-kubernetes-action"] = .string(action) }
        if let kind = operation.kind {
            value["x-kubernetes-group-version-kind"] = OpenAPISchemas.identity(kind)
        }
        return .object(value)
    }
}
