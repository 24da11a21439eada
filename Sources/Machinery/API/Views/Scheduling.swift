/// What keeps pods away from a node unless they tolerate it.
package struct Taint: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var key: String {
        get { self["key", default: ""] }
        set { self["key", default: ""] = newValue }
    }
    /// The member `value`.
    package var taintValue: String {
        get { self["value", default: ""] }
        set { self["value", default: ""] = newValue }
    }
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    package var effect: String {
        get { self["effect", default: ""] }
        set { self["effect", default: ""] = newValue }
    }
    package var timeAdded: String? {
        get { self["timeAdded"] }
        set { self["timeAdded"] = newValue }
    }

    package init(key: String, value: String = "", effect: String) {
        self.init(["key": .string(key)])
        self.taintValue = value
        self.effect = effect
    }
}

/// What lets a pod onto a tainted node.
package struct Toleration: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// Empty with `Exists` tolerates every key.
    package var key: String {
        get { self["key", default: ""] }
        set { self["key", default: ""] = newValue }
    }
    /// `Equal` or `Exists`.
    package var `operator`: String {
        get { self["operator"] ?? "Equal" }
        set { self["operator"] = newValue }
    }
    /// The member `value`.
    package var tolerated: String {
        get { self["value", default: ""] }
        set { self["value", default: ""] = newValue }
    }
    /// Empty tolerates every effect.
    package var effect: String {
        get { self["effect", default: ""] }
        set { self["effect", default: ""] = newValue }
    }
    /// How long a `NoExecute` taint is tolerated; nil is forever.
    package var tolerationSeconds: Int? {
        get { self["tolerationSeconds"] }
        set { self["tolerationSeconds"] = newValue }
    }

    /// Whether this toleration covers `taint`.
    ///
    /// Upstream: kubernetes component-helpers/scheduling/corev1/helpers.go ToleratesTaint.
    package func tolerates(_ taint: Taint) -> Bool {
        if !effect.isEmpty, effect != taint.effect { return false }
        if !key.isEmpty, key != taint.key { return false }
        switch `operator` {
        case "", "Equal": return tolerated == taint.taintValue
        case "Exists": return true
        case "Lt", "Gt": return compares(with: taint)
        default: return false
        }
    }

    /// The numeric operators: the taint's number must lie on the named side of the toleration's.
    private func compares(with taint: Taint) -> Bool {
        guard let own = Int64(tolerated), let other = Int64(taint.taintValue) else { return false }
        return `operator` == "Lt" ? other < own : other > own
    }
}

/// Which nodes, and which neighbours, a pod needs or prefers.
package struct Affinity: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var nodeAffinity: NodeAffinity? {
        get { self["nodeAffinity"] }
        set { self["nodeAffinity"] = newValue }
    }
    package var podAffinity: PodAffinity? {
        get { self["podAffinity"] }
        set { self["podAffinity"] = newValue }
    }
    /// Which neighbours it avoids.
    package var podAntiAffinity: PodAffinity? {
        get { self["podAntiAffinity"] }
        set { self["podAntiAffinity"] = newValue }
    }
}

/// Which nodes a pod needs and prefers.
package struct NodeAffinity: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var required: NodeSelector? {
        get { self["requiredDuringSchedulingIgnoredDuringExecution"] }
        set { self["requiredDuringSchedulingIgnoredDuringExecution"] = newValue }
    }
    package var preferred: [PreferredSchedulingTerm] {
        get { self["preferredDuringSchedulingIgnoredDuringExecution"] }
        set { self["preferredDuringSchedulingIgnoredDuringExecution"] = newValue }
    }
}

/// Terms of which one must match.
package struct NodeSelector: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var nodeSelectorTerms: [NodeSelectorTerm] {
        get { self["nodeSelectorTerms"] }
        set { self["nodeSelectorTerms"] = newValue }
    }
}

/// Requirements that must all hold; a term without any matches nothing.
package struct NodeSelectorTerm: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var matchExpressions: [NodeSelectorRequirement] {
        get { self["matchExpressions"] }
        set { self["matchExpressions"] = newValue }
    }
    package var matchFields: [NodeSelectorRequirement] {
        get { self["matchFields"] }
        set { self["matchFields"] = newValue }
    }
}

