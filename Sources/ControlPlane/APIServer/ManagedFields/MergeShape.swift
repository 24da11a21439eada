package import API

/// How a value is taken apart: what may have an owner of its own, and how two values become one.
///
/// ```
///                        taken apart by     a member's owner is written as
///   scalar               -
///   object, map          names              f:replicas
///   list by keys         keys of the items  k:{"name":"web"}
///   list by value (set)  the items          v:"finalizer"
///   list by position     -                  (the list is replaced as a whole)
///   whole                -                  (so is an object or a map marked `atomic`)
///   untyped              names; lists are not taken apart
/// ```
/// Upstream: sigs.k8s.io/structured-merge-diff schema/elements.go Atom.
package indirect enum MergeShape: Sendable {
    case scalar(Scalar)
    case object(any MergeType)
    case map(MergeShape)
    case list(ItemIdentity, MergeShape)
    case whole(MergeShape)
    /// Nothing is known: custom resources without a schema, fields that hold anything.
    case untyped

    /// What a scalar may be; upstream's schema knows no more than this.
    package enum Scalar: Sendable { case string, number, bool, any }

    /// By what the items of a list are told apart.
    package enum ItemIdentity: Sendable {
        case position
        case value
        case keys([String])
    }
}

/// One member of an object, as its schema has it.
package struct MergeMember: Sendable {
    package var shape: MergeShape
    /// A field of a struct rather than an entry of a map: nobody owns the struct for owning it.
    package var isNamed: Bool
    /// Structs that upstream always writes, so that they are never new themselves.
    package var isAlwaysWritten: Bool

    package init(_ shape: MergeShape, isNamed: Bool = true, isAlwaysWritten: Bool = false) {
        (self.shape, self.isNamed, self.isAlwaysWritten) = (shape, isNamed, isAlwaysWritten)
    }
}

/// The fields of an object, for merging: of a built-in type, or of a custom resource's schema.
package protocol MergeType: Sendable {
    /// The field called `name`; nil if the schema does not declare it.
    func member(named name: String) -> MergeMember?

    /// What an item of a list counts as having for a key that it leaves out.
    func keyDefault(_ name: String) -> Value?
}

extension MergeShape {
    /// Whether `value` is taken apart rather than owned and replaced as a whole.
    func isContainer(_ value: Value) -> Bool {
        switch self {
        case .scalar, .whole, .list(.position, _): false
        case .object, .map, .untyped: value.object != nil
        case .list: value.array != nil
        }
    }

    /// The member called `name` of an object of this shape; nil if it is not declared.
    func member(_ name: String) -> MergeMember? {
        switch self {
        case .object(let type): type.member(named: name)
        case .map(let item): MergeMember(item, isNamed: false)
        case .whole(let shape): shape.member(name)
        case .untyped: MergeMember(.untyped, isNamed: false)
        case .scalar, .list: nil
        }
    }

    /// What the items of a list of this shape are.
    var item: MergeShape {
        switch self {
        case .list(_, let item): item
        case .whole(let shape): shape.item
        default: .untyped
        }
    }

    /// The shape of what `fieldsV1` calls `name` inside a value of this shape.
    func part(_ name: String) -> MergeShape {
        name.hasPrefix("f:") ? member(String(name.dropFirst(2)))?.shape ?? .untyped : item
    }
}

extension MergeShape {
    /// The items of a list by how `fieldsV1` names them, in their order; nil for an item that lacks
    /// a key.
    func itemNames(_ items: [Value]) -> [String?] {
        guard case .list(let identity, let item) = self else { return [] }
        return items.map { Self.name(of: $0, identity, item) }
    }

    private static func name(
        of value: Value, _ identity: ItemIdentity, _ item: MergeShape
    ) -> String? {
        switch identity {
        case .position: return nil
        case .value: return "v:" + JSONWriter.text(value, escapesHTML: false)
        case .keys(let keys):
            var key: [Object.Member] = []
            for name in keys.sorted() {
                guard let part = value[name] ?? item.keyDefault(name) else { return nil }
                key.append((name: name, value: part))
            }
            return "k:" + JSONWriter.text(.object(Object(uniqueMembers: key)), escapesHTML: false)
        }
    }

    private func keyDefault(_ name: String) -> Value? {
        if case .object(let type) = self { type.keyDefault(name) } else { nil }
    }
}
