import API

/// What differs between two versions of an object, as sets of fields.
///
/// Lists are compared item by item where the schema gives them keys, as a whole where it does not.
///
/// Upstream: sigs.k8s.io/structured-merge-diff typed/compare.go.
struct FieldComparison {
    /// Fields that are new or have another value.
    private(set) var changed = FieldSet()
    /// Fields that are there no more.
    private(set) var removed = FieldSet()

    /// Structs that upstream always writes, so that they are never new themselves.
    private static let alwaysThere: Set<String> = [
        "metadata", "spec", "status", "template", "strategy", "updateStrategy", "jobTemplate",
    ]
    /// Metadata that the server decides; nobody is its manager.
    private static let unmanaged: Set<String> = [
        "name", "namespace", "creationTimestamp", "selfLink", "uid", "generation",
        "managedFields", "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds",
    ]

    /// `kind` gives the schema; custom resources have none and count by members.
    init(from old: Value?, to new: Value, kind: GroupVersionKind) {
        let type = Schema.shared.type(of: kind)
        var (before, after) = (old?.object ?? Object(), new.object ?? Object())
        for name in ["kind", "apiVersion"] { (before[name], after[name]) = (nil, nil) }
        before["metadata"] = Self.managed(before["metadata"])
        after["metadata"] = Self.managed(after["metadata"])
        compareObjects(before, after, type, &changed, &removed, depth: 0)
    }

    private static func managed(_ metadata: Value?) -> Value {
        .object(
            Object(
                uniqueMembers: (metadata.object ?? Object()).filter { !unmanaged.contains($0.name) }
            ))
    }

    // MARK: - Walking two trees at once

    private func compareObjects(
        _ old: Object, _ new: Object, _ type: TypeSchema?, _ changed: inout FieldSet,
        _ removed: inout FieldSet, depth: Int
    ) {
        for (name, value) in new {
            let before = old[name]
            // Nearly everything is as it was, and shares its memory with what was.
            if before == value { continue }
            let field = type?.field(named: name)
            compareMember(
                "f:" + name, before, value, shape(field, isMap: false),
                isWritten: field?.zero == .written || field?.isRequired == true
                    || (type != nil && Self.alwaysThere.contains(name))
                    || depth == 0 && name == "metadata",
                &changed, &removed, depth: depth)
        }
        for (name, _) in old where new[name] == nil { removed["f:" + name] = .leaf }
    }

    private func compareMember(
        _ key: String, _ old: Value?, _ new: Value, _ shape: Shape, isWritten: Bool,
        _ changed: inout FieldSet, _ removed: inout FieldSet, depth: Int
    ) {
        if old == new { return }
        let isContainer = shape.isContainer(new)
        guard old != nil || (isWritten && isContainer), isContainer, depth < 64 else {
            changed[key] = old == nil ? added(new, shape, depth: depth) : .leaf
            return
        }
        var (changes, removals) = (FieldSet(), FieldSet())
        switch shape {
        case .object(let type):
            compareObjects(
                old?.object ?? Object(), new.object ?? Object(), type, &changes, &removals,
                depth: depth + 1)
        case .map(let item):
            let before = old?.object ?? Object()
            for (name, value) in new.object ?? Object() {
                compareMember(
                    "f:" + name, before[name], value, item(), isWritten: false, &changes, &removals,
                    depth: depth + 1)
            }
            for (name, _) in before where new[name] == nil {
                removals["f:" + name] = .leaf
            }
        case .list(let keys, let item):
            compareLists(
                keyed(old?.array ?? [], keys), keyed(new.array ?? [], keys), item(), &changes,
                &removals, depth: depth + 1)
        case .leaf: break
        }
        if !changes.isEmpty { changed[key] = changes }
        if !removals.isEmpty { removed[key] = removals }
    }

    private func compareLists(
        _ old: [String: Value], _ new: [String: Value], _ item: Shape, _ changed: inout FieldSet,
        _ removed: inout FieldSet, depth: Int
    ) {
        for (key, value) in new {
            compareMember(
                key, old[key], value, item, isWritten: false, &changed, &removed, depth: depth)
        }
        for key in old.keys where new[key] == nil { removed[key] = .leaf }
    }

    /// All the fields of a value that is new.
    private func added(_ value: Value, _ shape: Shape, depth: Int) -> FieldSet {
        var set = FieldSet.leaf
        guard depth < 64, shape.isContainer(value) else { return set }
        switch shape {
        case .object(let type):
            for (name, member) in value.object ?? Object() {
                let field = type?.field(named: name)
                set["f:" + name] = added(
                    member, self.shape(field, isMap: false), depth: depth + 1)
            }
        case .map(let item):
            for (name, member) in value.object ?? Object() {
                set["f:" + name] = added(member, item(), depth: depth + 1)
            }
        case .list(let keys, let item):
            for (key, member) in keyed(value.array ?? [], keys) {
                set[key] = added(member, item(), depth: depth + 1)
            }
        case .leaf: break
        }
        return set
    }

    // MARK: - What the schema says

    /// How a value is taken apart.
    private enum Shape {
        case leaf
        case object(TypeSchema?)
        case map(() -> Shape)
        /// By these keys; none for a set of scalars.
        case list([String], () -> Shape)

        func isContainer(_ value: Value) -> Bool {
            switch self {
            case .leaf: false
            case .object, .map: value.object != nil
            case .list: value.array != nil
            }
        }
    }

    private func shape(_ field: FieldSchema?, isMap: Bool) -> Shape {
        // Without a schema, objects are taken apart and lists are not.
        guard let field else { return .object(nil) }
        if field.isAtomic { return .leaf }
        switch field.list {
        case .map(let keys): return .list(keys) { self.shape(itemOf: field.type) }
        case .set: return .list([]) { .leaf }
        case .atomic: return .leaf
        case nil: return shape(field.type)
        }
    }

    private func shape(_ type: FieldType) -> Shape {
        switch type {
        case .object(let name):
            let schema = Schema.shared.type(named: name)
            return schema?.isAtomic == true ? .leaf : .object(schema)
        case .map(let item): return .map { self.shape(item) }
        default: return .leaf
        }
    }

    private func shape(itemOf type: FieldType) -> Shape {
        if case .array(let item) = type { return shape(item) }
        return .leaf
    }

    /// The items of a list by how `fieldsV1` names them.
    private func keyed(_ items: [Value], _ keys: [String]) -> [String: Value] {
        var result: [String: Value] = [:]
        for item in items {
            let name: String
            if keys.isEmpty {
                name = "v:" + JSONWriter.text(item, escapesHTML: false)
            } else {
                var key = Object()
                for member in keys.sorted() { key[member] = item[member] }
                name = "k:" + JSONWriter.text(.object(key), escapesHTML: false)
            }
            if result[name] == nil { result[name] = item }
        }
        return result
    }
}
