/// A kind of storage that claims may ask for by name.
package struct StorageClass: APIObject {
    package static let resource = GroupVersionResource(
        group: "storage.k8s.io", version: "v1", resource: "storageclasses")
    package static let kind = "StorageClass"
    package static let isNamespaced = false

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var provisioner: String { value["provisioner"].string ?? "" }
    /// Whether a claim waits until a pod that uses it has a node.
    package var waitsForConsumer: Bool {
        value["volumeBindingMode"].string == "WaitForFirstConsumer"
    }
    /// Whether claims that name no class get this one.
    package var isDefault: Bool {
        metadata.annotations["storageclass.kubernetes.io/is-default-class"] == "true"
    }
}
