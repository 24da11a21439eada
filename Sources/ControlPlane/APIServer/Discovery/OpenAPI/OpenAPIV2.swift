import API

/// The OpenAPI v2 document: all group versions in one. Client generators read it, and kubectl where
/// it finds a kind in no v3 document.
///
/// Differs: upstream's shared parameters have a hash in their names, ours the bare name.
enum OpenAPIV2 {
    static func document(_ catalog: ResourceCatalog, custom: [CustomKind] = []) -> Value {
        var paths = OpenAPIV3.names(catalog).filter { OpenAPIV3.groupVersion($0) == nil }
            .compactMap(OpenAPIPaths.root)
        for group in catalog.groups {
            for version in group.versions {
                let version = GroupVersion(group: group.name, version: version)
                paths += OpenAPIPaths(version: version, custom: custom)
                    .paths(catalog.resources(in: version))
            }
        }
        paths.sort { $0.path < $1.path }
        let members = paths.map { (name: $0.path, value: value(of: $0)) }
        let listed = Value.object(Object(uniqueMembers: members))
        var used = OpenAPISchemas.references(in: listed, below: OpenAPINames.Version.v2.root)
        used.formUnion(catalog.kinds.compactMap(OpenAPINames.kind))
        let schemas = OpenAPISchemas(.v2, catalog: catalog, custom: custom).closure(of: used)
        return [
            "swagger": "2.0", "info": ["title": "Kubernetes", "version": "v1.36.2"],
            "paths": listed, "definitions": .object(schemas), "parameters": shared(paths),
            "securityDefinitions": [
                "BearerToken": [
                    "description": "Bearer Token authentication", "type": "apiKey",
                    "name": "authorization", "in": "header",
                ]
            ],
            "security": [["BearerToken": []]],
        ]
    }

    /// The parameters that the paths refer to.
    private static func shared(_ paths: [OpenAPIPath]) -> Value {
        var found: [String: Value] = [:]
        for path in paths {
            for parameter in path.parameters + path.operations.flatMap(\.parameters)
            where isShared(parameter) {
                found[parameter.name] = parameter.value(.v2)
            }
        }
        let sorted = found.sorted { $0.key < $1.key }
        return .object(Object(uniqueMembers: sorted.map { (name: $0.key, value: $0.value) }))
    }

    /// Those in a path are written where they stand, and so are the two called `path`.
    private static func isShared(_ parameter: OpenAPIParameter) -> Bool {
        !parameter.isInPath && parameter != .rest
            && !(OpenAPIParameter.log + OpenAPIParameter.exec).contains(parameter)
    }

    private static func values(_ parameters: [OpenAPIParameter]) -> [Value] {
        parameters.map { parameter in
            isShared(parameter)
                ? ["$ref": .string("#/parameters/" + parameter.name)] : parameter.value(.v2)
        }
    }

    private static func value(of path: OpenAPIPath) -> Value {
        var value = Object()
        for operation in path.operations.sorted(by: { $0.method < $1.method }) {
            value[operation.method] = self.value(of: operation)
        }
        if !path.parameters.isEmpty { value["parameters"] = .array(values(path.parameters)) }
        return .object(value)
    }

    private static func value(of operation: OpenAPIOperation) -> Value {
        var parameters = values(operation.parameters)
        if let body = operation.body {
            var value = Object([
                ("name", "body"), ("in", "body"),
                ("schema", OpenAPINames.Version.v2.reference(body)),
            ])
            if operation.isBodyRequired { value["required"] = true }
            parameters.insert(.object(value), at: 0)
        }
        var responses = Object()
        for (code, text, hasAnswer) in operation.meanings {
            var response = Object([("description", .string(text))])
            if hasAnswer {
                response["schema"] =
                    operation.answer.map(OpenAPINames.Version.v2.reference) ?? ["type": "string"]
            }
            responses[code] = .object(response)
        }
        var value = Object([
            ("description", .string(operation.description)),
            ("consumes", Discovery.strings(operation.consumes)),
            ("produces", Discovery.strings(operation.forms.types)), ("schemes", ["https"]),
            ("tags", [.string(operation.tag)]), ("operationId", .string(operation.id)),
        ])
        if !parameters.isEmpty { value["parameters"] = .array(parameters) }
        value["responses"] = .object(responses)
        if let action = operation.action { value["x-kubernetes-action"] = .string(action) }
        if let kind = operation.kind {
            value["x-kubernetes-group-version-kind"] = OpenAPISchemas.identity(kind)
        }
        return .object(value)
    }
}
