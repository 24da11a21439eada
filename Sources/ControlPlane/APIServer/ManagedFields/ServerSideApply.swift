import API

/// Server-side apply: a manager says what it wants, and owns exactly that.
///
/// ```
///   live              applied by "a"       then                       owned by "a"
///   replicas: 2       replicas: 3          replicas: 3                replicas
///   (of "scaler")                          or a conflict with "scaler"
///   replicas: 3       image: x             image: x, replicas gone    image
///   (of "a" alone)                         (back to the default)
///   image: x (of b)   image: x             image: x                   image, shared with "b"
/// ```
/// 1. What is applied is merged into the live object.
/// 2. What the manager applied before, applies no more, and nobody else owns, is removed.
/// 3. What changed by this and is owned by others is a conflict; by force they lose it.
///
/// Pure: objects in, object out; times are the caller's.
///
/// Differs: entries of other versions of a kind are compared in the version that is applied.
///
/// Upstream: sigs.k8s.io/structured-merge-diff merge/update.go Updater.Apply.
struct ServerSideApply {
    let shape: MergeShape

    struct Outcome {
        var object: Value
        var fields: ManagedFields
        /// Whether the object itself is another one; the managers may be even if it is not.
        var hasChanged: Bool
    }

    /// Applies `config` to `live`. `manager` says who applies and when; its fields do not matter.
    ///
    /// **Throws** the conflicts, unless they are forced.
    func apply(
        _ config: Value, to live: Value, _ fields: ManagedFields, as manager: ManagedFields.Entry,
        isForced: Bool
    ) throws(ApplyConflict) -> Outcome {
        var fields = fields
        let last = fields.remove(manager)
        var object = ObjectMerge.merged(live, config, shape)
        if let last, !last.fields.isEmpty {
            // The whole configuration counts here: its name keeps the metadata alive.
            object = pruned(object, last: last.fields, FieldSet(of: config, shape), fields)
        }
        let comparison = FieldComparison(from: live, to: object, shape: shape)
        // Another name or version in the metadata is nobody's, but must be seen.
        let hasChanged = !comparison.isSame || object["metadata"] != live["metadata"]
        fields = try settled(fields, comparison, isForced: isForced)
        var own = manager
        own.fields = Self.fields(of: config, shape)
        if !hasChanged { own.time = last?.time ?? "" }
        if !own.fields.isEmpty { fields.entries.append(unchanged(own, last)) }
        return Outcome(object: object, fields: fields, hasChanged: hasChanged)
    }

    /// The fields of `config` that can have an owner.
    static func fields(of config: Value, _ shape: MergeShape) -> FieldSet {
        var fields = FieldSet(of: FieldComparison.managed(config), shape)
        guard var metadata = fields["f:metadata"] else { return fields }
        metadata.isMember = false
        fields["f:metadata"] = metadata.isEmpty ? nil : metadata
        return fields
    }

    /// The entry as it was, where it says the same: its value need not be made again.
    private func unchanged(
        _ own: ManagedFields.Entry, _ last: ManagedFields.Entry?
    ) -> ManagedFields.Entry {
        if let last, last == own { last } else { own }
    }

    /// Removes what is applied no more: of `last`, what nobody owns now.
    private func pruned(
        _ merged: Value, last: FieldSet, _ own: FieldSet, _ others: ManagedFields
    ) -> Value {
        let all = FieldSet(of: merged, shape).withStructs(shape)
        let last = last.withStructs(shape)
        // 1. Without everything that was applied before...
        let bare = FieldSet(of: merged.removing(last, shape), shape).withStructs(shape)
        // 2. ...but with what has an owner...
        var owned = own
        for entry in others.entries { owned.formUnion(entry.fields) }
        let unowned = all.subtracting(bare).subtracting(owned.withStructs(shape))
        let rest = FieldSet(of: merged.removing(unowned, shape), shape).withStructs(shape)
        // 3. ...and with what never was this manager's.
        return merged.removing(all.subtracting(rest).intersection(last), shape)
    }

    /// The others' parts after the change.
    private func settled(
        _ others: ManagedFields, _ comparison: FieldComparison, isForced: Bool
    ) throws(ApplyConflict) -> ManagedFields {
        var (others, conflict) = (others, ApplyConflict())
        for index in others.entries.indices {
            let entry = others.entries[index]
            let contested = entry.fields.intersection(comparison.changed)
            conflict.add(contested, of: entry)
            var left = entry.fields.subtracting(contested)
            left.subtractWhole(comparison.removed)
            others.entries[index].fields = left
        }
        if !isForced, !conflict.isEmpty { throw conflict }
        others.entries.removeAll(where: \.fields.isEmpty)
        return others
    }
}

/// Fields that somebody applies and others own with another value.
///
/// Upstream: kubernetes apimachinery/pkg/util/managedfields/internal/conflict.go.
struct ApplyConflict: Error {
    private(set) var parts: [(manager: String, fields: FieldSet)] = []

    var isEmpty: Bool { parts.isEmpty }

    mutating func add(_ fields: FieldSet, of entry: ManagedFields.Entry) {
        if !fields.isEmpty { parts.append((entry.text, fields)) }
    }

    /// The conflicts about other fields than these.
    func subtracting(_ fields: FieldSet) -> ApplyConflict {
        var result = ApplyConflict()
        result.parts = parts.map { ($0.manager, $0.fields.subtracting(fields)) }
            .filter { !$0.1.isEmpty }
        return result
    }

    /// 409 with a cause for each field.
    var status: Status {
        let parts = parts.sorted { $0.manager < $1.manager }
        let causes = parts.flatMap { part in
            part.fields.paths.map {
                Status.Cause(
                    reason: "FieldManagerConflict", message: "conflict with \(part.manager)",
                    field: $0)
            }
        }
        var text: String
        if causes.count == 1 {
            text = "1 conflict: \(causes[0].message): \(causes[0].field ?? "")"
        } else {
            text = "\(causes.count) conflicts: "
            text += parts.map { part in
                "conflicts with \(part.manager):"
                    + part.fields.paths.map { "\n- \($0)" }.joined()
            }.joined(separator: "\n")
        }
        return Status(
            code: 409, reason: .conflict, message: "Apply failed with \(text)",
            details: Status.Details(causes: causes))
    }
}
