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
    /// In the order of their names, as they are written: every change of an object merges sets, and
    /// two sorted lists are merged in one walk.
    private(set) var children: [Child] = []

    struct Child: Sendable, Equatable {
        var name: String
        var set: FieldSet
    }

    static let leaf = FieldSet(isMember: true)

    init(isMember: Bool = false) { self.isMember = isMember }

    var isEmpty: Bool { !isMember && children.isEmpty }

    /// The part below the child called `name`; assigning nil removes it.
    subscript(name: String) -> FieldSet? {
        get {
            let place = place(of: name)
            return place < children.count && children[place].name == name
                ? children[place].set : nil
        }
        set {
            let place = place(of: name)
            let isThere = place < children.count && children[place].name == name
            switch (newValue, isThere) {
            case (let set?, true): children[place].set = set
            case (let set?, false): children.insert(Child(name: name, set: set), at: place)
            case (nil, true): children.remove(at: place)
            case (nil, false): break
            }
        }
    }

    /// Where the child called `name` is or would be.
    private func place(of name: String) -> Int {
        var (low, high) = (0, children.count)
        while low < high {
            let middle = (low + high) / 2
            if children[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low
    }

    mutating func formUnion(_ other: FieldSet) {
        isMember = isMember || other.isMember
        guard !other.children.isEmpty else { return }
        if children.isEmpty {
            children = other.children
            return
        }
        for child in other.children {
            if var own = self[child.name] {
                own.formUnion(child.set)
                self[child.name] = own
            } else {
                self[child.name] = child.set
            }
        }
    }

    /// Removes the fields that `other` has, and places that are left without any.
    mutating func subtract(_ other: FieldSet) {
        if other.isMember { isMember = false }
        for child in other.children {
            guard var own = self[child.name] else { continue }
            own.subtract(child.set)
            self[child.name] = own.isEmpty ? nil : own
        }
    }

    /// Removes every field at and below the members of `other`, which exist no more.
    mutating func subtractWhole(_ other: FieldSet) {
        for child in other.children {
            if child.set.isMember {
                self[child.name] = nil
            } else if var own = self[child.name] {
                own.subtractWhole(child.set)
                self[child.name] = own.isEmpty ? nil : own
            }
        }
    }

    /// The fields that both have.
    func intersection(_ other: FieldSet) -> FieldSet {
        var result = FieldSet(isMember: isMember && other.isMember)
        for child in children {
            guard let common = other[child.name]?.intersection(child.set) else { continue }
            // Already in order, so that this only appends.
            if !common.isEmpty { result[child.name] = common }
        }
        return result
    }

    func subtracting(_ other: FieldSet) -> FieldSet {
        var result = self
        result.subtract(other)
        return result
    }

    // MARK: - On the wire

    /// Reads `fieldsV1`; the value itself stands for the object's root.
    init(_ value: Value) {
        let members = value.object ?? Object()
        isMember = members.isEmpty
        for (name, child) in members {
            if name == "." { isMember = true } else { self[name] = FieldSet(child) }
        }
    }

    /// The root is no member, even if it is empty.
    static func root(_ value: Value?) -> FieldSet {
        var set = FieldSet(value ?? .object(Object()))
        set.isMember = false
        return set
    }

    var value: Value {
        var members: [Object.Member] = []
        members.reserveCapacity(children.count + 1)
        if isMember, !children.isEmpty { members.append((name: ".", value: .object(Object()))) }
        for child in children { members.append((name: child.name, value: child.set.value)) }
        return .object(Object(uniqueMembers: members))
    }
}
