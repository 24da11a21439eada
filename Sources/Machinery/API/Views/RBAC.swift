/// What may be done in one namespace.
package struct Role: APIObject {
    package static let resource = GroupVersionResource(
        group: "rbac.authorization.k8s.io", version: "v1", resource: "roles")
    package static let kind = "Role"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var rules: [PolicyRule] {
        get { self["rules"] }
        set { self["rules"] = newValue }
    }
}

/// What may be done in the cluster.
package struct ClusterRole: APIObject {
    package static let resource = GroupVersionResource(
        group: "rbac.authorization.k8s.io", version: "v1", resource: "clusterroles")
    package static let kind = "ClusterRole"
    package static let isNamespaced = false

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var rules: [PolicyRule] {
        get { self["rules"] }
        set { self["rules"] = newValue }
    }
    package var aggregationRule: AggregationRule? {
        get { self["aggregationRule"] }
        set { self["aggregationRule"] = newValue }
    }
}

/// The labels of the cluster roles whose rules are gathered into this one.
package struct AggregationRule: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var clusterRoleSelectors: [LabelSelector] {
        get { self["clusterRoleSelectors"] }
        set { self["clusterRoleSelectors"] = newValue }
    }
}

/// Who has a role in one namespace.
package struct RoleBinding: APIObject {
    package static let resource = GroupVersionResource(
        group: "rbac.authorization.k8s.io", version: "v1", resource: "rolebindings")
    package static let kind = "RoleBinding"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var subjects: [Subject] {
        get { self["subjects"] }
        set { self["subjects"] = newValue }
    }
    package var roleRef: RoleRef {
        get { self["roleRef"] }
        set { self["roleRef"] = newValue }
    }
}

/// Who has a cluster role everywhere.
package struct ClusterRoleBinding: APIObject {
    package static let resource = GroupVersionResource(
        group: "rbac.authorization.k8s.io", version: "v1", resource: "clusterrolebindings")
    package static let kind = "ClusterRoleBinding"
    package static let isNamespaced = false

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var subjects: [Subject] {
        get { self["subjects"] }
        set { self["subjects"] = newValue }
    }
    package var roleRef: RoleRef {
        get { self["roleRef"] }
        set { self["roleRef"] = newValue }
    }
}

/// Verbs on resources, or on paths that are no resources.
package struct PolicyRule: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var verbs: [String] {
        get { self["verbs"] }
        set { self["verbs"] = newValue }
    }
    package var apiGroups: [String] {
        get { self["apiGroups"] }
        set { self["apiGroups"] = newValue }
    }
    package var resources: [String] {
        get { self["resources"] }
        set { self["resources"] = newValue }
    }
    package var resourceNames: [String] {
        get { self["resourceNames"] }
        set { self["resourceNames"] = newValue }
    }
    package var nonResourceURLs: [String] {
        get { self["nonResourceURLs"] }
        set { self["nonResourceURLs"] = newValue }
    }
}

/// A user, a group or a service account.
package struct Subject: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// `User`, `Group` or `ServiceAccount`.
    package var kind: String {
        get { self["kind", default: ""] }
        set { self["kind", default: ""] = newValue }
    }
    package var apiGroup: String {
        get { self["apiGroup", default: ""] }
        set { self["apiGroup", default: ""] = newValue }
    }
    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var namespace: String {
        get { self["namespace", default: ""] }
        set { self["namespace", default: ""] = newValue }
    }
}

/// The role that a binding grants; it cannot be changed.
package struct RoleRef: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var apiGroup: String {
        get { self["apiGroup", default: ""] }
        set { self["apiGroup", default: ""] = newValue }
    }
    /// `Role` or `ClusterRole`.
    package var kind: String {
        get { self["kind", default: ""] }
        set { self["kind", default: ""] = newValue }
    }
    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
}
