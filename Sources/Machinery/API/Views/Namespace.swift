/// A scope for names.
package struct Namespace: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "namespaces")
    package static let kind = "Namespace"
    package static let isNamespaced = false

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var spec: NamespaceSpec {
        get { self["spec"] }
        set { self["spec"] = newValue }
    }
    package var status: NamespaceStatus {
        get { self["status"] }
        set { self["status"] = newValue }
    }
}

/// What must happen before the namespace can go.
package struct NamespaceSpec: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var finalizers: [String] {
        get { self["finalizers"] }
        set { self["finalizers"] = newValue }
    }
}

/// Whether the namespace lives.
package struct NamespaceStatus: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// `Active` or `Terminating`.
    package var phase: String {
        get { self["phase"] ?? "Active" }
        set { self["phase"] = newValue }
    }
    package var conditions: [NamespaceCondition] {
        get { self["conditions"] }
        set { self["conditions"] = newValue }
    }
}

/// Why a deletion is not through yet.
package struct NamespaceCondition: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var type: String {
        get { self["type", default: ""] }
        set { self["type", default: ""] = newValue }
    }
    package var status: String {
        get { self["status", default: ""] }
        set { self["status", default: ""] = newValue }
    }
    package var lastTransitionTime: String? {
        get { self["lastTransitionTime"] }
        set { self["lastTransitionTime"] = newValue }
    }
    package var reason: String? {
        get { self["reason"] }
        set { self["reason"] = newValue }
    }
    package var message: String? {
        get { self["message"] }
        set { self["message"] = newValue }
    }
}
