/// The members of a JSON object, in a definite order.
///
/// Two objects are equal when they have the same members, in whatever order: the order belongs to
/// how an object is written (the API server writes a type's fields as upstream declares them), not
/// to what it says.
package struct Object: Sendable {
    package typealias Member = (name: String, value: Value)

    /// Few enough in practice that a walk beats a hash: half of all objects have under six members.
    private var members: [Member]

    package init() { members = [] }

    /// Members in this order. Of two with one name the later counts, at the place of the first.
    package init(_ members: [(String, Value)]) {
        self.members = []
        self.members.reserveCapacity(members.count)
        for (name, value) in members { self[name] = value }
    }

    /// Members whose names are known to differ, as a parser that has checked them has them.
    package init(uniqueMembers: [Member]) { members = uniqueMembers }

    package var count: Int { members.count }
    package var isEmpty: Bool { members.isEmpty }
    package var names: [String] { members.map(\.name) }

    /// The value called `name`; assigning nil removes it, assigning to a new name appends it.
    package subscript(name: String) -> Value? {
        get {
            // By position: a walk over the members themselves would retain each one.
            for index in members.indices where members[index].name == name {
                return members[index].value
            }
            return nil
        }
        set {
            for index in members.indices where members[index].name == name {
                if let newValue {
                    members[index].value = newValue
                } else {
                    members.remove(at: index)
                }
                return
            }
            if let newValue { members.append((name, newValue)) }
        }
    }

    /// The same members in the order of their names.
    package var sorted: Object { Object(uniqueMembers: members.sorted { $0.name < $1.name }) }
}

extension Object: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { members.count }
    package subscript(position: Int) -> Member { members[position] }
}

extension Object: Hashable {
    package static func == (left: Object, right: Object) -> Bool {
        guard left.count == right.count else { return false }
        if left.sharesMembers(with: right) { return true }
        for index in left.members.indices {
            if right.members[index].name == left.members[index].name {
                guard right.members[index].value == left.members[index].value else { return false }
            } else {
                guard right[left.members[index].name] == left.members[index].value else {
                    return false
                }
            }
        }
        return true
    }

    /// Whether both are one tree in memory, as the unchanged parts of a changed object are.
    func sharesMembers(with other: Object) -> Bool { members.sharesStorage(with: other.members) }

    /// As `self[name]`, looked for at `position` first, where a like object has it.
    func member(_ name: String, near position: Int) -> Value? {
        if position < members.count, members[position].name == name {
            return members[position].value
        }
        return self[name]
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(members.count)
        for member in sorted.members {
            hasher.combine(member.name)
            hasher.combine(member.value)
        }
    }
}

extension Array {
    /// Whether both are the same items in memory.
    func sharesStorage(with other: [Element]) -> Bool {
        withUnsafeBufferPointer { own in
            other.withUnsafeBufferPointer {
                $0.baseAddress == own.baseAddress && $0.count == own.count
            }
        }
    }
}
