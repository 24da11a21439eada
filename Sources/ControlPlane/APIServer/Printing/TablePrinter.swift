package import API
package import Simulation

/// What a client may choose about a table.
package struct TableOptions: Sendable {
    /// How much of each object its row carries.
    package enum IncludeObject: String, Sendable {
        case none = "None"
        case metadata = "Metadata"
        case object = "Object"
    }

    /// Ages are counted up to here.
    package var now: SimulatedInstant
    /// Leaves the column definitions out, as the later events of a watch do.
    package var noHeaders: Bool
    package var includeObject: IncludeObject

    package init(
        now: SimulatedInstant, noHeaders: Bool = false, includeObject: IncludeObject = .metadata
    ) {
        (self.now, self.noHeaders, self.includeObject) = (now, noHeaders, includeObject)
    }
}

/// Server-side printing: objects as the `Table` that `kubectl get` asks for.
///
/// Columns and their types are data in `TableDefinitions`; how a cell is made of an object stands
/// in a file per family (`PodRows`, `NodeRows`, ...).
///
/// Upstream: kubernetes pkg/printers/internalversion/printers.go.
package enum TablePrinter {
    /// A `Table` with a row per object.
    ///
    /// `listMetadata` becomes its metadata: of the list, or, for one object, `resourceVersion` only.
    package static func table(
        resource: GroupVersionResource, objects: [Value], listMetadata: Value, options: TableOptions
    ) -> Value {
        let definition = TableDefinitions.definition(for: resource.groupResource)
        return table(
            definition, objects: objects, listMetadata: listMetadata, options: options)
    }

    static func table(
        _ definition: TableDefinition, objects: [Value], listMetadata: Value, options: TableOptions
    ) -> Value {
        let rows = objects.map { object -> Value in
            var row = Object()
            row["cells"] = .array(definition.cells(object, options.now))
            row["object"] = embedded(object, options.includeObject)
            return .object(row)
        }
        var table: Value = ["kind": "Table", "apiVersion": "meta.k8s.io/v1"]
        table["metadata"] = listMetadata
        table["columnDefinitions"] =
            options.noHeaders ? .null : .array(definition.columns.map(\.value))
        table["rows"] = .array(rows)
        return table
    }

    private static func embedded(_ object: Value, _ include: TableOptions.IncludeObject) -> Value {
        switch include {
        case .none: .null
        case .object: object
        case .metadata:
            [
                "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
                "metadata": object["metadata"] ?? .object(Object()),
            ]
        }
    }
}
