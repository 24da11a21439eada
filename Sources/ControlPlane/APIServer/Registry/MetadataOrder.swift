import API

/// Puts the members of `metadata` in the order in which upstream declares them.
///
/// Stages set and clear members one at a time; before an object is stored they are put in order
/// once, so that everybody reads it as the real server writes it.
enum MetadataOrder {
    private static let names = [
        "name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation",
        "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "labels",
        "annotations", "ownerReferences", "finalizers", "managedFields",
    ]
    private static let positions = Dictionary(
        names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })

    static func arranged(_ object: Value) -> Value {
        guard let members = object["metadata"].object else { return object }
        var last = -1
        var isInOrder = true
        for member in members {
            let position = positions[member.name] ?? names.count
            if position < last { isInOrder = false }
            last = position
        }
        if isInOrder { return object }
        let sorted = members.enumerated().sorted { left, right in
            let first = positions[left.element.name] ?? names.count
            let second = positions[right.element.name] ?? names.count
            return (first, left.offset) < (second, right.offset)
        }
        var object = object
        object["metadata"] = .object(Object(uniqueMembers: sorted.map(\.element)))
        return object
    }
}
