import API

/// The schemas of a custom resource as the OpenAPI documents show them: of an object and of a list.
///
/// ```
/// websites.extensions.example.com, v1      com.example.extensions.v1.Website
///                                          com.example.extensions.v1.WebsiteList
/// ```
/// Upstream: kubernetes apiextensions-apiserver/pkg/controller/openapi/builder/builder.go.
struct CustomSchemas {
    private let version: OpenAPINames.Version

    init(_ version: OpenAPINames.Version) { self.version = version }

    func schemas(of kind: CustomKind) -> [(name: String, schema: Value)] {
        let version = kind.resource.groupVersion
        let name = OpenAPINames.custom(version, kind: kind.kind)
        return [
            (name, object(kind)),
            (OpenAPINames.custom(version, kind: kind.listKind), list(kind, name)),
        ]
    }

    /// A field that every kind has.
    private func field(_ name: String) -> Value {
        let type = TypeSchema(name: "", fields: [])
        let field = FieldSchema(name: name, type: .string)
        return [
            "description": .string(Descriptions.shared.sentence(for: field, of: type)),
            "type": "string",
        ]
    }

    private func metadata(_ type: String) -> Value {
        let reference = version.reference(OpenAPINames.type(type))
        let description = field("metadata")["description"] ?? .null
        if version == .v3 { return ["description": description, "allOf": [reference]] }
        return ["description": description, "$ref": reference["$ref"] ?? .null]
    }

    private func identity(_ kind: CustomKind, _ name: String) -> Value {
        [OpenAPISchemas.identity(GroupVersionKind(kind.resource.groupVersion, kind: name))]
    }

    private func object(_ kind: CustomKind) -> Value {
        var schema = published(kind.schema.source)
        schema["type"] = "object"
        schema["properties"]["apiVersion"] = field("apiVersion")
        schema["properties"]["kind"] = field("kind")
        schema["properties"]["metadata"] = metadata("meta/v1.ObjectMeta")
        schema["properties"] = schema["properties"].map {
            Value.object($0.object?.sorted ?? Object())
        }
        schema["x-kubernetes-group-version-kind"] = identity(kind, kind.kind)
        return schema
    }

    private func list(_ kind: CustomKind, _ item: String) -> Value {
        let items: Value = [
            "description": field("items")["description"] ?? .null, "type": "array",
            "items": version.reference(item),
        ]
        return [
            "description": .string("\(kind.listKind) is a list of \(kind.kind)"),
            "type": "object", "required": ["items"],
            "properties": [
                "apiVersion": field("apiVersion"), "items": items, "kind": field("kind"),
                "metadata": metadata("meta/v1.ListMeta"),
            ],
            "x-kubernetes-group-version-kind": identity(kind, kind.listKind),
        ]
    }

    /// Version 2 knows fewer words; what it does not know is left out there.
    private func published(_ schema: Value) -> Value {
        guard version == .v2, let object = schema.object else { return schema }
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
