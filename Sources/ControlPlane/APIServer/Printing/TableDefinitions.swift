import API

/// The table of every resource that has one of its own; all others show name and creation time.
enum TableDefinitions {
    static func definition(for resource: GroupResource) -> TableDefinition {
        known["\(resource)"] ?? fallback
    }

    /// Upstream: kubernetes apiserver/pkg/registry/rest/table.go NewDefaultTableConvertor.
    static let fallback = TableDefinition("Name, Created At:date") { object, _ in
        [Cell.name(object), .string(object["metadata"]["creationTimestamp"].string ?? "<unknown>")]
    }

    /// By resource and group: `deployments.apps`.
    private static let known: [String: TableDefinition] = {
        var all: [String: TableDefinition] = [:]
        for family in families { all.merge(family) { first, _ in first } }
        return all
    }()

    private static let families: [[String: TableDefinition]] = [
        PodRows.tables, NodeRows.tables, WorkloadRows.tables, BatchRows.tables,
        ServiceRows.tables, NetworkingRows.tables, StorageRows.tables, ConfigRows.tables,
        RBACRows.tables, EventRows.tables, PolicyRows.tables, AdmissionRows.tables,
        ResourceClaimRows.tables, FlowControlRows.tables,
    ]
}
