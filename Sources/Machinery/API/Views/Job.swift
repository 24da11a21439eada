/// Pods that run to completion.
package struct Job: APIObject {
    package static let resource = GroupVersionResource(
        group: "batch", version: "v1", resource: "jobs")
    package static let kind = "Job"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var spec: JobSpec {
        get { self["spec"] }
        set { self["spec"] = newValue }
    }
    package var status: JobStatus {
        get { self["status"] }
        set { self["status"] = newValue }
    }
}

/// How many successes are wanted, and of which pods.
package struct JobSpec: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var parallelism: Int {
        get { self["parallelism"] ?? 1 }
        set { self["parallelism"] = newValue }
    }
    package var completions: Int? {
        get { self["completions"] }
        set { self["completions"] = newValue }
    }
    package var activeDeadlineSeconds: Int? {
        get { self["activeDeadlineSeconds"] }
        set { self["activeDeadlineSeconds"] = newValue }
    }
    package var backoffLimit: Int {
        get { self["backoffLimit"] ?? 6 }
        set { self["backoffLimit"] = newValue }
    }
    package var selector: LabelSelector? {
        get { self["selector"] }
        set { self["selector"] = newValue }
    }
    package var manualSelector: Bool {
        get { self["manualSelector"] ?? false }
        set { self["manualSelector"] = newValue }
    }
    package var template: PodTemplateSpec {
        get { self["template"] }
        set { self["template"] = newValue }
    }
    package var ttlSecondsAfterFinished: Int? {
        get { self["ttlSecondsAfterFinished"] }
        set { self["ttlSecondsAfterFinished"] = newValue }
    }
    /// `NonIndexed` or `Indexed`.
    package var completionMode: String {
        get { self["completionMode"] ?? "NonIndexed" }
        set { self["completionMode"] = newValue }
    }
    package var suspend: Bool {
        get { self["suspend"] ?? false }
        set { self["suspend"] = newValue }
    }
    package var podReplacementPolicy: String? {
        get { self["podReplacementPolicy"] }
        set { self["podReplacementPolicy"] = newValue }
    }
}

/// How far it is.
package struct JobStatus: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var conditions: [Condition] {
        get { self["conditions"] }
        set { self["conditions"] = newValue }
    }
    package var startTime: String? {
        get { self["startTime"] }
        set { self["startTime"] = newValue }
    }
    package var completionTime: String? {
        get { self["completionTime"] }
        set { self["completionTime"] = newValue }
    }
    package var active: Int {
        get { self["active"] ?? 0 }
        set { self["active"] = newValue }
    }
    package var succeeded: Int {
        get { self["succeeded"] ?? 0 }
        set { self["succeeded"] = newValue }
    }
    package var failed: Int {
        get { self["failed"] ?? 0 }
        set { self["failed"] = newValue }
    }
    package var terminating: Int? {
        get { self["terminating"] }
        set { self["terminating"] = newValue }
    }
    package var ready: Int? {
        get { self["ready"] }
        set { self["ready"] = newValue }
    }
    package var completedIndexes: String? {
        get { self["completedIndexes"] }
        set { self["completedIndexes"] = newValue }
    }
    package var uncountedTerminatedPods: Value? {
        get { value["uncountedTerminatedPods"] }
        set { value["uncountedTerminatedPods"] = newValue }
    }
}

/// The pods that a controller makes.
package struct PodTemplateSpec: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var metadata: ObjectMeta {
        get { self["metadata"] }
        set { self["metadata"] = newValue }
    }
    package var spec: PodSpec {
        get { self["spec"] }
        set { self["spec"] = newValue }
    }
}
