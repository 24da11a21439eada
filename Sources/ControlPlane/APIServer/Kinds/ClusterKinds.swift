import API

/// Namespaces: the label with their name, the finalizer that empties them, their phase.
///
/// Upstream: kubernetes pkg/registry/core/namespace/strategy.go.
struct NamespaceStrategy: Strategy {
    var hasStatus: Bool { true }
    var selectableFields: [String] { ["status.phase"] }
    private static let namespace = DefaultFields("core/v1.Namespace", ["spec": [:], "status": [:]])
    private static let spec = DefaultFields("core/v1.NamespaceSpec")

    func nameProblems(_ name: String, isPrefix: Bool) -> [String] {
        Names.dns1123Label(NamePrefix.masked(name, isPrefix: isPrefix))
    }

    func setDefaults(_ object: inout Value) {
        object.editObject { namespace in
            Self.namespace.fill(&namespace)
            Self.label(&namespace)
        }
    }

    func prepareForCreate(_ object: inout Value, _ context: StrategyContext) {
        object["status"] = ["phase": "Active"]
        object.editObject { namespace in
            Self.label(&namespace)
            namespace.edit("spec") { spec in
                var finalizers = spec["finalizers"].array ?? []
                if !finalizers.contains("kubernetes") { finalizers.append("kubernetes") }
                Self.spec.set("finalizers", .array(finalizers), in: &spec)
            }
        }
    }

    func prepareForUpdate(_ object: inout Value, old: Value, _ context: StrategyContext) {
        guard context.subresource != "finalize" else { return }
        let finalizers = old["spec"]["finalizers"]
        object.editObject { namespace in
            namespace.edit("spec") { spec in
                if let finalizers { Self.spec.set("finalizers", finalizers, in: &spec) }
            }
        }
    }

    private static func label(_ namespace: inout Object) {
        guard let name = namespace["metadata"]["name"].string, !name.isEmpty else { return }
        namespace.edit("metadata") { Metadata.label("kubernetes.io/metadata.name", name, &$0) }
    }
}

/// Nodes: whoever registers one reports its status at once.
///
/// Upstream: kubernetes pkg/registry/core/node/strategy.go.
struct NodeStrategy: Strategy {
    /// A new node keeps the status it comes with, so it is this strategy that protects it later.
    var hasStatus: Bool { false }
    var selectableFields: [String] { ["spec.unschedulable"] }
    private static let node = DefaultFields("core/v1.Node", ["spec": [:], "status": [:]])

    func selectableField(_ field: String, of object: Value) -> String {
        SelectableFields.text(of: field, in: object)
    }

    func setDefaults(_ object: inout Value) { object.editObject(Self.node.fill) }

    func prepareForUpdate(_ object: inout Value, old: Value, _ context: StrategyContext) {
        if context.subresource.isEmpty { object["status"] = old["status"] }
    }

    func validate(_ object: Value, _ context: StrategyContext) -> [FieldError] {
        var errors: [FieldError] = []
        var seen: Set<String> = []
        for (index, taint) in (object["spec"]["taints"].array ?? []).enumerated() {
            let path = FieldPath("spec.taints").index(index)
            let key = taint["key"].string ?? ""
            let text = taint["value"].string ?? ""
            errors += Check.invalid(path.child("key"), .string(key), Names.qualifiedName(key))
            errors += Check.invalid(path.child("value"), .string(text), Names.labelValue(text))
            errors += Check.oneOf(
                taint["effect"], ["NoSchedule", "PreferNoSchedule", "NoExecute"],
                path.child("effect"), isRequired: true)
            if !seen.insert("\(key):\(taint["effect"].string ?? "")").inserted {
                errors.append(.duplicate(path, taint))
            }
        }
        return errors
    }

    func validateUpdate(
        _ object: Value, old: Value, _ context: StrategyContext
    ) -> [FieldError] {
        guard context.subresource.isEmpty else { return [] }
        var errors = validate(object, context)
        let known = old["spec"]["podCIDR"].string ?? ""
        if !known.isEmpty, object["spec"]["podCIDR"].string != known {
            errors.append(
                .forbidden(
                    "spec.podCIDRs",
                    "node updates may not change podCIDR except from \"\" to valid"))
        }
        return errors
    }
}
