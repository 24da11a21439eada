import API

/// Controllers of long-running pods.
///
/// Upstream: kubernetes pkg/apis/apps/v1/defaults.go and pkg/apis/apps/validation/validation.go.
enum WorkloadKinds {
    static let rules: [String: any Strategy] = [
        "deployments.apps": deployment, "replicasets.apps": replicaSet,
        "daemonsets.apps": daemonSet, "statefulsets.apps": statefulSet,
        "replicationcontrollers": replicationController,
        "podtemplates": podTemplate,
        "controllerrevisions.apps": KindRules(
            hasStatus: false,
            updateValidation: { Check.immutable($0["data"], $1["data"], "data") }),
    ]

    // MARK: Deployment

    private static let deployment = KindRules(
        initialStatus: [:], generationMembers: ["spec"],
        defaults: { object in
            object.edit("spec") { spec in
                deploymentSpec.fill(&spec)
                spec.edit("strategy") { strategy in
                    strategyFields.fill(&strategy)
                    guard strategy["type"].string == "RollingUpdate" else { return }
                    strategyFields.setDefault("rollingUpdate", [:], in: &strategy)
                    strategy.edit("rollingUpdate", surge.fill)
                }
                spec.edit("template", PodDefaults.fillTemplate)
            }
        },
        validation: { object in
            WorkloadValidation.replicated(object, kind: "deployment") + strategyProblems(object)
        },
        updateValidation: WorkloadValidation.immutableSelector)

    private static let deploymentSpec = DefaultFields(
        "apps/v1.DeploymentSpec",
        [
            "replicas": 1, "template": [:], "strategy": [:], "revisionHistoryLimit": 10,
            "progressDeadlineSeconds": 600,
        ])
    private static let strategyFields = DefaultFields(
        "apps/v1.DeploymentStrategy", ["type": "RollingUpdate"])
    private static let surge = DefaultFields(
        "apps/v1.RollingUpdateDeployment", ["maxUnavailable": "25%", "maxSurge": "25%"])

    private static func strategyProblems(_ object: Value) -> [FieldError] {
        let spec = object["spec"]
        let path: FieldPath = "spec.strategy"
        let rolling = spec["strategy"]["rollingUpdate"]
        var errors: [FieldError] = []
        switch spec["strategy"]["type"].string {
        case "Recreate":
            if rolling != nil {
                errors.append(
                    .forbidden(
                        path.child("rollingUpdate"),
                        "may not be specified when strategy `type` is 'Recreate'"))
            }
        case "RollingUpdate":
            errors += rollingProblems(rolling, path.child("rollingUpdate"))
        default:
            errors += Check.oneOf(
                spec["strategy"]["type"], ["Recreate", "RollingUpdate"], path.child("type"),
                isRequired: true)
        }
        for field in ["minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"] {
            errors += Check.nonnegative(spec[field], FieldPath("spec").child(field))
        }
        if let deadline = spec["progressDeadlineSeconds"].int,
            deadline <= spec["minReadySeconds"].int ?? 0, deadline >= 0
        {
            errors.append(
                .invalid(
                    "spec.progressDeadlineSeconds", .int(Int64(deadline)),
                    "must be greater than minReadySeconds"))
        }
        return errors
    }

    private static func rollingProblems(_ rolling: Value?, _ path: FieldPath) -> [FieldError] {
        var errors = Check.numberOrPercent(
            rolling["maxUnavailable"], path.child("maxUnavailable"), allowsMore: false)
        errors += Check.numberOrPercent(rolling["maxSurge"], path.child("maxSurge"))
        func isZero(_ value: Value?) -> Bool { value.int == 0 || value.string == "0%" }
        if isZero(rolling["maxUnavailable"]), isZero(rolling["maxSurge"]) {
            errors.append(
                .invalid(
                    path.child("maxUnavailable"), rolling["maxUnavailable"] ?? .null,
                    "may not be 0 when `maxSurge` is 0"))
        }
        return errors
    }

    // MARK: ReplicaSet, ReplicationController

    private static let replicaSet = KindRules(
        initialStatus: ["replicas": 0], generationMembers: ["spec"],
        defaults: { object in
            object.edit("spec") { spec in
                replicaSetSpec.fill(&spec)
                spec.edit("template", PodDefaults.fillTemplate)
            }
        },
        validation: { WorkloadValidation.replicated($0, kind: "replicaset") },
        updateValidation: WorkloadValidation.immutableSelector)

    private static let replicaSetSpec = DefaultFields("apps/v1.ReplicaSetSpec", ["replicas": 1])

    /// Without a selector it takes the template's labels, and so do its own labels.
    private static let replicationController = KindRules(
        initialStatus: ["replicas": 0], generationMembers: ["spec"],
        defaults: { object in
            let labels = object["spec"]["template"]["metadata"]["labels"]
            if let labels, labels.object?.isEmpty == false {
                object.edit("spec") { controllerSpec.setDefault("selector", labels, in: &$0) }
                object.edit("metadata") { Metadata.fields.setDefault("labels", labels, in: &$0) }
            }
            object.edit("spec") { spec in
                controllerSpec.fill(&spec)
                spec.edit("template", PodDefaults.fillTemplate)
            }
        },
        validation: WorkloadValidation.controller)

