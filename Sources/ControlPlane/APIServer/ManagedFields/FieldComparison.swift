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

    var isSame: Bool { changed.isEmpty && removed.isEmpty }

    /// Metadata that the server decides; nobody is its manager.
    private static let unmanaged: Set<String> = [
        "name", "namespace", "creationTimestamp", "selfLink", "uid", "generation",
        "managedFields", "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds",
    ]

    init(from old: Value?, to new: Value, shape: MergeShape) {
        let (before, after) = (Self.managed(old), Self.managed(new))
        (changed, removed) = Self.compare(before, after, shape, depth: 0)
    }

    /// The part of an object that can have managers.
    static func managed(_ object: Value?) -> Value {
        var object = object?.object ?? Object()
        for name in ["kind", "apiVersion"] { object[name] = nil }
        let metadata = object["metadata"].object ?? Object()
        object["metadata"] = .object(
            Object(uniqueMembers: metadata.filter { !unmanaged.contains($0.name) }))
        return .object(object)
    }

    // MARK: - Walking two trees at once

    private typealias Difference = (changed: FieldSet, removed: FieldSet)

    /// What differs inside two containers of one shape.
    private static func compare(
        _ old: Value?, _ new: Value, _ shape: MergeShape, depth: Int
    ) -> Difference {
        if let items = new.array { return compareItems(old?.array ?? [], items, shape, depth) }
        var difference: Difference = (FieldSet(), FieldSet())
        let (before, after) = (old?.object ?? Object(), new.object ?? Object())
        for (name, value) in after {
            let past = before[name]
            // Nearly everything is as it was, and shares its memory with what was.
            if past == value { continue }
            let member = shape.member(name) ?? MergeMember(.untyped)
            let isWritten = member.isAlwaysWritten || depth == 0 && name == "metadata"
            compare("f:" + name, past, value, member.shape, isWritten, &difference, depth)
        }
        for (name, _) in before where after[name] == nil { difference.removed["f:" + name] = .leaf }
        return difference
    }

    private static func compareItems(
        _ old: [Value], _ new: [Value], _ shape: MergeShape, _ depth: Int
    ) -> Difference {
        var difference: Difference = (FieldSet(), FieldSet())
        let (before, after) = (named(old, shape), named(new, shape))
        for (name, value) in after {
            compare(name, before[name], value, shape.item, false, &difference, depth)
        }
        for name in before.keys where after[name] == nil { difference.removed[name] = .leaf }
        return difference
    }

    private static func compare(
        _ name: String, _ old: Value?, _ new: Value, _ shape: MergeShape, _ isWritten: Bool,
        _ difference: inout Difference, _ depth: Int
    ) {
        if old == new { return }
        let isContainer = shape.isContainer(new)
        guard old != nil || isWritten, isContainer, depth < 64 else {
            difference.changed[name] = old == nil ? added(new, shape, depth: depth) : .leaf
            return
        }
        let inner = compare(old, new, shape, depth: depth + 1)
        if !inner.changed.isEmpty { difference.changed[name] = inner.changed }
        if !inner.removed.isEmpty { difference.removed[name] = inner.removed }
    }

    /// All the fields of a value that is new.
    private static func added(_ value: Value, _ shape: MergeShape, depth: Int) -> FieldSet {
        var set = FieldSet.leaf
        guard depth < 64, shape.isContainer(value) else { return set }
        for (name, member) in value.object ?? Object() {
            set["f:" + name] = added(
                member, shape.member(name)?.shape ?? .untyped, depth: depth + 1)
        }
        for (name, item) in named(value.array ?? [], shape) {
            set[name] = added(item, shape.item, depth: depth + 1)
        }
        return set
    }

    /// The items of a list by name; of several with one name the first.
    private static func named(_ items: [Value], _ shape: MergeShape) -> [String: Value] {
        var result: [String: Value] = [:]
        for (name, item) in zip(shape.itemNames(items), items) {
            if let name, result[name] == nil { result[name] = item }
        }
        return result
    }
}
