/// So many pods of one template.
package struct ReplicaSet: APIObject {
    package static let resource = GroupVersionResource(
        group: "apps", version: "v1", resource: "replicasets")
    package static let kind = "ReplicaSet"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var spec: ReplicaSetSpec {
        get { self["spec"] }
        set { self["spec"] = newValue }
    }
    package var status: ReplicaSetStatus {
        get { self["status"] }
        set { self["status"] = newValue }
    }
}

/// How many, and of which template.
package struct ReplicaSetSpec: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var replicas: Int {
        get { self["replicas"] ?? 1 }
        set { self["replicas"] = newValue }
    }
    package var minReadySeconds: Int {
        get { self["minReadySeconds"] ?? 0 }
        set { self["minReadySeconds"] = newValue }
    }
    package var selector: LabelSelector {
        get { self["selector"] }
        set { self["selector"] = newValue }
    }
    package var template: PodTemplateSpec {
        get { self["template"] }
        set { self["template"] = newValue }
    }
}

/// How many there are.
package struct ReplicaSetStatus: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var replicas: Int {
        get { self["replicas"] ?? 0 }
        set { self["replicas"] = newValue }
    }
    package var fullyLabeledReplicas: Int {
        get { self["fullyLabeledReplicas"] ?? 0 }
        set { self["fullyLabeledReplicas"] = newValue }
    }
    package var readyReplicas: Int {
        get { self["readyReplicas"] ?? 0 }
        set { self["readyReplicas"] = newValue }
    }
    package var availableReplicas: Int {
        get { self["availableReplicas"] ?? 0 }
        set { self["availableReplicas"] = newValue }
    }
    package var terminatingReplicas: Int? {
        get { self["terminatingReplicas"] }
        set { self["terminatingReplicas"] = newValue }
    }
    package var observedGeneration: Int {
        get { self["observedGeneration"] ?? 0 }
        set { self["observedGeneration"] = newValue }
    }
    package var conditions: [Condition] {
        get { self["conditions"] }
        set { self["conditions"] = newValue }
    }
}

/// A replica set that is replaced, step by step, when its template changes.
package struct Deployment: APIObject {
    package static let resource = GroupVersionResource(
        group: "apps", version: "v1", resource: "deployments")
    package static let kind = "Deployment"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var spec: DeploymentSpec {
        get { self["spec"] }
        set { self["spec"] = newValue }
    }
    package var status: DeploymentStatus {
        get { self["status"] }
        set { self["status"] = newValue }
    }
}

/// How many, of which template, and how to get there.
package struct DeploymentSpec: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var replicas: Int {
        get { self["replicas"] ?? 1 }
        set { self["replicas"] = newValue }
    }
    package var selector: LabelSelector {
        get { self["selector"] }
        set { self["selector"] = newValue }
    }
    package var template: PodTemplateSpec {
        get { self["template"] }
        set { self["template"] = newValue }
    }
    package var strategy: DeploymentStrategy {
        get { self["strategy"] }
        set { self["strategy"] = newValue }
    }
    package var minReadySeconds: Int {
        get { self["minReadySeconds"] ?? 0 }
        set { self["minReadySeconds"] = newValue }
    }
    package var revisionHistoryLimit: Int {
        get { self["revisionHistoryLimit"] ?? 10 }
        set { self["revisionHistoryLimit"] = newValue }
    }
    package var paused: Bool {
        get { self["paused"] ?? false }
        set { self["paused"] = newValue }
    }
    package var progressDeadlineSeconds: Int {
        get { self["progressDeadlineSeconds"] ?? 600 }
        set { self["progressDeadlineSeconds"] = newValue }
    }
}

/// How pods are replaced.
package struct DeploymentStrategy: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// `RollingUpdate` or `Recreate`.
    package var type: String {
        get { self["type"] ?? "RollingUpdate" }
        set { self["type"] = newValue }
    }
    package var rollingUpdate: RollingUpdateDeployment? {
        get { self["rollingUpdate"] }
        set { self["rollingUpdate"] = newValue }
    }
}

/// How far the number of pods may stray on the way.
package struct RollingUpdateDeployment: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var maxUnavailable: IntOrString? {
        get { self["maxUnavailable"] }
        set { self["maxUnavailable"] = newValue }
    }
    package var maxSurge: IntOrString? {
        get { self["maxSurge"] }
        set { self["maxSurge"] = newValue }
    }
}

/// How far it is.
package struct DeploymentStatus: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var observedGeneration: Int {
        get { self["observedGeneration"] ?? 0 }
        set { self["observedGeneration"] = newValue }
    }
    package var replicas: Int {
        get { self["replicas"] ?? 0 }
        set { self["replicas"] = newValue }
    }
    package var updatedReplicas: Int {
        get { self["updatedReplicas"] ?? 0 }
        set { self["updatedReplicas"] = newValue }
    }
    package var readyReplicas: Int {
        get { self["readyReplicas"] ?? 0 }
        set { self["readyReplicas"] = newValue }
    }
    package var availableReplicas: Int {
        get { self["availableReplicas"] ?? 0 }
        set { self["availableReplicas"] = newValue }
    }
    package var unavailableReplicas: Int {
        get { self["unavailableReplicas"] ?? 0 }
        set { self["unavailableReplicas"] = newValue }
    }
    package var terminatingReplicas: Int? {
        get { self["terminatingReplicas"] }
        set { self["terminatingReplicas"] = newValue }
    }
    package var conditions: [Condition] {
        get { self["conditions"] }
        set { self["conditions"] = newValue }
    }
    package var collisionCount: Int? {
        get { self["collisionCount"] }
        set { self["collisionCount"] = newValue }
    }
}

/// One thing that holds of an object or not, for the kinds without a type of their own.
package struct Condition: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var type: String {
        get { self["type", default: ""] }
        set { self["type", default: ""] = newValue }
    }
    /// `True`, `False` or `Unknown`.
    package var status: String {
        get { self["status", default: ""] }
        set { self["status", default: ""] = newValue }
    }
    package var observedGeneration: Int? {
        get { self["observedGeneration"] }
        set { self["observedGeneration"] = newValue }
    }
    package var lastProbeTime: String? {
        get { self["lastProbeTime"] }
        set { self["lastProbeTime"] = newValue }
    }
    package var lastUpdateTime: String? {
        get { self["lastUpdateTime"] }
        set { self["lastUpdateTime"] = newValue }
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

    package var isTrue: Bool { status == "True" }
}
