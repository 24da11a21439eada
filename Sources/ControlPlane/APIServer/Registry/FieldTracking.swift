import API

/// Who set which field: `metadata.managedFields`.
///
/// Upstream: sigs.k8s.io/structured-merge-diff; apimachinery/pkg/util/managedfields.
enum FieldTracking {
    static func record(
        _ object: inout Value, old: Value?, options: WriteOptions, resource: ServedResource,
        subresource: String = "", now: String
    ) {
        object["metadata"]["managedFields"] = old["metadata"]["managedFields"]
    }
}
