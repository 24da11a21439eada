import API

/// The rules for objects of a custom resource, all of which its definition gives.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/registry/customresource/strategy.go, validator.go.
struct CustomStrategy: Strategy {
    let kind: CustomKind

    var hasStatus: Bool { kind.hasStatus }
    var allowsUnconditionalUpdate: Bool { false }
    var selectableFields: [String] { kind.selectableFields }
    /// Every custom resource has a generation, whatever its members are called.
    var generationMembers: [String] { ["spec"] }

    /// Any change outside of metadata counts, and of status where that is part of the object.
    func makesNewGeneration(_ object: Value, old: Value) -> Bool {
        func counted(_ object: Value) -> Value {
            var object = object
            object["metadata"] = nil
            if kind.hasStatus { object["status"] = nil }
            return object
        }
        return counted(object) != counted(old)
    }

    func setDefaults(_ object: inout Value) { kind.schema.setDefaults(&object) }

    /// An update of the status leaves metadata alone, but for who wrote it.
    func prepareForUpdate(_ object: inout Value, old: Value, _ context: StrategyContext) {
        guard context.subresource == "status" else { return }
        let managedFields = object["metadata"]["managedFields"]
        let version = object["metadata"]["resourceVersion"]
        object["metadata"] = old["metadata"]
        object["metadata"]["managedFields"] = managedFields
        object["metadata"]["resourceVersion"] = version
    }

    func validate(_ object: Value, _ context: StrategyContext) -> [FieldError] {
        problems(object, old: nil)
    }

    func validateUpdate(
        _ object: Value, old: Value, _ context: StrategyContext
    ) -> [FieldError] { problems(object, old: old) }

    private func problems(_ object: Value, old: Value?) -> [FieldError] {
        var errors: [FieldError] = []
        if object["kind"].string != kind.kind {
            errors.append(.invalid("kind", object["kind"] ?? "", "must be \(kind.kind)"))
        }
        errors += SchemaValidator.problems(object, kind.schema, old: old)
        if let rules = kind.rules {
            errors +=
                errors.contains(where: RuleValidator.blocks)
                ? [RuleValidator.unchecked] : RuleValidator.problems(object, rules, old: old)
        }
        if let paths = kind.scale {
            for path in [paths.specReplicas, paths.statusReplicas] {
                guard let number = ScalePaths.find(path, in: object)?.int, number < 0 else {
                    continue
                }
                errors.append(
                    .invalid(
                        FieldPath("." + path.joined(separator: ".")), .int(Int64(number)),
                        "should be a non-negative integer"))
            }
        }
        return errors
    }
}
