/// A heartbeat, or the seat of a leader.
package struct Lease: APIObject {
    package static let resource = GroupVersionResource(
        group: "coordination.k8s.io", version: "v1", resource: "leases")
    package static let kind = "Lease"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var spec: LeaseSpec {
        get { self["spec"] }
        set { self["spec"] = newValue }
    }
}

/// Who holds it and since when.
package struct LeaseSpec: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var holderIdentity: String? {
        get { self["holderIdentity"] }
        set { self["holderIdentity"] = newValue }
    }
    package var leaseDurationSeconds: Int? {
        get { self["leaseDurationSeconds"] }
        set { self["leaseDurationSeconds"] = newValue }
    }
    /// RFC 3339 with microseconds.
    package var acquireTime: String? {
        get { self["acquireTime"] }
        set { self["acquireTime"] = newValue }
    }
    /// RFC 3339 with microseconds.
    package var renewTime: String? {
        get { self["renewTime"] }
        set { self["renewTime"] = newValue }
    }
    package var leaseTransitions: Int? {
        get { self["leaseTransitions"] }
        set { self["leaseTransitions"] = newValue }
    }
}
