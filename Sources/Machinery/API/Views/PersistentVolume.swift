/// A piece of storage that outlives pods.
package struct PersistentVolume: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "persistentvolumes")
    package static let kind = "PersistentVolume"
    package static let isNamespaced = false

    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// `Available`, `Bound`, `Released`, `Failed` or `Pending`.
    package var phase: String { value["status"]["phase"].string ?? "" }
    package var storageClassName: String { value["spec"]["storageClassName"].string ?? "" }
    package var volumeMode: String { value["spec"]["volumeMode"].string ?? "Filesystem" }
    package var accessModes: [String] {
        (value["spec"]["accessModes"].array ?? []).compactMap(\.string)
    }
    /// How much it holds.
    package var storage: Quantity {
        value["spec"]["capacity"]["storage"].flatMap { Quantity($0) } ?? .zero
    }
    /// `Retain`, `Delete` or `Recycle`.
    package var reclaimPolicy: String {
        value["spec"]["persistentVolumeReclaimPolicy"].string ?? "Retain"
    }
    /// Whose it is; without a `uid` it is only kept for a claim of that name.
    package var claim: NamespacedName? {
        guard let reference = value["spec"]["claimRef"] else { return nil }
        return NamespacedName(
            namespace: reference["namespace"].string ?? "", name: reference["name"].string ?? "")
    }
    package var claimUID: String { value["spec"]["claimRef"]["uid"].string ?? "" }

    /// Whether pods on `node` can reach it.
    package func isReachable(from node: Node) -> Bool {
        guard let required = value["spec"]["nodeAffinity"]["required"] else { return true }
        return NodeSelector(required).nodeSelectorTerms.contains { $0.matches(node) }
    }

    /// Whether it is this claim's, or kept for a claim of this name.
    package func isHeld(for claim: PersistentVolumeClaim) -> Bool {
        self.claim == claim.namespacedName
            && (claimUID.isEmpty || claimUID == claim.metadata.uid)
    }
}
