/// One variable of a container's environment.
package struct EnvVar: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    /// The member `value`; nil when `valueFrom` gives it.
    package var literal: String? {
        get { self["value"] }
        set { self["value"] = newValue }
    }
    package var valueFrom: EnvVarSource? {
        get { self["valueFrom"] }
        set { self["valueFrom"] = newValue }
    }
}

/// Where a variable's value comes from: exactly one is set.
package struct EnvVarSource: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var fieldRef: ObjectFieldSelector? {
        get { self["fieldRef"] }
        set { self["fieldRef"] = newValue }
    }
    package var resourceFieldRef: ResourceFieldSelector? {
        get { self["resourceFieldRef"] }
        set { self["resourceFieldRef"] = newValue }
    }
    package var configMapKeyRef: ConfigMapKeySelector? {
        get { self["configMapKeyRef"] }
        set { self["configMapKeyRef"] = newValue }
    }
    package var secretKeyRef: SecretKeySelector? {
        get { self["secretKeyRef"] }
        set { self["secretKeyRef"] = newValue }
    }
    package var fileKeyRef: Value? {
        get { value["fileKeyRef"] }
        set { value["fileKeyRef"] = newValue }
    }
}

/// A field of the pod: `metadata.name`, `metadata.labels['app']`, `status.podIP`.
package struct ObjectFieldSelector: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var apiVersion: String {
        get { self["apiVersion"] ?? "v1" }
        set { self["apiVersion"] = newValue }
    }
    package var fieldPath: String {
        get { self["fieldPath", default: ""] }
        set { self["fieldPath", default: ""] = newValue }
    }
}

/// A container's request or limit: `requests.cpu` over `divisor`.
package struct ResourceFieldSelector: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// Needed in volumes, optional in a container's own environment.
    package var containerName: String? {
        get { self["containerName"] }
        set { self["containerName"] = newValue }
    }
    package var resource: String {
        get { self["resource", default: ""] }
        set { self["resource", default: ""] = newValue }
    }
    /// Nil or 0 counts as 1.
    package var divisor: Quantity? {
        get { self["divisor"] }
        set { self["divisor"] = newValue }
    }
}

/// One key of a ConfigMap.
package struct ConfigMapKeySelector: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var key: String {
        get { self["key", default: ""] }
        set { self["key", default: ""] = newValue }
    }
    package var optional: Bool {
        get { self["optional"] ?? false }
        set { self["optional"] = newValue }
    }
}

/// One key of a Secret.
package struct SecretKeySelector: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var key: String {
        get { self["key", default: ""] }
        set { self["key", default: ""] = newValue }
    }
    package var optional: Bool {
        get { self["optional"] ?? false }
        set { self["optional"] = newValue }
    }
}

/// All keys of a ConfigMap or Secret as variables.
package struct EnvFromSource: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var prefix: String {
        get { self["prefix", default: ""] }
        set { self["prefix", default: ""] = newValue }
    }
    package var configMapRef: OptionalObjectReference? {
        get { self["configMapRef"] }
        set { self["configMapRef"] = newValue }
    }
    package var secretRef: OptionalObjectReference? {
        get { self["secretRef"] }
        set { self["secretRef"] = newValue }
    }
}

/// A ConfigMap or Secret that may be missing.
package struct OptionalObjectReference: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var optional: Bool {
        get { self["optional"] ?? false }
        set { self["optional"] = newValue }
    }
}
