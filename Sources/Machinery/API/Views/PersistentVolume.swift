/// A piece of storage.
package struct PersistentVolume: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "persistentvolumes")
    package static let kind = "PersistentVolume"
    package static let isNamespaced = false

    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// `Available`, `Bound`, `Released`, `Failed` or `Pending`.
    package var phase: String { value["status"]["phase"].string ?? "" }
}
