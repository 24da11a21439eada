/// What every object has: its names, versions, labels, annotations and owners.
package struct ObjectMeta: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var generateName: String? {
        get { self["generateName"] }
        set { self["generateName"] = newValue }
    }
    /// Empty for a cluster-scoped object.
    package var namespace: String {
        get { self["namespace", default: ""] }
        set { self["namespace", default: ""] = newValue }
    }
    package var uid: String {
        get { self["uid", default: ""] }
        set { self["uid", default: ""] = newValue }
    }
    /// Opaque to clients; empty before the object is stored.
    package var resourceVersion: String {
        get { self["resourceVersion", default: ""] }
        set { self["resourceVersion", default: ""] = newValue }
    }
    package var generation: Int? {
        get { self["generation"] }
        set { self["generation"] = newValue }
    }
    /// RFC 3339.
    package var creationTimestamp: String? {
        get { self["creationTimestamp"] }
        set { self["creationTimestamp"] = newValue }
    }
    /// RFC 3339; set once the object is being deleted.
    package var deletionTimestamp: String? {
        get { self["deletionTimestamp"] }
        set { self["deletionTimestamp"] = newValue }
    }
    package var deletionGracePeriodSeconds: Int? {
        get { self["deletionGracePeriodSeconds"] }
        set { self["deletionGracePeriodSeconds"] = newValue }
    }
    package var labels: [String: String] {
        get { self["labels"] }
        set { self["labels"] = newValue }
    }
    package var annotations: [String: String] {
        get { self["annotations"] }
        set { self["annotations"] = newValue }
    }
    package var finalizers: [String] {
        get { self["finalizers"] }
        set { self["finalizers"] = newValue }
    }
    package var ownerReferences: [OwnerReference] {
        get { self["ownerReferences"] }
        set { self["ownerReferences"] = newValue }
    }

    /// The owner that manages this object, if it has one.
    package var controller: OwnerReference? { ownerReferences.first { $0.controller == true } }
    package var isBeingDeleted: Bool { deletionTimestamp != nil }
}

package struct OwnerReference: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var apiVersion: String {
        get { self["apiVersion", default: ""] }
        set { self["apiVersion", default: ""] = newValue }
    }
    package var kind: String {
        get { self["kind", default: ""] }
        set { self["kind", default: ""] = newValue }
    }
    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var uid: String {
        get { self["uid", default: ""] }
        set { self["uid", default: ""] = newValue }
    }
    package var controller: Bool? {
        get { self["controller"] }
        set { self["controller"] = newValue }
    }
    package var blockOwnerDeletion: Bool? {
        get { self["blockOwnerDeletion"] }
        set { self["blockOwnerDeletion"] = newValue }
    }
}
