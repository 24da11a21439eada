import API
import Simulation

/// Turns objects and lists into what the client accepts: themselves, a Table, or metadata only.
struct Representer: Sendable {
    let resource: ServedResource
    let representation: Negotiation.Representation
    /// `includeObject` of the query: `None`, `Metadata` or `Object`.
    let includeObject: String
    let simulation: Simulation

    /// A single object, as a get or a write answers.
    func object(_ value: Value) -> Value {
        switch representation {
        case .object, .metadataList: return Self.shown(value, resource)
        case .table(let version):
            return table(
                [value],
                listMetadata: ["resourceVersion": value["metadata"]["resourceVersion"] ?? ""],
                version: version, noHeaders: false)
        case .metadata(let version): return Self.metadataOnly(value, version: version)
        }
    }

    /// The items of a list with the list's own metadata.
    func list(_ items: [Value], metadata: Value) -> Value {
        switch representation {
        case .object, .metadata:
            if let custom = resource.custom { return Self.list(items, of: custom, metadata) }
            return .object(
                Object(uniqueMembers: [
                    (name: "kind", value: .string(resource.kind + "List")),
                    (
                        name: "apiVersion",
                        value: .string(resource.resource.groupVersion.description)
                    ),
                    (name: "metadata", value: metadata), (name: "items", value: .array(items)),
                ]))
        case .table(let version):
            return table(items, listMetadata: metadata, version: version, noHeaders: false)
        case .metadataList(let version):
            return [
                "kind": "PartialObjectMetadataList",
                "apiVersion": .string("meta.k8s.io/\(version)"), "metadata": metadata,
                "items": .array(items.map { Self.metadataOnly($0, version: version) }),
            ]
        }
    }

    /// For the events of a watch; only the first table names its columns.
    func eventTransform() -> (@Sendable (Value) -> Value)? {
        switch representation {
        case .object:
            guard resource.custom != nil else { return nil }
            let resource = resource
            return { Self.shown($0, resource) }
        case .metadata(let version), .metadataList(let version):
            return { Self.metadataOnly($0, version: version) }
        case .table(let version):
            let isFirst = Confined(simulation, true)
            return { value in
                let headers = isFirst.value
                isFirst.value = false
                return table(
                    [value],
                    listMetadata: [
                        "resourceVersion": value["metadata"]["resourceVersion"] ?? ""
                    ], version: version, noHeaders: !headers)
            }
        }
    }

    private func table(
        _ items: [Value], listMetadata: Value, version: String, noHeaders: Bool
    ) -> Value {
        let include = TableOptions.IncludeObject(rawValue: includeObject) ?? .metadata
        var table = TablePrinter.table(
            resource.custom?.columns.table
                ?? TableDefinitions.definition(for: resource.groupResource),
            objects: items, listMetadata: listMetadata,
            options: TableOptions(
                now: simulation.now, noHeaders: noHeaders, includeObject: include))
        if version != "v1" { table["apiVersion"] = .string("meta.k8s.io/\(version)") }
        return table
    }

    /// Custom resources are written with all members in the order of their names.
    private static func shown(_ value: Value, _ resource: ServedResource) -> Value {
        resource.custom == nil ? value : value.sortedThroughout
    }

    /// A list of custom resources: its items keep their kind, and `continue` is there though empty.
    private static func list(
        _ items: [Value], of custom: CustomKind, _ metadata: Value
    ) -> Value {
        var metadata = metadata
        if metadata["continue"] == nil { metadata["continue"] = "" }
        return [
            "apiVersion": .string(custom.resource.groupVersion.description),
            "items": .array(items.map(\.sortedThroughout)), "kind": .string(custom.listKind),
            "metadata": metadata.sortedThroughout,
        ]
    }

    static func metadataOnly(_ value: Value, version: String) -> Value {
        [
            "kind": "PartialObjectMetadata", "apiVersion": .string("meta.k8s.io/\(version)"),
            "metadata": value["metadata"] ?? .object(Object()),
        ]
    }
}
