import API

/// Runtime classes: how the containers of a pod are run.
///
/// Upstream: kubernetes pkg/apis/node/validation/validation.go.
enum NodeKinds {
    static let rules: [String: any Strategy] = [
        "runtimeclasses.node.k8s.io": KindRules(
            hasStatus: false, validation: problems,
            updateValidation: { Check.immutable($0["handler"], $1["handler"], "handler") })
    ]

    @Sendable private static func problems(_ object: Value) -> [FieldError] {
        let handler = object["handler"].string ?? ""
        var errors = Check.invalid("handler", .string(handler), Names.dns1123Label(handler))
        for entry in (object["overhead"]["podFixed"].object ?? Object()).sorted {
            errors += Check.quantity(entry.value, FieldPath("overhead.podFixed").key(entry.name))
        }
        errors += Check.labels(
            object["scheduling"]["nodeSelector"], "scheduling.nodeSelector")
        return errors
            + PodValidation.tolerations(
                object["scheduling"]["tolerations"], "scheduling.tolerations")
    }
}
