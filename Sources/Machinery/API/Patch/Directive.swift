/// The members of a strategic merge patch that are instructions instead of data.
enum Directive {
    static let patch = "$patch"
    static let retainKeys = "$retainKeys"
    static let deletionPrefix = "$deleteFromPrimitiveList/"
    static let orderPrefix = "$setElementOrder/"

    static let badRetainKeys = Status.badRequest("invalid patch format of retainKeys")
    static let badSetElementOrder = Status.badRequest(
        "invalid patch format of setElementOrder list")
    static let badPrimitiveList = Status.badRequest("invalid patch format of primitive list")

    static func isListDirective(_ name: String) -> Bool {
        name.hasPrefix(deletionPrefix) || name.hasPrefix(orderPrefix)
    }

    /// What a patch says about something that is not there yet: its data, without instructions
    /// and without nulls.
    static func dropped(from value: Value) throws(Status) -> Value {
        switch value {
        case .object(let object):
            var result = Object()
            for (name, member) in object where !member.isNull {
                if name == patch || name == retainKeys || isListDirective(name) { continue }
                result[name] = try dropped(from: member)
            }
            return .object(result)
        case .array(let items):
            var result: [Value] = []
            for item in items {
                // An item that only says `delete` deletes nothing here.
                if item[patch].string == "delete" { continue }
                result.append(try dropped(from: item))
            }
            return .array(result)
        default: return value
        }
    }
}
