package import API

/// Which objects of a resource a list or a watch is about.
///
/// Parsed once for a request; matching an object is then a walk over a few members.
package struct ListSelection: Sendable {
    /// What the keys begin with: a resource's prefix, or a namespace's.
    package var keyPrefix: String
    package var labels: Selector
    package var fields: FieldSelector
    private let readers: [FieldReader]

    package init(
        keyPrefix: String, labels: Selector = .everything, fields: FieldSelector = FieldSelector()
    ) {
        (self.keyPrefix, self.labels, self.fields) = (keyPrefix, labels, fields)
        readers = fields.requirements.map { FieldReader($0) }
    }

    package var selectsAll: Bool { labels.isEmpty && readers.isEmpty }

    /// Whether `object`, whose key begins with `keyPrefix`, is selected.
    package func matches(_ object: Value) -> Bool {
        for reader in readers where !reader.matches(object) { return false }
        guard !labels.isEmpty else { return true }
        let present = object["metadata"]["labels"].object ?? Object()
        return labels.requirements.allSatisfy { Self.matches($0, present) }
    }

    /// As `LabelRequirement.matches`, without making a dictionary of the labels.
    private static func matches(_ requirement: LabelRequirement, _ labels: Object) -> Bool {
        let label = labels[requirement.key].string
        switch requirement.operation {
        case .equals, .doubleEquals, .in:
            guard let label else { return false }
            return requirement.values.contains(label)
        case .notEquals, .notIn:
            guard let label else { return true }
            return !requirement.values.contains(label)
        case .exists: return label != nil
        case .doesNotExist: return label == nil
        case .greaterThan, .lessThan:
            return requirement.matches(label.map { [requirement.key: $0] } ?? [:])
        }
    }
}

/// One term of a field selector with the way to its field laid out.
private struct FieldReader: Sendable {
    let requirement: FieldSelector.Requirement
    /// The members to follow where the field is simply a string at its path.
    let path: [String]?

    private static let simple: Set<String> = [
        "metadata.name", "metadata.namespace", "spec.nodeName", "status.phase",
        "spec.schedulerName", "involvedObject.name", "involvedObject.uid",
    ]

    init(_ requirement: FieldSelector.Requirement) {
        self.requirement = requirement
        path =
            Self.simple.contains(requirement.field)
            ? requirement.field.split(separator: ".").map(String.init) : nil
    }

    func matches(_ object: Value) -> Bool {
        (text(in: object) == requirement.value) == requirement.isEqual
    }

    private func text(in object: Value) -> String {
        guard let path else { return SelectableFields.text(of: requirement.field, in: object) }
        var value: Value? = object
        for name in path { value = value[name] }
        return value.string ?? ""
    }
}
