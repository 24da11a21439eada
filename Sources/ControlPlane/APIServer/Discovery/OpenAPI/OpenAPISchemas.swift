import API

/// The API's types as JSON schemas, for both versions of OpenAPI.
///
/// Version 3 lets nothing stand beside a `$ref`, so there a field that refers to a type does so in
/// an `allOf` of one.
///
/// Differs: only the defaults of fields that are keys of lists are told.
struct OpenAPISchemas {
    private let version: OpenAPINames.Version
    /// Which kinds have a type, by its name.
    private let kinds: [String: [GroupVersionKind]]
    private let custom: [CustomKind]

    init(_ version: OpenAPINames.Version, catalog: ResourceCatalog, custom: [CustomKind] = []) {
        (self.version, self.custom) = (version, custom)
        kinds = Dictionary(grouping: Self.kinds(of: catalog)) {
            Schema.shared.type(of: $0)?.name ?? ""
        }
    }

    /// The kinds of resources, of their lists and of what is sent to their subresources.
    private static func kinds(of catalog: ResourceCatalog) -> [GroupVersionKind] {
        var kinds = catalog.kinds
        for resource in catalog.resources {
            kinds += resource.subresources.map(\.kind)
            if resource.verbs.contains("list") {
                var list = resource.groupVersionKind
                list.kind += "List"
                kinds.append(list)
            }
        }
        let machinery = ["DeleteOptions", "Status", "WatchEvent"].map {
            GroupVersionKind(group: "", version: "v1", kind: $0)
        }
        var seen: Set<GroupVersionKind> = []
        return (kinds + machinery).filter { seen.insert($0).inserted }
    }

    /// The types that `names` (those of the documents) mean and all types that they are made of.
    func closure(of names: Set<String>) -> Object {
        var pending = names
        var found: [String: Value] = [:]
        for kind in custom {
            let schemas = CustomSchemas(version).schemas(of: kind)
            guard schemas.contains(where: { names.contains($0.name) }) else { continue }
            for (name, schema) in schemas {
                found[name] = schema
                pending.formUnion(Self.references(in: schema, below: version.root))
            }
        }
        while let name = pending.popFirst() {
            guard found[name] == nil, let schema = schema(named: name) else { continue }
            found[name] = schema
            pending.formUnion(Self.references(in: schema, below: version.root))
        }
        let sorted = found.sorted { $0.key < $1.key }
        return Object(uniqueMembers: sorted.map { (name: $0.key, value: $0.value) })
    }

    /// What the `$ref`s of a document name.
    static func references(in value: Value, below root: String) -> Set<String> {
        switch value {
        case .object(let object):
            var found: Set<String> = []
            for (name, member) in object {
                if name == "$ref", let text = member.string, text.hasPrefix(root) {
                    found.insert(String(text.dropFirst(root.count)))
                } else {
                    found.formUnion(references(in: member, below: root))
                }
            }
            return found
        case .array(let items):
            return items.reduce(into: []) { $0.formUnion(references(in: $1, below: root)) }
        default: return []
        }
    }

    private static let types: [String: String] = Dictionary(
        Schema.shared.names.map { (OpenAPINames.type($0), $0) },
        uniquingKeysWith: { first, _ in first })

    private func schema(named name: String) -> Value? {
        if let plain = OpenAPIPlainType(rawValue: name) { return plain.schema(version) }
        return Self.types[name].flatMap { Schema.shared.type(named: $0) }.map(schema)
    }

    private func schema(of type: TypeSchema) -> Value {
        var properties: [Object.Member] = []
        for field in type.fields.sorted(by: { $0.name < $1.name }) {
            properties.append((name: field.name, value: property(field, of: type)))
        }
        let description = Descriptions.shared.sentence(for: type)
        var schema = Object([("description", .string(description)), ("type", "object")])
        let required = type.fields.filter(\.isRequired).map(\.name).sorted()
        if !required.isEmpty { schema["required"] = Discovery.strings(required) }
        schema["properties"] = .object(Object(uniqueMembers: properties))
        if let kinds = kinds[type.name] {
            schema["x-kubernetes-group-version-kind"] = .array(kinds.map(Self.identity))
        }
        if type.isAtomic { schema["x-kubernetes-map-type"] = "atomic" }
        return .object(schema)
    }

    static func identity(_ kind: GroupVersionKind) -> Value {
        [
            "group": .string(kind.group), "kind": .string(kind.kind),
            "version": .string(kind.version),
        ]
    }

    private func property(_ field: FieldSchema, of type: TypeSchema) -> Value {
        let description = Value.string(Descriptions.shared.sentence(for: field, of: type))
        var schema = shape(of: field.type, in: type.name, field.name)
        if version == .v3, let reference = schema["$ref"] {
            schema = Object([("allOf", [["$ref": reference]])])
        }
        schema["description"] = description
        if let value = SchemaMergeType(type: type).keyDefault(field.name) {
            schema["default"] = value
        }
        if !field.allowed.isEmpty {
            let values = Discovery.strings(field.allowed)
            if case .array = field.type {
                schema["items"]["enum"] = values
            } else {
                schema["enum"] = values
            }
        }
        annotate(&schema, field)
        return .object(schema)
    }

    private func reference(_ type: OpenAPIPlainType) -> Object {
        Object([("$ref", .string(version.root + type.rawValue))])
    }

    private func shape(of type: FieldType, in owner: String, _ field: String) -> Object {
        switch type {
        case .string, .duration: return Object([("type", "string")])
        case .bool: return Object([("type", "boolean")])
        case .int32: return Object([("type", "integer"), ("format", "int32")])
        case .int64: return Object([("type", "integer"), ("format", "int64")])
        case .double: return Object([("type", "number"), ("format", "double")])
        case .bytes: return Object([("type", "string"), ("format", "byte")])
        case .quantity: return reference(.quantity)
        case .intOrString: return reference(.intOrString)
        case .time: return reference(.time)
        case .microTime: return reference(.microTime)
        case .any: return reference(.any(in: owner, field: field))
        case .object(let name):
            return Object([("$ref", .string(version.root + OpenAPINames.type(name)))])
        case .array(let item):
            let items = Value.object(shape(of: item, in: owner, field))
            return Object([("type", "array"), ("items", items)])
        case .map(let item):
            let items = Value.object(shape(of: item, in: owner, field))
            return Object([("type", "object"), ("additionalProperties", items)])
        }
    }

    /// With what patches have to know of the field.
    private func annotate(_ schema: inout Object, _ field: FieldSchema) {
        switch field.list {
        case .map(let keys):
            schema["x-kubernetes-list-map-keys"] = Discovery.strings(keys)
            schema["x-kubernetes-list-type"] = "map"
        case .set: schema["x-kubernetes-list-type"] = "set"
        case .atomic: schema["x-kubernetes-list-type"] = "atomic"
        case nil: break
        }
        if field.isAtomic { schema["x-kubernetes-map-type"] = "atomic" }
        if let patch = field.patch {
            if let key = patch.mergeKey { schema["x-kubernetes-patch-merge-key"] = .string(key) }
            let strategies =
                (patch.merges ? ["merge"] : []) + (patch.retainsKeys ? ["retainKeys"] : [])
            schema["x-kubernetes-patch-strategy"] = .string(strategies.joined(separator: ","))
        }
    }
}
