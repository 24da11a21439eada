import API

/// A strategy put together from parts, for kinds whose rules are only defaults and checks.
///
/// Kinds that need more (`PodStrategy`, `ServiceStrategy`, ...) implement `Strategy` themselves.
struct KindRules: Strategy {
    typealias Defaults = @Sendable (inout Object) -> Void
    typealias Stamp = @Sendable (inout Value, _ old: Value?, StrategyContext) -> Void
    typealias Validation = @Sendable (Value) -> [FieldError]
    typealias UpdateValidation = @Sendable (_ new: Value, _ old: Value) -> [FieldError]

    var hasStatus = true
    /// The status of a new object; nil for kinds without one.
    var initialStatus: Value?
    var generationMembers: [String] = []
    var allowsCreateOnUpdate = false
    var allowsUnconditionalUpdate = true
    var nameRule: @Sendable (String) -> [String] = { Names.dns1123Subdomain($0) }
    /// The last change before validation of a new object.
    var preparation: Defaults?
    /// Notes what only the server knows of a change, such as its time; `old` is nil for a new object.
    var stamp: Stamp?
    var defaults: Defaults?
    var validation: Validation?
    /// What is wrong with the change alone; `validation` is asked as well.
    var updateValidation: UpdateValidation?
    var warningTexts: (@Sendable (Value) -> [String])?

    func setDefaults(_ object: inout Value) {
        if let defaults { object.editObject(defaults) }
    }

    func prepareForCreate(_ object: inout Value, _ context: StrategyContext) {
        if let initialStatus { object["status"] = initialStatus }
        if let preparation { object.editObject(preparation) }
        stamp?(&object, nil, context)
    }

    func prepareForUpdate(_ object: inout Value, old: Value, _ context: StrategyContext) {
        stamp?(&object, old, context)
    }

    func validate(_ object: Value, _ context: StrategyContext) -> [FieldError] {
        validation?(object) ?? []
    }

    func validateUpdate(
        _ object: Value, old: Value, _ context: StrategyContext
    ) -> [FieldError] {
        guard context.subresource != "status" else { return [] }
        return (validation?(object) ?? []) + (updateValidation?(object, old) ?? [])
    }

    func warnings(for object: Value, old: Value?, _ context: StrategyContext) -> [String] {
        warningTexts?(object) ?? []
    }

    func nameProblems(_ name: String, isPrefix: Bool) -> [String] {
        nameRule(NamePrefix.masked(name, isPrefix: isPrefix))
    }
}

/// Names that are only the beginning of one.
enum NamePrefix {
    /// A prefix may end in a dash, since the server appends letters: it is checked as if it had.
    static func masked(_ name: String, isPrefix: Bool) -> String {
        isPrefix && name.utf8.count > 1 && name.hasSuffix("-") ? name.dropLast() + "a" : name
    }
}
