import API
import Simulation

/// Volumes, claims and classes.
///
/// Upstream: kubernetes pkg/apis/core/v1/defaults.go, pkg/apis/storage/v1/defaults.go and their
/// validation. Differs: the finalizers that protect volumes in use are an admission plugin's.
enum StorageKinds {
    static let rules: [String: any Strategy] = [
        "persistentvolumes": KindRules(
            initialStatus: ["phase": "Pending"], stamp: stampPhase, defaults: volume,
            validation: volumeProblems,
            warningTexts: volumeWarnings),
        "persistentvolumeclaims": KindRules(
            initialStatus: ["phase": "Pending"], defaults: ClaimDefaults.fill,
            validation: claimProblems, updateValidation: claimUpdate),
        "storageclasses.storage.k8s.io": KindRules(
            hasStatus: false, defaults: storageClass.fill, validation: classProblems,
            updateValidation: classUpdate),
    ].merging(DriverKinds.rules) { first, _ in first }

    // MARK: PersistentVolume

    private static let volumeFields = DefaultFields(
        "core/v1.PersistentVolume", ["spec": [:], "status": [:]])
    private static let volumeSpec = DefaultFields(
        "core/v1.PersistentVolumeSpec",
        ["persistentVolumeReclaimPolicy": "Retain", "volumeMode": "Filesystem"])
    private static let hostPath = DefaultFields("core/v1.HostPathVolumeSource", ["type": ""])
    private static let status = DefaultFields(
        "core/v1.PersistentVolumeStatus", ["phase": "Pending"])

    @Sendable private static func volume(_ object: inout Object) {
        volumeFields.fill(&object)
        object.edit("spec") { spec in
            volumeSpec.fill(&spec)
            spec.edit("hostPath", hostPath.fill)
        }
        object.edit("status", status.fill)
    }

    /// When the phase has changed, unless the client says itself when.
    ///
    /// Upstream: kubernetes pkg/registry/core/persistentvolume/strategy.go.
    @Sendable private static func stampPhase(
        _ object: inout Value, _ old: Value?, _ context: StrategyContext
    ) {
        let (status, before) = (object["status"], old?["status"])
        guard status["phase"] != before["phase"],
            status["lastPhaseTransitionTime"] == before["lastPhaseTransitionTime"]
        else { return }
        object["status"]["lastPhaseTransitionTime"] = .string(CivilTime(context.now).rfc3339)
    }

    private static let plainFields: Set<String> = [
        "accessModes", "capacity", "claimRef", "mountOptions", "nodeAffinity",
        "persistentVolumeReclaimPolicy", "storageClassName", "volumeAttributesClassName",
        "volumeMode",
    ]
    private static let accessModes = [
        "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod",
    ]

    @Sendable private static func volumeProblems(_ object: Value) -> [FieldError] {
        let spec = object["spec"]
        var errors = modes(spec["accessModes"], detail: "")
        let capacity = spec["capacity"].object ?? Object()
        if capacity.isEmpty { errors.append(.required("spec.capacity")) }
        if capacity["storage"] == nil || capacity.count > 1 {
            errors.append(
                .notSupported(
                    "spec.capacity", spec["capacity"] ?? .null, supported: ["storage"]))
        }
        for entry in capacity where (Quantity(entry.value) ?? .zero) <= .zero {
            errors.append(
                .invalid(
                    FieldPath("spec.capacity").key(entry.name), entry.value,
                    "must be greater than zero"))
        }
        let sources = (spec.object ?? Object()).names.filter { !plainFields.contains($0) }
        if sources.isEmpty {
            errors.append(.required("spec", "must specify a volume type"))
        }
        for extra in sources.dropFirst() {
            errors.append(
                .forbidden(
                    FieldPath("spec").child(extra), "may not specify more than 1 volume type"))
        }
        errors += Check.oneOf(
            spec["persistentVolumeReclaimPolicy"], ["Delete", "Recycle", "Retain"],
            "spec.persistentVolumeReclaimPolicy")
        return errors
    }

