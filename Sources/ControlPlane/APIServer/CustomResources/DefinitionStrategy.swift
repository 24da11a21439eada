import API
import Simulation

/// The rules of CustomResourceDefinitions themselves.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go.
struct DefinitionStrategy: Strategy {
    var hasStatus: Bool { true }
    var generationMembers: [String] { ["spec"] }
    var allowsUnconditionalUpdate: Bool { false }

    private static let spec = DefaultFields(
        "apiextensions/v1.CustomResourceDefinitionSpec", ["conversion": ["strategy": "None"]])
    private static let names = DefaultFields("apiextensions/v1.CustomResourceDefinitionNames")

    func setDefaults(_ object: inout Value) {
        object.editObject { object in
            object.edit("spec") { spec in
                Self.spec.fill(&spec)
                spec.edit("names") { names in
                    let kind = names["kind"].string ?? ""
                    guard !kind.isEmpty else { return }
                    Self.names.setDefault("singular", .string(kind.lowercased()), in: &names)
                    Self.names.setDefault("listKind", .string(kind + "List"), in: &names)
                }
            }
        }
    }

    /// The version in which objects are kept is on record before the first of them.
    func prepareForCreate(_ object: inout Value, _ context: StrategyContext) {
        object["status"] = [
            "conditions": .null, "acceptedNames": ["plural": "", "kind": ""],
            "storedVersions": .array([.string(CustomDefinition(object).storageVersion)]),
        ]
    }

    func prepareForUpdate(_ object: inout Value, old: Value, _ context: StrategyContext) {
        guard context.subresource.isEmpty else { return }
        let version = Value.string(CustomDefinition(object).storageVersion)
        let stored = object["status"]["storedVersions"].array ?? []
        if !stored.contains(version) {
            object["status"]["storedVersions"] = .array(stored + [version])
        }
    }

    func prepareForDelete(_ object: inout Value, now: SimulatedInstant) {
        guard object["metadata"]["deletionTimestamp"] == nil else { return }
        let finalizers = object["metadata"]["finalizers"].array ?? []
        let own = Value.string(CustomDefinition.finalizer)
        if !finalizers.contains(own) {
            object["metadata"]["finalizers"] = .array(finalizers + [own])
        }
        object["status"] = DefinitionStatus.terminating(
            object["status"], isDone: false, "InstanceDeletionPending",
            "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
            now: now)
    }

    func validate(_ object: Value, _ context: StrategyContext) -> [FieldError] {
        DefinitionValidation.problems(CustomDefinition(object))
    }

    func validateUpdate(
        _ object: Value, old: Value, _ context: StrategyContext
    ) -> [FieldError] {
        guard context.subresource.isEmpty else { return [] }
        let (new, old) = (CustomDefinition(object), CustomDefinition(old))
        // What was accepted once is not judged again.
        let problems =
            new.value["spec"] == old.value["spec"] ? [] : DefinitionValidation.problems(new)
        return problems + DefinitionValidation.changes(new, old: old)
    }

    /// The name is judged with the spec: it has to be made of plural and group.
    func nameProblems(_ name: String, isPrefix: Bool) -> [String] { [] }
}