/// One requirement on a node's labels or fields.
package struct NodeSelectorRequirement: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var key: String {
        get { self["key", default: ""] }
        set { self["key", default: ""] = newValue }
    }
    /// `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`.
    package var `operator`: String {
        get { self["operator", default: ""] }
        set { self["operator", default: ""] = newValue }
    }
    package var values: [String] {
        get { self["values"] }
        set { self["values"] = newValue }
    }
}

/// A preference and what it weighs.
package struct PreferredSchedulingTerm: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// 1 to 100.
    package var weight: Int {
        get { self["weight"] ?? 0 }
        set { self["weight"] = newValue }
    }
    package var preference: NodeSelectorTerm {
        get { self["preference"] }
        set { self["preference"] = newValue }
    }
}

/// Next to which pods a pod needs or prefers to be.
package struct PodAffinity: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var required: [PodAffinityTerm] {
        get { self["requiredDuringSchedulingIgnoredDuringExecution"] }
        set { self["requiredDuringSchedulingIgnoredDuringExecution"] = newValue }
    }
    package var preferred: [WeightedPodAffinityTerm] {
        get { self["preferredDuringSchedulingIgnoredDuringExecution"] }
        set { self["preferredDuringSchedulingIgnoredDuringExecution"] = newValue }
    }
}

/// Pods by label, and how near is near.
package struct PodAffinityTerm: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var labelSelector: LabelSelector? {
        get { self["labelSelector"] }
        set { self["labelSelector"] = newValue }
    }
    /// Empty, with no `namespaceSelector`, is the pod's own.
    package var namespaces: [String] {
        get { self["namespaces"] }
        set { self["namespaces"] = newValue }
    }
    /// Nodes with one value of this label are one place.
    package var topologyKey: String {
        get { self["topologyKey", default: ""] }
        set { self["topologyKey", default: ""] = newValue }
    }
    package var namespaceSelector: LabelSelector? {
        get { self["namespaceSelector"] }
        set { self["namespaceSelector"] = newValue }
    }
    package var matchLabelKeys: [String] {
        get { self["matchLabelKeys"] }
        set { self["matchLabelKeys"] = newValue }
    }
    package var mismatchLabelKeys: [String] {
        get { self["mismatchLabelKeys"] }
        set { self["mismatchLabelKeys"] = newValue }
    }
}

/// A preferred neighbourhood and what it weighs.
package struct WeightedPodAffinityTerm: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var weight: Int {
        get { self["weight"] ?? 0 }
        set { self["weight"] = newValue }
    }
    package var podAffinityTerm: PodAffinityTerm {
        get { self["podAffinityTerm"] }
        set { self["podAffinityTerm"] = newValue }
    }
}

/// How evenly matching pods lie over places.
package struct TopologySpreadConstraint: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var maxSkew: Int {
        get { self["maxSkew"] ?? 1 }
        set { self["maxSkew"] = newValue }
    }
    package var topologyKey: String {
        get { self["topologyKey", default: ""] }
        set { self["topologyKey", default: ""] = newValue }
    }
    /// `DoNotSchedule` or `ScheduleAnyway`.
    package var whenUnsatisfiable: String {
        get { self["whenUnsatisfiable", default: ""] }
        set { self["whenUnsatisfiable", default: ""] = newValue }
    }
    package var labelSelector: LabelSelector? {
        get { self["labelSelector"] }
        set { self["labelSelector"] = newValue }
    }
    package var minDomains: Int? {
        get { self["minDomains"] }
        set { self["minDomains"] = newValue }
    }
    package var nodeAffinityPolicy: String {
        get { self["nodeAffinityPolicy"] ?? "Honor" }
        set { self["nodeAffinityPolicy"] = newValue }
    }
    package var nodeTaintsPolicy: String {
        get { self["nodeTaintsPolicy"] ?? "Ignore" }
        set { self["nodeTaintsPolicy"] = newValue }
    }
    package var matchLabelKeys: [String] {
        get { self["matchLabelKeys"] }
        set { self["matchLabelKeys"] = newValue }
    }
}
