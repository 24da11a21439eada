import API

/// `pods/ephemeralcontainers`: adds a container to a pod that runs, to look around in it.
///
/// Such a container is never changed, restarted or taken away.
///
/// Upstream: kubernetes pkg/registry/core/pod/strategy.go podEphemeralContainersStrategy and
/// pkg/apis/core/validation/validation.go ValidatePodEphemeralContainersUpdate.
/// Differs: the message does not end in the difference of the two containers as Go prints them.
enum EphemeralContainers {
    private static let path: FieldPath = "spec.ephemeralContainers"
    private static let fields = DefaultFields("core/v1.PodSpec")
    /// What makes no sense for a container that nobody waits for.
    private static let refused = [
        "ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "resources",
        "resizePolicy", "restartPolicy", "restartPolicyRules",
    ]

    /// Nothing but the list comes from the new object.
    static func keepRest(of old: Value, in object: inout Value) {
        let list = object["spec"]["ephemeralContainers"]
        let managers = object["metadata"]["managedFields"]
        object = old
        if let managers { object["metadata"]["managedFields"] = managers }
        object.editObject { pod in
            pod.edit("spec") { spec in
                if let list { fields.set("ephemeralContainers", list, in: &spec) }
                if list == nil { spec["ephemeralContainers"] = nil }
            }
        }
    }

    static func problems(_ pod: Value, old: Value) -> [FieldError] {
        let list = pod["spec"]["ephemeralContainers"].array ?? []
        let before = old["spec"]["ephemeralContainers"].array ?? []
        var errors = problems(list, spec: pod["spec"])
        for item in before {
            let name = item["name"].string ?? ""
            let same = list.first { $0["name"] == item["name"] }
            if same == nil {
                errors.append(
                    .forbidden(
                        path,
                        "existing ephemeral containers \(GoText.quoted(name)) may not be removed\n")
                )
            } else if same != item {
                errors.append(
                    .forbidden(
                        path,
                        "existing ephemeral containers \(GoText.quoted(name)) may not be changed\n")
                )
            }
        }
        if old["metadata"]["annotations"]["kubernetes.io/config.mirror"] != nil {
            errors.append(.forbidden("", "static pods do not support ephemeral containers"))
        }
        return errors
    }

    private static func problems(_ list: [Value], spec: Value?) -> [FieldError] {
        let others = (spec["containers"].array ?? []) + (spec["initContainers"].array ?? [])
        var seen = Set(others.compactMap { $0["name"].string })
        let targets = Set((spec["containers"].array ?? []).compactMap { $0["name"].string })
            .union((spec["initContainers"].array ?? []).compactMap { $0["name"].string })
        let volumes = Set((spec["volumes"].array ?? []).compactMap { $0["name"].string })
        var errors: [FieldError] = []
        for (index, item) in list.enumerated() {
            let place = path.index(index)
            errors += ContainerValidation.container(item, volumes: volumes, place)
            if let name = item["name"].string, !seen.insert(name).inserted {
                errors.append(.duplicate(place.child("name"), .string(name)))
            }
            if let target = item["targetContainerName"].string, !target.isEmpty,
                !targets.contains(target)
            {
                errors.append(
                    .notFound(place.child("targetContainerName"), .string(target)))
            }
            for field in refused where !isEmpty(item[field]) {
                errors.append(
                    .forbidden(place.child(field), "cannot be set for an Ephemeral Container"))
            }
            for (position, mount) in (item["volumeMounts"].array ?? []).enumerated() {
                for field in ["subPath", "subPathExpr"]
                where !(mount[field].string ?? "").isEmpty {
                    errors.append(
                        .forbidden(
                            place.child("volumeMounts").index(position).child(field),
                            "cannot be set for an Ephemeral Container"))
                }
            }
        }
        return errors
    }

    private static func isEmpty(_ value: Value?) -> Bool {
        value == nil || value.object?.isEmpty == true || value.array?.isEmpty == true
    }
}
