/// Gathers the members of an object while its text is read; a name given twice keeps its place.
struct MemberCollector {
    private(set) var members: [Object.Member] = []
    /// Where each name stands, once there are so many that walking them would be slow.
    private var positions: [String: Int] = [:]

    /// Adds a member; false if its name was there already, and its value is now replaced.
    mutating func add(_ name: String, _ value: Value) -> Bool {
        if let position = position(of: name) {
            members[position].value = value
            return false
        }
        if members.isEmpty { members.reserveCapacity(4) }
        members.append((name, value))
        if members.count == EncodingLimits.memberWalkMax {
            for (index, member) in members.enumerated() { positions[member.name] = index }
        } else if members.count > EncodingLimits.memberWalkMax {
            positions[name] = members.count - 1
        }
        return true
    }

    private func position(of name: String) -> Int? {
        if members.count >= EncodingLimits.memberWalkMax { return positions[name] }
        for index in members.indices where members[index].name == name { return index }
        return nil
    }
}