    private static let controllerSpec = DefaultFields(
        "core/v1.ReplicationControllerSpec", ["replicas": 1])

    private static let podTemplate = KindRules(
        hasStatus: false, generationMembers: ["template"],
        defaults: { $0.edit("template", PodDefaults.fillTemplate) },
        validation: { PodValidation.template($0["template"], "template") })

    // MARK: DaemonSet

    private static let daemonSet = KindRules(
        initialStatus: [
            "currentNumberScheduled": 0, "numberMisscheduled": 0, "desiredNumberScheduled": 0,
            "numberReady": 0,
        ],
        generationMembers: ["spec"],
        preparation: {
            $0.edit("metadata") {
                Metadata.annotate("deprecated.daemonset.template.generation", "1", &$0)
            }
        },
        defaults: { object in
            object.edit("spec") { spec in
                daemonSetSpec.fill(&spec)
                spec.edit("updateStrategy") { strategy in
                    updateStrategy.fill(&strategy)
                    guard strategy["type"].string == "RollingUpdate" else { return }
                    updateStrategy.setDefault("rollingUpdate", [:], in: &strategy)
                    strategy.edit("rollingUpdate", daemonSurge.fill)
                }
                spec.edit("template", PodDefaults.fillTemplate)
            }
        },
        validation: { object in
            WorkloadValidation.selected(object, kind: "daemonset")
                + Check.oneOf(
                    object["spec"]["updateStrategy"]["type"], ["RollingUpdate", "OnDelete"],
                    "spec.updateStrategy.type", isRequired: true)
        },
        updateValidation: WorkloadValidation.immutableSelector)

    private static let daemonSetSpec = DefaultFields(
        "apps/v1.DaemonSetSpec", ["updateStrategy": [:], "revisionHistoryLimit": 10])
    private static let updateStrategy = DefaultFields(
        "apps/v1.DaemonSetUpdateStrategy", ["type": "RollingUpdate"])
    private static let daemonSurge = DefaultFields(
        "apps/v1.RollingUpdateDaemonSet", ["maxUnavailable": 1, "maxSurge": 0])

    // MARK: StatefulSet

    private static let statefulSet = KindRules(
        initialStatus: ["replicas": 0, "availableReplicas": 0], generationMembers: ["spec"],
        defaults: { object in
            object.edit("spec") { spec in
                statefulSetSpec.fill(&spec)
                spec.edit("updateStrategy") { strategy in
                    statefulStrategy.fill(&strategy)
                    guard strategy["type"].string == "RollingUpdate" else { return }
                    statefulStrategy.setDefault("rollingUpdate", [:], in: &strategy)
                    strategy.edit("rollingUpdate", partition.fill)
                }
                spec.edit("persistentVolumeClaimRetentionPolicy", retention.fill)
                spec.edit("template", PodDefaults.fillTemplate)
                spec.editItems("volumeClaimTemplates") { claim in
                    claimTemplate.fill(&claim)
                    ClaimDefaults.fill(&claim)
                }
            }
        },
        validation: { object in
            WorkloadValidation.replicated(object, kind: "statefulset")
                + Check.oneOf(
                    object["spec"]["podManagementPolicy"], ["OrderedReady", "Parallel"],
                    "spec.podManagementPolicy", isRequired: true)
        },
        updateValidation: WorkloadValidation.statefulSetUpdate)

    private static let statefulSetSpec = DefaultFields(
        "apps/v1.StatefulSetSpec",
        [
            "replicas": 1, "podManagementPolicy": "OrderedReady", "updateStrategy": [:],
            "revisionHistoryLimit": 10, "persistentVolumeClaimRetentionPolicy": [:],
        ])
    private static let statefulStrategy = DefaultFields(
        "apps/v1.StatefulSetUpdateStrategy", ["type": "RollingUpdate"])
    private static let partition = DefaultFields(
        "apps/v1.RollingUpdateStatefulSetStrategy", ["partition": 0])
    private static let retention = DefaultFields(
        "apps/v1.StatefulSetPersistentVolumeClaimRetentionPolicy",
        ["whenDeleted": "Retain", "whenScaled": "Retain"])
    private static let claimTemplate = DefaultFields(
        "core/v1.PersistentVolumeClaim", ["kind": "PersistentVolumeClaim", "apiVersion": "v1"])
}

/// Labels and annotations that strategies set.
enum Metadata {
    static let fields = DefaultFields("meta/v1.ObjectMeta")

    static func annotate(_ key: String, _ text: String, _ metadata: inout Object) {
        put(key, text, in: "annotations", &metadata)
    }

    static func label(_ key: String, _ text: String, _ metadata: inout Object) {
        put(key, text, in: "labels", &metadata)
    }

    /// Maps are kept in the order of their keys, as Go writes them.
    private static func put(
        _ key: String, _ text: String, in map: String, _ metadata: inout Object
    ) {
        var entries = metadata[map].object ?? Object()
        if entries[key].string == text { return }
        entries[key] = .string(text)
        fields.set(map, .object(entries.sorted), in: &metadata)
    }
}
