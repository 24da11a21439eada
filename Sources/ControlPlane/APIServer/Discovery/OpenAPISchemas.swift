import API

/// The API's types as JSON schemas, for both versions of OpenAPI.
///
/// ```
/// core/v1.Pod      io.k8s.api.core.v1.Pod
/// meta/v1.Time     io.k8s.apimachinery.pkg.apis.meta.v1.Time
/// ```
/// Differs: there are no descriptions.
struct OpenAPISchemas {
    /// What a reference begins with: `#/components/schemas/` or `#/definitions/`.
    private let root: String
    /// Which kinds have a type, by its name.
    private let kinds: [String: [GroupVersionKind]]
    private let custom: [GroupVersionKind: CustomKind]

    init(root: String, catalog: ResourceCatalog, custom: [CustomKind] = []) {
        self.root = root
        self.custom = Dictionary(
            custom.map { ($0.groupVersionKind, $0) }, uniquingKeysWith: { first, _ in first })
        kinds = Dictionary(grouping: catalog.kinds) {
            Schema.shared.type(of: $0)?.name ?? ""
        }
    }

    /// These kinds and all types that they are made of, by name, sorted.
    func closure(of kinds: [GroupVersionKind]) -> [(name: String, schema: Value)] {
        var pending = kinds.compactMap { Schema.shared.type(of: $0)?.name }
        var seen: Set<String> = []
        var found: [(name: String, schema: Value)] = []
        let own = kinds.compactMap { custom[$0] }
        for kind in own { found += CustomSchemas(root: root).schemas(of: kind) }
        if !own.isEmpty { pending += ["meta/v1.ObjectMeta", "meta/v1.ListMeta"] }
        while let name = pending.popLast() {
            guard seen.insert(name).inserted, let type = Schema.shared.type(named: name) else {
                continue
            }
            found.append((Self.publicName(name), schema(of: type)))
            pending += type.fields.compactMap { Self.reference(in: $0.type) }
        }
        return found.sorted { $0.name < $1.name }
    }

    /// The type that a field's type leads to, through lists and maps.
    private static func reference(in type: FieldType) -> String? {
        switch type {
        case .object(let name): name
        case .array(let item), .map(let item): reference(in: item)
        default: nil
        }
    }

    /// Source: the names in `truth/`; the packages of Go that the types live in.
    static func publicName(_ name: String) -> String {
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return name }
        let package =
            switch parts[0] {
            case "meta": "io.k8s.apimachinery.pkg.apis.meta"
            case "apiextensions": "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions"
            case "apiregistration": "io.k8s.kube-aggregator.pkg.apis.apiregistration"
            default: "io.k8s.api.\(parts[0])"
            }
        return "\(package).\(parts[1])"
    }

    private func schema(of type: TypeSchema) -> Value {
        var properties = Object()
        for field in type.fields {
            properties[field.name] = .object(annotated(object(of: field.type), field))
        }
        var schema = Object([("type", "object"), ("properties", .object(properties))])
        let required = type.fields.filter(\.isRequired).map { Value.string($0.name) }
        if !required.isEmpty { schema["required"] = .array(required) }
        if let kinds = kinds[type.name] {
            schema["x-kubernetes-group-version-kind"] = .array(
                kinds.map {
                    [
                        "group": .string($0.group), "kind": .string($0.kind),
                        "version": .string($0.version),
                    ]
                })
        }
        return .object(schema)
    }

    private func object(of type: FieldType) -> Object {
        switch type {
        case .string, .duration: Object([("type", "string")])
        case .quantity: Object([("type", "string"), ("format", "quantity")])
        case .intOrString: Object([("type", "string"), ("format", "int-or-string")])
        case .bool: Object([("type", "boolean")])
        case .int32: Object([("type", "integer"), ("format", "int32")])
        case .int64: Object([("type", "integer"), ("format", "int64")])
        case .double: Object([("type", "number"), ("format", "double")])
        case .bytes: Object([("type", "string"), ("format", "byte")])
        case .time, .microTime: Object([("type", "string"), ("format", "date-time")])
        case .any: Object([("type", "object")])
        case .object(let name): Object([("$ref", .string(root + Self.publicName(name)))])
        case .array(let item):
            Object([("type", "array"), ("items", .object(object(of: item)))])
        case .map(let item):
            Object([("type", "object"), ("additionalProperties", .object(object(of: item)))])
        }
    }

    /// With what patches have to know of the field.
    private func annotated(_ object: Object, _ field: FieldSchema) -> Object {
        var object = object
        switch field.list {
        case .map(let keys):
            object["x-kubernetes-list-map-keys"] = .array(keys.map(Value.string))
            object["x-kubernetes-list-type"] = "map"
        case .set: object["x-kubernetes-list-type"] = "set"
        case .atomic: object["x-kubernetes-list-type"] = "atomic"
        case nil: break
        }
        if let patch = field.patch {
            if let key = patch.mergeKey { object["x-kubernetes-patch-merge-key"] = .string(key) }
            let strategies =
                (patch.merges ? ["merge"] : []) + (patch.retainsKeys ? ["retainKeys"] : [])
            object["x-kubernetes-patch-strategy"] = .string(strategies.joined(separator: ","))
        }
        return object
    }
}