    private static func modes(_ value: Value?, detail: String) -> [FieldError] {
        let list = value.array ?? []
        if list.isEmpty { return [.required("spec.accessModes", detail)] }
        let known = Set(accessModes)
        return list.filter { !known.contains($0.string ?? "") }.map {
            .notSupported("spec.accessModes", $0, supported: accessModes)
        }
    }

    @Sendable private static func volumeWarnings(_ object: Value) -> [String] {
        object["spec"]["persistentVolumeReclaimPolicy"].string == "Recycle"
            ? [
                "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. "
                    + "Instead, the recommended approach is to use dynamic provisioning."
            ] : []
    }

    // MARK: PersistentVolumeClaim

    @Sendable private static func claimProblems(_ object: Value) -> [FieldError] {
        let spec = object["spec"]
        var errors = modes(spec["accessModes"], detail: "at least 1 access mode is required")
        if let size = spec["resources"]["requests"]["storage"] {
            if (Quantity(size) ?? .zero) <= .zero {
                errors.append(
                    .invalid(
                        "spec.resources[storage]", size, "must be greater than zero"))
            }
        } else {
            errors.append(.required("spec.resources[storage]"))
        }
        errors += Check.oneOf(spec["volumeMode"], ["Block", "Filesystem"], "spec.volumeMode")
        return errors
    }

    /// The binder sets the volume's name; a bound claim may grow.
    ///
    /// Differs: the message does not end in the difference of the two specs as Go prints them.
    @Sendable private static func claimUpdate(_ new: Value, _ old: Value) -> [FieldError] {
        var left = new["spec"] ?? .null
        if (old["spec"]["volumeName"].string ?? "").isEmpty {
            left["volumeName"] = old["spec"]["volumeName"]
            if old["spec"]["storageClassName"] == nil { left["storageClassName"] = nil }
        }
        if old["status"]["phase"].string == "Bound" {
            left["resources"] = old["spec"]["resources"]
            left["volumeAttributesClassName"] = old["spec"]["volumeAttributesClassName"]
        }
        if left != old["spec"] {
            return [
                .forbidden(
                    "spec",
                    "spec is immutable after creation except resources.requests and "
                        + "volumeAttributesClassName for bound claims")
            ]
        }
        let size = new["spec"]["resources"]["requests"]["storage"].flatMap { Quantity($0) }
        let before = old["spec"]["resources"]["requests"]["storage"].flatMap { Quantity($0) }
        if let size, let before, size < before {
            return [
                .forbidden(
                    "spec.resources.requests.storage",
                    "field can not be less than status.capacity")
            ]
        }
        return []
    }

    // MARK: StorageClass

    private static let storageClass = DefaultFields(
        "storage/v1.StorageClass", ["reclaimPolicy": "Delete", "volumeBindingMode": "Immediate"])

    @Sendable private static func classProblems(_ object: Value) -> [FieldError] {
        var errors: [FieldError] = []
        if (object["provisioner"].string ?? "").isEmpty { errors.append(.required("provisioner")) }
        errors += Check.oneOf(object["reclaimPolicy"], ["Delete", "Retain"], "reclaimPolicy")
        errors += Check.oneOf(
            object["volumeBindingMode"], ["Immediate", "WaitForFirstConsumer"], "volumeBindingMode")
        return errors
    }

    @Sendable private static func classUpdate(_ new: Value, _ old: Value) -> [FieldError] {
        var errors: [FieldError] = []
        for (field, name) in [
            ("parameters", "parameters"), ("provisioner", "provisioner"),
            ("reclaimPolicy", "reclaimPolicy"),
        ] where new[field] != old[field] {
            errors.append(
                .forbidden(FieldPath(name), "updates to \(name) are forbidden."))
        }
        return errors
            + Check.immutable(
                new["volumeBindingMode"], old["volumeBindingMode"], "volumeBindingMode")
    }
}
