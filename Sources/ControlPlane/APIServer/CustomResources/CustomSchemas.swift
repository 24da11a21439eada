import API

/// The schemas of a custom resource as the OpenAPI documents show them: of an object and of a list.
///
/// ```
/// websites.extensions.example.com, v1      com.example.extensions.v1.Website
///                                          com.example.extensions.v1.WebsiteList
/// ```
/// Upstream: kubernetes apiextensions-apiserver/pkg/controller/openapi/builder/builder.go.
struct CustomSchemas {
    /// What a reference begins with: `#/components/schemas/` or `#/definitions/`.
    let root: String

    func schemas(of kind: CustomKind) -> [(name: String, schema: Value)] {
        let group = kind.resource.group.split(separator: ".").reversed().joined(separator: ".")
        let base = "\(group).\(kind.resource.version)."
        return [
            (base + kind.kind, object(kind)), (base + kind.listKind, list(kind, base + kind.kind)),
        ]
    }

    private func reference(_ type: String) -> Value {
        ["$ref": .string(root + OpenAPISchemas.publicName(type))]
    }

    private func identity(_ kind: CustomKind, _ name: String) -> Value {
        [
            [
                "group": .string(kind.resource.group), "kind": .string(name),
                "version": .string(kind.resource.version),
            ]
        ]
    }

    private func object(_ kind: CustomKind) -> Value {
        var schema = published(kind.schema.source)
        let text: Value = ["type": "string"]
        schema["type"] = "object"
        schema["properties"]["apiVersion"] = text
        schema["properties"]["kind"] = text
        schema["properties"]["metadata"] = reference("meta/v1.ObjectMeta")
        schema["properties"] = schema["properties"].map {
            Value.object($0.object?.sorted ?? Object())
        }
        schema["x-kubernetes-group-version-kind"] = identity(kind, kind.kind)
        return schema
    }

    private func list(_ kind: CustomKind, _ item: String) -> Value {
        let text: Value = ["type": "string"]
        let items: Value = ["type": "array", "items": ["$ref": .string(root + item)]]
        return [
            "type": "object", "required": ["items"],
            "properties": [
                "apiVersion": text, "items": items, "kind": text,
                "metadata": reference("meta/v1.ListMeta"),
            ],
            "x-kubernetes-group-version-kind": identity(kind, kind.listKind),
        ]
    }

    /// Version 2 knows fewer words; what it does not know is left out there.
    private func published(_ schema: Value) -> Value {
        guard root == "#/definitions/", let object = schema.object else { return schema }
        var result = Object()
        for (name, value) in object {
            switch name {
            case "type", "format", "description", "required": result[name] = value
            case "items", "additionalProperties":
                if value.object != nil { result[name] = published(value) }
            case "properties":
                let named = (value.object ?? Object()).map {
                    (name: $0.name, value: published($0.value))
                }
                result[name] = .object(Object(uniqueMembers: named))
            default:
                if name.hasPrefix("x-kubernetes-") { result[name] = value }
            }
        }
        return .object(result)
    }
}
