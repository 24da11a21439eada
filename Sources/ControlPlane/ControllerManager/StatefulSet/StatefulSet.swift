import API

/// Pods that are not alike: each has a number, a name that stays, and claims of its own.
struct StatefulSet: RevisionedObject {
    static let resource = GroupVersionResource(
        group: "apps", version: "v1", resource: "statefulsets")
    static let kind = "StatefulSet"
    static let isNamespaced = true

    var value: Value
    init(_ value: Value) { self.value = value }

    private var spec: Value? { value["spec"] }

    var selector: LabelSelector { LabelSelector(spec["selector"] ?? .object(Object())) }
    var template: PodTemplateSpec { PodTemplateSpec(spec["template"] ?? .object(Object())) }
    var replicas: Int { spec["replicas"].int ?? 1 }
    /// The number of the first pod.
    var start: Int { spec["ordinals"]["start"].int ?? 0 }
    var serviceName: String { spec["serviceName"].string ?? "" }
    /// Whether pods are made and removed all at once, not one after another.
    var isParallel: Bool { spec["podManagementPolicy"].string == "Parallel" }
    var minReadySeconds: Int { spec["minReadySeconds"].int ?? 0 }
    var revisionHistoryLimit: Int { spec["revisionHistoryLimit"].int ?? 10 }
    var isRolling: Bool {
        spec["updateStrategy"]["type"].string ?? "RollingUpdate" == "RollingUpdate"
    }
    /// Pods below this number keep the old template.
    var partition: Int { spec["updateStrategy"]["rollingUpdate"]["partition"].int ?? 0 }
    var claimTemplates: [PersistentVolumeClaim] {
        (spec["volumeClaimTemplates"].array ?? []).map { PersistentVolumeClaim($0) }
    }
    var deletesClaims: Bool {
        spec["persistentVolumeClaimRetentionPolicy"]["whenDeleted"].string == "Delete"
    }

    /// The number in a pod's name; nil if it is not named after this set.
    func ordinal(of pod: Pod) -> Int? {
        let prefix = metadata.name + "-"
        guard pod.metadata.name.hasPrefix(prefix) else { return nil }
        return Int(pod.metadata.name.dropFirst(prefix.count))
    }
}
