import API

/// Autoscalers, disruption budgets, and the kinds that register further APIs.
enum PolicyKinds {
    static let rules: [String: any Strategy] = [
        "horizontalpodautoscalers.autoscaling": KindRules(
            initialStatus: ["currentMetrics": .null, "desiredReplicas": 0], defaults: autoscaler,
            validation: autoscalerProblems),
        "poddisruptionbudgets.policy": KindRules(
            initialStatus: [
                "disruptionsAllowed": 0, "currentHealthy": 0, "desiredHealthy": 0,
                "expectedPods": 0,
            ],
            generationMembers: ["spec"], allowsUnconditionalUpdate: false, validation: budget),
        "customresourcedefinitions.apiextensions.k8s.io": DefinitionStrategy(),
        "apiservices.apiregistration.k8s.io": APIServiceStrategy(),
        "certificatesigningrequests.certificates.k8s.io": CertificateRequestStrategy(),
    ]

    // MARK: HorizontalPodAutoscaler

    private static let autoscalerSpec = DefaultFields(
        "autoscaling/v2.HorizontalPodAutoscalerSpec", ["minReplicas": 1])

    /// Without metrics it aims at 80 % of the requested CPU; only `autoscaling/v2` says so.
    @Sendable private static func autoscaler(_ object: inout Object) {
        let isV1 = object["apiVersion"].string == "autoscaling/v1"
        object.edit("spec") { spec in
            autoscalerSpec.fill(&spec)
            guard !isV1, spec["metrics"].array?.isEmpty ?? true else { return }
            let target: Value = ["type": "Utilization", "averageUtilization": 80]
            autoscalerSpec.set(
                "metrics",
                [["type": "Resource", "resource": ["name": "cpu", "target": target]]], in: &spec)
        }
    }

    @Sendable private static func autoscalerProblems(_ object: Value) -> [FieldError] {
        let least = object["spec"]["minReplicas"].int ?? 1
        let most = object["spec"]["maxReplicas"].int ?? 0
        var errors: [FieldError] = []
        if least < 1 {
            errors.append(
                .invalid(
                    "spec.minReplicas", .int(Int64(least)), "must be greater than or equal to 1"))
        }
        if most < 1 {
            errors.append(
                .invalid("spec.maxReplicas", .int(Int64(most)), "must be greater than 0"))
        }
        if most < least {
            errors.append(
                .invalid(
                    "spec.maxReplicas", .int(Int64(most)),
                    "must be greater than or equal to `minReplicas`"))
        }
        let target = object["spec"]["scaleTargetRef"]
        for field in ["kind", "name"] where (target[field].string ?? "").isEmpty {
            errors.append(.required(FieldPath("spec.scaleTargetRef").child(field)))
        }
        return errors
    }

    // MARK: PodDisruptionBudget

    @Sendable private static func budget(_ object: Value) -> [FieldError] {
        let spec = object["spec"]
        var errors: [FieldError] = []
        if spec["minAvailable"] != nil, spec["maxUnavailable"] != nil {
            errors.append(
                .invalid(
                    "spec", spec ?? .null, "minAvailable and maxUnavailable cannot be both set"))
        }
        for field in ["minAvailable", "maxUnavailable"] {
            errors += Check.numberOrPercent(
                spec[field], FieldPath("spec").child(field), allowsMore: false)
        }
        errors += Check.oneOf(
            spec["unhealthyPodEvictionPolicy"], ["AlwaysAllow", "IfHealthyBudget"],
            "spec.unhealthyPodEvictionPolicy")
        return errors + Check.selector(spec["selector"], "spec.selector")
    }
}
