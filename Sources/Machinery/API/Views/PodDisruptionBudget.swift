/// How many of some pods may be taken away at once.
package struct PodDisruptionBudget: APIObject {
    package static let resource = GroupVersionResource(
        group: "policy", version: "v1", resource: "poddisruptionbudgets")
    package static let kind = "PodDisruptionBudget"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var spec: PodDisruptionBudgetSpec {
        get { self["spec"] }
        set { self["spec"] = newValue }
    }
    package var status: PodDisruptionBudgetStatus {
        get { self["status"] }
        set { self["status"] = newValue }
    }
}

/// Which pods, and how many of them must stay (or may go).
package struct PodDisruptionBudgetSpec: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var minAvailable: IntOrString? {
        get { self["minAvailable"] }
        set { self["minAvailable"] = newValue }
    }
    package var maxUnavailable: IntOrString? {
        get { self["maxUnavailable"] }
        set { self["maxUnavailable"] = newValue }
    }
    package var selector: LabelSelector {
        get { self["selector"] }
        set { self["selector"] = newValue }
    }
}

/// How many there are and how many may go now.
package struct PodDisruptionBudgetStatus: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var disruptionsAllowed: Int {
        get { self["disruptionsAllowed"] ?? 0 }
        set { self["disruptionsAllowed"] = newValue }
    }
    package var currentHealthy: Int {
        get { self["currentHealthy"] ?? 0 }
        set { self["currentHealthy"] = newValue }
    }
    package var desiredHealthy: Int {
        get { self["desiredHealthy"] ?? 0 }
        set { self["desiredHealthy"] = newValue }
    }
    package var expectedPods: Int {
        get { self["expectedPods"] ?? 0 }
        set { self["expectedPods"] = newValue }
    }
    package var observedGeneration: Int {
        get { self["observedGeneration"] ?? 0 }
        set { self["observedGeneration"] = newValue }
    }
}
