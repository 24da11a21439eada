import API

/// A set of fields, as `fieldsV1` writes it.
///
/// ```json
/// {"f:data": {".": {}, "f:n": {}}}        data itself, and data.n
/// {"f:data": {"f:n": {}}}                 only data.n
/// {"f:data": {}}                          only data itself
/// ```
/// Names are prefixed by what they are: `f:` a member, `k:` an item of a list by its keys, `v:` an
/// item of a set by its value.
struct FieldSet: Sendable, Equatable {
    /// Whether the field at this place belongs to the set itself.
    var isMember = false
    var children: [String: FieldSet] = [:]

    static let leaf = FieldSet(isMember: true)

    var isEmpty: Bool { !isMember && children.isEmpty }

    mutating func formUnion(_ other: FieldSet) {
        isMember = isMember || other.isMember
        for (name, child) in other.children { children[name, default: FieldSet()].formUnion(child) }
    }

    /// Removes the fields that `other` has, and places that are left without any.
    mutating func subtract(_ other: FieldSet) {
        if other.isMember { isMember = false }
        for (name, child) in other.children {
            guard var own = children[name] else { continue }
            own.subtract(child)
            children[name] = own.isEmpty ? nil : own
        }
    }

    /// Removes every field at and below the members of `other`, which exist no more.
    mutating func subtractWhole(_ other: FieldSet) {
        for (name, child) in other.children {
            if child.isMember {
                children[name] = nil
            } else if var own = children[name] {
                own.subtractWhole(child)
                children[name] = own.isEmpty ? nil : own
            }
        }
    }

    // MARK: - On the wire

    /// Reads `fieldsV1`; the value itself stands for the object's root.
    init(_ value: Value) {
        let members = value.object ?? Object()
        isMember = members.isEmpty
        for (name, child) in members {
            if name == "." { isMember = true } else { children[name] = FieldSet(child) }
        }
    }

    init(isMember: Bool = false) { self.isMember = isMember }

    /// The root is no member, even if it is empty.
    static func root(_ value: Value?) -> FieldSet {
        var set = FieldSet(value ?? .object(Object()))
        set.isMember = false
        return set
    }

    var value: Value {
        var members: [Object.Member] = []
        if isMember, !children.isEmpty { members.append((name: ".", value: .object(Object()))) }
        for name in children.keys.sorted() {
            members.append((name: name, value: children[name]?.value ?? .object(Object())))
        }
        return .object(Object(uniqueMembers: members))
    }
}
