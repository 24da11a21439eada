/// A wish for storage.
package struct PersistentVolumeClaim: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "persistentvolumeclaims")
    package static let kind = "PersistentVolumeClaim"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var spec: PersistentVolumeClaimSpec {
        get { self["spec"] }
        set { self["spec"] = newValue }
    }
    package var status: PersistentVolumeClaimStatus {
        get { self["status"] }
        set { self["status"] = newValue }
    }
}

/// How much, and of which kind.
package struct PersistentVolumeClaimSpec: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var accessModes: [String] {
        get { self["accessModes"] }
        set { self["accessModes"] = newValue }
    }
    package var selector: LabelSelector? {
        get { self["selector"] }
        set { self["selector"] = newValue }
    }
    package var resources: ResourceRequirements {
        get { self["resources"] }
        set { self["resources"] = newValue }
    }
    package var volumeName: String {
        get { self["volumeName", default: ""] }
        set { self["volumeName", default: ""] = newValue }
    }
    package var storageClassName: String? {
        get { self["storageClassName"] }
        set { self["storageClassName"] = newValue }
    }
    package var volumeMode: String {
        get { self["volumeMode"] ?? "Filesystem" }
        set { self["volumeMode"] = newValue }
    }
}

/// Whether it is bound.
package struct PersistentVolumeClaimStatus: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// `Pending`, `Bound` or `Lost`.
    package var phase: String {
        get { self["phase", default: ""] }
        set { self["phase", default: ""] = newValue }
    }
    package var accessModes: [String] {
        get { self["accessModes"] }
        set { self["accessModes"] = newValue }
    }
    package var capacity: [String: Quantity] {
        get { self["capacity"] }
        set { self["capacity"] = newValue }
    }
}
