import API

/// Who set which field: `metadata.managedFields`.
///
/// ```
///   kubectl create cm lock --from-literal=n=0     kubectl-create: data, data.n
///   curl -X PUT ... {"n": "1"}                    kubectl-create: data
///                                                 curl:           data.n
/// ```
/// A writer becomes the manager of what it changes, and whoever was it before is no more.
///
/// Upstream: sigs.k8s.io/structured-merge-diff merge/update.go; apimachinery/pkg/util/managedfields.
enum FieldTracking {
    /// Brings the list up to date with what the writer has changed. `object` is as it was sent,
    /// with defaults, before admission: what admission adds has no manager.
    static func record(
        _ object: inout Value, old: Value?, options: WriteOptions, resource: ServedResource,
        subresource: String = "", now: String
    ) {
        let before = old["metadata"]["managedFields"]
        guard let manager = options.fieldManager else {
            object["metadata"]["managedFields"] = before
            return
        }
        var (shownOld, shownNew) = (old, object)
        if resource.hasStatus, subresource != "status" {
            shownOld?["status"] = nil
            shownNew["status"] = nil
        }
        let comparison = FieldComparison(
            from: shownOld, to: shownNew, kind: resource.groupVersionKind)
        guard !comparison.changed.isEmpty || !comparison.removed.isEmpty else {
            object["metadata"]["managedFields"] = before
            return
        }
        let entry = Entry(
            manager: manager, operation: "Update",
            apiVersion: resource.resource.groupVersion.description, time: now,
            subresource: subresource, fields: comparison.changed)
        let entries = updated((before.array ?? []).map { Entry($0) }, by: entry, comparison)
        object["metadata"]["managedFields"] =
            entries.isEmpty ? nil : .array(entries.map(\.value))
    }

    private static func updated(
        _ entries: [Entry], by writer: Entry, _ comparison: FieldComparison
    ) -> [Entry] {
        var result: [Entry] = []
        var writer = writer
        for var entry in entries {
            if entry.isSameManager(as: writer) {
                entry.fields.formUnion(writer.fields)
                entry.fields.subtractWhole(comparison.removed)
                writer.fields = entry.fields
                continue
            }
            entry.lose(comparison)
            if !entry.fields.isEmpty { result.append(entry) }
        }
        if !writer.fields.isEmpty { result.append(writer) }
        return result.enumerated()
            .sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
            .map(\.element)
    }

    /// One manager's part.
    private struct Entry {
        var manager: String
        var operation: String
        var apiVersion: String
        var time: String
        var subresource: String
        var fields: FieldSet
        /// As it stands in the object; nil once it is another one.
        private var source: Value?

        init(
            manager: String, operation: String, apiVersion: String, time: String,
            subresource: String, fields: FieldSet
        ) {
            (self.manager, self.operation, self.apiVersion) = (manager, operation, apiVersion)
            (self.time, self.subresource, self.fields) = (time, subresource, fields)
        }

        init(_ value: Value) {
            self.init(
                manager: value["manager"].string ?? "", operation: value["operation"].string ?? "",
                apiVersion: value["apiVersion"].string ?? "", time: value["time"].string ?? "",
                subresource: value["subresource"].string ?? "",
                fields: .root(value["fieldsV1"]))
            source = value
        }

        /// Somebody else has changed or removed these fields.
        mutating func lose(_ comparison: FieldComparison) {
            let before = fields
            fields.subtract(comparison.changed)
            fields.subtractWhole(comparison.removed)
            if fields != before { source = nil }
        }

        func isSameManager(as other: Entry) -> Bool {
            (manager, operation, apiVersion, subresource)
                == (other.manager, other.operation, other.apiVersion, other.subresource)
        }

        /// Applied before updated, then by time, then by name.
        var order: String { "\(operation) \(time) \(manager) \(apiVersion)" }

        var value: Value {
            if let source { return source }
            var entry: Value = [
                "manager": .string(manager), "operation": .string(operation),
                "apiVersion": .string(apiVersion),
            ]
            if !time.isEmpty { entry["time"] = .string(time) }
            entry["fieldsType"] = "FieldsV1"
            entry["fieldsV1"] = fields.value
            if !subresource.isEmpty { entry["subresource"] = .string(subresource) }
            return entry
        }
    }
}
