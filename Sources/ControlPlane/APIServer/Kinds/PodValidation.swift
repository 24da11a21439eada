import API

/// What is wrong with a pod's spec, wherever it stands.
///
/// Upstream: kubernetes pkg/apis/core/validation/validation.go ValidatePodSpec.
/// Differs: devices, extended resources and Windows options are not looked into.
enum PodValidation {
    static func spec(_ spec: Value?, _ path: FieldPath) -> [FieldError] {
        let volumes = VolumeValidation.volumes(spec["volumes"], path.child("volumes"))
        let names = Set((spec["volumes"].array ?? []).compactMap { $0["name"].string })
        var errors = volumes
        errors += ContainerValidation.containers(spec, volumes: names, path)
        errors += Check.oneOf(
            spec["restartPolicy"], ["Always", "OnFailure", "Never"], path.child("restartPolicy"),
            isRequired: true)
        errors += Check.oneOf(
            spec["dnsPolicy"], ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"],
            path.child("dnsPolicy"), isRequired: true)
        errors += Check.labels(spec["nodeSelector"], path.child("nodeSelector"))
        errors += affinity(spec["affinity"], path.child("affinity"))
        errors += nameFields(spec, path)
        errors += numbers(spec, path)
        errors += tolerations(spec["tolerations"], path.child("tolerations"))
        errors += spread(spec["topologySpreadConstraints"], path.child("topologySpreadConstraints"))
        return errors
    }

    private static func nameFields(_ spec: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for (index, secret) in (spec["imagePullSecrets"].array ?? []).enumerated()
        where (secret["name"].string ?? "").isEmpty {
            errors.append(.required(path.child("imagePullSecrets").index(index).child("name")))
        }
        let labels = ["hostname", "subdomain"]
        for field in [
            "serviceAccountName", "nodeName", "hostname", "subdomain", "priorityClassName",
            "runtimeClassName",
        ] {
            guard let name = spec[field].string, !name.isEmpty else { continue }
            let problems =
                labels.contains(field)
                ? Names.dns1123Label(name) : Names.dns1123Subdomain(name)
            errors += Check.invalid(path.child(field), .string(name), problems)
        }
        errors += Check.oneOf(
            spec["preemptionPolicy"], ["Never", "PreemptLowerPriority"],
            path.child("preemptionPolicy"))
        return errors
    }

    private static func numbers(_ spec: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        if let deadline = spec["activeDeadlineSeconds"].int,
            !(1...Int(Int32.max)).contains(deadline)
        {
            errors.append(
                .invalid(
                    path.child("activeDeadlineSeconds"), .int(Int64(deadline)),
                    "must be between 1 and 2147483647, inclusive"))
        }
        errors += Check.nonnegative(
            spec["terminationGracePeriodSeconds"], path.child("terminationGracePeriodSeconds"))
        return errors
    }

    static func tolerations(_ list: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for (index, item) in (list.array ?? []).enumerated() {
            let place = path.index(index)
            let key = item["key"].string ?? ""
            let kind = item["operator"].string ?? ""
            if !key.isEmpty {
                errors += Check.invalid(place.child("key"), .string(key), Names.qualifiedName(key))
            } else if kind != "Exists" {
                errors.append(
                    .invalid(
                        place.child("operator"), .string(kind),
                        "operator must be Exists when `key` is empty, which means \"match all "
                            + "values and all keys\""))
            }
            if item["tolerationSeconds"] != nil, item["effect"].string != "NoExecute" {
                errors.append(
                    .invalid(
                        place.child("effect"), item["effect"] ?? "",
                        "effect must be 'NoExecute' when `tolerationSeconds` is set"))
            }
            if kind == "Exists", !(item["value"].string ?? "").isEmpty {
                errors.append(
                    .invalid(
                        place.child("operator"), .object(item.object ?? Object()),
                        "value must be empty when `operator` is 'Exists'"))
            }
            errors += Check.oneOf(
                item["operator"], ["Equal", "Exists", "Lt", "Gt"], place.child("operator"))
            errors += Check.oneOf(
                item["effect"], ["NoSchedule", "PreferNoSchedule", "NoExecute"],
                place.child("effect"))
        }
        return errors
    }

    private static func affinity(_ affinity: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        let required = "requiredDuringSchedulingIgnoredDuringExecution"
        let preferred = "preferredDuringSchedulingIgnoredDuringExecution"
        if affinity["nodeAffinity"][required] != nil {
            let place = path.child("nodeAffinity").child(required).child("nodeSelectorTerms")
            if (affinity["nodeAffinity"][required]["nodeSelectorTerms"].array ?? []).isEmpty {
                errors.append(.required(place, "must have at least one node selector term"))
            }
        }
        for kind in ["podAffinity", "podAntiAffinity"] {
            for (index, term) in (affinity[kind][required].array ?? []).enumerated() {
                errors += topologyKey(term, path.child(kind).child(required).index(index))
            }
            for (index, item) in (affinity[kind][preferred].array ?? []).enumerated() {
                let place = path.child(kind).child(preferred).index(index)
                if let weight = item["weight"].int, !(1...100).contains(weight) {
                    errors.append(
                        .invalid(
                            place.child("weight"), .int(Int64(weight)), "must be in the range 1-100"
                        ))
                }
                errors += topologyKey(item["podAffinityTerm"], place.child("podAffinityTerm"))
            }
        }
        return errors
    }

    private static func topologyKey(_ term: Value?, _ path: FieldPath) -> [FieldError] {
        var errors = Check.selector(term["labelSelector"], path.child("labelSelector"))
        let key = term["topologyKey"].string ?? ""
        errors +=
            key.isEmpty
            ? [.required(path.child("topologyKey"), "can not be empty")]
            : Check.invalid(path.child("topologyKey"), .string(key), Names.qualifiedName(key))
        return errors
    }

    private static func spread(_ list: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for (index, item) in (list.array ?? []).enumerated() {
            let place = path.index(index)
            let skew = item["maxSkew"].int ?? 0
            if skew <= 0 {
                errors.append(
                    .invalid(place.child("maxSkew"), .int(Int64(skew)), "must be greater than zero")
                )
            }
            if (item["topologyKey"].string ?? "").isEmpty {
                errors.append(.required(place.child("topologyKey"), "can not be empty"))
            }
            errors += Check.oneOf(
                item["whenUnsatisfiable"], ["DoNotSchedule", "ScheduleAnyway"],
                place.child("whenUnsatisfiable"), isRequired: true)
        }
        return errors
    }

    /// A pod template: its labels, annotations and spec.
    static func template(_ template: Value?, _ path: FieldPath) -> [FieldError] {
        templateMetadata(template, path.child("metadata"))
            + spec(template["spec"], path.child("spec"))
    }

    static func templateMetadata(_ template: Value?, _ path: FieldPath) -> [FieldError] {
        Check.labels(template["metadata"]["labels"], path.child("labels"))
            + Check.annotations(template["metadata"]["annotations"], path.child("annotations"))
    }
}
