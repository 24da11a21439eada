import API

/// The annotation in which `kubectl apply` keeps what it sent, where server-side apply takes it over.
///
/// Upstream: kubernetes apimachinery/pkg/util/managedfields/internal/lastappliedmanager.go and
/// lastappliedupdater.go.
enum LastApplied {
    static let annotation = "kubectl.kubernetes.io/last-applied-configuration"
    /// Only kubectl under its own name takes over what kubectl has applied before.
    static let manager = "kubectl"

    /// The fields that the annotation speaks of and that are still so: kubectl's to change.
    static func fields(of live: Value, _ shape: MergeShape) -> FieldSet {
        guard let text = live["metadata"]["annotations"][annotation].string,
            let applied = try? JSONParser.parse(text), applied["apiVersion"] == live["apiVersion"]
        else { return FieldSet() }
        var fields = ServerSideApply.fields(of: applied, shape)
        let comparison = FieldComparison(from: applied, to: live, shape: shape)
        fields.subtract(comparison.changed)
        fields.subtractWhole(comparison.removed)
        return fields
    }

    /// Keeps the annotation up to date, for a kubectl that goes back to applying by itself.
    static func update(_ object: inout Value, with config: Value) {
        guard object["metadata"]["annotations"][annotation] != nil else { return }
        var config = config
        if var annotations = config["metadata"]["annotations"].object {
            annotations[annotation] = nil
            config["metadata"]["annotations"] = annotations.isEmpty ? nil : .object(annotations)
        }
        config["metadata"]["managedFields"] = nil
        let text = JSONWriter.text(config, sortedKeys: true) + "\n"
        object["metadata"]["annotations"][annotation] = .string(text)
    }
}
