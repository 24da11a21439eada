import API

/// Who set which field: keeps `metadata.managedFields` right when an object is created or updated.
///
/// ```
///   kubectl create cm lock --from-literal=n=0     kubectl-create: data, data.n
///   curl -X PUT ... {"n": "1"}                    kubectl-create: data
///                                                 curl:           data.n
/// ```
/// A writer becomes the manager of what it changes, and whoever was it before is no more. Server-side
/// apply has rules of its own (`ServerSideApply`).
///
/// Upstream: sigs.k8s.io/structured-merge-diff merge/update.go; apimachinery/pkg/util/managedfields.
enum FieldTracking {
    /// Brings the list up to date with what the writer has changed. `object` is as it was sent,
    /// with defaults, before admission: what admission adds has no manager.
    static func record(
        _ object: inout Value, old: Value?, options: WriteOptions, resource: ServedResource,
        subresource: String = "", now: String
    ) {
        // Whoever applies has settled it already.
        if options.isApply { return }
        let live = old["metadata"]["managedFields"]
        guard let manager = options.fieldManager else {
            object["metadata"]["managedFields"] = live
            return
        }
        let before = ManagedFields.beforeChange(
            object["metadata"]["managedFields"], live: live, isSubresource: !subresource.isEmpty)
        let (shownOld, shownNew) = (
            old.map { part(of: $0, resource, subresource) }, part(of: object, resource, subresource)
        )
        let comparison = FieldComparison(from: shownOld, to: shownNew, shape: resource.mergeShape)
        if comparison.isSame {
            object["metadata"]["managedFields"] = before.value
            return
        }
        let writer = ManagedFields.Entry(
            manager: manager, operation: "Update",
            apiVersion: resource.resource.groupVersion.description, time: now,
            subresource: subresource, fields: comparison.changed)
        var fields = updated(before, by: writer, comparison)
        fields.capUpdaters()
        object["metadata"]["managedFields"] = fields.value
    }

    /// The part of an object that can be written through `subresource`.
    ///
    /// Upstream: kubernetes, `GetResetFields` of the strategies.
    static func part(
        of object: Value, _ resource: ServedResource, _ subresource: String
    ) -> Value {
        guard resource.hasStatus else { return object }
        var object = object
        if subresource != "status" {
            object["status"] = nil
        } else {
            for name in object.object?.names ?? []
            where !["apiVersion", "kind", "metadata", "status"].contains(name) {
                object[name] = nil
            }
        }
        return object
    }

    private static func updated(
        _ before: ManagedFields, by writer: ManagedFields.Entry, _ comparison: FieldComparison
    ) -> ManagedFields {
        var (result, writer) = (before, writer)
        if let own = result.remove(writer) {
            var fields = own.fields
            fields.formUnion(writer.fields)
            fields.subtractWhole(comparison.removed)
            writer.fields = fields
        }
        for index in result.entries.indices {
            // Somebody else has changed or removed these fields.
            var fields = result.entries[index].fields
            fields.subtract(comparison.changed)
            fields.subtractWhole(comparison.removed)
            result.entries[index].fields = fields
        }
        result.entries.append(writer)
        result.entries.removeAll(where: \.fields.isEmpty)
        return result
    }
}
