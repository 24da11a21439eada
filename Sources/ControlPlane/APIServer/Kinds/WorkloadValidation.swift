import API

/// Checks of selectors, templates and replicas that workloads share.
///
/// Upstream: kubernetes pkg/apis/apps/validation/validation.go.
enum WorkloadValidation {
    private static let spec: FieldPath = "spec"

    /// Replicas, selector and template of a kind that restarts its pods for ever.
    static func replicated(_ object: Value, kind: String) -> [FieldError] {
        Check.nonnegative(object["spec"]["replicas"], "spec.replicas")
            + selected(object, kind: kind)
    }

    static func selected(_ object: Value, kind: String) -> [FieldError] {
        let selector = object["spec"]["selector"]
        var errors: [FieldError] = []
        if let selector {
            let problems = Check.selector(selector, "spec.selector")
            errors += problems
            if LabelSelector(selector).isEmpty {
                errors.append(
                    .invalid("spec.selector", selector, "empty selector is invalid for \(kind)"))
            } else if !problems.isEmpty {
                return errors + [.invalid("spec.selector", selector, "invalid label selector")]
            }
        } else {
            errors.append(.required("spec.selector"))
        }
        return errors + template(object, matching: selector, isStateful: kind == "statefulset")
    }

    /// The template's labels must be selected; without a selector nothing is.
    ///
    /// The pods of a StatefulSet are not looked into: their volumes are only known together with
    /// the claims made for each.
    private static func template(
        _ object: Value, matching selector: Value?, isStateful: Bool
    ) -> [FieldError] {
        guard let template = object["spec"]["template"] else { return [.required("spec.template")] }
        let labels = template["metadata"]["labels"]
        var errors: [FieldError] = []
        let isMatch = selector.map { selector in
            let view = LabelSelector(selector)
            return view.isEmpty || view.matches(labels.stringMap ?? [:])
        }
        if isMatch != true {
            errors.append(
                .invalid(
                    "spec.template.metadata.labels", labels ?? .null,
                    "`selector` does not match template `labels`"))
        }
        errors +=
            isStateful
            ? PodValidation.templateMetadata(template, "spec.template.metadata")
            : PodValidation.template(template, "spec.template")
        errors += restartsAlways(template)
        return errors
    }

    private static func restartsAlways(_ template: Value) -> [FieldError] {
        var errors: [FieldError] = []
        let policy = template["spec"]["restartPolicy"]
        if policy.string != "Always" {
            errors.append(
                .notSupported(
                    "spec.template.spec.restartPolicy", policy ?? "", supported: ["Always"]))
        }
        if template["spec"]["activeDeadlineSeconds"] != nil {
            errors.append(
                .forbidden(
                    "spec.template.spec.activeDeadlineSeconds",
                    "activeDeadlineSeconds in ReplicaSet is not Supported"))
        }
        return errors
    }

    /// A ReplicationController selects by a plain map.
    static func controller(_ object: Value) -> [FieldError] {
        var errors = Check.nonnegative(object["spec"]["minReadySeconds"], "spec.minReadySeconds")
        let selector = object["spec"]["selector"].stringMap ?? [:]
        if selector.isEmpty { errors.append(.required("spec.selector")) }
        errors += Check.nonnegative(object["spec"]["replicas"], "spec.replicas")
        guard let template = object["spec"]["template"] else {
            return errors + [.required("spec.template")]
        }
        let labels = template["metadata"]["labels"].stringMap ?? [:]
        if !selector.isEmpty, !selector.allSatisfy({ labels[$0.key] == $0.value }) {
            errors.append(
                .invalid(
                    "spec.template.metadata.labels", template["metadata"]["labels"] ?? .null,
                    "`selector` does not match template `labels`"))
        }
        return errors + PodValidation.template(template, "spec.template") + restartsAlways(template)
    }

    @Sendable static func immutableSelector(_ new: Value, _ old: Value) -> [FieldError] {
        Check.immutable(new["spec"]["selector"], old["spec"]["selector"], "spec.selector")
    }

    @Sendable static func statefulSetUpdate(_ new: Value, _ old: Value) -> [FieldError] {
        var left = new["spec"] ?? .null
        for field in [
            "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
        ] {
            left[field] = old["spec"][field]
        }
        guard left != old["spec"] else { return [] }
        return [
            .forbidden(
                spec,
                "updates to statefulset spec for fields other than 'replicas', 'ordinals', "
                    + "'template', 'updateStrategy', 'revisionHistoryLimit', "
                    + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")
        ]
    }
}
