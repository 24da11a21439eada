import API

/// Events as `events.k8s.io/v1` has them: who reports must say everything.
///
/// Upstream: kubernetes pkg/apis/core/validation/events.go ValidateEventCreate, ValidateEventUpdate.
struct EventStrategy: Strategy {
    var allowsCreateOnUpdate: Bool { true }

    func validate(_ object: Value, _ context: StrategyContext) -> [FieldError] {
        var errors = namespace(object)
        if object["eventTime"].string ?? "" == "" { errors.append(.required("eventTime")) }
        let controller = object["reportingController"].string ?? ""
        if controller.isEmpty {
            errors.append(.required("reportingController"))
        }
        errors += Check.invalid(
            "reportingController", .string(controller), Names.qualifiedName(controller))
        for (field, limit) in [("reportingInstance", 128), ("action", 128), ("reason", 128)] {
            let text = object[field].string ?? ""
            if text.isEmpty { errors.append(.required(FieldPath(field))) }
            if text.utf8.count > limit { errors.append(.tooLong(FieldPath(field), limit: limit)) }
        }
        let note = object["note"].string ?? ""
        if note.utf8.count > 1024 { errors.append(.tooLong("message", limit: 1024)) }
        if !["Normal", "Warning"].contains(object["type"].string ?? "") {
            errors.append(
                .invalid("type", "", "has invalid value: \(object["type"].string ?? "")"))
        }
        return errors
    }

    private func namespace(_ object: Value) -> [FieldError] {
        let inside = object["regarding"]["namespace"].string ?? ""
        let own = object["metadata"]["namespace"].string ?? ""
        // Events of cluster-scoped objects lie in the default namespace.
        if inside == own || (inside.isEmpty && own == "default") { return [] }
        return [
            .invalid(
                "involvedObject.namespace", .string(inside), "does not match event.namespace")
        ]
    }

    /// An event happened as it did: only how often it was seen may change.
    func validateUpdate(
        _ object: Value, old: Value, _ context: StrategyContext
    ) -> [FieldError] {
        // What an older client wrote may lack what is wanted now.
        guard !(old["eventTime"].string ?? "").isEmpty else { return namespace(object) }
        var errors: [FieldError] = []
        for (field, name) in [
            ("regarding", "involvedObject"), ("reason", "reason"), ("note", "message"),
            ("type", "type"), ("eventTime", "eventTime"), ("action", "action"),
            ("related", "related"), ("reportingController", "reportingController"),
            ("reportingInstance", "reportingInstance"),
        ] {
            errors += Check.immutable(object[field], old[field], FieldPath(name))
        }
        return errors
    }
}
